"""The plan of a unit's commission: each term, its state at a moment, the evidence that it was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from dauys.apps.calendar.models import AdoptedTerm, Mark
from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import election_of, law_of
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import unit_of, zone_of
from dauys.core.findings import Fault, Refused
from dauys.core.norms import Pack
from dauys.core.timetable import Term, plan, term_state


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One duty of the plan at the moment shown."""

    term: Term
    state: str
    done_at: dt.datetime | None = None
    evidence: str = ""
    adopted: str = ""  # the decision by which a commission set the term, where it did


def terms_of(election_code: str, unit_code: str = "") -> list[Term]:
    """The plan of an election in the local time of a unit, by default of the country."""
    election = election_of(election_code)
    if election is None:
        raise Refused([Fault("E-12", f"No election {election_code} is here.", "See: dauys results --list.")])
    unit = unit_of(election.country.code, unit_code or election.country.code)
    if unit is None:
        raise Refused([Fault("E-14", f"No unit {unit_code} is known.", "Correct the code of the unit.")])
    pack = law_of(election)
    adopted = adopted_for(unit.path, adopted_terms(election))
    return plan_of(pack, election, zone_of(unit, pack.act.default_zone), adopted)


def plan_of(pack: Pack, election: Election, zone: str, adopted: Mapping[str, AdoptedTerm]) -> list[Term]:
    """The law's plan in the local time of `zone`, with adopted terms and what counts from them."""
    anchors: dict[str, dt.date | dt.datetime | None] = {
        "CALL": election.called_on,
        "E": election.election_day,
        **{code.upper(): row.due_at for code, row in adopted.items()},
    }
    local = ZoneInfo(zone)
    return [
        replace(
            term,
            starts_at=row.starts_at.astimezone(local) if row.starts_at else term.starts_at,
            due_at=row.due_at.astimezone(local),
        )
        if (row := adopted.get(term.code))
        else term
        for term in plan(pack, anchors, zone)
    ]


def adopted_terms(election: Election) -> list[AdoptedTerm]:
    """All terms that commissions adopted, oldest first, with their units: one query."""
    return list(AdoptedTerm.objects.filter(election=election).select_related("unit").order_by("id"))


def adopted_for(path: str, rows: Sequence[AdoptedTerm]) -> dict[str, AdoptedTerm]:
    """Those that count in a unit, by deadline: of the nearest unit at or above it, there the latest."""
    above = [row for row in rows if path.startswith(row.unit.path)]
    return {row.deadline: row for row in sorted(above, key=lambda row: row.unit.depth)}


def marks_of(election: Election) -> dict[tuple[int, str], Mark]:
    """The latest mark by unit key and deadline code: one query."""
    marks = Mark.objects.filter(election=election).order_by("id")
    return {(mark.unit_id, mark.deadline): mark for mark in marks}


@dataclass(frozen=True, slots=True)
class Kept:
    """What commissions did about the calendar of one election: marks by unit and deadline, adopted terms."""

    marks: Mapping[tuple[int, str], Mark]
    adopted: Sequence[AdoptedTerm]


def kept_calendar(election: Election) -> Kept:
    """Two queries."""
    return Kept(marks_of(election), adopted_terms(election))


def plan_rows(
    pack: Pack, election: Election, keeper: Unit, zone: str, at: dt.datetime, kept: Kept
) -> list[PlanRow]:
    """The plan that the commission of the unit `keeper` keeps, in local time, with its states at a moment."""
    rows = []
    adopted = adopted_for(keeper.path, kept.adopted)
    for term in plan_of(pack, election, zone, adopted):
        mark = kept.marks.get((keeper.id, term.code))
        done_at = mark.done_at if mark and mark.done_at <= at else None
        own = adopted.get(term.code)
        rows.append(
            PlanRow(
                term,
                term_state(term, at, done_at),
                done_at,
                mark.evidence if mark and done_at else "",
                own.evidence if own else "",
            )
        )
    return rows


def summed_rows(
    pack: Pack, election: Election, zone: str, at: dt.datetime, plans: Sequence[Sequence[PlanRow]]
) -> list[PlanRow]:
    """The plan of a unit above those that keep one: a duty is done when all of `plans` have it done.

    As evidence it says how many of them have; a mark of the superior commission itself is not asked for.
    """
    rows = []
    for number, term in enumerate(plan_of(pack, election, zone, {})):
        below = [plan[number] for plan in plans]
        done = [row.done_at for row in below if row.done_at is not None]
        done_at = max(done) if done and len(done) == len(below) else None
        evidence = f"{len(done)} / {len(below)}" if done else ""
        rows.append(PlanRow(term, term_state(term, at, done_at), done_at, evidence))
    return rows
