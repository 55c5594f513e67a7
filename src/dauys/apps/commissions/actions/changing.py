"""Changing a composition while its mandate stands: offices, members, duties that rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from dauys.apps.commissions import rules
from dauys.apps.commissions.actions.standing import (
    cited,
    enter_new,
    named,
    refuse,
    sitting,
    standing_mandate,
    subject_of,
)
from dauys.apps.commissions.models import Mandate, Membership, Office, OutsideAct, Suspension
from dauys.apps.commissions.rules import ActEntry, MemberEntry, Officers, Replacement, Rest, Return
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.people.actions import PersonEntry
from dauys.apps.people.queries import people_by_code
from dauys.core.findings import Refused
from dauys.core.norms import LANGUAGES
from dauys.core.rights import Actor, require, require_somewhere
from dauys.core.words import says_nothing


@transaction.atomic
def elect_officers(country: str, officers: Officers, *, by: Actor, at: dt.datetime) -> int:
    """Fill offices from among the members (10(3)); returns how many changed hands.

    Whoever held the office, and whatever office the elected held, ends on that day.
    """
    require_somewhere("elect_officers", by)
    take_turn()
    mandate = standing_mandate(country, officers.commission, officers.on)
    require("elect_officers", by, lambda: [mandate.commission.unit.path])
    act = _act(officers.commission, officers.act, officers.on)
    holding = Office.objects.filter(mandate=mandate, valid_to__isnull=True)
    held = {office.kind: office for office in holding.select_related("membership__person")}
    elected = {kind: sitting(mandate, person, officers.on) for kind, person in officers.holders.items()}
    new = {
        kind: membership
        for kind, membership in elected.items()
        if kind not in held or held[kind].membership_id != membership.id
    }
    if len({membership.id for membership in elected.values()}) < len(elected):
        refuse("K-09", officers.commission, "one member is elected to two offices.", "Elect another.")
    chosen = {membership.id for membership in new.values()}
    for kind, office in held.items():
        if kind in new or office.membership_id in chosen:
            _end_office(office, officers.on, officers.commission)
    Office.objects.bulk_create(
        Office(mandate=mandate, membership=membership, kind=kind, elected_by=act, valid_from=officers.on)
        for kind, membership in new.items()
    )
    if new:
        holders = {kind: str(officers.holders[kind]) for kind in new}
        stood = {kind: str(office.membership.person.code) for kind, office in held.items()}
        done = {
            "on": officers.on, "act": named(officers.act), "holders": holders, "before": stood,
            "after": {kind: str(person) for kind, person in officers.holders.items()},
        }  # fmt: skip
        _write("elect_officers", country, mandate, done, by, at)
    return len(new)


@transaction.atomic
def replace_member(
    country: str, change: Replacement, *, by: Actor, at: dt.datetime,
    people: Sequence[PersonEntry] = (), dry_run: bool = False,
) -> None:  # fmt: skip
    """One member leaves and another comes, by one act (10(3), 19(6) to 19(8)).

    Without `joining` the seat stays vacant; without `leaving` a vacant seat is filled, or a member whose
    duties rest is stood in for. `people` are those who come and are not known yet.
    """
    require_somewhere("replace_member", by)
    take_turn()
    mandate = standing_mandate(country, change.commission, change.on)
    require("replace_member", by, lambda: [mandate.commission.unit.path])
    act = _act(change.commission, change.act, change.on)
    enter_new(people, change.commission, "replace_member", by=by, at=at)
    if change.leaving is None and change.joining is None:
        refuse("K-07", change.commission, "nobody leaves and nobody comes.", "Name at least one of the two.")
    left = _leave(mandate, change.leaving, change, act) if change.leaving is not None else []
    if change.joining is not None:
        _join(mandate, change.joining, change.on, act)
    done: dict[str, Any] = {
        "on": change.on,
        "act": named(change.act),
        "leaving": str(change.leaving) if change.leaving else None,
        "reason": change.reason,
        "joining": [str(change.joining.person), change.joining.office] if change.joining else None,
    }
    done["before"] = {"member": done["leaving"], "offices": left}
    done["after"] = {
        "member": str(change.joining.person) if change.joining else None,
        "offices": [change.joining.office] if change.joining and change.joining.office else [],
    }
    _write("replace_member", country, mandate, done, by, at)
    if dry_run:
        transaction.set_rollback(True)


@transaction.atomic
def suspend_member(country: str, rest: Rest, *, by: Actor, at: dt.datetime) -> None:
    """Let a member's duties rest from the day a candidate is registered (20(12), third part)."""
    require_somewhere("suspend_member", by)
    take_turn()
    mandate = standing_mandate(country, rest.commission, rest.valid_from)
    require("suspend_member", by, lambda: [mandate.commission.unit.path])
    act = _act(rest.commission, rest.act, rest.valid_from)
    membership = sitting(mandate, rest.person, rest.valid_from)
    if rest.valid_to is not None and rest.valid_to <= rest.valid_from:
        refuse("K-18", rest.commission, "the rest ends before it begins.", "Correct one of the days.")
    begins_before_end = Q(valid_from__lt=rest.valid_to) if rest.valid_to else Q()
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=rest.valid_from)
    if Suspension.objects.filter(begins_before_end, lasting, membership=membership).exists():
        refuse("K-19", rest.commission, f"the duties of {rest.person} rest already.", "Correct the days.")
    Suspension.objects.create(
        membership=membership, decided_by=act, reason=rest.reason,
        valid_from=rest.valid_from, valid_to=rest.valid_to,
    )  # fmt: skip
    done = {
        "person": str(rest.person), "from": rest.valid_from, "to": rest.valid_to,
        "act": named(rest.act), "reason": rest.reason,
        "before": {"rests": None}, "after": {"rests": [rest.valid_from, rest.valid_to]},
    }  # fmt: skip
    _write("suspend_member", country, mandate, done, by, at)


