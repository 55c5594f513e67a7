"""The result of a unit, from the country down to a precinct."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from dauys.apps.results.queries import CandidateNode, Result
from dauys.apps.results.queries.ballots import votes_on_ballot
from dauys.apps.results.queries.board import Board
from dauys.apps.results.queries.boards import board_of
from dauys.apps.results.queries.calls import calls_touching
from dauys.apps.results.queries.sight import seen_result
from dauys.press import wording
from dauys.web.results.children import child_listing, child_rows
from dauys.web.ui import scope
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.polls import outcome_said, party_said, public_page, way_said


@screen("see_results")
def results(request: DeskRequest) -> HttpResponseBase:
    """To the result of the latest election at one's own unit."""
    desk = request.desk
    calls = calls_touching(desk.holds.path, desk.at)
    if not calls:
        return render(request, "results/none.html")
    return redirect("result", calls[0].code, desk.holds.unit)


@screen("see_results", of=scope.seen_unit)
def result(request: DeskRequest, election: str, unit: str) -> HttpResponseBase:
    """The result of one unit: its own figures, and those of the units right beneath it.

    Of a unit above one's own the figures are shown once they are established; until then the way down leads
    to one's own.
    """
    desk = request.desk
    found, place = scope.unit_named(desk, election, unit)
    board = board_of(found, place, desk.at)
    own = board.result(unit) if board is not None and unit in board.units else None
    if board is None or own is None:
        raise Http404
    people = board.open[own.contest].node.candidates if own.contest else ()
    rows = child_rows(board, unit, desk)
    has_outcomes = any(row.said for row in rows)
    are_precincts = all(board.units[row.code].kind == "precinct" for row in rows)
    listing = child_listing(
        people, rows, desk.language, has_outcomes=has_outcomes, are_precincts=are_precincts
    )
    if request.GET.get("format") == "csv":
        return listing.as_csv(request, rows, desk.language)
    filled = {
        "election": found,
        "act": board.pack.act,
        "node": board.units[unit],
        "name": board.units[unit].names.in_language(desk.language),
        "status": own.status,
        "trail": _trail(board, unit, desk),
        "shown": listing.shown(request, rows, desk.language) if rows else None,
        "contest_unit": board.open[own.contest].node.unit if own.contest else "",
        "has_protocol": board.units[unit].kind == "precinct",
        "may_see_findings": desk.may("see_findings", place.path),
        "others": _others(desk, election),
        "public": public_page(desk.language, election, unit),
    }
    if (seen := seen_result(board, unit, desk.holds.path)) is not None:
        filled |= _figures(board, seen, people, desk)
    return render(request, "results/result.html", filled)


def _figures(board: Board, own: Result, people: Sequence[CandidateNode], desk: Desk) -> dict[str, Any]:
    names, base = {one.id: one.name for one in people}, board.pack.outcome.base
    numbers = {one.id: one.number for one in people}
    return {
        "result": own,
        "votes": [
            (numbers[row.candidate], row, own.share_shown(row, base)) for row in votes_on_ballot(people, own)
        ],
        "outcome": outcome_said(desk.language, own, lambda one: names.get(one, one)),
        "leaders": set(own.outcome_candidates),
        "ways": _ways(board, people, desk),
        "lines": _lines(board, own, desk),
        "winners": _winners(board, own, desk),
    }


def _lines(board: Board, own: Result, desk: Desk) -> list[tuple[str, str, int | None]]:
    return [
        (line.number, line.label.in_language(desk.language), own.lines.get(line.code))
        for line in board.pack.protocol.line
    ]


def _ways(board: Board, people: Sequence[CandidateNode], desk: Desk) -> dict[str, str]:
    called = party_said(board.election, desk.language)
    return {
        one.id: way_said(
            desk.language, "party" if one.party else "way", one.party or one.nominated_by, called
        )
        for one in people
    }


def _winners(board: Board, own: Result, desk: Desk) -> list[tuple[str, int]]:
    if not own.winners:
        return []
    called = party_said(board.election, desk.language)
    return [(way_said(desk.language, kind, name, called), count) for kind, name, count in own.winners]


def _trail(board: Board, unit: str, desk: Desk) -> Iterator[dict[str, str]]:
    """The units above, from the country down; those that are another's have no link."""
    above = []
    parent = board.units[unit].parent
    while parent is not None:
        above.append(board.units[parent])
        parent = board.units[parent].parent
    for node in reversed(above):
        path = board.country.rows[node.code].path
        may = desk.may("see_results", path)
        url = reverse("result", args=[board.election.code, node.code]) if may else ""
        yield {"name": node.names.in_language(desk.language), "url": url}


def _others(desk: Desk, election: str) -> list[dict[str, str]]:
    """The other elections held where the commission is, for the switch above the figures."""
    calls = calls_touching(desk.holds.path, desk.at)
    return [
        {
            "name": wording.day(call.election_day, desk.language),
            "url": reverse("result", args=[call.code, desk.holds.unit]),
            "is_current": "1" if call.code == election else "",
        }
        for call in calls
    ]
