"""An election's book as the pages need it: what is asked again and again, worked out once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from dauys.apps.candidates.queries import ballot_order
from dauys.apps.publication.pages.addresses import ELECTION_ID, TAKEN, UNIT_CODE
from dauys.apps.results.queries import Book, CandidateNode, ContestNode, Result, UnitNode, VoteRow
from dauys.core.findings import Fault, Refused

PRECINCT = "precinct"
STANDING = "registered"  # a candidate of any other status can't lead
EVER_REGISTERED = frozenset({STANDING, "registration_cancelled"})
SETTLED = frozenset({"established", "repeated", "closed"})  # states of a contest with an established result
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate in the order of votes; `share` is a percent string, `leads` marks those with the most."""

    row: VoteRow
    candidate: CandidateNode
    share: str | None
    leads: bool


class Below(NamedTuple):
    """How many contests lie beneath a unit, and of how many the result is established, the poll cancelled."""

    contests: int
    established: int
    cancelled: int


NONE_BELOW = Below(0, 0, 0)


def was_registered(candidate: CandidateNode) -> bool:
    """Whether a candidate is or was registered, as far as the status and the days tell."""
    return candidate.registered_on is not None or candidate.status in EVER_REGISTERED


class Reading:
    """A book with its contests by unit, its candidates by id, and the way to each unit."""

    def __init__(self, book: Book) -> None:
        _refuse_unfit_codes(book)
        self.book = book
        self.candidates = {
            candidate.id: candidate for contest in book.contests.values() for candidate in contest.candidates
        }
        self.contests_below = _contests_below(book)
        self.decided_below = _decided_below(book)
        self.alarms_below = _alarms_below(book)
        self.stages_below = _stages_below(book)
        self.with_plan = _units_with_plan(book)
        self.capital = ZoneInfo(book.pack.act.capital_zone)
        # The first fact of all: the beginning of the day of the call, in the capital's time.
        self.called_at = dt.datetime.combine(book.election.called_on, dt.time(), self.capital)
        self._ways: dict[str | None, tuple[str, ...]] = {None: ()}
        self._unit = ""
        self._kept: dict[tuple[str, str], Any] = {}

    def result(self, code: str) -> Result | None:
        """The result shown for a unit: of the contest it lies in, or the sum over contests beneath it."""
        return self.book.results.get((self.book.contest_of(code), code))

    def contest(self, code: str) -> ContestNode | None:
        """The one contest that a unit lies in."""
        contest = self.book.contest_of(code)
        return self.book.contests[contest] if contest is not None else None

    def way(self, code: str) -> tuple[str, ...]:
        """The codes of the units above, from the root down, without the unit itself."""
        parent = self.book.units[code].parent
        way = self._ways.get(parent)
        if way is None or parent is None:
            way = self._ways[parent] = (*self.way(parent), parent) if parent is not None else ()
        return way

    def published(self) -> tuple[UnitNode, ...]:
        """The units that have pages: those with a result."""
        return tuple(unit for unit in self.book.units.values() if self.result(unit.code) is not None)

    def children(self, code: str) -> tuple[UnitNode, ...]:
        """The units right beneath that have pages, in natural order."""
        units = self.book.units
        return tuple(
            units[child]
            for child in units[code].children
            if child in units and self.result(child) is not None
        )

    def zone(self, code: str) -> ZoneInfo:
        """The clock of a unit; that of the act where the unit names none."""
        return ZoneInfo(self.book.units[code].zone or self.book.pack.act.default_zone)

    def local(self, at: dt.datetime, code: str) -> dt.datetime:
        """A moment on the clock of a unit."""
        return at.astimezone(self.zone(code))

    def ballot(self, result: Result) -> tuple[CandidateNode, ...]:
        """Those of a result who stood on the ballot, in its order: withdrawn later, they stay.

        Who was never registered is left out; where there are votes, a day that nobody told is no sign.
        """
        standing = [
            self.candidates[row.candidate]
            for row in result.votes or ()
            if row.votes or was_registered(self.candidates[row.candidate])
        ]
        return tuple(ballot_order(standing))

    def ranking(self, result: Result) -> tuple[Ranked, ...]:
        """The candidates of a result, most votes first, equal ones as on the ballot; withdrawn ones stay."""
        leading = {row.candidate for row in self.leaders(result)}
        rows = {row.candidate: row for row in result.votes or ()}
        ranked = [
            Ranked(rows[one.id], one, self.share(rows[one.id], result), one.id in leading)
            for one in self.ballot(result)
        ]
        return tuple(sorted(ranked, key=lambda one: -(one.row.votes or 0)))

    def leaders(self, result: Result) -> Sequence[VoteRow]:
        """Those still standing with the most votes: several when equal, none without votes.

        None leads either where "against all" has as many votes or more.
        """
        standing = [row for row in result.votes or () if self.candidates[row.candidate].status == STANDING]
        most = max((row.votes or 0 for row in standing), default=0)
        if not most or self._against(result) >= most:
            return []
        return [row for row in standing if row.votes == most]

    def against_first(self, result: Result) -> int:
        """The votes against all where no candidate has more; else 0."""
        return 0 if self.leaders(result) else self._against(result)

    def _against(self, result: Result) -> int:
        line = self.book.pack.outcome.against_all
        return (result.lines.get(line) or 0) if line else 0

    def share(self, row: VoteRow, result: Result) -> str | None:
        """A candidate's share for people, with two decimals; with four where the base is not at hand."""
        return result.share_shown(row, self.book.pack.outcome.base)

    def once(self, key: tuple[str, str], make: Callable[[], Kept]) -> Kept:
        """What all languages share of one unit's pages, made for the first and kept until the next unit."""
        if key[1] != self._unit:
            self._unit = key[1]
            self._kept.clear()
        if key not in self._kept:
            self._kept[key] = make()
        kept: Kept = self._kept[key]
        return kept

    def forget(self) -> None:
        """Let go of what is kept of one unit: the book has other figures of it now."""
        self._unit = ""
        self._kept.clear()


