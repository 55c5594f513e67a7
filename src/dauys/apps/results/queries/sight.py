"""Whose figures a commission sees: its own and those beneath it always, of any other what is established."""

from __future__ import annotations

from dataclasses import replace

from dauys.apps.results.queries.board import Board
from dauys.apps.results.queries.book import Result


def is_established(result: Result) -> bool:
    """Whether nothing of these figures is preliminary: those of a cancelled poll establish nothing."""
    return result.status == "final" and result.state != "cancelled"


def seen_result(board: Board, unit: str, seer: str) -> Result | None:
    """What a unit of the board comes to, for the commission at the path `seer`; None where it sees nothing.

    A part of a contest that is another's keeps its own figures, without what the whole contest comes to.
    """
    found = board.result(unit)
    path: str = board.country.rows[unit].path
    if found is None or (is_established(found) and not _holds_cancelled(board, found, path)):
        return found
    if not path.startswith(seer):
        return None
    if found.contest is None or seen_contest(board, found.contest, seer) is not None:
        return found
    return replace(
        found, outcome_kind=None, outcome_candidates=(), outcome_reason="", margin=None, outstanding=None,
        alarm=False,
    )  # fmt: skip


def _holds_cancelled(board: Board, found: Result, path: str) -> bool:
    """Whether a sum over contests has a cancelled one in it, whose figures a difference would tell."""
    return found.contest is None and any(
        one.node.state == "cancelled" and one.contest.unit.path.startswith(path)
        for one in board.open.values()
    )


def seen_contest(board: Board, contest: str, seer: str) -> Result | None:
    """What a whole contest comes to, for the commission at the path `seer`; None where it sees nothing."""
    found = board.result_of(contest)
    path: str = board.open[contest].contest.unit.path
    return found if path.startswith(seer) or is_established(found) else None
