"""The entry form of a protocol."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from dauys.apps.elections.queries import Contest
from dauys.apps.results.actions import Report, Terms, accept_protocol
from dauys.apps.results.queries.board import Board
from dauys.apps.results.queries.protocolpage import versions_of
from dauys.core.lifecycle import CONTEST
from dauys.core.protocol import form_of
from dauys.core.words import says_nothing
from dauys.web.results.entering import Paper, check, fill, paper_of
from dauys.web.results.precinct import called, opened
from dauys.web.ui import scope, unsent
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.faults import Said
from dauys.web.ui.forms import text_sent
from dauys.web.ui.trying import tried


@screen("accept_protocol", of=scope.kept_precinct)
def enter(request: DeskRequest, election: str, unit: str) -> HttpResponseBase:
    """The entry form; what was typed is kept until it is taken."""
    desk = request.desk
    contest, board = opened(desk, election, unit)
    versions = versions_of(board, contest.code, unit)
    stands = versions[-1] if versions else None
    people = board.open[contest.code].node.candidates
    paper = paper_of(board.pack, people, stands.figures if stands else {}, desk.language)
    number = stands.number if stands else 0
    typed = request.POST if request.method == "POST" else unsent.typed_before(request)
    reason = text_sent(typed, "reason")
    filled: dict[str, Any] = {"faults": [], "is_checked": False}
    if request.method == "POST":
        fill(paper, request.POST, desk.said)
        done = _take(request, contest, unit, paper, number, reason)
        if isinstance(done, Report):
            _tell(request, done)
            return redirect("protocol", election, unit)
        unsent.keep(request)
        filled |= {"faults": done, "is_checked": not paper.faults}
    elif typed:
        for cell in paper.cells:
            cell.typed = typed.get(cell.name, "")
        filled["faults"] = _came(desk, typed, number)
    else:
        for cell in paper.cells:
            cell.typed = "" if cell.old is None else str(cell.old)
    filled |= called(desk, contest, board, unit) | {
        "paper": paper,
        "version": number,
        "reason": reason,
        "closed": _closed(desk, board, contest, is_correction=stands is not None),
    }
    return render(request, "results/enter.html", filled)


def _take(
    request: DeskRequest, contest: Contest, unit: str, paper: Paper, number: int, reason: str
) -> Report | list[Said]:
    """Take the protocol, or say all that is wrong with it; with errors it is taken when that is confirmed."""
    desk = request.desk
    if paper.faults or not (number and paper.is_unchanged):
        faults = _faults(request, contest, paper, number, reason)
        if faults:
            return faults
    found = tried(
        desk,
        lambda: accept_protocol(
            contest,
            unit,
            {cell.code: cell.figure for cell in paper.lines},
            {cell.number: cell.figure for cell in paper.votes},
            Terms(reason=reason, over=number),
            by=desk.actor,
            at=desk.at,
        ),
    )
    return found.faults if found.done is None else found.done


def _faults(request: DeskRequest, contest: Contest, paper: Paper, number: int, reason: str) -> list[Said]:
    """What can't be read, what is empty, what does not hold, and what the form itself asks for: one list."""
    said, form, figures = request.desk.said, form_of(paper.pack.protocol), paper.figures
    lines = {cell.code: cell.figure for cell in paper.lines}
    votes = [figures.get(one.id, 0) for one in paper.people]
    check(paper, form.check(lines, votes, contest.election.election_day), said, request.desk.language)
    is_confirmed = not paper.faults and request.POST.get("confirmed") == paper.seal
    faults = [*paper.faults, *([] if is_confirmed else paper.doubts)]
    if number and says_nothing(reason):
        faults.append(Said(said("results.entry.needs_reason"), "reason"))
    return [*_came(request.desk, request.POST, number), *faults]


def _came(desk: Desk, typed: Mapping[str, str], number: int) -> list[Said]:
    """That another version came since the form was opened."""
    if str(number) == typed.get("version", "0"):
        return []
    return [Said(desk.said("results.entry.came_meanwhile", number=number), "reason")]


def _tell(request: DeskRequest, done: Report) -> None:
    key = "unchanged" if not done.changes else "kept_out" if done.kept_out else "accepted"
    messages.success(request, request.desk.said(f"results.entry.{key}"))


def _closed(desk: Desk, board: Board, contest: Contest, *, is_correction: bool) -> str:
    """Why the contest takes no protocol now, in words; empty where it does."""
    state = board.open[contest.code].node.state
    verb = "correct_protocol" if is_correction else "accept_protocol"
    if CONTEST.targets(state, verb):
        return ""
    return desk.said("results.entry.closed", state=desk.said(f"elections.states.{state}"))
