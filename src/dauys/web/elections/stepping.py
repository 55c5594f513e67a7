"""Steps of candidates, one or several at once, and nominations: each page shows what will happen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from dauys.apps.candidates.actions import (
    cancel_registration,
    nominate_candidates,
    nomination_of,
    refuse_registration,
    register_candidates,
    withdraw_candidates,
)
from dauys.apps.candidates.queries import ballot_order
from dauys.apps.results.queries import CandidateNode
from dauys.core.lifecycle import CANDIDATE
from dauys.web.elections import offers
from dauys.web.elections.forms import NominationForm, RegistrationForm, StepForm
from dauys.web.ui import scope
from dauys.web.ui.confirming import kept, typed
from dauys.web.ui.doors import Desk, DeskRequest, Screen, screen
from dauys.web.ui.forms import Form
from dauys.web.ui.trying import tried
from dauys.web.ui.unsent import typed_before

WITH_REASON: dict[str, Callable[..., int]] = {
    "refuse_registration": refuse_registration,
    "withdraw_candidates": withdraw_candidates,
    "cancel_registration": cancel_registration,
}


def _do(verb: str, desk: Desk, of: scope.Opened, ids: Sequence[str], form: Form) -> int:
    election, on = of.contest.election, form.cleaned_data["on"]
    if verb == "register_candidates":
        return register_candidates(election, ids, on, by=desk.actor, at=desk.at)
    return WITH_REASON[verb](election, ids, on, form.cleaned_data["reason"], by=desk.actor, at=desk.at)


def step(verb: str) -> Screen:
    """The page of one verb about chosen candidates of one contest."""
    form_class: type[Form] = RegistrationForm if verb == "register_candidates" else StepForm

    def take(request: DeskRequest, election: str, unit: str) -> HttpResponseBase:
        desk = request.desk
        of = scope.opened(desk, election, unit)
        asked = request.POST if request.method == "POST" else typed_before(request) or request.GET
        standing = ballot_order(of.board.open[of.contest.code].node.candidates)
        people = [one for one in standing if one.number in asked.getlist("id")]
        form = form_class(typed(request), initial=kept(request) or {"on": desk.day})
        faults = []
        if request.method == "POST" and people and form.is_valid():
            found = tried(desk, lambda: _do(verb, desk, of, [one.id for one in people], form))
            if found.done is not None:
                messages.success(request, desk.said(f"elections.done_now.{verb}"))
                return redirect("contest", election, unit)
            faults = found.faults
        filled = _filled(desk, of, verb) | {
            "form": form,
            "faults": faults,
            "people": _shown(desk, verb, people),
        }
        return render(request, "elections/step.html", filled)

    take.__doc__ = f"The verb {verb}."
    return screen(verb, of=scope.kept_contest)(take)


def _filled(desk: Desk, of: scope.Opened, verb: str) -> dict[str, Any]:
    return {
        "election": of.contest.election,
        "contest": of.board.open[of.contest.code].node,
        "name": of.board.units[of.contest.unit.code].names.in_language(desk.language),
        "verb": desk.said(f"elections.verbs.{verb}"),
        "consequence": desk.said(f"elections.consequences.{verb}"),
        "why": offers.hindrance(desk, of, verb),
    }


def _shown(desk: Desk, verb: str, people: Sequence[CandidateNode]) -> list[dict[str, Any]]:
    """The chosen with their state now and after."""
    return [
        {
            "node": one,
            "before": desk.said(f"elections.candidates.{one.status}"),
            "after": desk.said(f"elections.candidates.{target}") if target else "",
        }
        for one in people
        for target in [next(iter(CANDIDATE.targets(one.status, verb)), "")]
    ]


@screen("nominate_candidates", of=scope.kept_contest)
def nominate(request: DeskRequest, election: str, unit: str) -> HttpResponseBase:
    """One person is put forward."""
    desk = request.desk
    of = scope.opened(desk, election, unit)
    numbers = [one.number for one in of.board.open[of.contest.code].node.candidates]
    start = {"on": desk.day, "number": _next(numbers)}
    form = NominationForm(typed(request), initial=kept(request) or start)
    _worded(form, desk)
    faults = []
    if request.method == "POST" and form.is_valid():
        found = tried(desk, lambda: _nominate(desk, of, form.cleaned_data))
        if found.done is not None:
            messages.success(request, desk.said("elections.done_now.nominate_candidates"))
            return redirect("contest", election, unit)
        faults = found.faults
    filled = _filled(desk, of, "nominate_candidates") | {"form": form, "faults": faults, "nominates": True}
    return render(request, "elections/step.html", filled)


def _nominate(desk: Desk, of: scope.Opened, told: dict[str, Any]) -> int:
    code = f"{of.contest.code}#{told['number']}"
    facts = {name: told[name] for name in ("name", "party", "sex", "birth_year")}
    row = nomination_of(code, nominated_by=told["way"], **facts)
    return nominate_candidates(of.contest.election, [row], told["on"], by=desk.actor, at=desk.at)


def _next(numbers: Sequence[str]) -> str:
    return str(max((int(one) for one in numbers if one.isdigit()), default=0) + 1)


def _worded(form: NominationForm, desk: Desk) -> None:
    """Choices in the language of the reader."""
    for name, room in (("way", "ways"), ("sex", "sexes")):
        field: Any = form.fields[name]
        field.choices = [
            (value, desk.said(f"elections.{room}.{value}") if value else desk.said("ui.none"))
            for value, _ in field.choices
        ]


STEPPING: dict[str, Screen] = {verb: step(verb) for verb in offers.ABOUT_CANDIDATES}
