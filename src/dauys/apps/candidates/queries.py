"""Who stands where, today or on an earlier day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from zoneinfo import ZoneInfo

from dauys.apps.candidates.models import Candidate
from dauys.apps.candidates.rules import NOMINATED, STANDING
from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import law_of

CHUNK = 500  # contests named in one query: databases bound the values of a statement


def candidates_of(contest: Contest) -> list[Candidate]:
    """The candidates of a contest in the order of the protocol's figures, those who left included."""
    return list(Candidate.objects.filter(contest=contest).order_by("position"))


def still_stands(candidate: Candidate) -> bool:
    """Whether the candidate is registered, and neither left nor was refused."""
    return candidate.status == STANDING


def status_on(candidate: Candidate, day: dt.date) -> str | None:
    """The candidate's state at the end of a local day; None before the nomination.

    A step whose day nobody told counts as taken before.
    """
    if _is_after(candidate.nominated_on, day):
        return None
    state = candidate.status
    if _is_after(candidate.left_on, day):  # had not left yet
        was_registered = candidate.registered_on is not None or state == "registration_cancelled"
        state = STANDING if was_registered else NOMINATED
    return NOMINATED if state == STANDING and _is_after(candidate.registered_on, day) else state


def _is_after(on: dt.date | None, day: dt.date) -> bool:
    return on is not None and on > day


def today_of(election: Election, at: dt.datetime) -> dt.date:
    """The day of a moment in the capital."""
    return at.astimezone(ZoneInfo(law_of(election).act.capital_zone)).date()


def candidates_by_contest(election: Election) -> dict[int, list[Candidate]]:
    """The same for all contests of an election, by the contest's key: one query."""
    found: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in Candidate.objects.filter(contest__election=election).order_by("contest_id", "position"):
        found[candidate.contest_id].append(candidate)
    return found


def candidates_in(contests: Iterable[Contest]) -> dict[int, list[Candidate]]:
    """The same for some contests: what a verb costs grows with them, not with the country."""
    found: dict[int, list[Candidate]] = defaultdict(list)
    keys = [contest.id for contest in contests]
    for start in range(0, len(keys), CHUNK):
        rows = Candidate.objects.filter(contest_id__in=keys[start : start + CHUNK])
        for candidate in rows.order_by("contest_id", "position"):
            found[candidate.contest_id].append(candidate)
    return found


def contests_named(election: Election, codes: Collection[str]) -> dict[str, Contest]:
    """The contests of an election by their ids; ids that it does not have are left out."""
    named = sorted(codes)
    return {
        contest.code: contest
        for start in range(0, len(named), CHUNK)
        for contest in Contest.objects.filter(election=election, code__in=named[start : start + CHUNK])
    }


def candidates_named(election: Election, ids: Iterable[str]) -> dict[str, Candidate]:
    """The candidates of the contests that the ids name, by id; it may hold more than were asked for."""
    contests = contests_named(election, {code.rpartition("#")[0] for code in ids})
    people = candidates_in(contests.values())
    return {
        f"{code}#{person.number}": person
        for code, contest in contests.items()
        for person in people[contest.id]
    }
