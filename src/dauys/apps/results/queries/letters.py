"""Who is to be told of which duties: those with an account, by what presses on their commissions."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from dauys.apps.accounts.models import Account
from dauys.apps.commissions.models import Appointment, Membership, Suspension
from dauys.apps.elections.models import Election
from dauys.apps.results.queries.dutyground import Post, ground
from dauys.apps.results.queries.limits import asked_beneath, can_be_late, duty_states
from dauys.core.timetable import Term

PRESSING = ("overdue", "due", "coming")


@dataclass(frozen=True, slots=True)
class Pressing:
    """A duty with a limit that is over, today or near, and not done."""

    election: Election
    post: Post
    term: Term
    state: str  # of PRESSING


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is to be told, and where; by time, the oldest first."""

    person: UUID
    email: str
    language: str
    duties: Sequence[Pressing]


def letters_on(at: dt.datetime, days: int) -> list[Letter]:
    """One letter for each active account whose commissions have a duty overdue, due or due in so many days.

    A few queries, however many accounts and commissions there are.
    """
    pressing = _pressing(at, days)
    people = _people_of(pressing, at.date())
    letters = []
    for account in Account.objects.filter(is_active=True, last_login__isnull=False).order_by("email"):
        duties = [duty for post in sorted(people.get(account.person, ())) for duty in pressing[post]]
        if duties:
            duties.sort(key=lambda one: one.term.due_at.timestamp() if one.term.due_at else 0)
            letters.append(Letter(account.person, account.email, account.language, duties))
    return letters


def _pressing(at: dt.datetime, days: int) -> Mapping[int, list[Pressing]]:
    """By commission key; days are counted on the clock of each term."""
    until = at + dt.timedelta(days=days + 2)
    base = ground()
    found: dict[int, list[Pressing]] = defaultdict(list)
    for poll in base.polls:
        stands = asked_beneath(poll, "", 0, at)
        for stand, term, state in duty_states(poll, stands, base.done, at, until, can_be_late):
            if state in PRESSING and _days_to(term, at) <= days:
                found[stand.post.key].append(Pressing(poll.election, stand.post, term, state))
    return found


def _days_to(term: Term, at: dt.datetime) -> int:
    due = term.due_at
    return (due.date() - at.astimezone(due.tzinfo).date()).days if due else 0


def _people_of(commissions: Mapping[int, object], day: dt.date) -> dict[UUID, set[int]]:
    """By person, the keys of those of the commissions in which an office is held that day: two queries."""
    resting = Suspension.objects.filter(_on(day), membership=OuterRef("pk"))
    seats = Membership.objects.filter(_on(day), _on(day, "mandate__"), ~Exists(resting))
    rows = [
        *seats.values_list("person__code", "mandate__commission_id"),
        *Appointment.objects.filter(_on(day)).values_list("person__code", "commission_id"),
    ]
    found: dict[UUID, set[int]] = defaultdict(set)
    for person, commission in rows:
        if commission in commissions:
            found[person].add(commission)
    return found


def _on(day: dt.date, prefix: str = "") -> Q:
    ends = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    return Q(**{f"{prefix}valid_from__lte": day}) & ends
