"""Establishing the results of several contests at one meeting: choose, see what each comes to, establish."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from dauys.apps.calendar.queries import keepers_of
from dauys.apps.elections.queries import Contest
from dauys.apps.journal.queries import last_number
from dauys.apps.results.actions import establish_results
from dauys.apps.results.queries.board import Board
from dauys.web.elections import offers
from dauys.web.elections.asking import establishing_asked
from dauys.web.elections.forms import DecisionForm
from dauys.web.ui import scope
from dauys.web.ui.confirming import asked, is_confirmed, kept, typed
from dauys.web.ui.doors import Desk, DeskRequest, own, screen
from dauys.web.ui.polls import outcome_said
from dauys.web.ui.trying import tried
from dauys.web.ui.unsent import typed_before


@dataclass(frozen=True, slots=True)
class Waiting:
    """A contest that the commission runs: what it comes to, and why it can't be established yet."""

    of: scope.Opened
    name: str
    outcome: str
    why: str

    @property
    def contest(self) -> Contest:
        """The contest itself."""
        return self.of.contest


def _own(desk: Desk, /, election: str) -> list[str]:
    scope.election_named(desk, election)
    return list(own(desk))


@screen("establish_results", of=_own)
def establish_many(request: DeskRequest, election: str) -> HttpResponseBase:
    """Results of the contests that one's own commission runs, as many as are chosen."""
    desk = request.desk
    found, seen = scope.election_named(desk, election), last_number()
    waiting = _waiting(desk, scope.board_of_desk(desk, found), seen)
    asked_for = request.POST if request.method == "POST" else typed_before(request) or request.GET
    named = asked_for.getlist("unit")
    chosen = [one for one in waiting if one.contest.unit.code in named and not one.why]
    form = DecisionForm(typed(request), initial=kept(request))
    faults = []
    if form.is_bound and chosen and form.is_valid():
        question = establishing_asked(desk, [one.of for one in chosen], form.cleaned_data["evidence"])
        if not is_confirmed(request, question):
            return asked(request, question)
        contests, evidence = [one.contest for one in chosen], form.cleaned_data["evidence"]
        done = tried(
            desk,
            lambda: establish_results(contests, evidence=evidence, by=desk.actor, at=desk.at, seen=seen),
        )
        if done.done is not None:
            messages.success(request, desk.said("elections.done_now.establish_results"))
            return redirect("election", election)
        faults = done.faults
    filled = {"election": found, "waiting": waiting, "chosen": chosen, "form": form, "faults": faults}
    return render(request, "elections/establish.html", filled)


def _waiting(desk: Desk, board: Board, seen: int) -> list[Waiting]:
    contests = [one.contest for one in board.open.values()]
    keepers = keepers_of(contests, board.country.rows.values())
    found = []
    for one in contests:
        if keepers[one.id].path != desk.holds.path:
            continue
        found.append(_row(desk, scope.Opened(one, board, desk.holds.path, seen)))
    return found


def _row(desk: Desk, of: scope.Opened) -> Waiting:
    code, unit = of.contest.code, of.contest.unit.code
    names = {person.id: person.name for person in of.board.open[code].node.candidates}
    return Waiting(
        of,
        of.board.units[unit].names.in_language(desk.language),
        outcome_said(desk.language, of.board.result_of(code), lambda one: names.get(one, one)),
        offers.hindrance(desk, of, "establish_results"),
    )
