"""One term of a calendar and the state it is in at a moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

from dauys.core.norms import Grade, Level, Words

TermKind = Literal["limit", "floor", "range", "moment"]
TermState = Literal[
    "done", "done_late", "overdue", "due", "coming", "open", "unmarked", "passed", "not_arisen", "unknown"
]

STATES: tuple[TermState, ...] = get_args(TermState)


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
    held_at: dt.datetime | None = None  # last second of the day that the duty itself set, once it is known
    owed_by: tuple[Level, ...] = ()  # levels of the commissions among the responsible
    choice: str = ""  # what a commission may set otherwise: "term" or "hours"
    verb: str = ""  # what does it for each contest of the commission; else it is done when it is marked

    @property
    def at(self) -> dt.datetime | None:
        """The one time that a list shows: when it is due, else when it starts."""
        return self.due_at or self.starts_at

    @property
    def held_on(self) -> dt.date | None:
        """The day of the call or of the vote itself, known although the term for it is not."""
        return self.held_at.date() if self.held_at is not None and self.at is None else None


def term_state(term: Term, at: dt.datetime, done_at: dt.datetime | None = None) -> TermState:
    """The state of a term at a moment `at` (aware); `done_at` is when the duty was done.

    What was done after `at` does not count yet. A limit of a duty that was done after its end is `done_late`.
    Of a term that was not done:

    | kind   | times unknown | before          | on its day | while it runs       | after   |
    |--------|---------------|-----------------|------------|---------------------|---------|
    | limit  | unknown       | coming          | due        | –                   | overdue |
    | moment | unknown       | coming          | due        | –                   | over    |
    | range  | unknown       | coming          | –          | open, both ends in  | over    |
    | floor  | unknown       | coming          | –          | open, its first day | over    |

    A term that is over is `not_arisen` where its condition was not reported to have come; `passed` where
    nobody owes anything: a right that lapsed, a stage, a floor, a day that was held; else `unmarked`, a duty
    that nobody said was done. Only a limit of an unconditional duty can be overdue; the other kinds say when
    something may happen or happens. A range whose end is not known yet stays open. "Its day" is counted in
    the term's clock. Where only the day itself is known (the call, election day), it is judged as a moment.
    """
    if done_at is not None and done_at <= at:
        return "done_late" if _is_late(term, done_at) else "done"
    if term.held_on is not None:
        return _state_of_point(term.held_at, at, "passed")
    match term.kind:
        case "limit":
            is_owed = term.is_duty and not term.conditional
            return _state_of_point(term.due_at, at, "overdue" if is_owed else _over(term))
        case "moment":
            return _state_of_point(term.starts_at, at, _over(term))
        case _:
            return _state_of_stretch(term, at)


def _is_late(term: Term, done_at: dt.datetime) -> bool:
    """Whether a duty with a limit was done after it; the other kinds are not a time to do something by.

    A limit without an hour runs to the end of its last second.
    """
    is_owed = term.kind == "limit" and term.is_duty
    return is_owed and term.due_at is not None and done_at.replace(microsecond=0) > term.due_at


def _over(term: Term) -> TermState:
    """What a term is that has gone by and was not done."""
    if term.conditional:
        return "not_arisen"
    return "unmarked" if term.is_duty and not term.stage and term.kind != "floor" else "passed"


def _state_of_point(point: dt.datetime | None, at: dt.datetime, after: TermState) -> TermState:
    if point is None:
        return "unknown"
    if at > point or (at == point and after != "overdue"):
        return after
    return "due" if _day_of(point, at) == point.date() else "coming"


def _state_of_stretch(term: Term, at: dt.datetime) -> TermState:
    if term.starts_at is None:
        return "unknown"
    if at < term.starts_at:
        return "coming"
    if term.kind == "floor":
        return "open" if _day_of(term.starts_at, at) == term.starts_at.date() else _over(term)
    return "open" if term.due_at is None or at <= term.due_at else _over(term)


def _day_of(point: dt.datetime, at: dt.datetime) -> dt.date:
    return at.astimezone(point.tzinfo).date()
