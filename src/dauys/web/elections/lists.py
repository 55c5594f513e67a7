"""The lists of the room: elections that are held where the commission is, and the contests of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from dauys.apps.results.queries import Result
from dauys.apps.results.queries.board import Board
from dauys.apps.results.queries.calls import CallRow
from dauys.apps.results.queries.sight import seen_contest
from dauys.core.lifecycle import CONTEST
from dauys.press import wording
from dauys.web.ui import words
from dauys.web.ui.listing import Choice, Column
from dauys.web.ui.polls import Awaiting, outcome_said
from dauys.web.ui.rows import RowListing, Sieve

REGION_DEPTH = 2  # of the tree: the country is 1
STATUSES = ("preliminary", "final")
SEVERAL = 2


@dataclass(frozen=True, slots=True)
class ElectionRow:
    """One election of the list, in words."""

    call: CallRow
    title: str
    day: str
    status: str
    url: str

    @property
    def election_day(self) -> str:
        """By which the days are sorted."""
        return self.call.election_day.isoformat()

    @property
    def called_on(self) -> str:
        """The same of the call."""
        return self.call.called_on.isoformat()

    @property
    def contests(self) -> int:
        """How many contests there are here."""
        return self.call.contests

    @property
    def code(self) -> str:
        """The id."""
        return self.call.code


def election_rows(calls: list[CallRow], language: str) -> list[ElectionRow]:
    """The elections in words."""
    return [
        ElectionRow(
            call,
            call.title.in_language(language),
            wording.day(call.election_day, language),
            words.said(language, f"elections.statuses.{STATUSES[call.is_final]}"),
            reverse("election", args=[call.code]),
        )
        for call in calls
    ]


def election_listing(calls: list[CallRow], language: str) -> RowListing[ElectionRow]:
    """The list with its filters: the laws and years are those of the elections that are here."""
    laws = sorted({call.law for call in calls})
    years = sorted({str(call.election_day.year) for call in calls}, reverse=True)
    sieves: tuple[Sieve[ElectionRow], ...] = (
        Sieve(
            "status",
            "elections.columns.status",
            [Choice(one, words.said(language, f"elections.statuses.{one}")) for one in STATUSES],
            lambda row, value: STATUSES[row.call.is_final] == value,
        ),
        Sieve(
            "law", "elections.columns.law", [Choice(one, one) for one in laws],
            lambda row, value: row.call.law == value,
        ),
        Sieve(
            "year", "elections.columns.year", [Choice(one, one) for one in years],
            lambda row, value: str(row.call.election_day.year) == value,
        ),
    )  # fmt: skip
    return RowListing(
        columns=(
            Column("day", "elections.columns.day", lambda row: row.day, ("election_day",)),
            Column("office", "elections.columns.office", lambda row: row.title, ("title",)),
            Column("id", "elections.columns.id", lambda row: row.code, ("code",)),
            Column("law", "elections.columns.law", lambda row: row.call.law),
            Column("status", "elections.columns.status", lambda row: row.status, ("status",)),
            Column(
                "contests",
                "elections.columns.contests",
                lambda row: row.contests,
                ("contests",),
                is_number=True,
            ),
        ),
        search=("title", "day", "code"),
        filters=sieves,
        name="elections",
    )


@dataclass(frozen=True, slots=True)
class ContestRow(Awaiting):
    """One contest of the list, in words."""

    code: str
    unit: str
    name: str
    region: str
    region_name: str
    district: str  # the unit right above
    state: str
    state_said: str
    candidates: int
    received: int | None  # None where the figures are another's, and preliminary
    expected: int | None
    turnout: str | None
    outcome: str
    is_alarmed: bool
    election: str

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("contest", args=[self.election, self.unit])


def contest_rows(board: Board, language: str, seer: str) -> list[ContestRow]:
    """The contests of a board in words, in tree order, as the commission at the path `seer` sees them."""
    regions = _regions(board)
    return [
        _contest_row(board, code, seen_contest(board, code, seer), regions, language) for code in board.open
    ]


def _contest_row(
    board: Board, code: str, result: Result | None, regions: Callable[[str], str], language: str
) -> ContestRow:
    node = board.open[code].node
    names = {one.id: one.name for one in node.candidates}
    region = regions(node.unit)
    return ContestRow(
        code,
        node.unit,
        board.units[node.unit].names.in_language(language),
        region,
        board.units[region].names.in_language(language),
        board.units[board.units[node.unit].parent or node.unit].names.in_language(language),
        node.state,
        words.said(language, f"elections.states.{node.state}"),
        sum(one.status in ("nominated", "registered") for one in node.candidates),
        result.received if result else None,
        result.expected if result else None,
        result.turnout if result else None,
        outcome_said(language, result, lambda one: names.get(one, one)) if result else "",
        result is not None and result.alarm,
        board.election.code,
    )


def _regions(board: Board) -> Callable[[str], str]:
    """The region that a unit lies in, by code; of a unit above the regions it is itself."""

    def of(unit: str) -> str:
        node = board.units[unit]
        while node.depth > REGION_DEPTH and node.parent is not None:
            node = board.units[node.parent]
        return node.code

    return of


def _region_name(row: ContestRow) -> str:
    return row.region_name


def contest_listing(rows: list[ContestRow], language: str) -> RowListing[ContestRow]:
    """The list with filters by state, by region where there are several, and by alarm."""
    states = {row.state for row in rows}
    regions = {row.region: row.region_name for row in rows}
    sieves: list[Sieve[ContestRow]] = [
        Sieve(
            "state",
            "elections.columns.state",
            [
                Choice(one, words.said(language, f"elections.states.{one}"))
                for one in CONTEST.states
                if one in states
            ],
            lambda row, value: row.state == value,
        ),
        Sieve(
            "alarm",
            "elections.columns.alarm",
            [Choice("1", words.said(language, "elections.alarmed"))],
            lambda row, _: row.is_alarmed,
        ),
    ]
    if len(regions) >= SEVERAL:
        ordered = sorted(regions.items(), key=lambda one: wording.sort_key(one[1], language))
        sieves.insert(
            1,
            Sieve(
                "region", "elections.columns.region", [Choice(*one) for one in ordered],
                lambda row, value: row.region == value,
            ),
        )  # fmt: skip
    region: list[Column[ContestRow]] = []
    if len(regions) >= SEVERAL:
        region.append(Column("region", "elections.columns.region", _region_name, ("region_name",)))
    return RowListing(
        columns=(
            Column("unit", "elections.columns.unit", lambda row: row.name, ("name",)),
            Column("district", "elections.columns.district", lambda row: row.district, ("district",)),
            *region,
            Column("state", "elections.columns.state", lambda row: row.state_said, ("state_said",)),
            Column(
                "candidates",
                "elections.columns.candidates",
                lambda row: row.candidates,
                ("candidates",),
                is_number=True,
            ),
            Column(
                "protocols",
                "elections.columns.protocols",
                lambda row: row.coverage,
                ("missing",),
                look="n",
            ),
            Column("outcome", "elections.columns.outcome", lambda row: row.outcome, ("outcome",)),
        ),
        search=("name", "unit", "district", "region_name", "outcome"),
        filters=sieves,
        name="contests",
    )
