"""What the call of an election must hold before anything is written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dauys.core.findings import Fault
from dauys.core.norms import Pack, Words

# How the value of a cited figure is written for programs, by its kind; pages write it as their language does.
VALUES = {
    "number": re.compile(r"[0-9]+"),
    "percent": re.compile(r"[0-9]+\.[0-9]+"),
    "day": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "hours": re.compile(r"[0-9]{1,2}(,[0-9]{1,2})*"),  # of a day, in the capital's time
    "words": re.compile(r""),  # said in three languages instead
    "text": re.compile(r".*", re.DOTALL),  # as it was printed
}


@dataclass(frozen=True, slots=True)
class ContestCall:
    """One contest of a call: its id, its unit, and the precincts expected where they are listed."""

    id: str
    unit: str
    expected: tuple[str, ...] | None = None
    is_early: bool = False


@dataclass(frozen=True, slots=True)
class PartyName:
    """A party as the files of candidates name it, and what pages call it in each language."""

    name: str
    words: Words


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of an election: a note that every page shows, and what its parties are called.

    No note, or no party, leaves what stands.
    """

    note: Words | None = None
    parties: tuple[PartyName, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceName:
    """Where figures were read: the address that citations name, what it is, its title in its own language."""

    address: str
    words: Words
    title: str = ""
    language: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where one figure was read: what it counts in three languages, its value, the addresses of sources.

    One that is not real is invented, or `is_ours`: reckoned or chosen by who made the sample.
    `value` is written as VALUES says for the kind; of the kind "words" the value is in `said` instead.
    `source` are addresses with "; " between them, `unit` the code of the unit that the figure is about.
    """

    what: Words
    value: str = ""
    source: str = ""
    is_real: bool = True
    kind: str = "text"
    said: Words | None = None
    code: str = ""
    unit: str = ""
    is_rounded: bool = False
    is_ours: bool = False


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


def faults_of_description(description: Description, place: str) -> list[Fault]:
    """Parties that the description names twice."""
    seen: set[str] = set()
    faults = []
    for number, party in enumerate(description.parties):
        if party.name in seen:
            message = f"The party {party.name} is named twice."
            column = f"parties[{number}].name"
            faults.append(Fault("E-20", message, "Keep one of the two.", place, None, column, party.name))
        seen.add(party.name)
    return faults


def faults_of_citations(citations: Sequence[Citation], place: str = "") -> list[Fault]:
    """Values that are not written as their kind is."""
    return [
        Fault(
            "E-21",
            f'The value "{one.value}" of a cited figure is not written as {one.kind}.',
            "Write it as programs do: 1209817, 79.10, 2021-06-25; or give words in all languages.",
            place,
            column=f"figures[{number}].value",
            value=one.value,
        )
        for number, one in enumerate(citations)
        if not _is_written(one)
    ]


def _is_written(one: Citation) -> bool:
    written = VALUES.get(one.kind)
    if written is None or not written.fullmatch(one.value) or (one.kind == "words") != (one.said is not None):
        return False
    return one.kind != "day" or _is_day(one.value)


def _is_day(value: str) -> bool:
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


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
