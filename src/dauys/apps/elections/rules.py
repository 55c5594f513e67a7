"""What the call of an election must hold before anything is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dauys.core.findings import Fault
from dauys.core.norms import Pack, Words


@dataclass(frozen=True, slots=True)
class ContestCall:
    """One contest of a call: its id, its unit, and the precincts expected where they are listed."""

    id: str
    unit: str
    expected: tuple[str, ...] | None = None
    is_early: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """Where one figure was read: what it counts in three languages, its value as printed, the source."""

    what: Words
    value: str
    source: str
    is_real: bool = True


@dataclass(frozen=True, slots=True)
class Call:
    """The call of an election: which law, called when, for which day, in which units."""

    id: str
    law: str
    called_on: dt.date
    election_day: dt.date
    contests: tuple[ContestCall, ...]
    sample: bool = False


def faults_of_call(call: Call, pack: Pack, place: str) -> list[Fault]:
    """Faults that the call shows by itself and beside the law it names."""
    faults = []

    def fault(code: str, column: str, value: str, message: str, remedy: str) -> None:
        faults.append(Fault(code, message, remedy, place, None, column, value))

    stem = f"{pack.act.jurisdiction.lower()}-{pack.act.office}-{call.election_day.isoformat()}"
    if call.id != stem:
        fault(
            "E-01",
            "id",
            call.id,
            f"Under {pack.id} on that day the election's id is {stem}.",
            "Correct the id, the law or the day.",
        )
    if call.called_on >= call.election_day:
        fault(
            "E-02",
            "called_on",
            str(call.called_on),
            "An election is called before its day.",
            "Correct a date.",
        )
    begins, ends = pack.act.valid_from, pack.act.valid_to
    if call.election_day < begins or (ends is not None and call.election_day >= ends):
        fault(
            "E-03",
            "law",
            call.law,
            f"{pack.id} is in force from {begins} up to, not including, {ends or '…'}.",
            "Name the edition in force on the election day.",
        )
    seen: set[str] = set()
    for number, contest in enumerate(call.contests):
        column = f"contests[{number}]"
        if contest.id != f"{call.id}/{contest.unit}":
            fault(
                "E-04",
                f"{column}.id",
                contest.id,
                f"The contest in {contest.unit} of this election is {call.id}/{contest.unit}.",
                "Correct the contest's id or its unit.",
            )
        if contest.id in seen:
            fault("E-05", f"{column}.id", contest.id, "The contest stands twice.", "Keep one of the two.")
        seen.add(contest.id)
    if not call.contests:
        fault("E-06", "contests", "", "The election has no contest.", "List at least one.")
    return faults


def faults_of_units(
    call: Call, units: Mapping[str, tuple[str, str]], on_day: set[str], place: str
) -> list[Fault]:
    """Faults of the call beside the territory: kind and path by code, and the codes valid on the day."""
    faults = []
    for number, contest in enumerate(call.contests):
        column = f"contests[{number}]"
        if contest.unit not in units or contest.unit not in on_day:
            why = "is not known" if contest.unit not in units else f"does not exist on {call.election_day}"
            faults.append(
                Fault(
                    "E-07",
                    f"The unit {contest.unit} {why}.",
                    "Import the territory first, or correct the code.",
                    place,
                    None,
                    f"{column}.unit",
                    contest.unit,
                )
            )
            continue
        if units[contest.unit][0] == "precinct":
            faults.append(
                Fault(
                    "E-16",
                    f"{contest.unit} is a precinct; a contest is held in a unit above the precincts.",
                    "Name the unit that votes.",
                    place,
                    None,
                    f"{column}.unit",
                    contest.unit,
                )
            )
        faults += _faults_of_listed(contest, units, f"{column}.expected", place)
    return faults + _faults_of_nested(call, units, place)


def _faults_of_nested(call: Call, units: Mapping[str, tuple[str, str]], place: str) -> list[Fault]:
    """A contest inside the unit of another would count each of its precincts twice in every sum above."""
    placed = {
        units[contest.unit][1]: contest
        for contest in call.contests
        if contest.unit in units and units[contest.unit][0] != "precinct"
    }
    ordered = sorted(placed)
    return [
        Fault(
            "E-19",
            f"{placed[inner].unit} lies in {placed[outer].unit}, which has a contest of this election too.",
            "Call two elections, or one contest for the larger unit.",
            place,
            None,
            "contests",
            placed[inner].id,
        )
        for outer, inner in pairwise(ordered)
        if inner.startswith(outer)
    ]


def _faults_of_listed(
    contest: ContestCall, units: Mapping[str, tuple[str, str]], column: str, place: str
) -> list[Fault]:
    path = units[contest.unit][1]
    if contest.expected is not None and not contest.expected:
        message = f"The list of precincts expected in {contest.unit} is empty."
        return [Fault("E-18", message, "Leave `expected` out, or list them.", place, None, column, "")]
    listed: Sequence[str] = contest.expected or ()
    doubled = {code for code in listed if listed.count(code) > 1} if len(set(listed)) < len(listed) else set()
    faults = [
        Fault("E-08", f"The precinct {code} is listed twice.", "List it once.", place, None, column, code)
        for code in sorted(doubled)
    ]
    for code in listed:
        kind, where = units.get(code, ("", ""))
        if kind != "precinct" or not where.startswith(path):
            faults.append(
                Fault(
                    "E-09",
                    f"{code} is not a precinct of {contest.unit}.",
                    "Correct the list or the territory.",
                    place,
                    None,
                    column,
                    code,
                )
            )
    return faults
