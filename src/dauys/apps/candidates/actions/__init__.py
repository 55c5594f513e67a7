"""The verbs about candidates: the whole file, and each step of many candidates at once."""

from dauys.apps.candidates.actions.deciding import (
    cancel_registration,
    refuse_registration,
    register_candidates,
    withdraw_candidates,
)
from dauys.apps.candidates.actions.entering import Entered, enter_candidates
from dauys.apps.candidates.actions.nominating import nominate_candidates
from dauys.apps.candidates.rules import CandidateEntry, ElectionEntry, Nomination, nomination_of

# The entries are what the verbs take; the rest of the rules stays in the room.
__all__ = [
    "CandidateEntry",
    "ElectionEntry",
    "Entered",
    "Nomination",
    "cancel_registration",
    "enter_candidates",
    "nominate_candidates",
    "nomination_of",
    "refuse_registration",
    "register_candidates",
    "withdraw_candidates",
]
