"""Counting everything again from the stored protocols and naming every difference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet
from django.db.models.functions import Length

from dauys.apps.candidates.queries import candidates_of
from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import contests_of, law_of
from dauys.apps.law.queries import changed_since
from dauys.apps.results import rules
from dauys.apps.results.actions.tallies import Delta, Moved, deltas_of
from dauys.apps.results.models import ProtocolVersion, Tally
from dauys.apps.results.queries.grounds import ground_of_election
from dauys.apps.results.queries.placing import above_of, in_order_of_keys, misplaced, out_of_tree
from dauys.apps.results.queries.standing import rows_of
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
    ground = in_order_of_keys(ground_of_election(election))
    differences: list[str] = []
    if changed_since(election.edition):
        differences.append(f"{law.id}: the rules on disk are not those the election is bound to.")
    differences += unwitnessed(election)
    differences += out_of_tree(ground)
    contests = list(contests_of(election))
    deltas: list[Delta] = []
    protocols = 0
    uncounted: set[int] = set()
    for number, contest in enumerate(contests, start=1):
        found, count = _recount_contest(form, ground, contest, differences)
        if found is None:
            uncounted.add(contest.id)
        deltas += found or ()
        protocols += count
        if progress:
            progress(number, len(contests))
    stored = {
        (tally.contest_id, tally.unit_id): tally
        for tally in Tally.objects.filter(election=election).select_related("unit", "contest")
    }
    counted = {(delta.contest, delta.unit): delta for delta in deltas}
    for key in sorted(stored.keys() | counted.keys()):
        if key[0] in uncounted:
            continue
        differences += _differences(stored.get(key), counted.get(key), key)
    return Recount(protocols, len(stored), tuple(differences))


def _recount_contest(
    form: Form, ground: rules.Ground, contest: Contest, differences: list[str]
) -> tuple[list[Delta] | None, int]:
    """The contest's sums from its versions; stored findings that the law does not give are named.

    None in place of the sums where the tree has no place for what is to be added up, which is named.
    """
    stored = _whole(form, contest, differences)
    rows = rows_of(stored)
    if rows is None:
        return [], 0
    checked = form.check_columns(rows.figures, contest.election.election_day)
    codes, broken = rules.broken_codes(checked)
    again = (checked.errors.tolist(), checked.warnings.tolist(), (codes[text] for text in broken.tolist()))
    found = dict(zip(rows.keys.tolist(), zip(*again, strict=True), strict=True))
    written = stored.order_by("id").values_list(
        "id", "errors", "warnings", "broken", "number", "precinct__code"
    )
    differences += [
        f"{contest.code} {row[5]} version {row[4]}: stored findings {row[1:4]}, found again {found[row[0]]}."
        for row in written.iterator()
        if tuple(row[1:4]) != found[row[0]]
    ]
    (standing,) = rows.standing().values()
    if strange := misplaced(ground, contest, standing.precincts):
        differences += strange
        return None, len(standing)
    own, every = (above_of(ground, precincts) for precincts in (standing.precincts, rows.precincts))
    counted = Moved(own, standing.state, own[:0], None, every, rows.figures)
    return deltas_of(ground, form, contest, counted), len(standing)


def _whole(form: Form, contest: Contest, differences: list[str]) -> QuerySet[ProtocolVersion]:
    """The contest's versions whose figures can be read; the others are named."""
    lines, most = len(form.lines), len(form.lines) + len(candidates_of(contest))
    every = ProtocolVersion.objects.filter(contest=contest)
    sizes = [rules.size_of_protocol(width) for width in range(lines, most + 1)]
    spoiled = every.annotate(size=Length("figures")).exclude(size__in=sizes)
    keys = []
    for key, precinct, number in spoiled.values_list("id", "precinct__code", "number"):
        keys.append(key)
        differences.append(f"{contest.code} {precinct} version {number}: its figures can't be read.")
    return every.exclude(id__in=keys) if keys else every


def _differences(tally: Tally | None, delta: Delta | None, key: tuple[int, int]) -> list[str]:
    """What differs between a stored sum and the same sum counted again."""
    if tally is None:
        return [f"The sum of unit {key[1]} in contest {key[0]} is not stored."]
    name = f"{tally.contest.code} {tally.unit.code}"
    if len(tally.figures) != len(tally.present) or not rules.are_sums(tally.figures):
        return [f"{name}: the stored sums can't be read."]
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
