"""Counting everything again from the stored protocols and naming every difference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import contests_of, law_of
from dauys.apps.law.queries import changed_since
from dauys.apps.results import rules
from dauys.apps.results.actions.tallies import Delta, deltas_of, merged
from dauys.apps.results.models import ProtocolVersion, Tally
from dauys.apps.results.queries.grounds import ground_of_election
from dauys.apps.results.queries.standing import standing_of, state_of
from dauys.apps.results.queries.witness import unwitnessed
from dauys.core.protocol import Form, form_of


@dataclass(frozen=True, slots=True)
class Recount:
    """How many protocols and sums were counted again, and what differs, in words."""

    protocols: int
    tallies: int
    differences: tuple[str, ...]


def recount(election: Election, *, progress: Callable[[int, int], None] | None = None) -> Recount:
    """Recompute findings and sums of an election from the stored protocols; writes nothing."""
    law = law_of(election)
    form = form_of(law.protocol)
    ground = ground_of_election(election)
    differences: list[str] = []
    if changed_since(election.edition):
        differences.append(f"{law.id}: the rules on disk are not those the election is bound to.")
    differences += unwitnessed(election)
    contests = list(contests_of(election))
    deltas: list[Delta] = []
    protocols = 0
    for number, contest in enumerate(contests, start=1):
        found, count = _recount_contest(form, ground, contest, differences)
        deltas += found
        protocols += count
        if progress:
            progress(number, len(contests))
    stored = {
        (tally.contest_id, tally.unit_id): tally
        for tally in Tally.objects.filter(election=election).select_related("unit", "contest")
    }
    counted = merged(deltas)
    for key in stored.keys() | counted.keys():
        differences += _differences(stored.get(key), counted.get(key), key)
    return Recount(protocols, len(stored), tuple(differences))


def _recount_contest(
    form: Form, ground: rules.Ground, contest: Contest, differences: list[str]
) -> tuple[list[Delta], int]:
    """The contest's sums from its versions; stored findings that the law does not give are named."""
    standing = standing_of([contest.id])[contest.id]
    if not standing:
        return [], 0
    versions = list(
        ProtocolVersion.objects.filter(contest=contest)
        .order_by("id")
        .values_list("precinct_id", "number", "figures", "errors", "warnings", "broken", "precinct__code")
    )
    width = max(len(bytes(row[2])) for row in versions) // 4
    figures = rules.unpack([bytes(row[2]) for row in versions], width)
    checked = form.check_columns(figures, contest.election.election_day)
    broken = rules.broken_codes(checked)
    for at, row in enumerate(versions):
        again = (int(checked.errors[at]), int(checked.warnings[at]), broken.get(at, ""))
        if tuple(row[3:6]) != again:
            differences.append(
                f"{contest.code} {row[6]} version {row[1]}: stored findings {row[3:6]}, found again {again}."
            )
    places = {place.id: place for place in ground.precincts.values()}
    part = ground.within(contest.unit.path)
    tree = ground.tree(part)
    above = np.array([places[key].above for key in standing], dtype=np.int64) - part.start
    share = rules.share_of(form, tree, above, state_of(standing.values(), width))
    parents = np.array(ground.parents[part], dtype=np.int64) - part.start
    every = np.array([places[row[0]].above for row in versions], dtype=np.int64) - part.start
    largest = rules.largest_above(form, parents, every, figures)
    return deltas_of(ground, form, contest.id, part, share, largest), len(standing)


def _differences(tally: Tally | None, delta: Delta | None, key: tuple[int | None, int]) -> list[str]:
    """What differs between a stored sum and the same sum counted again."""
    if tally is None:
        return [f"The sum of unit {key[1]} in contest {key[0]} is not stored."]
    name = f"{tally.contest.code if tally.contest else tally.unit.country} {tally.unit.code}"
    if delta is None:
        none = np.zeros(0, np.int64)
        delta = Delta(*key, np.zeros(len(rules.COUNTS), np.int64), none, none, 0)
    width = max(len(delta.figures), len(tally.figures) // 8)
    found = [
        f"{name}: stored {column} {getattr(tally, column)}, counted again {count}."
        for column, count in [
            *zip(rules.COUNTS, delta.counts.tolist(), strict=True),
            ("largest_base", delta.largest_base),
        ]
        if getattr(tally, column) != count
    ]
    for column, packed, counted in (
        ("figures", tally.figures, delta.figures),
        ("figures present", tally.present, delta.present),
    ):
        stored, again = rules.unpack_sums(packed, width), rules.widened(counted, width)
        found += [
            f"{name}: stored {column} no. {at + 1} {stored[at]}, counted again {again[at]}."
            for at in np.flatnonzero(stored != again).tolist()
        ]
    return found
