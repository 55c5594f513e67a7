"""Forming commissions, one or thousands in one transaction, and ending their mandates."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from dauys.apps.commissions import rules
from dauys.apps.commissions.actions.standing import (
    ActKey,
    cited,
    end_rows,
    enter_new,
    named,
    standing_mandate,
    subject_of,
)
from dauys.apps.commissions.models import Commission, Mandate, Membership, Office, OutsideAct
from dauys.apps.commissions.rules import ActEntry, Formation, MandateEnd
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.people.actions import PersonEntry
from dauys.apps.people.models import Person
from dauys.apps.people.queries import people_by_code
from dauys.apps.territory.queries import path_over
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor, require, require_somewhere

_BATCH = 2_000
NEW_MANDATE = "a new mandate began"


@dataclass(frozen=True, slots=True)
class Formed:
    """How many commissions were formed, with how many members, and how many earlier mandates that ended."""

    commissions: int
    members: int
    ended: int


@transaction.atomic
def form_commissions(
    country: str, formations: Sequence[Formation], *, by: Actor, at: dt.datetime,
    new: Sequence[PersonEntry] = (), dry_run: bool = False,
) -> Formed:  # fmt: skip
    """Form commissions as outside acts say (10(3) for Kazakhstan); all of them or none (Refused).

    A mandate that stands ends on the day on which the new one begins. Numbers that the law does not allow are
    taken as they come: they are findings of the composition, not faults of the entry. `new` are members who
    are not known yet.
    """
    require_somewhere("form_commissions", by)
    take_turn()
    found = Commission.objects.filter(country=country).select_related("unit")
    commissions = {one.code: one for one in found}
    named = [commissions[each.commission] for each in formations if each.commission in commissions]
    require("form_commissions", by, lambda: [one.unit.path for one in named])
    enter_new(new, formations[0].commission if formations else "", "form_commissions", by=by, at=at)
    last = _last_mandates(country)
    people = people_by_code({member.person for each in formations for member in each.members})
    faults = _faults(formations, commissions, last, people)
    if faults:
        raise Refused(faults)
    acts = cited(act for each in formations for act in (each.act, each.officers_act) if act is not None)
    ended = _end_earlier(formations, last, acts)
    mandates = Mandate.objects.bulk_create(
        (
            Mandate(
                commission=commissions[each.commission],
                seats=each.seats or len(each.members),
                formed_by=acts[each.act.key],
                valid_from=each.valid_from,
            )
            for each in formations
        ),
        batch_size=_BATCH,
    )
    members = _seat(formations, mandates, people, acts)
    stood = {
        each.commission: last[each.commission].valid_from for each in formations if each.commission in last
    }
    done = {
        "formed": [_told(each) for each in formations], "before": stood,
        "after": {each.commission: each.valid_from for each in formations},
    }  # fmt: skip
    subject = subject_of(country, formations[0].commission) if len(formations) == 1 else f"country:{country}"
    if formations:
        of = path_over(one.unit.path for one in named)
        write_entry("form_commissions", subject, done, by=by, at=at, of=of)
    if dry_run:
        transaction.set_rollback(True)
    return Formed(len(mandates), members, ended)


@transaction.atomic
def end_mandate(country: str, end: MandateEnd, *, by: Actor, at: dt.datetime, dry_run: bool = False) -> None:
    """End the powers of a commission's composition by an outside act (10(7)), with all its members."""
    require_somewhere("end_mandate", by)
    take_turn()
    mandate = standing_mandate(country, end.commission, end.on)
    require("end_mandate", by, lambda: [mandate.commission.unit.path])
    faults = rules.faults_of_act(end.commission, end.act, end.on)
    act = cited([end.act])[end.act.key]
    faults += end_rows([mandate], end.on, act, end.reason)
    if faults:
        raise Refused(faults)
    done = {
        "on": end.on, "act": named(end.act), "reason": end.reason,
        "before": {"to": None}, "after": {"to": end.on},
    }  # fmt: skip
    of = mandate.commission.unit.path
    write_entry("end_mandate", subject_of(country, end.commission), done, by=by, at=at, of=of)
    if dry_run:
        transaction.set_rollback(True)


def _last_mandates(country: str) -> dict[str, Mandate]:
    """The latest mandate of every commission, by its code."""
    mandates = Mandate.objects.filter(commission__country=country).select_related("commission")
    return {mandate.commission.code: mandate for mandate in mandates.order_by("valid_from")}


def _faults(
    formations: Sequence[Formation],
    commissions: dict[str, Commission],
    last: dict[str, Mandate],
    people: dict[UUID, Person],
) -> list[Fault]:
    known = set(people)
    faults = [
        fault
        for each in formations
        for fault in rules.faults_of_formation(
            each, known=each.commission in commissions, people=known, last=_period(last.get(each.commission))
        )
    ]
    times = Counter(each.commission for each in formations)
    return faults + [
        rules.fault_about("K-13", code, "it is formed twice at once.", "Keep one of the two.")
        for code, count in times.items()
        if count > 1
    ]


def _period(mandate: Mandate | None) -> tuple[dt.date, dt.date | None] | None:
    return None if mandate is None else (mandate.valid_from, mandate.valid_to)


def _end_earlier(
    formations: Sequence[Formation], last: dict[str, Mandate], acts: dict[ActKey, OutsideAct]
) -> int:
    """End the mandates that stand, by few statements for each act and day; returns how many."""
    ending: dict[tuple[ActKey, dt.date], list[Mandate]] = defaultdict(list)
    for each in formations:
        mandate = last.get(each.commission)
        if mandate is not None and mandate.valid_to is None:
            ending[each.act.key, each.valid_from].append(mandate)
    faults = [
        fault
        for (key, on), mandates in ending.items()
        for fault in end_rows(mandates, on, acts[key], NEW_MANDATE)
    ]
    if faults:
        raise Refused(faults)
    return sum(len(mandates) for mandates in ending.values())


def _seat(
    formations: Sequence[Formation],
    mandates: Sequence[Mandate],
    people: dict[UUID, Person],
    acts: dict[ActKey, OutsideAct],
) -> int:
    """Insert the members of the new mandates and their offices; returns how many members."""
    entries = [
        (mandate, each, member)
        for mandate, each in zip(mandates, formations, strict=True)
        for member in each.members
    ]
    memberships = Membership.objects.bulk_create(
        (
            Membership(
                mandate=mandate,
                person=people[member.person],
                **member.facts(),
                joined_by=acts[each.act.key],
                valid_from=each.valid_from,
            )
            for mandate, each, member in entries
        ),
        batch_size=_BATCH,
    )
    Office.objects.bulk_create(
        (
            Office(
                mandate=mandate,
                membership=membership,
                kind=member.office,
                elected_by=acts[_officers_act(each).key],
                valid_from=each.valid_from,
            )
            for membership, (mandate, each, member) in zip(memberships, entries, strict=True)
            if member.office
        ),
        batch_size=_BATCH,
    )
    return len(memberships)


def _officers_act(formation: Formation) -> ActEntry:
    return formation.officers_act or formation.act


def _told(formation: Formation) -> dict[str, Any]:
    """The formation as the journal keeps it: opaque ids and offices, no names."""
    return {
        "commission": formation.commission,
        "act": named(formation.act),
        "from": formation.valid_from,
        "seats": formation.seats or len(formation.members),
        "members": [[str(member.person), member.office] for member in formation.members],
    }
