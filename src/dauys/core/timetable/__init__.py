"""The calendar of one election: every term of a law pack with its times, its rule in words and its state."""

from dauys.core.timetable.planning import CALL, ELECTION_DAY, Drawn, days_outside, plan
from dauys.core.timetable.terms import STATES, Term, TermState, term_state
from dauys.core.timetable.wording import rule_line, rule_words

__all__ = [
    "CALL",
    "ELECTION_DAY",
    "STATES",
    "Drawn",
    "Term",
    "TermState",
    "days_outside",
    "plan",
    "rule_line",
    "rule_words",
    "term_state",
]
