"""Protocols: those of a commission or a contest as a list, and one with all its versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from dauys.apps.calendar.queries import keeper_paths
from dauys.apps.results.queries import Sheet
from dauys.apps.results.queries.ballots import on_ballot
from dauys.apps.results.queries.board import Board
from dauys.apps.results.queries.protocolpage import Kept, versions_of
from dauys.apps.results.queries.protocolrows import STATES, ProtocolRow, protocols_in
from dauys.core.findings import Finding
from dauys.core.norms import Words
from dauys.press import wording
from dauys.web.results.precinct import called, opened
from dauys.web.ui import scope
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.listing import Choice, Column
from dauys.web.ui.rows import RowListing, Sieve


@screen("see_results", of=scope.seen_election)
def protocols(request: DeskRequest, election: str) -> HttpResponseBase:
    """To the protocols of one's own commission."""
    return redirect("protocols_in", election, request.desk.holds.unit)


@screen("see_results", of=scope.seen_unit)
def protocols_of_unit(request: DeskRequest, election: str, unit: str) -> HttpResponseBase:
    """The protocols of the precincts beneath a unit, those still expected included."""
    desk = request.desk
    found, place = scope.unit_named(desk, election, unit)
    # Whoever holds an office beneath sees the protocols of their own part.
    path = desk.holds.path if desk.holds.path.startswith(place.path) else place.path
    rows = [_row(one, election, desk) for one in protocols_in(found, path)]
    listing = _listing(desk)
    if request.GET.get("format") == "csv":
        return listing.as_csv(request, rows, desk.language)
    filled = {"election": found, "place": place, "shown": listing.shown(request, rows, desk.language)}
    return render(request, "results/protocols.html", filled)


@dataclass(frozen=True, slots=True)
class Row:
    """One protocol of the list, in words; what costs more is said when it is shown."""

    one: ProtocolRow
    desk: Desk
    election: str
    name: str
    contest: str

    @property
    def code(self) -> str:
        """Of the precinct."""
        return self.one.code

    @property
    def path(self) -> str:
        """Where it lies."""
        return self.one.path

    @property
    def state(self) -> str:
        """The state of the protocol in words."""
        return self.desk.said(f"results.protocols.{self.one.state}")

    @property
    def number(self) -> int | None:
        """Of the latest version."""
        return self.one.number

    @property
    def broken(self) -> str:
        """The relations that it breaks."""
        return self.one.broken

    @property
    def received_at(self) -> Any:
        """When it came, by which it is sorted."""
        return self.one.received_at

    @property
    def received(self) -> str:
        """The same in words."""
        at = self.one.received_at
        return wording.moment(at.astimezone(self.desk.at.tzinfo), self.desk.language) if at else ""

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("protocol", args=[self.election, self.one.code])


def _row(one: ProtocolRow, election: str, desk: Desk) -> Row:
    name, contest = (str(getattr(one, f"{stem}_{desk.language}")) for stem in ("name", "contest_name"))
    return Row(one, desk, election, name or one.code, contest or one.contest_unit)


def _listing(desk: Desk) -> RowListing[Row]:
    states = [Choice(one, desk.said(f"results.protocols.{one}")) for one in STATES]
    return RowListing(
        columns=(
            Column("precinct", "results.columns.precinct", lambda row: row.name, ("name",)),
            Column("code", "results.columns.code", lambda row: row.code, ("path",), look="whole"),
            Column("contest", "results.columns.contest", lambda row: row.contest, ("contest",)),
            Column("state", "results.columns.state", lambda row: row.state, ("state",)),
            Column("version", "results.columns.version", lambda row: row.number, ("number",), is_number=True),
            Column("broken", "results.columns.broken", lambda row: row.broken, ("broken",)),
            Column("received", "results.columns.received", lambda row: row.received, ("received_at",)),
        ),
        search=("code", "name", "contest"),
        filters=[Sieve("state", "results.columns.state", states, lambda row, value: row.one.state == value)],
        name="protocols",
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What one relation says of a protocol, in words."""

    code: str
    sentence: str
    severity: str
    left: int | None
    op: str
    right: int | None
    state: str  # holds, broken, unchecked
    paper: str
    decision: str


def answers(board: Board, findings: Sequence[Finding], language: str) -> list[Answer]:
    """The relations with both sides; those that are broken first."""
    known = {one.code: one for one in board.pack.protocol.relation}
    found = [
        Answer(
            one.code,
            _in(known[one.code].sentence, language),
            str(one.severity),
            one.left,
            one.op,
            one.right,
            "unchecked" if one.holds is None else "holds" if one.holds else "broken",
            _in(known[one.code].paper, language),
            _in(known[one.code].decision, language),
        )
        for one in findings
    ]
    return sorted(found, key=lambda one: one.state != "broken")


def _in(said: Words, language: str) -> str:
    return said.in_language(language)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the paper in every version."""

    number: str
    label: str
    figures: list[int | None]
    has_changed: bool


@screen("see_results", of=scope.seen_unit)
def protocol(request: DeskRequest, election: str, unit: str) -> HttpResponseBase:
    """One protocol: its state, every version with its reason, lines, relations with both sides."""
    desk = request.desk
    contest, board = opened(desk, election, unit)
    sheet = board.sheet(unit)
    versions = versions_of(board, contest.code, unit) if sheet else []
    keeper = next(iter(keeper_paths([contest])))
    filled = called(desk, contest, board, unit) | {
        "sheet": sheet,
        "state": sheet.state if sheet else STATES[0],
        "versions": versions,
        "lines": lines_of(board, contest.code, versions, desk.language),
        "answers": answers(board, sheet.findings, desk.language) if sheet else [],
        "may_enter": desk.may("accept_protocol", keeper),
        "may_release": desk.may("release_protocol", keeper),
        "next": _next(desk, board, unit) if desk.may("accept_protocol", keeper) else None,
    }
    return render(request, "results/protocol.html", filled)


def lines_of(board: Board, contest: str, versions: Sequence[Kept], language: str) -> list[Line]:
    """The figures of these versions in the order of the paper."""
    people = on_ballot(board.open[contest].node.candidates, [version.figures for version in versions])
    named = [(line.code, line.number, line.label.in_language(language)) for line in board.pack.protocol.line]
    named += [(one.id, one.number, one.name) for one in people]
    return [
        Line(number, label, figures, len(set(figures)) > 1)
        for code, number, label in named
        for figures in [[version.figures.get(code) for version in versions]]
    ]


def _next(desk: Desk, board: Board, unit: str) -> Any:
    """The next precinct of the commission whose protocol is still expected."""
    path, rows = board.country.rows[unit].path, protocols_in(board.election, desk.holds.path)
    waiting = [one for one in rows if one.state == STATES[0] and one.path != path]
    return next((one for one in waiting if one.path > path), next(iter(waiting), None))


def state_of(sheet: Sheet | None) -> str:
    """The state of a protocol, of one that has not come too."""
    return sheet.state if sheet else STATES[0]
