"""Books put together by hand, small or large, as the results room would open them, without a database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from dauys.apps.calendar.queries import PlanRow
from dauys.apps.results.queries import (
    Book,
    CandidateNode,
    ContestNode,
    DecisionNode,
    ElectionNode,
    PrecinctRows,
    Result,
    Sheet,
    UnitNode,
    VersionNote,
    VoteRow,
)
from dauys.apps.results.queries.precinctrows import ACCEPTED, PARTED
from dauys.core.exact import percent
from dauys.core.norms import load_pack
from dauys.core.norms.records import Words
from dauys.core.outcome import alarm, decide
from dauys.core.protocol import form_of
from dauys.core.timetable import plan, term_state
from tests import cast
from tests.apps.publication.campaign import with_campaign

ZONE = "Asia/Aqtau"
LOCAL = ZoneInfo(ZONE)
AT = dt.datetime(2021, 7, 26, 1, 0, tzinfo=LOCAL)  # the moment shown
RECEIVED_AT = dt.datetime(2021, 7, 25, 22, 15, tzinfo=LOCAL)
ESTABLISHED_AT = dt.datetime(2021, 7, 26, 0, 30, tzinfo=LOCAL)
CALLED_AT = dt.datetime(2021, 6, 25, tzinfo=ZoneInfo("Asia/Almaty"))
PRECINCT_VOTERS = 3000
SHA256 = "0123456789abcdef" * 4


def names(text: str) -> Words:
    """The same name in all languages, marked so that a page in a wrong language is seen."""
    return Words(kk=f"{text} kk", ru=f"{text} ru", en=f"{text} en")


@dataclass(frozen=True)
class Protocol:
    """What one precinct handed in; None lines: nothing has come."""

    voters: int = 500
    votes: tuple[int, ...] | None = None
    against: int = 0
    invalid: int = 0
    wrong: Mapping[str, int] = field(default_factory=dict)
    state: str = "accepted"
    versions: int = 1

    def lines(self) -> dict[str, int]:
        """The lines of the law."""
        return cast.lines(
            self.voters, list(self.votes or ()), against=self.against, invalid=self.invalid
        ) | dict(self.wrong)


@dataclass(frozen=True)
class Seat:
    """One contest: its unit, candidates, protocols by precinct, and what was decided."""

    unit: str
    candidates: tuple[CandidateNode, ...]
    protocols: tuple[Protocol, ...]
    state: str = "called"
    cancelled_for: str = ""
    decisions: tuple[DecisionNode, ...] = ()

    @property
    def id(self) -> str:
        """The contest's id."""
        return cast.contest(self.unit)


def candidate(unit: str, number: int, name: str = "", **more: object) -> CandidateNode:
    """A candidate of a unit; the first stands for a party, the others for themselves."""
    common: dict[str, object] = {
        "party": "Auyl" if number == 1 else "", "sex": "f" if number == 2 else "m",
        "birth_year": 1970 + number, "nominated_by": "party" if number == 1 else "self",
        "status": "registered", "nominated_on": dt.date(2021, 6, 27 + number % 3),
        "registered_on": dt.date(2021, 7, 10),
    }  # fmt: skip
    return CandidateNode(
        id=f"{cast.contest(unit)}#{number}", number=str(number), name=name or f"Үміткер {unit} {number}",
        position=number - 1, **{**common, **more},  # type: ignore[arg-type]
    )  # fmt: skip


def seat(unit: str, candidates: int, protocols: Sequence[Protocol], **more: Any) -> Seat:
    """A contest with that many candidates."""
    people = tuple(candidate(unit, number) for number in range(1, candidates + 1))
    return Seat(unit, people, tuple(protocols), **more)


def small_seats() -> list[Seat]:
    """One contest under way, one established, one of which nothing has come."""
    return [
        seat("U1", 2, [Protocol(votes=(200, 100), against=5, invalid=3), Protocol()]),
        seat("U2", 2, [Protocol(voters=200, votes=(60, 40), versions=2)], state="established"),
        seat("U3", 3, [Protocol()]),
    ]


