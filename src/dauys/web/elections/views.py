"""The elections, the contests of one where the commission is, and one contest."""

from __future__ import annotations

from dataclasses import dataclass

from django.http.response import HttpResponseBase
from django.shortcuts import render

from dauys.apps.candidates.queries import ballot_order
from dauys.apps.imports.queries import kinds_for
from dauys.apps.results.queries import CandidateNode, DecisionNode, Result
from dauys.apps.results.queries.ballots import votes_on_ballot
from dauys.apps.results.queries.calls import calls_touching
from dauys.apps.results.queries.sight import seen_contest
from dauys.apps.results.queries.states import course_of
from dauys.core.lifecycle import CANDIDATE, STAGES
from dauys.press import wording
from dauys.web.elections import lists, offers
from dauys.web.ui import scope
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.polls import outcome_said, party_said, public_page, way_said


@screen("see_elections")
def elections(request: DeskRequest) -> HttpResponseBase:
    """The elections held where the commission is."""
    desk = request.desk
    calls = calls_touching(desk.holds.path, desk.at)
    rows = lists.election_rows(calls, desk.language)
    listing = lists.election_listing(calls, desk.language)
    if request.GET.get("format") == "csv":
        return listing.as_csv(request, rows, desk.language)
    shown = listing.shown(request, rows, desk.language)
    may_call = "election" in kinds_for(desk.actor, ())  # as the imports offer it
    return render(request, "elections/elections.html", {"shown": shown, "may_call": may_call})


@screen("see_elections", of=scope.seen_election)
def election(request: DeskRequest, election: str) -> HttpResponseBase:
    """One election: its law and days, its contests where the commission is."""
    desk = request.desk
    found = scope.election_named(desk, election)
    board = scope.board_of_desk(desk, found)
    rows = lists.contest_rows(board, desk.language, desk.holds.path)
    listing = lists.contest_listing(rows, desk.language)
    if request.GET.get("format") == "csv":
        return listing.as_csv(request, rows, desk.language)
    filled = {
        "election": found,
        "act": board.pack.act,
        "shown": listing.shown(request, rows, desk.language),
        "contests": len(rows),
        "alarmed": sum(row.is_alarmed for row in rows),
        "are_shown": all(row.received is not None for row in rows),
        "received": sum(row.received or 0 for row in rows),
        "expected": sum(row.expected or 0 for row in rows),
        "may_establish": desk.may("establish_results"),
        "public": public_page(desk.language, found.code, board.root),
    }
    return render(request, "elections/election.html", filled)


@dataclass(frozen=True, slots=True)
class Person:
    """A candidate on the page: what they are, and whether a verb of this office is possible for them."""

    node: CandidateNode
    way: str
    status: str
    votes: int | None
    share: str | None
    can_be_chosen: bool


@screen("see_elections", of=scope.seen_contest)
def contest(request: DeskRequest, election: str, unit: str) -> HttpResponseBase:
    """One contest: its life, who stands, what came, what it comes to, what may be decided now."""
    desk = request.desk
    of = scope.opened(desk, election, unit)
    one, result = of.board.open[of.contest.code], seen_contest(of.board, of.contest.code, desk.holds.path)
    names = {person.id: person.name for person in one.node.candidates}
    chosen = offers.candidate_offers(desk, of)
    people = _people(of, desk, result, [offer.verb for offer in chosen if not offer.why])
    filled = {
        "contest": one.node,
        "name": of.board.units[unit].names.in_language(desk.language),
        "election": of.contest.election,
        "act": of.board.pack.act,
        "result": result,
        "outcome": outcome_said(desk.language, result, lambda code: names.get(code, code)) if result else "",
        "stages": _stages(of, desk),
        "decisions": [_decided(desk, made) for made in one.node.decisions],
        "people": people,
        "has_choice": any(person.can_be_chosen for person in people),
        "about_candidates": chosen,
        "offers": offers.offers(desk, of),
        "may_enter": desk.may("accept_protocol", of.keeper),
        "public": public_page(desk.language, election, unit),
    }
    return render(request, "elections/contest.html", filled)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage in the life of a contest: when the calendar opens it, and how it lies to the moment."""

    name: str
    opens_at: str
    is_over: bool
    is_now: bool


def _stages(of: scope.Opened, desk: Desk) -> list[Stage]:
    state = of.board.open[of.contest.code].node.state
    opened = course_of(of.contest).opened
    return [
        Stage(
            desk.said(f"elections.states.{stage}"),
            wording.moment(moment, desk.language),
            moment <= desk.at and stage != state,
            stage == state,
        )
        for moment, stage in sorted(opened, key=lambda one: STAGES.index(one[1]))
    ]


def _decided(desk: Desk, made: DecisionNode) -> dict[str, str]:
    until = wording.moment(made.until_at.astimezone(desk.at.tzinfo), desk.language) if made.until_at else ""
    return {
        "name": desk.said(f"elections.done.{made.verb}"),
        "at": wording.moment(made.at.astimezone(desk.at.tzinfo), desk.language),
        "until": until,
        "evidence": made.evidence,
    }


def _people(of: scope.Opened, desk: Desk, result: Result | None, verbs: list[str]) -> list[Person]:
    one = of.board.open[of.contest.code]
    rows = votes_on_ballot(one.node.candidates, result) if result else ()
    votes = {row.candidate: row for row in rows}
    base = of.board.pack.outcome.base
    shares = {row.candidate: result.share_shown(row, base) for row in rows} if result else {}
    called = party_said(of.board.election, desk.language)
    return [
        Person(
            node,
            way_said(
                desk.language, "party" if node.party else "way", node.party or node.nominated_by, called
            ),
            desk.said(f"elections.candidates.{node.status}"),
            votes[node.id].votes if node.id in votes else None,
            shares.get(node.id),
            any(CANDIDATE.targets(node.status, verb) for verb in verbs),
        )
        for node in ballot_order(one.node.candidates)
    ]
