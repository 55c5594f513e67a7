"""What may be decided about a contest now, and of the rest why not: asked of the table of states first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from dauys.apps.candidates.queries import contests_voting
from dauys.apps.results.queries.preconditions import (
    can_be_established,
    contrary_outcome,
    enough_candidates,
)
from dauys.core.lifecycle import CANDIDATE, CONTEST
from dauys.web.ui.doors import Desk
from dauys.web.ui.scope import Opened

DECISIONS = (
    "extend_nomination", "extend_election", "cancel_poll", "establish_results", "call_repeat_election",
    "close_election",
)  # fmt: skip
ABOUT_CANDIDATES = (
    "register_candidates",
    "refuse_registration",
    "withdraw_candidates",
    "cancel_registration",
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A verb that the office has here: where it is done, or why it is not possible now."""

    verb: str
    name: str
    url: str
    why: str = ""


def offers(desk: Desk, of: Opened) -> list[Offer]:
    """The verbs about the contest as a whole that the office has."""
    verbs = ("nominate_candidates", *DECISIONS)
    return [
        Offer(verb, desk.said(f"elections.verbs.{verb}"), _address(verb, of), hindrance(desk, of, verb))
        for verb in verbs
        if desk.may(verb, of.keeper)
    ]


def candidate_offers(desk: Desk, of: Opened) -> list[Offer]:
    """The verbs about chosen candidates that the office has."""
    return [
        Offer(verb, desk.said(f"elections.verbs.{verb}"), _address(verb, of), hindrance(desk, of, verb))
        for verb in ABOUT_CANDIDATES
        if desk.may(verb, of.keeper)
    ]


def _address(verb: str, of: Opened) -> str:
    return reverse(verb, args=[of.contest.election.code, of.contest.unit.code])


def hindrance(desk: Desk, of: Opened, verb: str) -> str:
    """Why the verb is not possible now, in words; empty where it is."""
    if verb in CONTEST.verbs:
        state = of.board.open[of.contest.code].node.state
        if not CONTEST.targets(state, verb):
            return _not_in(desk, state, verb)
    find = _FURTHER.get(verb)
    return find(desk, of) if find else ""


def _not_in(desk: Desk, state: str, verb: str) -> str:
    sources = dict.fromkeys(step.source for step in CONTEST.steps if step.verb == verb)
    said = ", ".join(desk.said(f"elections.states.{one}") for one in sources)
    return desk.said("elections.why.state", state=desk.said(f"elections.states.{state}"), states=said)


def _too_many(desk: Desk, of: Opened) -> str:
    here = enough_candidates(of.contest, desk.at)
    return desk.said("elections.why.enough", count=here) if here else ""


def _protocols_missing(desk: Desk, of: Opened) -> str:
    coverage = of.board.open[of.contest.code].coverage
    if can_be_established(coverage):
        return ""
    places = {"counted": coverage.counted, "expected": coverage.expected, "kept_out": coverage.kept_out}
    return desk.said("elections.why.protocols", **places)


def _other_outcome(verb: str, said: str) -> Callable[[Desk, Opened], str]:
    def find(desk: Desk, of: Opened) -> str:
        last = of.board.open[of.contest.code].facts.establishment
        return desk.said(said) if contrary_outcome(verb, last) else ""

    return find


def _voting(desk: Desk, of: Opened) -> str:
    return (
        desk.said("elections.why.voting")
        if contests_voting(of.contest.election, [of.contest], desk.at)
        else ""
    )


def _nobody(verb: str) -> Callable[[Desk, Opened], str]:
    def find(desk: Desk, of: Opened) -> str:
        people = of.board.open[of.contest.code].node.candidates
        if not any(CANDIDATE.targets(one.status, verb) for one in people):
            sources = dict.fromkeys(step.source for step in CANDIDATE.steps if step.verb == verb)
            said = ", ".join(desk.said(f"elections.candidates.{one}") for one in sources)
            return desk.said("elections.why.nobody", states=said)
        return _voting(desk, of)

    return find


_FURTHER: Mapping[str, Callable[[Desk, Opened], str]] = {
    "nominate_candidates": _voting,
    "extend_nomination": _too_many,
    "extend_election": _too_many,
    "establish_results": _protocols_missing,
    "call_repeat_election": _other_outcome("call_repeat_election", "elections.why.not_repeat_election"),
    "close_election": _other_outcome("close_election", "elections.why.not_elected"),
    **{verb: _nobody(verb) for verb in ABOUT_CANDIDATES},
}