def book(
    seats: Sequence[Seat] | None = None, *, sample: bool = True, at: dt.datetime = AT,
    done: Mapping[str, dt.datetime] | None = None, name: Callable[[str], Words] = names, bare: bool = False,
) -> Book:  # fmt: skip
    """KZ over region R1 over district D1 over the units of the seats; precincts are `<unit>.<number>`.

    A bare one holds results and plans alone, as an election does of which nothing else is known.
    """
    seats = small_seats() if seats is None else seats
    units = _units(seats, name)
    readings = [_Contest(one, units) for one in seats]
    results = {key: result for reading in readings for key, result in reading.results.items()}
    results |= {(None, code): _sum(code, units, readings) for code in ("KZ", "R1", "D1")}
    pack = load_pack(cast.LAW)
    found = Book(
        election=ElectionNode(
            cast.ELECTION, pack.id, pack.digest, dt.date(2021, 6, 25), dt.date(2021, 7, 25), sample
        ),
        pack=pack,
        at=at,
        as_of=max(result.as_of for result in results.values()),
        root="KZ",
        units=units,
        contests={reading.seat.id: reading.node() for reading in readings},
        results=results,
        sheets={key: sheet for reading in readings for key, sheet in reading.sheets().items()},
        plans=_plans(at, done or {}, [one.unit for one in seats]),
        owners={code: one.id for one in seats for code in (one.unit, *units[one.unit].children)},
    )
    return found if bare else with_campaign(found)


def _units(seats: Sequence[Seat], name: Callable[[str], Words]) -> dict[str, UnitNode]:
    tree: list[tuple[str, str, str | None, tuple[str, ...]]] = [
        ("KZ", "country", None, ("R1",)),
        ("R1", "region", "KZ", ("D1",)),
        ("D1", "district", "R1", tuple(one.unit for one in seats)),
    ]
    for one in seats:
        precincts = tuple(f"{one.unit}.{number}" for number in range(1, len(one.protocols) + 1))
        tree.append((one.unit, "rural_unit", "D1", precincts))
        tree += [(code, "precinct", one.unit, ()) for code in precincts]
    depth = {"country": 0, "region": 1, "district": 2, "rural_unit": 3, "precinct": 4}
    return {
        code: UnitNode(code, kind, name(code), parent, children, ZONE, depth[kind])
        for code, kind, parent, children in tree
    }


