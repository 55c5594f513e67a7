"""What becomes of those nominated: registered, refused, withdrawn, registration cancelled; many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from dauys.apps.calendar.queries import keeper_paths
from dauys.apps.candidates import rules
from dauys.apps.candidates.models import Candidate
from dauys.apps.candidates.queries import (
    CHUNK,
    candidates_named,
    contests_named,
    contests_voting,
    last_day_to_leave,
    seals_of_candidates,
    today_of,
)
from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import law_of, path_over_contests
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.core.findings import Fault, Refused
from dauys.core.lifecycle import CANDIDATE
from dauys.core.rights import Actor, require, require_somewhere

_TARGETS = {step.verb: step.target for step in CANDIDATE.steps}


@transaction.atomic
def register_candidates(
    election: Election, ids: Sequence[str], on: dt.date, *, by: Actor, at: dt.datetime
) -> int:
    """Register those nominated, on a local day; returns how many. Refused names each who cannot be."""
    return _decide("register_candidates", election, ids, on, None, by, at)


@transaction.atomic
def refuse_registration(
    election: Election, ids: Sequence[str], on: dt.date, reason: str, *, by: Actor, at: dt.datetime
) -> int:
    """Refuse to register those nominated, for a reason or citing the act; returns how many."""
    return _decide("refuse_registration", election, ids, on, reason, by, at)


@transaction.atomic
def withdraw_candidates(
    election: Election, ids: Sequence[str], on: dt.date, reason: str, *, by: Actor, at: dt.datetime
) -> int:
    """Let go those who withdrew or whose nomination was recalled, registered or not; returns how many."""
    return _decide("withdraw_candidates", election, ids, on, reason, by, at)


@transaction.atomic
def cancel_registration(
    election: Election, ids: Sequence[str], on: dt.date, reason: str, *, by: Actor, at: dt.datetime
) -> int:
    """Cancel decisions on registration, for a reason or citing the act; returns how many."""
    return _decide("cancel_registration", election, ids, on, reason, by, at)


def _decide(
    verb: str, election: Election, ids: Sequence[str], on: dt.date, reason: str | None, by: Actor,
    at: dt.datetime,
) -> int:  # fmt: skip
    """Take one step for all or for none: right, table of states, days, then rows and one journal entry."""
    require_somewhere(verb, by)
    take_turn()
    found = candidates_named(election, ids)
    people = {code: found[code] for code in ids if code in found}
    faults = rules.doubled(ids) + rules.unknown(ids, found) + rules.wrong_steps(verb, people)
    faults += rules.too_late(on, today_of(election, at)) + _early(people, on)
    faults += rules.left_too_late(_TARGETS[verb], on, last_day_to_leave(election))
    contests = contests_named(election, {code.rpartition("#")[0] for code in ids}).values()
    require(verb, by, lambda: keeper_paths(contests))
    faults += rules.ballots_out(contests_voting(election, contests, at))
    faults += [] if reason is None else rules.without_reason(reason)
    if faults:
        raise Refused(faults)
    stood = {code: one.status for code, one in people.items()}
    _write(verb, list(people.values()), on)
    if people:
        seals = {"candidates": seals_of_candidates({one.contest_id for one in people.values()})}
        done = {
            "on": on, "candidates": list(people), "reason": reason, "seals": seals,
            "before": stood, "after": dict.fromkeys(stood, _TARGETS[verb]),
        }  # fmt: skip
        of = path_over_contests(list(contests))
        subject = f"election:{election.code}"
        write_entry(verb, subject, done, by=by, at=at, law=law_of(election).id, of=of)
    return len(people)


def _early(people: dict[str, Candidate], on: dt.date) -> list[Fault]:
    """Candidates to whom something happened after that day."""
    last = {
        code: max(filter(None, (one.nominated_on, one.registered_on)), default=on)
        for code, one in people.items()
    }
    return [
        Fault("C-07", f"{code} was nominated or registered on {day}.", "Correct the day.", value=str(on))
        for code, day in last.items()
        if on < day
    ]


def _write(verb: str, people: Sequence[Candidate], on: dt.date) -> None:
    """Set state and day: a verb has one target whatever state it starts from."""
    if not people:
        return
    target = _TARGETS[verb]
    day = {"registered_on": on} if target == rules.STANDING else {"left_on": on}
    keys = [person.id for person in people]
    for start in range(0, len(keys), CHUNK):
        Candidate.objects.filter(id__in=keys[start : start + CHUNK]).update(status=target, **day)
