"""What a commission decides about a contest: each verb has a page that shows what will happen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from dauys.apps.results.actions import (
    call_repeat_election,
    cancel_poll,
    close_election,
    establish_results,
    extend_election,
    extend_nomination,
)
from dauys.core.lifecycle import CONTEST
from dauys.web.elections import offers
from dauys.web.elections.asking import establishing_asked
from dauys.web.elections.forms import DecisionForm, ExtensionForm
from dauys.web.ui import scope
from dauys.web.ui.confirming import Question, asked, is_confirmed, kept, typed
from dauys.web.ui.doors import Desk, DeskRequest, Screen, screen
from dauys.web.ui.polls import outcome_said
from dauys.web.ui.trying import tried

Deed = Callable[[Desk, scope.Opened, Any], object]


def _extension(verb: Callable[..., object], desk: Desk, of: scope.Opened, form: ExtensionForm) -> object:
    until = form.until(of.board.units[of.contest.unit.code].zone)
    return verb(of.contest, until=until, evidence=form.cleaned_data["evidence"], by=desk.actor, at=desk.at)


def _decision(verb: Callable[..., object], desk: Desk, of: scope.Opened, form: DecisionForm) -> object:
    return verb(of.contest, evidence=form.cleaned_data["evidence"], by=desk.actor, at=desk.at)


def _cancel(desk: Desk, of: scope.Opened, form: DecisionForm) -> object:
    return cancel_poll(of.contest, reason=form.cleaned_data["evidence"], by=desk.actor, at=desk.at)


def _establish(desk: Desk, of: scope.Opened, form: DecisionForm) -> object:
    evidence = form.cleaned_data["evidence"]
    return establish_results([of.contest], evidence=evidence, by=desk.actor, at=desk.at, seen=of.seen)


def decision(verb: str, deed: Deed, form_class: type[DecisionForm] = DecisionForm) -> Screen:
    """The page of one verb about one contest."""

    def decide(request: DeskRequest, election: str, unit: str) -> HttpResponseBase:
        desk = request.desk
        of = scope.opened(desk, election, unit)
        why = offers.hindrance(desk, of, verb)
        form = form_class(typed(request), initial=kept(request))
        faults = []
        if form.is_bound and not why and form.is_valid():
            question = _question(verb, desk, of, form)
            if question is not None and not is_confirmed(request, question):
                return asked(request, question)
            found = tried(desk, lambda: deed(desk, of, form))
            if found.done is not None:
                messages.success(request, desk.said(f"elections.done_now.{verb}"))
                return redirect("contest", election, unit)
            faults = found.faults
        return render(
            request, "elections/decide.html", _filled(desk, of, verb, form, why) | {"faults": faults}
        )

    decide.__doc__ = f"The verb {verb}."
    return screen(verb, of=scope.kept_contest)(decide)


def _question(verb: str, desk: Desk, of: scope.Opened, form: DecisionForm) -> Question | None:
    """What is asked before a result is established; the other verbs show all they do on their one page."""
    if verb != "establish_results":
        return None
    return establishing_asked(desk, [of], form.cleaned_data["evidence"])


def _filled(desk: Desk, of: scope.Opened, verb: str, form: DecisionForm, why: str) -> dict[str, Any]:
    one, result = of.board.open[of.contest.code], of.board.result_of(of.contest.code)
    targets = CONTEST.targets(one.node.state, verb)
    names = {person.id: person.name for person in one.node.candidates}
    return {
        "election": of.contest.election,
        "contest": one.node,
        "name": of.board.units[of.contest.unit.code].names.in_language(desk.language),
        "verb": desk.said(f"elections.verbs.{verb}"),
        "consequence": desk.said(f"elections.consequences.{verb}"),
        "state": desk.said(f"elections.states.{one.node.state}"),
        "target": desk.said(f"elections.states.{targets[0]}") if targets else "",
        "outcome": outcome_said(desk.language, result, lambda code: names.get(code, code)),
        "why": why,
        "form": form,
        "is_grave": verb in ("cancel_poll", "close_election"),
    }


DECIDING: dict[str, Screen] = {
    "extend_nomination": decision("extend_nomination", partial(_extension, extend_nomination), ExtensionForm),
    "extend_election": decision("extend_election", partial(_extension, extend_election), ExtensionForm),
    "cancel_poll": decision("cancel_poll", _cancel),
    "establish_results": decision("establish_results", _establish),
    "call_repeat_election": decision("call_repeat_election", partial(_decision, call_repeat_election)),
    "close_election": decision("close_election", partial(_decision, close_election)),
}