@dataclass
class _Contest:
    """One contest read out, as the results room does it."""

    seat: Seat
    units: Mapping[str, UnitNode]

    def __post_init__(self) -> None:
        self.pack = load_pack(cast.LAW)
        self.form = form_of(self.pack.protocol)
        self.by_precinct = dict(zip(self.units[self.seat.unit].children, self.seat.protocols, strict=True))
        counted = [one for one in self.seat.protocols if one.votes is not None and one.state != "kept_out"]
        self.lines, self.votes = self._sum_of(counted)
        missing = sum(one.votes is None for one in self.seat.protocols)
        kept_out = [one for one in self.seat.protocols if one.state == "kept_out"]
        self.outstanding = missing * PRECINCT_VOTERS + sum(one.voters for one in kept_out)
        self.verdict = decide(
            self.pack.outcome,
            votes={one.id: votes or 0 for one, votes in zip(self.seat.candidates, self.votes, strict=True)},
            participated=self.form.measure("participated", self.lines, self.votes),
            against_all=self.lines["against_all"] or 0,
            standing=[one.id for one in self.seat.candidates if one.status == "registered"],
            complete=not missing and not kept_out,
            cancelled=self.seat.state == "cancelled",
        )

    def _sum_of(self, protocols: Sequence[Protocol]) -> tuple[dict[str, int | None], tuple[int | None, ...]]:
        if not protocols:
            return dict.fromkeys(self.form.lines), (None,) * len(self.seat.candidates)
        lines = {code: sum(one.lines()[code] for one in protocols) for code in self.form.lines}
        votes = tuple(sum(column) for column in zip(*(one.votes or () for one in protocols), strict=True))
        return dict(lines), votes

    def node(self) -> ContestNode:
        established = ESTABLISHED_AT if self.seat.state in ("established", "reopened") else None
        return ContestNode(
            self.seat.id, self.seat.unit, self.seat.candidates, self.seat.state, established,
            self._decisions(),
        )  # fmt: skip

    def _decisions(self) -> tuple[DecisionNode, ...]:
        """What the seat was given, and what its state tells."""
        told = {
            "cancelled": DecisionNode("cancel_poll", ESTABLISHED_AT, None, self.seat.cancelled_for),
            "established": DecisionNode("establish_results", ESTABLISHED_AT, None, "№ 7, 26.07.2021"),
        }
        return (*self.seat.decisions, *((told[self.seat.state],) if self.seat.state in told else ()))

    @cached_property
    def results(self) -> dict[tuple[str | None, str], Result]:
        found = {(self.seat.id, code): self._result(code, [one]) for code, one in self.by_precinct.items()}
        return found | {(self.seat.id, self.seat.unit): self._result(self.seat.unit, self.seat.protocols)}

    def _result(self, code: str, protocols: Sequence[Protocol]) -> Result:
        here = [one for one in protocols if one.votes is not None]
        lines, votes = self._sum_of([one for one in here if one.state != "kept_out"])
        base = self.form.measure("participated", lines, votes)
        count, registered = (
            self.form.measure(name, lines, votes) for name in ("turnout_count", "turnout_base")
        )
        rows = tuple(
            VoteRow(one.id, one.name, one.party, number, percent(number, base, 4))
            for one, number in zip(self.seat.candidates, votes, strict=True)
        )
        final = self.seat.state == "cancelled" or (
            self.seat.state == "established" and len(here) == len(protocols)
        )
        unsettled = bool(self.outstanding) and self.seat.state != "cancelled"
        return Result(
            election=cast.ELECTION, contest=self.seat.id, unit=code, as_of=self._as_of(here),
            status="final" if final else "preliminary", received=len(here),
            expected=0 if self.seat.state == "cancelled" else len(protocols),
            kept_out=sum(one.state == "kept_out" for one in here), lines=lines, participated=base,
            turnout_count=count, registered=registered, turnout=percent(count, registered, 2), votes=rows,
            winners=None, outcome_kind=self.verdict.kind, outcome_candidates=self.verdict.candidates,
            outcome_reason=self.verdict.reason, errors=sum(bool(one.wrong) for one in here), warnings=0,
            margin=self.verdict.margin, outstanding=self.outstanding if unsettled else 0,
            alarm=unsettled and alarm(self.verdict, self.outstanding), children=self.units[code].children,
            established_at=self.node().established_at, state=self.seat.state,
            decisions=self.node().decisions,
        )  # fmt: skip

    def _as_of(self, here: Sequence[Protocol]) -> dt.datetime:
        if self.seat.state != "called":
            return ESTABLISHED_AT
        return RECEIVED_AT if here else CALLED_AT

    def sheets(self) -> dict[tuple[str, str], Sheet]:
        return {
            (self.seat.id, code): self._sheet(code, one)
            for code, one in self.by_precinct.items()
            if one.votes is not None
        }

    def _sheet(self, code: str, one: Protocol) -> Sheet:
        lines = one.lines()
        votes = {
            person.id: number for person, number in zip(self.seat.candidates, one.votes or (), strict=True)
        }
        findings = tuple(self.form.check(lines, list(votes.values()), dt.date(2021, 7, 25)))
        versions = [
            VersionNote(number, "superseded", RECEIVED_AT, "Қайта саналды" if number > 1 else "", SHA256)
            for number in range(1, one.versions)
        ]
        last = VersionNote(
            one.versions, one.state, RECEIVED_AT, "Қайта саналды" if one.versions > 1 else "", SHA256
        )
        return Sheet(
            self.seat.id,
            code,
            one.versions,
            one.state,
            lines,
            votes,
            findings,
            (*versions, last),
            RECEIVED_AT,
        )


