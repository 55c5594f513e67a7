"""Members from a file: commissions formed, members who come and leave; the whole file or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from dauys.apps.commissions import rules
from dauys.apps.commissions.actions.changing import replace_member, suspend_member
from dauys.apps.commissions.actions.forming import form_commissions
from dauys.apps.commissions.models import Commission, Mandate, Membership, Office, Suspension
from dauys.apps.commissions.rules import (
    Formation,
    MemberEntry,
    MemberRow,
    Replacement,
    Rest,
    Seated,
    Step,
    Steps,
)
from dauys.apps.commissions.rules.seating import PLAIN, TOLD
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.people.actions import PersonEntry, enter_people
from dauys.apps.territory.queries import path_over
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor, require, require_somewhere

Told = tuple[int, MemberRow]  # with the line of the file


@dataclass(frozen=True, slots=True)
class Taken:
    """How many commissions were formed, how many members came with them and later, left, and sit as told.

    Of those who came and who sat, the duties of `suspended` rest now.
    """

    formed: int
    came: int
    left: int
    suspended: int
    unchanged: int


@dataclass(slots=True)
class _Standing:
    """One commission as it stands: its mandate, its members by name, who they are, who left it and when."""

    seats: int | None
    sitting: dict[str, Seated]
    people: dict[str, UUID]
    gone: set[tuple[str, dt.date]]


@transaction.atomic
def enter_members(
    rows: Sequence[Told], *, new_code: Callable[[], UUID], by: Actor, at: dt.datetime,
    country: str = "", place: str = "", sha256: str = "", dry_run: bool = False,
) -> Taken:  # fmt: skip
    """Take the members of commissions as a file tells of them; all rows or none (Refused).

    A commission without a mandate is formed by those who came first; in one that stands, who is new comes and
    whose office is `left` leaves, each by the act of the row; a composition all of whose members came later
    than those who sit is a new mandate. A person is known by name within one commission only; `new_code`
    makes the code of a new one. Each row has its line before it; `country` is needed only where several have
    such commissions.
    """
    require_somewhere("enter_members", by)
    take_turn()
    told: dict[str, list[Told]] = {}
    for line, row in rows:
        told.setdefault(row.commission, []).append((line, row))
    country = country or _country_of(set(told), place)
    chosen = Commission.objects.filter(country=country, code__in=set(told))
    require("enter_members", by, lambda: set(chosen.values_list("unit__path", flat=True)))
    standing = _standing(country, set(told))
    faults = [_unknown(told[code][0], place) for code in told if code not in standing]
    steps = {
        code: rules.steps_of(found, one.seats, one.sitting, one.gone, place)
        for code, found in told.items()
        if (one := standing.get(code)) is not None
    }
    faults += [fault for one in steps.values() for fault in one.faults]
    if faults:
        raise Refused(faults)
    taken = _take(country, steps, standing, len(rows), new_code, by, at)
    if taken.formed or taken.came or taken.left or taken.suspended:
        done = {
            "file": place,
            "sha256": sha256,
            "formed": taken.formed,
            "came": taken.came,
            "left": taken.left,
            "suspended": taken.suspended,
        }
        of = path_over(chosen.values_list("unit__path", flat=True))
        write_entry("enter_members", f"country:{country}", done, by=by, at=at, of=of)
    if dry_run:
        transaction.set_rollback(True)
    return taken


def _country_of(codes: set[str], place: str) -> str:
    """The only country that has any of the commissions."""
    found = set(Commission.objects.filter(code__in=codes).values_list("country", flat=True))
    if len(found) == 1:
        return found.pop()
    message, remedy = (
        "Import the commissions first",
        ", or name the country with --country." if found else ".",
    )
    said = "It is not clear to which country these commissions belong."
    raise Refused([Fault("K-14", said, message + remedy, place)])


def _unknown(here: Told, place: str) -> Fault:
    line, row = here
    message = f"{row.commission}: no such commission is known."
    return Fault("K-06", message, "Import the commission first.", place, line, "commission", row.commission)


def _standing(country: str, codes: set[str]) -> dict[str, _Standing]:
    """The commissions named, as they stand: five questions."""
    chosen = Commission.objects.filter(country=country, code__in=codes)
    found = {one.code: _Standing(None, {}, {}, set()) for one in chosen}
    mandates = Mandate.objects.filter(commission__in=chosen, valid_to__isnull=True)
    for mandate in mandates.select_related("commission"):
        found[mandate.commission.code].seats = mandate.seats
    offices = Office.objects.filter(mandate__in=mandates, valid_to__isnull=True)
    held = dict(offices.values_list("membership_id", "kind"))
    resting = set(
        Suspension.objects.filter(membership__mandate__in=mandates, valid_to__isnull=True).values_list(
            "membership_id", flat=True
        )
    )
    rows = Membership.objects.filter(mandate__in=mandates)
    for row in rows.select_related("person", "joined_by", "mandate__commission").order_by("id"):
        one, name = found[row.mandate.commission.code], row.person.name
        if row.valid_to is not None:
            one.gone.add((name, row.valid_to))
            continue
        act = row.joined_by
        came = (row.valid_from, (act.body, act.number, act.adopted_on))
        values = tuple(getattr(row, field) for field in TOLD)
        one.sitting[name] = Seated(held.get(row.id, PLAIN), row.id in resting, came, values)
        one.people[name] = row.person.code
    return found


def _take(
    country: str,
    steps: dict[str, Steps],
    standing: dict[str, _Standing],
    told: int,
    new_code: Callable[[], UUID],
    by: Actor,
    at: dt.datetime,
) -> Taken:
    """Enter the new persons, form, then let come, leave and rest, oldest first."""
    people: list[PersonEntry] = []
    new: dict[tuple[str, str], UUID] = {}

    def entry(row: MemberRow) -> MemberEntry:
        people.append(PersonEntry(code=new_code(), name=row.name))
        new[row.commission, row.name] = people[-1].code
        office = "" if row.office == PLAIN else row.office
        facts = {name: getattr(row, name) for name in TOLD}
        return MemberEntry.model_validate({"person": people[-1].code, "office": office, **facts})

    formations = [
        Formation(
            commission=code,
            act=one.formed[0].act,
            valid_from=one.formed[0].since,
            members=tuple(entry(row) for row in one.formed),
            seats=one.formed[0].seats
            or len(one.formed) + sum(step.joining is not None for step in one.changes),
        )
        for code, one in steps.items()
        if one.formed
    ]
    changes = [
        _replacement(code, step, standing[code].people, entry)
        for code, one in steps.items()
        for step in one.changes
    ]
    resting = [row for one in steps.values() for row in one.rests]
    rests = [
        row.rest(new.get((row.commission, row.name)) or standing[row.commission].people[row.name])
        for row in resting
    ]
    enter_people(people, by=by, at=at, within="enter_members")
    form_commissions(country, formations, by=by, at=at)
    for step in _by_day(changes, rests):
        if isinstance(step, Rest):
            suspend_member(country, step, by=by, at=at)
        else:
            replace_member(country, step, by=by, at=at)
    left = sum(change.leaving is not None for change in changes)
    sat = sum((row.commission, row.name) not in new for row in resting)
    return Taken(len(formations), len(people), left, len(rests), told - len(people) - left - sat)


def _by_day(changes: Sequence[Replacement], rests: Sequence[Rest]) -> list[Replacement | Rest]:
    """By day; on one day duties rest before somebody stands in, but not before the member has come."""
    came = {change.joining.person: change.on for change in changes if change.joining is not None}
    dated: list[tuple[dt.date, int, Replacement | Rest]] = [(change.on, 1, change) for change in changes]
    dated += [(rest.valid_from, 2 if came.get(rest.person) == rest.valid_from else 0, rest) for rest in rests]
    return [step for *_, step in sorted(dated, key=lambda one: one[:2])]


def _replacement(
    code: str, step: Step, people: dict[str, UUID], entry: Callable[[MemberRow], MemberEntry]
) -> Replacement:
    return Replacement(
        commission=code,
        act=step.row.act,
        on=step.row.since,
        leaving=people[step.leaving.name] if step.leaving is not None else None,
        reason=step.leaving.reason if step.leaving is not None else "",
        joining=entry(step.joining) if step.joining is not None else None,
    )
