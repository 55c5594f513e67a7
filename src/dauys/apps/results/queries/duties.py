"""What a commission owes in all elections at a moment, and what those beneath it do."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Q

from dauys.apps.calendar.models import Mark
from dauys.apps.calendar.queries import PlanRow, followed_row, marked_row
from dauys.apps.commissions.models import Office
from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import law_of
from dauys.apps.results.queries.dutyground import Done, Poll, Post, Stand, ground
from dauys.apps.results.queries.limits import asked_beneath, can_be_late, duty_states, held_at, is_counted
from dauys.core.timetable import Term

__all__ = [
    "BUCKETS",
    "BUCKET_OF",
    "SOON",
    "Duty",
    "Late",
    "Plan",
    "Post",
    "Sum",
    "commissions_asked",
    "duties_of",
    "late_beneath",
    "leaders_of",
    "plans_on",
    "post_of",
    "rows_of_plans",
    "sums_beneath",
]

BUCKET_OF: Final[Mapping[str, str]] = {
    "overdue": "overdue",
    "due": "due",
    "open": "due",
    "unmarked": "unmarked",
    "coming": "coming",
    "done": "done",
    "done_late": "done",
    "unknown": "unknown",
    "passed": "ended",
    "not_arisen": "ended",
}
"""Where each state of core.timetable stands on a desk; a test holds that it is all of them."""
BUCKETS: Final = ("overdue", "due", "unmarked", "coming", "done", "unknown", "ended")
SOON: Final = dt.timedelta(days=14)  # how far one looks ahead at first; a setting of ours


@dataclass(frozen=True, slots=True)
class Duty:
    """One row of a commission's calendar."""

    election: Election
    post: Post
    row: PlanRow
    mark: Mark | None = None  # the one that counts
    is_own: bool = True  # marked by this commission, not by the one that keeps the plan for it
    runs: bool = False  # the commission runs the contests and keeps the plan

    @property
    def term(self) -> Term:
        """What is to be done, and by when."""
        return self.row.term

    @property
    def bucket(self) -> str:
        """Of BUCKETS."""
        return BUCKET_OF[self.row.state]

    @property
    def may_be_marked(self) -> bool:
        """Whether the commission may say that it is done: somebody owes it, and no verb does it."""
        return self.term.is_duty and not self.term.verb

    @property
    def may_be_set(self) -> bool:
        """Whether the law leaves the term to the commission: to the one that runs the contests."""
        return bool(self.term.choice) and self.runs

    @property
    def zone(self) -> ZoneInfo:
        """The clock of the commission."""
        return ZoneInfo(self.post.zone or law_of(self.election).act.default_zone)

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether its own mark stands."""
        return self.mark is not None and self.is_own


def post_of(country: str, code: str) -> Post | None:
    """A commission, as duties see it."""
    return ground().posts.get((country, code))


def duties_of(post: Post, at: dt.datetime, *, whole: bool = False) -> list[Duty]:
    """All that a commission owes at a moment in the elections on its line, by time.

    The terms of its level; with `whole` every term of the plan. Left out are elections in which nothing more
    is asked of it. Two or three queries, however many elections and commissions there are.
    """
    base = ground()
    asked = [(poll, stand) for poll in base.polls if (stand := poll.stands.get(post.key))]
    asked = [(poll, stand) for poll, stand in asked if whole or not poll.is_over_for(stand, at)]
    marks = _marks([stand for _, stand in asked])
    found = [
        duty for poll, stand in asked for duty in _duties(poll, stand, marks, at, stand_terms(stand, whole))
    ]
    return sorted(found, key=_by_time)


def stand_terms(stand: Stand, whole: bool) -> Sequence[Term]:
    """The terms of a plan that a commission has before it."""
    return stand.terms if whole else stand.owed


def _by_time(duty: Duty) -> tuple[bool, float]:
    at = duty.term.at
    return at is None, at.timestamp() if at else 0


Marks = Mapping[tuple[int, int, str], Mark]


def _marks(stands: Sequence[Stand]) -> Marks:
    """The marks that count of these commissions and those that keep their plans, by election: one query."""
    units = {stand.post.unit for stand in stands} | {stand.keeper for stand in stands}
    rows = Mark.objects.filter(unit__in=units).select_related("file").order_by("id") if units else ()
    latest = {(mark.election_id, mark.unit_id, mark.deadline): mark for mark in rows}
    return {key: mark for key, mark in latest.items() if mark.withdraws_id is None}


def _duties(poll: Poll, stand: Stand, marks: Marks, at: dt.datetime, terms: Sequence[Term]) -> Iterator[Duty]:
    for term in terms:
        if term.verb:
            row = followed_row(term, held_at(poll, stand, at), at)
            yield Duty(poll.election, stand.post, row, runs=stand.runs)
            continue
        keys = mark_keys(poll, stand, term)
        unit, mark = next(((key[1], marks[key]) for key in keys if key in marks), (0, None))
        row = marked_row(term, mark, stand.adopted.get(term.code), at)
        shown, is_own = (mark if row.done_at else None), unit == stand.post.unit
        yield Duty(poll.election, stand.post, row, shown, is_own, stand.runs)


def mark_keys(poll: Poll, stand: Stand, term: Term) -> list[tuple[int, int, str]]:
    """Under which a mark of this term is looked for: the commission's own, then that of the plan's keeper.

    The commission that runs a contest may mark what all precincts of its own have done; not what it owes
    itself.
    """
    election, own = poll.election.id, stand.post.unit
    keys = [(election, own, term.code)]
    if stand.keeper not in (0, own) and "district" not in term.owed_by:
        keys.append((election, stand.keeper, term.code))
    return keys


# Plans of commissions that run contests


Plan = tuple[Poll, Stand]


def plans_on(country: str, path: str, election: str = "") -> list[Plan]:
    """The plans that commissions keep on the line of a unit, by election, then in tree order: no queries."""
    return [
        (poll, stand)
        for poll in ground().polls
        if poll.election.country.code == country and election in {"", poll.election.code}
        for _, stand in poll.line
        if stand.runs and (stand.post.path.startswith(path) or path.startswith(stand.post.path))
    ]


def rows_of_plans(plans: Sequence[Plan], at: dt.datetime) -> list[list[PlanRow]]:
    """The whole plan of each of these commissions, with the states at a moment: one query.

    What its precincts owe is done where it is marked in the plan; beside it stands by how many it was done.
    """
    marks, done = _marks([stand for _, stand in plans]), ground().done
    return [
        [
            duty.row if duty.row.done_at else _with_precincts(duty.row, poll, stand, done, at)
            for duty in _duties(poll, stand, marks, at, stand.terms)
        ]
        for poll, stand in plans
    ]


def _with_precincts(row: PlanRow, poll: Poll, stand: Stand, done: Done, at: dt.datetime) -> PlanRow:
    if row.term.owed_by != ("precinct",) or not row.term.is_duty:
        return row
    below = [one for one in poll.beneath(stand.post.path) if one.post.level == "precinct"]
    found = (done.get((poll.election.id, one.post.unit, row.term.code)) for one in below)
    count = sum(when is not None and when <= at for when in found)
    return replace(row, done_by=count, plans=len(below)) if below else row


# What those beneath have done


@dataclass(frozen=True, slots=True)
class Sum:
    """One duty that several commissions of one level owe: how many, and how many of them have it done."""

    election: Election
    level: str
    term: Term  # in the time of the first of them
    commissions: int
    done: int
    late: int  # overdue

    @property
    def waiting(self) -> int:
        """How many have it neither done nor overdue."""
        return self.commissions - self.done - self.late


def sums_beneath(post: Post, at: dt.datetime) -> list[Sum]:
    """The duties that are late, due or coming soon beneath a commission, by time: no queries of their own.

    Counted are limits, moments and hours with a known time not later than soon that not all have done.
    """
    base = ground()
    sums: list[Sum] = []
    for poll in base.polls:
        counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        terms: dict[tuple[str, str], Term] = {}
        stands = asked_beneath(poll, post.path, post.key, at)
        for stand, term, state in duty_states(poll, stands, base.done, at, at + SOON, is_counted):
            key = (stand.post.level, term.code)
            terms.setdefault(key, term)
            counts[key][BUCKET_OF[state]] += 1
        sums += [
            Sum(poll.election, key[0], terms[key], own.total() - own["ended"], own["done"], own["overdue"])
            for key, own in counts.items()
        ]
    open_ones = [one for one in sums if one.done < one.commissions]
    return sorted(open_ones, key=lambda one: one.term.at.timestamp() if one.term.at else 0)


@dataclass(frozen=True, slots=True)
class Late:
    """A duty of one commission that is overdue."""

    election: Election
    post: Post
    term: Term

    @property
    def due_at(self) -> dt.datetime:
        """Since when."""
        if self.term.due_at is None:
            raise ValueError(f"{self.term.code} has no end")
        return self.term.due_at


def late_beneath(path: str, at: dt.datetime, *, but: int = 0) -> list[Late]:
    """What is overdue in the commissions of a unit and of all beneath it, in tree order, then by time.

    `but` is the key of a commission that is left out: the one that asks. One query, or none.
    """
    base = ground()
    found = [
        Late(poll.election, stand.post, term)
        for poll in base.polls
        for stand, term, state in duty_states(
            poll, asked_beneath(poll, path, but, at), base.done, at, at, can_be_late
        )
        if state == "overdue"
    ]
    return sorted(found, key=lambda one: (one.post.path, one.post.key, one.due_at))


def commissions_asked(path: str, at: dt.datetime, *, but: int = 0) -> list[Post]:
    """The commissions of a unit and of all beneath it that an election asks something of, in tree order."""
    found = {
        stand.post.key: stand.post for poll in ground().polls for stand in asked_beneath(poll, path, but, at)
    }
    return sorted(found.values(), key=lambda post: (post.path, post.key))


def leaders_of(posts: Iterable[Post], day: dt.date) -> dict[tuple[int, str], str]:
    """Who is chair and who secretary of these commissions on a day, by key and office: one query."""
    keys = {post.key for post in posts}
    today = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    rows = Office.objects.filter(today, kind__in=("chair", "secretary"), mandate__commission__in=keys)
    columns = ("mandate__commission_id", "kind", "membership__person__name")
    return {(key, office): name for key, office, name in rows.values_list(*columns)}
