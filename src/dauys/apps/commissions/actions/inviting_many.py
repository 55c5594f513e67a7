"""Inviting many at once: all of them, or nobody with every fault named."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from dauys.apps.accounts.actions import await_letters, issue_invitation
from dauys.apps.accounts.models import Invitation
from dauys.apps.accounts.queries import persons_ended_by
from dauys.apps.commissions.actions.inviting import require_about, require_not_barred
from dauys.apps.commissions.models import Commission
from dauys.apps.commissions.queries import appointed_to_invite, sitting_to_invite
from dauys.apps.journal.actions import take_turn
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor, require


@dataclass(frozen=True, slots=True)
class Addressed:
    """One who is to be invited: where they hold an office, the address, the token of the link."""

    commission: Commission  # with its unit
    person: UUID
    email: str
    token: str


@transaction.atomic
def invite_holders(
    asked: Sequence[Addressed], language: str, *, by: Actor, at: dt.datetime
) -> list[Invitation]:
    """Invite each as `invite_holder` does, with an entry each, or refuse all; their letters wait then.

    `line` of a fault is the place in `asked`, from 0. Nobody whom an invitation has reached is invited
    again here: the same page sent twice, or two officers at once, would end links that were just sent.
    Raises Forbidden where one of them is not the actor's to invite.
    """
    require("invite_holder", by, lambda: [one.commission.unit.path for one in asked])
    take_turn()
    faults = list(_twice(asked))
    twice = {fault.line for fault in faults}
    need, ended = _who_need(asked, by, at), persons_ended_by(by.person)
    issued = []
    for place, one in enumerate(asked):
        try:
            require_about("invite_holder", one.commission, one.person, by=by, at=at)
            require_not_barred("invite_holder", one.commission, one.person, ended=ended, by=by, at=at)
            if one.person not in need:
                raise Refused([Fault("K-39", "An invitation has reached this person.", "Clear the field.")])
            if place in twice:  # which of them it is for, nobody knows yet
                continue
            of = one.commission.unit.path
            issued.append(issue_invitation(one.person, one.email, language, one.token, of=of, by=by, at=at))
        except Refused as refused:
            faults += [replace(fault, line=place, column="email") for fault in refused.faults]
    if faults:
        raise Refused(sorted(faults, key=lambda fault: fault.line or 0))
    await_letters(issued)
    return issued


def _who_need(asked: Sequence[Addressed], by: Actor, at: dt.datetime) -> set[UUID]:
    """Of those asked for, whom no invitation has reached: two questions."""
    people = [one.person for one in asked]
    rows = (sitting_to_invite(by, at), appointed_to_invite(by, at))
    return {row.person_code for found in rows for row in found.filter(person_code__in=people)}


def _twice(asked: Sequence[Addressed]) -> Iterator[Fault]:
    """Who stands there twice, and addresses that stand beside several."""
    people = Counter(one.person for one in asked)
    emails = Counter(one.email.strip().lower() for one in asked)
    for place, one in enumerate(asked):
        if people[one.person] > 1:
            message = "One person stands in several rows, and has one account for all offices."
            yield Fault("K-40", message, "Fill one of the rows.", line=place, column="email")
        elif emails[one.email.strip().lower()] > 1:
            message = f"{one.email} stands beside several persons."
            yield Fault("K-41", message, "Each has an address of their own.", line=place, column="email")
