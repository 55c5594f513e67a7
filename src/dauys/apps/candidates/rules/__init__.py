"""What a candidate's record must hold, and which step may follow which."""

from dauys.apps.candidates.rules.entries import (
    DAYS,
    CandidateEntry,
    ContestEntry,
    ElectionEntry,
    Facts,
    Nomination,
    vanished,
)
from dauys.apps.candidates.rules.steps import (
    NOMINATED,
    STANDING,
    STATUSES,
    ballots_out,
    doubled,
    left_too_late,
    out_of_order,
    out_of_place,
    too_late,
    unknown,
    without_reason,
    wrong_numbers,
    wrong_steps,
)

__all__ = [
    "DAYS",
    "NOMINATED",
    "STANDING",
    "STATUSES",
    "CandidateEntry",
    "ContestEntry",
    "ElectionEntry",
    "Facts",
    "Nomination",
    "ballots_out",
    "doubled",
    "left_too_late",
    "out_of_order",
    "out_of_place",
    "too_late",
    "unknown",
    "vanished",
    "without_reason",
    "wrong_numbers",
    "wrong_steps",
]
