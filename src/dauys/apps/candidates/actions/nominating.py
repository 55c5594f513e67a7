"""Nominations come in: many persons in many contests of one election, at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from dauys.apps.calendar.queries import keeper_paths
from dauys.apps.candidates import rules
from dauys.apps.candidates.models import Candidate
from dauys.apps.candidates.queries import (
    candidates_in,
    contests_named,
    contests_voting,
    seals_of_candidates,
    today_of,
)
from dauys.apps.candidates.rules import Nomination
from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import law_of, path_over_contests
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor, require, require_somewhere


@transaction.atomic
def nominate_candidates(
    election: Election, rows: Sequence[Nomination], on: dt.date, *, by: Actor, at: dt.datetime
) -> int:
    """Enter persons nominated on a local day (113-3 for akims); returns how many.

    Each takes the next position among the figures of the contest's protocols, registered later or not.
    Refused with every fault: an id that is no candidate's, stands already or names no contest of this
    election, a day that has not come.
    """
    require_somewhere("nominate_candidates", by)
    take_turn()
    ids = [row.id for row in rows]
    contests = contests_named(election, {code.rpartition("#")[0] for code in ids})
    require("nominate_candidates", by, lambda: keeper_paths(contests.values()))
    standing = candidates_in(contests.values())
    faults = rules.wrong_numbers(ids) + rules.doubled(ids) + rules.too_late(on, today_of(election, at))
    faults += rules.ballots_out(contests_voting(election, contests.values(), at))
    faults += _without_contest(ids, contests) + _standing_already(ids, contests, standing)
    if faults:
        raise Refused(faults)
    _insert(rows, on, contests, standing)
    if rows:
        seals = {"candidates": seals_of_candidates({one.id for one in contests.values()})}
        done = {"on": on, "candidates": ids, "seals": seals}
        law = law_of(election).id
        subject, of = f"election:{election.code}", path_over_contests(list(contests.values()))
        write_entry("nominate_candidates", subject, done, by=by, at=at, law=law, of=of)
    return len(rows)


def _insert(
    rows: Sequence[Nomination],
    on: dt.date,
    contests: dict[str, Contest],
    standing: dict[int, list[Candidate]],
) -> None:
    """Insert the rows, each at the next position of its contest: nobody ever leaves a hole there."""
    position = {contest.id: len(standing[contest.id]) for contest in contests.values()}
    new = []
    for row in rows:
        code, _, number = row.id.rpartition("#")
        contest = contests[code]
        # A row of a file may tell more than this verb says: only the person counts.
        facts = Nomination.facts(row) | {"status": rules.NOMINATED, "nominated_on": on}
        new.append(Candidate(contest=contest, number=number, position=position[contest.id], **facts))
        position[contest.id] += 1
    Candidate.objects.bulk_create(new)


def _without_contest(ids: Sequence[str], contests: dict[str, Contest]) -> list[Fault]:
    return [
        Fault(
            "C-04",
            f"{code} names no contest of this election.",
            "Correct the id; contests come with the call of the election.",
            value=code,
        )
        for code in ids
        if code.rpartition("#")[0] not in contests
    ]


def _standing_already(
    ids: Sequence[str], contests: dict[str, Contest], standing: dict[int, list[Candidate]]
) -> list[Fault]:
    known = {
        f"{code}#{person.number}" for code, contest in contests.items() for person in standing[contest.id]
    }
    return [
        Fault("C-10", f"{code} was nominated already.", "Give the person another number.", value=code)
        for code in ids
        if code in known
    ]
