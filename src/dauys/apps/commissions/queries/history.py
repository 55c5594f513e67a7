"""What became of a commission over time: mandates, who came and left, offices, duties that rested."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from dauys.apps.commissions.models import Commission, Membership, Office, OutsideAct, Suspension
from dauys.apps.commissions.queries.compositions import in_words, mandates_of, memberships_of
from dauys.apps.people.models import Person
from dauys.core.norms import Words

FORMED, CAME, ELECTED, RESTED, RESTORED, LEFT, ENDED = KINDS = (
    "formed", "came", "elected", "rested", "restored", "left", "ended",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on a day: of KINDS; to whom ("": the whole commission), by which act, why."""

    on: dt.date
    kind: str
    name: str = ""
    office: str = ""
    seats: int | None = None
    act: OutsideAct | None = None
    reason: Words | None = None
    rank: int = field(default=0, compare=False)  # of events of one day, by key of the row


def history_of(commission: Commission) -> list[Event]:
    """All that happened to a commission, the latest first: four questions.

    Who left because the mandate ended is told once, with the mandate; so is an office that ended with it.
    """
    found = [*_of_mandates(commission), *_of_members(commission), *_of_offices(commission)]
    found += _of_rests(commission)
    return sorted(found, key=lambda one: (one.on, KINDS.index(one.kind), one.rank), reverse=True)


def _of_mandates(commission: Commission) -> Iterator[Event]:
    for row in mandates_of(commission):
        yield Event(row.valid_from, FORMED, seats=row.seats, act=row.formed_by, rank=-row.id)
        if row.valid_to is not None:
            reason = row.end_reason
            said = Words(kk=reason, ru=reason, en=reason) if reason else None
            yield Event(row.valid_to, ENDED, act=row.ended_by, reason=said, rank=-row.id)


def _of_members(commission: Commission) -> Iterator[Event]:
    for row in memberships_of(commission):
        yield Event(row.valid_from, CAME, row.person.name, act=row.joined_by, rank=-row.id)
        if row.valid_to is not None and row.valid_to != row.mandate.valid_to:
            yield _left(row, row.valid_to)


def _left(row: Membership, on: dt.date) -> Event:
    return Event(
        on, LEFT, row.person.name, act=row.left_by, reason=in_words(row, "left_reason"), rank=-row.id
    )


def _of_offices(commission: Commission) -> Iterator[Event]:
    rows = Office.objects.filter(mandate__commission=commission)
    for row in rows.select_related("membership__person", "elected_by"):
        name = row.membership.person.name
        yield Event(row.valid_from, ELECTED, name, row.kind, act=row.elected_by, rank=-row.id)


def _of_rests(commission: Commission) -> Iterator[Event]:
    rows = Suspension.objects.filter(membership__mandate__commission=commission)
    for row in rows.select_related("membership__person", "decided_by"):
        name = row.membership.person.name
        said = Words(kk=row.reason, ru=row.reason, en=row.reason)
        yield Event(row.valid_from, RESTED, name, act=row.decided_by, reason=said, rank=-row.id)
        if row.valid_to is not None:
            yield Event(row.valid_to, RESTORED, name, rank=-row.id)


def known_to(commission: Commission) -> dict[UUID, str]:
    """Names of those who ever sat in a commission or worked for it, by code, in the order of names."""
    people = Person.objects.filter(
        Q(memberships__mandate__commission=commission) | Q(appointments__commission=commission)
    )
    return dict(people.distinct().order_by("name", "id").values_list("code", "name"))
