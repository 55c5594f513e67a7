"""One term of a calendar and the state it is in at a moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from dauys.core.norms import Grade, Words

TermKind = Literal["limit", "floor", "range", "moment"]
TermState = Literal["done", "overdue", "due", "coming", "open", "passed", "unknown"]

STATES: tuple[TermState, ...] = ("done", "overdue", "due", "coming", "open", "passed", "unknown")


@dataclass(frozen=True, slots=True)
class Term:
    """One row of a calendar plan. Times are aware, in the clock of the rule; None where an anchor is unknown.

    A limit has only `due_at` (the last second of the day where the rule has no hour), a floor only
    `starts_at` (the first), a range has both, a moment has both and they are equal. `moments` are the hours
    at which something is due again and again, where the rule names them.
    """

    code: str
    number: str
    activity: Words
    article: str
    grade: Grade
    responsible: Words
    kind: TermKind
    rule: str  # "15 full days before E, 18:00 local"
    rule_words: Words
    anchor: str
    starts_at: dt.datetime | None
    due_at: dt.datetime | None
    note: Words | None
    is_default: bool  # our reading, not read in the law: a commission may set it otherwise
    conditional: bool  # applies only if something happens
    stage: str = ""  # the stage of a contest that opens with it
    is_duty: bool = True  # somebody owes it; else a right or a stage that ends by itself
    moments: tuple[dt.datetime, ...] = ()
    source: str = ""  # key of a source of the act

    @property
    def at(self) -> dt.datetime | None:
        """The one time that a list shows: when it is due, else when it starts."""
        return self.due_at or self.starts_at


def term_state(term: Term, at: dt.datetime, done_at: dt.datetime | None = None) -> TermState:
    """The state of a term at a moment `at` (aware); `done_at` is when the duty was marked as done.

    A mark made after `at` does not count yet. Without a mark:

    | kind   | times unknown | before          | on its day | while it runs       | after   |
    |--------|---------------|-----------------|------------|---------------------|---------|
    | limit  | unknown       | coming          | due        | –                   | overdue |
    | moment | unknown       | coming          | due        | –                   | passed  |
    | range  | unknown       | coming          | –          | open, both ends in  | passed  |
    | floor  | unknown       | coming          | –          | open, its first day | passed  |

    Only a limit of an unconditional duty can be overdue; a right that lapses, or a term whose condition
    nobody says has come, has passed. The other kinds say when something may happen or happens. A range whose
    end is not known yet stays open. "Its day" is counted in the term's clock.
    """
    if done_at is not None and done_at <= at:
        return "done"
    match term.kind:
        case "limit":
            is_owed = term.is_duty and not term.conditional
            return _state_of_point(term.due_at, at, "overdue" if is_owed else "passed")
        case "moment":
            return _state_of_point(term.starts_at, at, "passed")
        case _:
            return _state_of_stretch(term, at)


def _state_of_point(point: dt.datetime | None, at: dt.datetime, after: TermState) -> TermState:
    if point is None:
        return "unknown"
    if at > point or (at == point and after == "passed"):
        return after
    return "due" if _day_of(point, at) == point.date() else "coming"


def _state_of_stretch(term: Term, at: dt.datetime) -> TermState:
    if term.starts_at is None:
        return "unknown"
    if at < term.starts_at:
        return "coming"
    if term.kind == "floor":
        return "open" if _day_of(term.starts_at, at) == term.starts_at.date() else "passed"
    return "open" if term.due_at is None or at <= term.due_at else "passed"


def _day_of(point: dt.datetime, at: dt.datetime) -> dt.date:
    return at.astimezone(point.tzinfo).date()
