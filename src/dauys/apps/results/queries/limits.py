"""The states of many commissions' duties at once, without their evidence: no queries of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from dauys.apps.calendar.queries import Held, followed_row
from dauys.apps.results.queries.contestbook import SETTLED
from dauys.apps.results.queries.dutyground import Done, Poll, Stand
from dauys.core.timetable import Term, term_state


def asked_beneath(poll: Poll, path: str, but: int, at: dt.datetime) -> Iterator[Stand]:
    """The commissions of a unit and of all beneath it, but one, that are still asked something."""
    for stand in poll.beneath(path):
        if stand.post.key != but and not poll.is_over_for(stand, at):
            yield stand


def duty_states(
    poll: Poll,
    stands: Iterable[Stand],
    done: Done,
    at: dt.datetime,
    until: dt.datetime,
    counts: Callable[[Term], bool],
) -> Iterator[tuple[Stand, Term, str]]:
    """Those terms that `counts` names and these commissions owe not later than `until`, each with its state.

    A limit is owed by its end, what has hours from its beginning. What has no mark is in one state for all
    of one level and one time, which is asked once.
    """
    election = poll.election.id
    known: dict[int, list[tuple[Term, str, bool]]] = {}
    for stand in stands:
        if id(stand.owed) not in known:
            known[id(stand.owed)] = [
                (term, term_state(term, at), "district" not in term.owed_by)
                for term in stand.owed
                if counts(term) and _is_owed_by(term, until)
            ]
        for term, unmarked, by_keeper in known[id(stand.owed)]:
            if term.verb:
                yield stand, term, followed_row(term, held_at(poll, stand, at), at).state
                continue
            found = done.get((election, stand.post.unit, term.code))
            if found is None and by_keeper and stand.keeper:
                found = done.get((election, stand.keeper, term.code))
            yield stand, term, unmarked if found is None else term_state(term, at, found)


def _is_owed_by(term: Term, until: dt.datetime) -> bool:
    since = term.due_at if term.kind == "limit" else term.starts_at or term.due_at
    return since is not None and since <= until


def can_be_late(term: Term) -> bool:
    """Whether somebody owes it by a time, whatever happens."""
    return term.kind == "limit" and is_counted(term)


def is_counted(term: Term) -> bool:
    """Whether each commission owes it, whatever happens: with a limit, at a moment, or between two hours.

    The first day on which something may be done is no duty.
    """
    return term.kind != "floor" and term.is_duty and not term.conditional


def held_at(poll: Poll, stand: Stand, at: dt.datetime) -> Held:
    """What became at a moment of the contests on a commission's line."""
    facts = [poll.timelines[key].facts(at) for key in stand.contests]
    cancelled = sum(one.state == "cancelled" for one in facts)
    settled = [one.establishment for one in facts if one.state in SETTLED and one.state != "cancelled"]
    moments = [one.at for one in settled if one is not None]
    return Held(len(facts), len(settled), cancelled, max(moments, default=None))
