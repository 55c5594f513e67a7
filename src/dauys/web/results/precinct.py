"""The precinct of an address with its contest: what the screens of its protocol have in common."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from dauys.apps.elections.queries import Contest
from dauys.apps.results.queries.board import Board
from dauys.apps.results.queries.boards import board_of
from dauys.web.ui import scope
from dauys.web.ui.doors import Desk


def opened(desk: Desk, election: str, unit: str) -> tuple[Contest, Board]:
    """A precinct's contest with its board; Http404 where it has none."""
    contest, _ = scope.precinct_named(desk, election, unit)
    board = board_of(contest.election, contest.unit, desk.at)
    if board is None or unit not in board.units:
        raise Http404
    return contest, board


def called(desk: Desk, contest: Contest, board: Board, unit: str) -> dict[str, Any]:
    """What a page calls its election, contest and precinct, and where they lead."""
    return {
        "election": contest.election,
        "contest_unit": contest.unit.code,
        "contest_name": board.units[contest.unit.code].names.in_language(desk.language),
        "code": unit,
        "name": board.units[unit].names.in_language(desk.language),
    }