def _refuse_unfit_codes(book: Book) -> None:
    """A code becomes a folder: one that would lead elsewhere, or bears the name of a page, is refused."""
    election = book.election.id
    faults = [_unfit(election, code, "Use letters, digits, - and . only.") for code in book.units
              if not UNIT_CODE.fullmatch(code)]  # fmt: skip
    if not ELECTION_ID.fullmatch(election):
        faults.append(_unfit(election, election, "Use letters, digits, - and . only."))
    faults += [_unfit(election, code, "Pages of the site bear this name: give the unit another code.")
               for code in book.units if code in TAKEN]  # fmt: skip
    if faults:
        raise Refused(faults)


def _unfit(election: str, code: str, remedy: str) -> Fault:
    return Fault("W-01", f"The code {code[:40]} can't be part of an address.", remedy, place=election,
                 value=code[:40])  # fmt: skip


def _contests_below(book: Book) -> dict[str, Below]:
    """By unit: the contests that lie in it or beneath it, in figures."""
    counts: dict[str, Below] = {}
    for contest in book.contests.values():
        for code in _upwards(book, contest):
            all_, established, cancelled = counts.get(code, NONE_BELOW)
            counts[code] = Below(
                all_ + 1,
                established + (contest.state in SETTLED),
                cancelled + (contest.state == "cancelled"),
            )
    return counts


def _decided_below(book: Book) -> dict[str, list[ContestNode]]:
    """By unit: the contests in it or beneath it about which anything was decided."""
    found: dict[str, list[ContestNode]] = {}
    for contest in book.contests.values():
        for code in _upwards(book, contest) if contest.decisions else ():
            found.setdefault(code, []).append(contest)
    return found


def _stages_below(book: Book) -> dict[str, set[str]]:
    """By unit: the states of the contests in it or beneath it."""
    found: dict[str, set[str]] = {}
    for contest in book.contests.values():
        for code in _upwards(book, contest):
            found.setdefault(code, set()).add(contest.state)
    return found


def _alarms_below(book: Book) -> dict[str, list[Result]]:
    """By unit: the results of the contests in it or beneath it whose outcome the votes still out can change.

    A contest of which nothing has come is not among them: its coverage says so, and nobody leads yet.
    """
    found: dict[str, list[Result]] = {}
    for contest in book.contests.values():
        result = book.result(contest.unit, contest.id)
        if result.alarm and result.received:
            for code in _upwards(book, contest):
                found.setdefault(code, []).append(result)
    return found


def _upwards(book: Book, contest: ContestNode) -> Iterator[str]:
    """The unit of a contest and those above it."""
    code: str | None = contest.unit
    while code is not None:
        yield code
        code = book.units[code].parent


def counts_from_call(book: Book) -> bool:
    """Whether the law as read counts anything from the call; if not, its day may be a stand-in."""
    return any(deadline.anchor == "CALL" for deadline in book.pack.deadlines)


def _units_with_plan(book: Book) -> frozenset[str]:
    """The units whose commission has a calendar page: every one above the precincts that has a plan."""
    return frozenset(code for code, unit in book.units.items() if unit.kind != PRECINCT and book.plan(code))
