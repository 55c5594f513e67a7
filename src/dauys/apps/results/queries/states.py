"""In which state a contest is: read from its facts, named as in the table of steps."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from dauys.apps.elections.models import Contest, Election
from dauys.apps.results.models import Establishment, PollCancellation, Tally
from dauys.core.lifecycle import CONTEST


@dataclass(frozen=True, slots=True)
class ContestFacts:
    """What was decided about a contest."""

    state: str
    establishment: Establishment | None = None
    cancellation: PollCancellation | None = None


_CALLED = ContestFacts(CONTEST.first)


def facts_of_contests(election: Election) -> dict[int, ContestFacts]:
    """By contest key, for contests about which anything was decided: three queries."""
    established = {
        row.contest_id: row
        for row in Establishment.objects.filter(contest__election=election).order_by("number")
    }
    cancelled = {row.contest_id: row for row in PollCancellation.objects.filter(contest__election=election)}
    decided = set(established) | set(cancelled)
    if not decided:
        return {}
    own = Tally.objects.filter(contest_id__in=decided, unit=F("contest__unit"))
    last = dict(own.values_list("contest_id", "last_entry"))
    return {key: _facts(established.get(key), cancelled.get(key), last.get(key, 0)) for key in decided}


def facts_of(contest: Contest) -> ContestFacts:
    """The same for one contest."""
    establishment = Establishment.objects.filter(contest=contest).order_by("-number").first()
    cancellation = PollCancellation.objects.filter(contest=contest).first()
    tally = Tally.objects.filter(contest=contest, unit=contest.unit).first()
    return _facts(establishment, cancellation, tally.last_entry if tally else 0)


def contest_state(contest: Contest) -> str:
    """The contest's state by the table of steps."""
    return facts_of(contest).state


def _facts(
    establishment: Establishment | None, cancellation: PollCancellation | None, last_entry: int
) -> ContestFacts:
    if cancellation is not None:
        return ContestFacts("cancelled", establishment, cancellation)
    if establishment is None:
        return _CALLED
    # A protocol that came after the establishment is a correction: it opened the contest again.
    state = "established" if establishment.journal_number > last_entry else "reopened"
    return ContestFacts(state, establishment)
