"""The units right beneath one as a list: coverage, turnout, what each comes to, votes in a contest.

Of other commissions it has what is established; a unit above one's own leads on, without figures till then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from dauys.apps.results.queries import CandidateNode, Result
from dauys.apps.results.queries.ballots import on_ballot
from dauys.apps.results.queries.board import Board
from dauys.apps.results.queries.sight import seen_result
from dauys.core.lifecycle import PROTOCOL
from dauys.press import wording
from dauys.web.ui import words
from dauys.web.ui.doors import Desk
from dauys.web.ui.listing import Column
from dauys.web.ui.polls import Awaiting, outcome_said
from dauys.web.ui.rows import BY_VALUE, RowListing

COLUMNS_OF_VOTES = 12  # candidates with a column each; of more the votes stand on the page of each unit
COLUMNS_BY_NAME = 5  # candidates whose names fit above their columns; of more the numbers stand there


@dataclass(frozen=True, slots=True)
class ChildRow(Awaiting):
    """One unit beneath, in words."""

    code: str
    name: str
    received: int | None  # None where the figures are not shown
    expected: int | None
    kept_out: int | None
    turnout: str | None
    participated: int | None
    said: str  # the outcome of a contest, the state of a protocol
    votes: tuple[int | None, ...]
    url: str

    @property
    def turnout_units(self) -> int | None:
        """Turnout in hundredths of a percent, by which it is sorted."""
        return None if self.turnout is None else int(self.turnout.replace(".", ""))


def child_rows(board: Board, unit: str, desk: Desk) -> list[ChildRow]:
    """The units right beneath in the order of their names."""
    found = [row for code in board.units[unit].children if (row := _row(board, code, desk)) is not None]
    return sorted(found, key=lambda row: wording.sort_key(row.name, desk.language))


def _row(board: Board, code: str, desk: Desk) -> ChildRow | None:
    """One row; without figures where they are not shown yet, None where it is another's then."""
    node, path = board.units[code], board.country.rows[code].path
    name = node.names.in_language(desk.language)
    address = reverse("result", args=[board.election.code, code])
    result = seen_result(board, code, desk.holds.path)
    if result is None:
        hidden = board.result(code) if desk.holds.path.startswith(path) else None
        if hidden is None:
            return None
        none = (None,) * len(hidden.votes or ())
        return ChildRow(code, name, None, None, None, None, None, "", none, address)
    return ChildRow(
        code,
        name,
        result.received,
        result.expected,
        result.kept_out,
        result.turnout,
        result.participated,
        _said(board, code, result, desk.language),
        tuple(row.votes for row in result.votes or ()),
        address if desk.may("see_results", path) else "",
    )


def _said(board: Board, code: str, result: Result, language: str) -> str:
    """The state of a protocol, the outcome of a contest."""
    if board.units[code].kind == "precinct":
        sheet = board.sheet(code)
        state = sheet.state if sheet else PROTOCOL.first
        return words.said(language, f"results.protocols.{state}")
    people = (
        {one.id: one.name for one in board.open[result.contest].node.candidates} if result.contest else {}
    )
    return outcome_said(language, result, lambda one: people.get(one, one))


def child_listing(
    people: Sequence[CandidateNode],
    rows: Sequence[ChildRow],
    language: str,
    *,
    has_outcomes: bool,
    are_precincts: bool = False,
) -> RowListing[ChildRow]:
    """The list; in a contest with the votes for each one on the ballot, where they are not too many.

    Of a precinct the state of its one protocol says what came; columns that count protocols are for others.
    Where names would make the list wider than the page, the numbers of the ballot stand above: the votes of
    the whole contest, right before the list, have number and name. Who left has a column by votes in the
    rows shown only: those of others would be told by it.
    """
    places = {one.id: (place, one) for place, one in enumerate(people)}  # of the figures of a row
    in_rows = [dict(zip(places, row.votes, strict=False)) for row in rows]
    placed = [places[one.id] for one in on_ballot(people, in_rows)]
    shown = placed if len(placed) <= COLUMNS_OF_VOTES else ()
    columns: list[Column[ChildRow]] = [
        Column("unit", "results.columns.unit", lambda row: row.name, ("name",)),
        *(() if are_precincts else _counts()),
        Column(
            "turnout",
            "results.turnout",
            lambda row: wording.percent(row.turnout, language),
            ("turnout_units",),
            look="n",
        ),
        Column(
            "participated",
            "results.participated",
            lambda row: row.participated,
            ("participated",),
            is_number=True,
        ),
        *(_votes_column(place, one, by_number=len(shown) > COLUMNS_BY_NAME) for place, one in shown),
    ]
    if has_outcomes:
        word = "results.columns.state" if are_precincts else "results.columns.outcome"
        columns.append(Column("outcome", word, lambda row: row.said, ("said",)))
    return RowListing(columns=columns, search=("name", "code"), name="results")


def _counts() -> tuple[Column[ChildRow], ...]:
    return (
        Column("protocols", "results.columns.protocols", lambda row: row.coverage, ("missing",), look="n"),
        Column("kept_out", "results.kept_out", lambda row: row.kept_out, ("kept_out",), is_number=True),
    )


def _votes_column(place: int, one: CandidateNode, *, by_number: bool) -> Column[ChildRow]:
    return Column(
        f"votes{place}", "", lambda row: row.votes[place], BY_VALUE, is_number=True, heading=one.name,
        short=f"№ {one.number}" if by_number else "",
    )  # fmt: skip