@transaction.atomic
def restore_member(country: str, back: Return, *, by: Actor, at: dt.datetime) -> None:
    """End the rest of a member's duties that has no end yet: the campaign is over (20(12), third part)."""
    require_somewhere("restore_member", by)
    take_turn()
    mandate = standing_mandate(country, back.commission, back.on)
    require("restore_member", by, lambda: [mandate.commission.unit.path])
    _act(back.commission, back.act, back.on)
    membership = sitting(mandate, back.person, back.on)
    rest = Suspension.objects.filter(
        membership=membership, valid_to__isnull=True, valid_from__lt=back.on
    ).first()
    if rest is None:
        refuse("K-20", back.commission, f"the duties of {back.person} do not rest.", "Correct the person.")
    rest.valid_to = back.on
    rest.save(update_fields=["valid_to"])
    done = {
        "person": str(back.person), "on": back.on, "act": named(back.act),
        "before": {"rests": [rest.valid_from, None]}, "after": {"rests": [rest.valid_from, back.on]},
    }  # fmt: skip
    _write("restore_member", country, mandate, done, by, at)


def _write(
    verb: str, country: str, mandate: Mandate, done: dict[str, Any], by: Actor, at: dt.datetime
) -> None:
    """The entry about one commission."""
    commission = mandate.commission
    write_entry(verb, subject_of(country, commission.code), done, by=by, at=at, of=commission.unit.path)


def _act(commission: str, act: ActEntry, on: dt.date) -> OutsideAct:
    """The act as a row; Refused where it was adopted after the day on which it works."""
    faults = rules.faults_of_act(commission, act, on)
    if faults:
        raise Refused(faults)
    return cited([act])[act.key]


def _end_office(office: Office, on: dt.date, commission: str) -> None:
    if office.valid_from >= on:
        refuse("K-17", commission, f"the {office.kind} was elected on {on} or later.", "Correct the day.")
    office.valid_to = on
    office.save(update_fields=["valid_to"])


def _leave(mandate: Mandate, person: UUID, change: Replacement, act: OutsideAct) -> list[str]:
    """End the membership with its office and its rest; the offices that it held."""
    commission = change.commission
    if says_nothing(change.reason):
        refuse("K-21", commission, "the reason of leaving is missing.", "Say why; 19(6) lists the grounds.")
    membership = sitting(mandate, person, change.on)
    if membership.valid_from >= change.on:
        refuse("K-17", commission, f"{person} came on {change.on} or later.", "Correct the day.")
    offices = list(Office.objects.filter(membership=membership, valid_to__isnull=True))
    for office in offices:
        _end_office(office, change.on, commission)
    resting = Q(valid_to__isnull=True) | Q(valid_to__gt=change.on)
    Suspension.objects.filter(resting, membership=membership).update(valid_to=change.on)
    membership.valid_to, membership.left_by, membership.left_reason = change.on, act, change.reason
    for language in LANGUAGES:
        setattr(membership, f"left_reason_{language}", getattr(change, f"reason_{language}"))
    membership.save()
    return [office.kind for office in offices]


def _join(mandate: Mandate, entry: MemberEntry, on: dt.date, act: OutsideAct) -> None:
    """Give the person a free seat, and the office where it is free."""
    commission = mandate.commission.code
    person = people_by_code({entry.person}).get(entry.person)
    if person is None:
        raise Refused([rules.unknown_person(commission, entry.person)])
    sit = Membership.objects.filter(mandate=mandate, valid_to__isnull=True)
    if sit.filter(person=person).exists():
        refuse("K-08", commission, f"{entry.person} is a member already.", "Name somebody else.")
    resting = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    rests = Suspension.objects.filter(resting, membership__in=sit, valid_from__lte=on)
    if sit.count() - rests.count() >= mandate.seats:
        refuse("K-22", commission, f"all {mandate.seats} seats are taken.", "Say who leaves.")
    if (
        entry.office
        and Office.objects.filter(mandate=mandate, kind=entry.office, valid_to__isnull=True).exists()
    ):
        refuse("K-09", commission, f"the office of {entry.office} is held.", "Elect officers at a meeting.")
    membership = Membership.objects.create(
        mandate=mandate, person=person, **entry.facts(), joined_by=act, valid_from=on,
    )  # fmt: skip
    if entry.office:
        Office.objects.create(
            mandate=mandate, membership=membership, kind=entry.office, elected_by=act, valid_from=on
        )
