"""An election's book as the pages need it: what is asked again and again, worked out once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from dauys.apps.publication.pages.addresses import ELECTION_ID, TAKEN, UNIT_CODE
from dauys.apps.results.queries import Book, CandidateNode, ContestNode, Result, UnitNode, VoteRow
from dauys.core.findings import Fault, Refused

PRECINCT = "precinct"


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

    def result(self, code: str) -> Result | None:
        """The result shown for a unit: of the contest it lies in, or the sum over contests beneath it."""
        return self.book.results.get((self.book.contest_of(code), code))

    def contest(self, code: str) -> ContestNode | None:
        """The one contest that a unit lies in."""
        contest = self.book.contest_of(code)
        return self.book.contests[contest] if contest is not None else None

    def way(self, code: str) -> tuple[str, ...]:
        """The codes of the units above, from the root down, without the unit itself."""
        above: list[str] = []
        parent = self.book.units[code].parent
        while parent is not None:
            above.append(parent)
            parent = self.book.units[parent].parent
        return tuple(reversed(above))

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

    def called_at(self) -> dt.datetime:
        """The first fact of all: the beginning of the day of the call, in the capital's time."""
        zone = ZoneInfo(self.book.pack.act.capital_zone)
        return dt.datetime.combine(self.book.election.called_on, dt.time(), zone)

    def ranking(self, result: Result) -> list[tuple[VoteRow, CandidateNode]]:
        """The candidates of a result, most votes first, equal ones as on the ballot; withdrawn ones stay."""
        rows = [(row, self.candidates[row.candidate]) for row in result.votes or ()]
        return sorted(rows, key=lambda pair: (-(pair[0].votes or 0), pair[1].position))

    def leaders(self, result: Result) -> Sequence[tuple[VoteRow, CandidateNode]]:
        """Those with the most votes: several when they are equal, none without votes."""
        ranking = self.ranking(result)
        most = ranking[0][0].votes if ranking else None
        return [pair for pair in ranking if pair[0].votes == most] if most else []


def _refuse_unfit_codes(book: Book) -> None:
    """A code becomes a folder: one that would lead elsewhere, or bears the name of a page, is refused."""
    unfit = [code for code in book.units if not UNIT_CODE.fullmatch(code) or code in TAKEN]
    if not ELECTION_ID.fullmatch(book.election.id):
        unfit.append(book.election.id)
    if unfit:
        raise Refused(
            [
                Fault("W-01", "The code can't be part of an address.", "Use letters, digits, - and . only.",
                      place=book.election.id, value=code[:40])
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
            counts[code] = (all_ + 1, established + (contest.state == "established"))
            code = book.units[code].parent
    return counts


def _units_with_plan(book: Book) -> frozenset[str]:
    """The units whose commission has a calendar page: the country, those that run contests, their own."""
    units = {book.root}
    for contest in book.contests.values():
        units.add(contest.unit)
        parent = book.units[contest.unit].parent
        if parent is not None:
            units.add(parent)
    return frozenset(code for code in units if book.plan(code))
