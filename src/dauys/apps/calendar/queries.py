"""The plan of a unit's commission: each term, its state at a moment, the evidence that it was done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dauys.apps.calendar.models import Mark
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


def terms_of(election_code: str, unit_code: str = "") -> list[Term]:
    """The plan of an election in the local time of a unit, by default of the country."""
    election = election_of(election_code)
    if election is None:
        raise Refused([Fault("E-12", f"No election {election_code} is here.", "See: dauys results --list.")])
    unit = unit_of(election.country.code, unit_code or election.country.code)
    if unit is None:
        raise Refused([Fault("E-14", f"No unit {unit_code} is known.", "Correct the code of the unit.")])
    pack = law_of(election)
    anchors = {"CALL": election.called_on, "E": election.election_day}
    return plan(pack, anchors, zone_of(unit, pack.act.default_zone))


def marks_of(election: Election) -> dict[tuple[int, str], Mark]:
    """The latest mark by unit key and deadline code: one query."""
    marks = Mark.objects.filter(election=election).order_by("id")
    return {(mark.unit_id, mark.deadline): mark for mark in marks}


def plan_rows(
    pack: Pack, election: Election, unit: Unit, zone: str, at: dt.datetime, marks: dict[tuple[int, str], Mark]
) -> list[PlanRow]:
    """The plan of an election in the local time of `zone` with its states at the moment `at`."""
    rows = []
    for term in plan(pack, {"CALL": election.called_on, "E": election.election_day}, zone):
        mark = marks.get((unit.id, term.code))
        done_at = mark.done_at if mark and mark.done_at <= at else None
        state = term_state(term, at, done_at)
        rows.append(PlanRow(term, state, done_at, mark.evidence if mark and done_at else ""))
    return rows
