"""Who stands where."""

from __future__ import annotations

from collections import defaultdict

from dauys.apps.candidates.models import Candidate
from dauys.apps.candidates.rules import STANDING
from dauys.apps.elections.models import Contest, Election


def candidates_of(contest: Contest) -> list[Candidate]:
    """The candidates of a contest in the order of the protocol's figures, those who left included."""
    return list(Candidate.objects.filter(contest=contest).order_by("position"))


def still_stands(candidate: Candidate) -> bool:
    """Whether the candidate is registered, and neither left nor was refused."""
    return candidate.status == STANDING


def candidates_by_contest(election: Election) -> dict[int, list[Candidate]]:
    """The same for all contests of an election, by the contest's key: one query."""
    found: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in Candidate.objects.filter(contest__election=election).order_by("contest_id", "position"):
        found[candidate.contest_id].append(candidate)
    return found
