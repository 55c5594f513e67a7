"""An election's book as the pages need it: what is asked again and again, worked out once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from dauys.apps.publication.pages.addresses import ELECTION_ID, TAKEN, UNIT_CODE
from dauys.apps.results.queries import Book, CandidateNode, ContestNode, Result, UnitNode, VoteRow
from dauys.core.exact import percent
from dauys.core.findings import Fault, Refused

PRECINCT = "precinct"
STANDING = "registered"  # a candidate of any other status can't lead
SETTLED = frozenset({"established", "repeated", "closed"})  # states of a contest with an established result
SHOWN_PLACES = 2
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate in the order of votes; `share` is a percent string, `leads` marks those with the most."""

    row: VoteRow
    candidate: CandidateNode
    share: str | None
    leads: bool


class Reading:
    """A book with its contests by unit, its candidates by id, and the way to each unit."""

    def __init__(self, book: Book) -> None:
        _refuse_unfit_codes(book)
        self.book = book
        self.candidates = {
            candidate.id: candidate for contest in book.contests.values() for candidate in contest.candidates
        }
        self.contests_below = _contests_below(book)
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

    def ranking(self, result: Result) -> tuple[Ranked, ...]:
        """The candidates of a result, most votes first, equal ones as on the ballot; withdrawn ones stay."""
        leading = {row.candidate for row in self.leaders(result)}
        rows = [
            Ranked(row, self.candidates[row.candidate], self.share(row, result), row.candidate in leading)
            for row in result.votes or ()
        ]
        return tuple(sorted(rows, key=lambda one: (-(one.row.votes or 0), one.candidate.position)))

    def leaders(self, result: Result) -> Sequence[VoteRow]:
        """Those still standing with the most votes: several when equal, none without votes."""
        standing = [row for row in result.votes or () if self.candidates[row.candidate].status == STANDING]
        most = max((row.votes or 0 for row in standing), default=0)
        return [row for row in standing if row.votes == most] if most else []

    def share(self, row: VoteRow, result: Result) -> str | None:
        """A candidate's share for people, with two decimals; with four where the base is not at hand."""
        if self.book.pack.outcome.base == "participated":
            return percent(row.votes, result.participated, SHOWN_PLACES)
        return row.share

    def once(self, key: tuple[str, str], make: Callable[[], Kept]) -> Kept:
        """What all languages share of one unit's pages, made for the first and kept until the next unit."""
        if key[1] != self._unit:
            self._unit = key[1]
            self._kept.clear()
        if key not in self._kept:
            self._kept[key] = make()
        kept: Kept = self._kept[key]
        return kept


def _refuse_unfit_codes(book: Book) -> None:
    """A code becomes a folder: one that would lead elsewhere, or bears the name of a page, is refused."""
    unfit = [code for code in book.units if not UNIT_CODE.fullmatch(code) or code in TAKEN]
    if not ELECTION_ID.fullmatch(book.election.id):
        unfit.append(book.election.id)
    if unfit:
        raise Refused(
            [
                Fault("W-01", f"The code {code[:40]} can't be part of an address.",
                      "Use letters, digits, - and . only.", place=book.election.id, value=code[:40])
                for code in unfit
            ]
        )  # fmt: skip


def _contests_below(book: Book) -> dict[str, tuple[int, int]]:
    """By unit: how many contests lie in it or beneath it, and how many of them are established."""
    counts: dict[str, tuple[int, int]] = {}
    for contest in book.contests.values():
        code: str | None = contest.unit
        while code is not None:
            all_, established = counts.get(code, (0, 0))
            counts[code] = (all_ + 1, established + (contest.state in SETTLED))
            code = book.units[code].parent
    return counts


def _units_with_plan(book: Book) -> frozenset[str]:
    """The units whose commission has a calendar page: every one above the precincts that has a plan."""
    return frozenset(code for code, unit in book.units.items() if unit.kind != PRECINCT and book.plan(code))
