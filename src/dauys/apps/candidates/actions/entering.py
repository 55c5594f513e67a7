"""Entering an election's file: the call, and who stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from dauys.apps.candidates import rules
from dauys.apps.candidates.models import Candidate
from dauys.apps.candidates.queries import (
    candidates_by_contest,
    contests_named,
    contests_voting,
    last_day_to_leave,
    seals_of_candidates,
    today_of,
)
from dauys.apps.candidates.rules import ElectionEntry
from dauys.apps.elections.actions import call_election, cite_figures, describe_election
from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import path_over_contests
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor, require, require_somewhere


@dataclass(frozen=True, slots=True)
class Entered:
    """What a file of an election brought; `described`: a note, party, source or cited figure that is new."""

    election: str
    contests: int
    new_contests: int
    candidates: int
    new_candidates: int
    changed_candidates: int
    described: bool


@transaction.atomic
def enter_candidates(
    entry: ElectionEntry,
    *,
    by: Actor,
    at: dt.datetime,
    place: str = "",
    sha256: str = "",
    sample: bool = False,
    dry_run: bool = False,
) -> Entered:
    """Take the file of an election whole: call it if it is new, enter its candidates, correct known ones.

    Refused with all faults when anything in it does not stand; a candidate is never dropped, only withdrawn.
    From election day on the candidates of a contest that stands already stay as they are (a default of ours).
    """
    require_somewhere("enter_candidates", by)
    faults = [
        fault for number, contest in enumerate(entry.contests) for fault in contest.faults(number, place)
    ]
    if faults:
        raise Refused(faults)
    take_turn()
    stood = set(Contest.objects.filter(election__code=entry.id).values_list("id", flat=True))
    election, new_contests = call_election(entry.call(sample=sample), by=by, at=at, place=place)
    require("enter_candidates", by, lambda: [election.country.path])
    described = describe_election(election, entry.description(), by=by, at=at, place=place)
    if entry.figures or entry.sources:
        figures = [one.as_citation() for one in entry.figures]
        sources = [one.as_name() for one in entry.sources]
        described |= cite_figures(election, figures, sources, by=by, at=at, place=place)
    new, changes = _enter(election, entry, place, today_of(election, at))
    # What comes with its call tells who was on the ballot; what stands is not changed once that is out.
    moved = {code.rpartition("#")[0] for code in (*new, *(change["candidate"] for change in changes))}
    named = contests_named(election, moved).values()
    contests = [one for one in named if one.id in stood]
    if out := rules.ballots_out(contests_voting(election, contests, at)):
        raise Refused([replace(fault, place=place) for fault in out])
    if new or changes:
        seals = {"candidates": seals_of_candidates({one.id for one in named})}
        done = {"file": place, "sha256": sha256, "entered": new, "changed": changes, "seals": seals}
        of = path_over_contests(list(named))
        write_entry("enter_candidates", f"election:{entry.id}", done, by=by, at=at, law=entry.law, of=of)
    if dry_run:
        transaction.set_rollback(True)
    total = sum(len(contest.candidates) for contest in entry.contests)
    return Entered(entry.id, len(entry.contests), new_contests, total, len(new), len(changes), described)


def _enter(
    election: Election, entry: ElectionEntry, place: str, today: dt.date
) -> tuple[list[str], list[dict[str, Any]]]:
    """Insert new candidates and change known ones; returns the new ids and what changed from what."""
    contests = {contest.code: contest for contest in Contest.objects.filter(election=election)}
    standing = candidates_by_contest(election)
    last = last_day_to_leave(election)
    faults: list[Fault] = []
    new: list[Candidate] = []
    changes: list[dict[str, Any]] = []
    changed: list[Candidate] = []
    for number, item in enumerate(entry.contests):
        contest = contests[item.id]
        known = {candidate.number: candidate for candidate in standing[contest.id]}
        faults += rules.vanished(list(known), item, number, place)
        position = len(known)
        for index, person in enumerate(item.candidates):
            figure = person.id.rpartition("#")[2]
            before: dict[str, Any] = {}
            if figure not in known:
                row = Candidate(contest=contest, number=figure, position=position, **person.facts())
                new.append(row)
                position += 1
            else:
                row = known[figure]
                before = _change(row, person)
            if before:
                changed.append(row)
                changes.append({"candidate": person.id, "before": before})
            column = f"contests[{number}].candidates[{index}]"
            found = _hindered(person.id, row, before.get("status", row.status), today)
            found += rules.left_too_late(row.status, row.left_on, last, person.id)
            faults += [replace(fault, place=place, column=column) for fault in found]
    if faults:
        raise Refused(faults)
    Candidate.objects.bulk_create(new)
    names = sorted({name for change in changes for name in change["before"]})
    if names:
        Candidate.objects.bulk_update(changed, names, batch_size=100)
    return [f"{candidate.contest.code}#{candidate.number}" for candidate in new], changes


def _hindered(code: str, row: Candidate, stood: str, today: dt.date) -> list[Fault]:
    """What hinders a row as the file would leave it: the table of states, the days."""
    faults = rules.out_of_place(code, stood, row.status) + rules.out_of_order(code, row)
    for name in rules.DAYS:
        faults += rules.too_late(getattr(row, name), today, code)
    return faults


def _change(candidate: Candidate, person: rules.CandidateEntry) -> dict[str, Any]:
    """Set the person's facts on the row; returns what they were before, empty when nothing differs."""
    facts = person.facts()
    before = {
        name: getattr(candidate, name) for name, value in facts.items() if getattr(candidate, name) != value
    }
    for name in before:
        setattr(candidate, name, facts[name])
    return before
