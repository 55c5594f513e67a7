"""The release of a protocol that is kept out: the reason, then what it will do, then yes."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from dauys.apps.elections.queries import Contest
from dauys.apps.journal.queries import last_number
from dauys.apps.results.actions import release_protocol
from dauys.apps.results.queries.board import Board
from dauys.apps.results.queries.protocolpage import versions_of
from dauys.core.lifecycle import CONTEST, PROTOCOL
from dauys.press import wording
from dauys.web.results.forms import ReleaseForm
from dauys.web.results.precinct import called, opened
from dauys.web.results.protocols import Answer, answers, lines_of, state_of
from dauys.web.ui import scope
from dauys.web.ui.confirming import Question, asked, is_confirmed, kept, typed
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.trying import tried


@screen("release_protocol", of=scope.kept_precinct)
def release(request: DeskRequest, election: str, unit: str) -> HttpResponseBase:
    """Let a protocol count that is kept out for errors."""
    desk, seen = request.desk, last_number()
    contest, board = opened(desk, election, unit)
    sheet = board.sheet(unit)
    state = state_of(sheet)
    is_possible = bool(PROTOCOL.targets(state, "release_protocol")) and bool(
        CONTEST.targets(board.open[contest.code].node.state, "release_protocol")
    )
    told = answers(board, sheet.findings, desk.language) if sheet else []
    broken = [one for one in told if one.state == "broken"]
    form = ReleaseForm(typed(request), initial=kept(request))
    faults = []
    if form.is_bound and is_possible and form.is_valid():
        reason = form.cleaned_data["reason"]
        question = _question(desk, board, contest, unit, broken, reason)
        if not is_confirmed(request, question):
            return asked(request, question)
        found = tried(
            desk,
            lambda: release_protocol(contest, unit, reason=reason, by=desk.actor, at=desk.at, seen=seen),
        )
        if found.done is not None:
            messages.success(request, desk.said("results.released_now"))
            return redirect("protocol", election, unit)
        faults = found.faults
    filled = called(desk, contest, board, unit) | {
        "broken": broken,
        "is_possible": is_possible,
        "state": desk.said(f"results.protocols.{state}"),
        "form": form,
        "faults": faults,
    }
    return render(request, "results/release.html", filled)


def _question(
    desk: Desk, board: Board, contest: Contest, unit: str, broken: Sequence[Answer], reason: str
) -> Question:
    latest = versions_of(board, contest.code, unit)[-1]
    sides = [
        desk.said(
            "results.entry.sides",
            left=wording.number(one.left, desk.language),
            op=wording.SIGNS.get(one.op, one.op),
            right=wording.number(one.right, desk.language),
        )
        for one in broken
    ]
    rows = [
        (f"{line.number} {line.label}", line.figures[0])
        for line in lines_of(board, contest.code, [latest], desk.language)
    ]
    above = board.units[contest.unit.code].names.in_language(desk.language)
    return Question(
        f"{board.units[unit].names.in_language(desk.language)} ({unit}), {above}",
        desk.said("results.release"),
        [
            desk.said("results.release_happens"),
            *(f"{one.code} {one.sentence}: {said}" for one, said in zip(broken, sides, strict=True)),
            f"{desk.said('results.reason')}: {reason}",
        ],
        [(desk.said("results.version_n", number=latest.number), rows)],
    )