def _sum(code: str, units: Mapping[str, UnitNode], readings: Sequence[_Contest]) -> Result:
    own = [reading.results[(reading.seat.id, reading.seat.unit)] for reading in readings]
    lines = {
        line: sum(one.lines[line] or 0 for one in own) if any(one.received for one in own) else None
        for line in own[0].lines
    }
    form = readings[0].form
    count, registered = (form.measure(name, lines, ()) for name in ("turnout_count", "turnout_base"))
    won: dict[tuple[str, str], int] = {}
    for reading in readings:
        people = {one.id: one for one in reading.seat.candidates}
        for winner in reading.verdict.candidates if reading.verdict.kind == "elected" else ():
            key = (
                ("party", people[winner].party)
                if people[winner].party
                else ("way", people[winner].nominated_by)
            )
            won[key] = won.get(key, 0) + 1
    return replace(
        own[0], contest=None, unit=code, as_of=max(one.as_of for one in own),
        status="final" if all(one.status == "final" for one in own) else "preliminary",
        received=sum(one.received for one in own), expected=sum(one.expected for one in own),
        kept_out=sum(one.kept_out for one in own), lines=lines,
        participated=form.measure("participated", lines, ()), turnout_count=count, registered=registered,
        turnout=percent(count, registered, 2), votes=None,
        winners=tuple((kind, name, number) for (kind, name), number in sorted(won.items())),
        outcome_kind=None, outcome_candidates=(), outcome_reason="", errors=sum(one.errors for one in own),
        margin=None, outstanding=None, alarm=False, children=units[code].children, state="",
    )  # fmt: skip


def _plan(at: dt.datetime, done: Mapping[str, dt.datetime]) -> list[PlanRow]:
    anchors = {"CALL": dt.date(2021, 6, 25), "E": dt.date(2021, 7, 25)}
    return [
        PlanRow(
            term, term_state(term, at, done.get(term.code)), done.get(term.code),
            "№ 7" if term.code in done else "",
        )
        for term in plan(load_pack(cast.LAW), anchors, ZONE)
    ]  # fmt: skip


def _plans(
    at: dt.datetime, done: Mapping[str, dt.datetime], units: Sequence[str]
) -> dict[str, list[PlanRow]]:
    """The plan of D1, which runs the contests, those of its units, and above it the sums of one plan."""
    own = _plan(at, done)
    summed = [replace(row, done_by=int(row.done_at is not None), plans=1) for row in own]
    return {**dict.fromkeys(("KZ", "R1"), summed), **dict.fromkeys(("D1", *units), own)}


def precinct_rows(
    contest: str, codes: Sequence[str], called: Sequence[str], figures: npt.NDArray[np.int32]
) -> PrecinctRows:
    """Precincts as columns, every protocol accepted; one in fifty breaks a relation."""
    zeros = np.zeros(len(codes), dtype=np.int64)
    flags = np.array([number % 50 == 0 for number in range(len(codes))], dtype=np.int8)
    said = PARTED.join(called)
    return PrecinctRows(
        contest=contest, precincts=len(codes), codes=PARTED.join(codes),
        names=Words(kk=said, ru=said, en=said),
        expected=zeros == 0, versions=zeros + 1, states=(zeros + ACCEPTED).astype(np.int8), flags=flags,
        broken=flags.astype(np.int64), received=zeros + 1, latest=zeros + 1, figures=figures,
        measures={"registered": zeros + 3_000, "turnout_count": figures[:, 0].astype(np.int64),
                  "participated": zeros},
        texts=("", "P-05"), moments=(CALLED_AT, RECEIVED_AT),
    )  # fmt: skip
