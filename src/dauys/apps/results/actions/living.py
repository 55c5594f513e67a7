"""Decisions in the life of a contest besides its result: extended, cancelled, called again, closed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from dauys.apps.calendar.queries import keeper_paths
from dauys.apps.elections.models import Contest
from dauys.apps.elections.queries import binding_law_of
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.results.models import ContestDecision, Establishment
from dauys.apps.results.queries.preconditions import contrary_outcome, enough_candidates
from dauys.apps.results.queries.states import contest_state
from dauys.apps.territory.queries import zone_of
from dauys.core.findings import Fault, Refused
from dauys.core.lifecycle import CONTEST
from dauys.core.rights import Actor, require
from dauys.core.timetable import plan
from dauys.core.words import says_nothing


@transaction.atomic
def extend_nomination(
    contest: Contest, *, until: dt.datetime, evidence: str, by: Actor, at: dt.datetime
) -> ContestDecision:
    """Extend nomination where fewer than two are nominated (113-3(6) for akims), no longer than allowed."""
    require("extend_nomination", by, lambda: keeper_paths([contest]))
    take_turn()
    _too_few(contest, at, "nominated")
    _within(contest, "nom_ext", until, at)
    return _decide("extend_nomination", contest, evidence, by, at, until)


@transaction.atomic
def extend_election(
    contest: Contest, *, until: dt.datetime, evidence: str, by: Actor, at: dt.datetime
) -> ContestDecision:
    """Extend the election where fewer than two candidates are left (113-7 for akims)."""
    require("extend_election", by, lambda: keeper_paths([contest]))
    take_turn()
    _too_few(contest, at, "left")
    _within(contest, "extend", until, at)
    return _decide("extend_election", contest, evidence, by, at, until)


@transaction.atomic
def cancel_poll(contest: Contest, *, reason: str, by: Actor, at: dt.datetime) -> ContestDecision:
    """Cancel the poll of a contest: it has no winner whatever the figures say."""
    return _decide("cancel_poll", contest, reason, by, at)


@transaction.atomic
def call_repeat_election(contest: Contest, *, evidence: str, by: Actor, at: dt.datetime) -> ContestDecision:
    """Call a repeat election after a result that asks for one (113-9 for akims); Refused after any other."""
    require("call_repeat_election", by, lambda: keeper_paths([contest]))
    take_turn()
    if contrary := contrary_outcome("call_repeat_election", _last_established(contest)):
        message = f"The established outcome of {contest.code} is {contrary}."
        raise Refused([Fault("R-94", message, "Only a tie or an invalid election is repeated.")])
    return _decide("call_repeat_election", contest, evidence, by, at)


@transaction.atomic
def close_election(contest: Contest, *, evidence: str, by: Actor, at: dt.datetime) -> ContestDecision:
    """Close a contest once the elected person is registered (113-11 for akims); Refused after a tie."""
    require("close_election", by, lambda: keeper_paths([contest]))
    take_turn()
    CONTEST.step(contest_state(contest, at), "close_election")
    if contrary := contrary_outcome("close_election", _last_established(contest)):
        message = f"The established outcome of {contest.code} is {contrary}: nobody is elected."
        raise Refused([Fault("R-97", message, "Call the repeat election, or correct the protocols first.")])
    return _decide("close_election", contest, evidence, by, at)


def _last_established(contest: Contest) -> Establishment | None:
    return Establishment.objects.filter(contest=contest).order_by("-number").first()


def _too_few(contest: Contest, at: dt.datetime, said: str) -> None:
    """Refused unless fewer than two candidates are there who neither left nor were refused."""
    if here := enough_candidates(contest, at):
        message = f"{here} candidates are {said} in {contest.code}."
        raise Refused([Fault("R-99", message, "Only where fewer than two are, there is an extension.")])


def _within(contest: Contest, deadline: str, until: dt.datetime, at: dt.datetime) -> None:
    """Refused when an extension is over already, or longer than the law's term."""
    pack = binding_law_of(contest.election)
    election = contest.election
    zone = zone_of(contest.unit, pack.act.default_zone)
    terms = plan(pack, {"CALL": election.called_on, "E": election.election_day}, zone)
    latest = next((term.due_at for term in terms if term.code == deadline), None)
    if latest is None:
        raise Refused([Fault("R-95", f"{pack.id} knows no such extension.", "See: dauys law show.")])
    if not at < until <= latest:
        message = f"An extension here ends after {at.isoformat()} and not later than {latest.isoformat()}."
        raise Refused([Fault("R-96", message, "Correct the end of the extension.")])


def _decide(
    verb: str, contest: Contest, evidence: str, by: Actor, at: dt.datetime, until: dt.datetime | None = None
) -> ContestDecision:
    """Write one decision, if the office has the verb and the table of steps allows it now."""
    require(verb, by, lambda: keeper_paths([contest]))
    take_turn()
    if says_nothing(evidence):
        raise Refused([Fault("R-90", "A decision needs evidence.", "Name the act, or the reason.")])
    CONTEST.step(contest_state(contest, at), verb)
    law = binding_law_of(contest.election)
    done = {"evidence": evidence, "until": until}
    subject, of = f"contest:{contest.code}", contest.unit.path
    entry = write_entry(verb, subject, done, by=by, at=at, law=law.id, of=of)
    return ContestDecision.objects.create(
        contest=contest, verb=verb, at=at, until_at=until, evidence=evidence, journal_number=entry.number
    )
