"""What has to be so before a contest is extended, established, called again or closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dauys.apps.candidates.queries import count_present, today_of
from dauys.apps.elections.models import Contest
from dauys.apps.results.models import Establishment
from dauys.apps.results.queries.figuring import Coverage

_ENOUGH = 2  # candidates with whom an election goes on: 113-3(6), 113-7
_FOLLOWS: Final[Mapping[str, str]] = MappingProxyType(
    {"call_repeat_election": "repeat_election", "close_election": "elected"}
)  # by verb, the established outcome after which alone it is done


def enough_candidates(contest: Contest, at: dt.datetime) -> int:
    """How many neither left nor were refused, where they are enough and nothing is extended; else 0."""
    here = count_present(contest, today_of(contest.election, at))
    return here if here >= _ENOUGH else 0


def can_be_established(coverage: Coverage) -> bool:
    """Whether every expected protocol is in and counts, and any is expected at all."""
    return coverage.complete and coverage.expected > 0


def contrary_outcome(verb: str, established: Establishment | None) -> str:
    """The outcome that was established, where it is not the one that the verb follows; else empty."""
    if established is None or established.outcome == _FOLLOWS[verb]:
        return ""
    return established.outcome
