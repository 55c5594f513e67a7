"""Adding what precincts brought to the stored sums of the units right above them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from dauys.apps.elections.models import Contest, Election
from dauys.apps.results import rules
from dauys.apps.results.actions.storing import known_tallies, rewrite_tallies, store_tallies
from dauys.apps.results.models import Tally
from dauys.core.protocol import Form


@dataclass(frozen=True, slots=True)
class Delta:
    """What is added to the tally of one contest in one unit, the one right above the precincts that moved."""

    contest: int
    unit: int
    counts: rules.Ints
    figures: rules.Ints
    present: rules.Ints
    largest_base: int


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """Precincts of a contest that stand differently: `above` (n,) the units above them, `after` their state.

    Of those that stood before, `stood_above` (m,) are the units and `before` says how. `versions` (v, k) are
    the figures of the versions that are new, `versions_above` (v,) the units of their precincts.
    """

    above: rules.Ints
    after: rules.State
    stood_above: rules.Ints
    before: rules.State | None
    versions_above: rules.Ints
    versions: rules.Protocols


def deltas_of(ground: rules.Ground, form: Form, contest: Contest, moved: Moved) -> list[Delta]:
    """One delta for each unit that a moved precinct hangs on."""
    part = ground.within(contest.unit.path)
    keys = ground.ids[part]
    above = moved.above - part.start
    share = rules.share_of(form, len(keys), above, moved.after)
    if moved.before:
        share = share - rules.share_of(form, len(keys), moved.stood_above - part.start, moved.before)
    largest = rules.largest_above(form, len(keys), moved.versions_above - part.start, moved.versions)
    return [
        Delta(
            contest.id, int(keys[at]), share.counts[at], share.figures[at], share.present[at],
            int(largest[at]),
        )
        for at in np.flatnonzero(np.bincount(above)).tolist()
    ]  # fmt: skip


def add_deltas(election: Election, deltas: Iterable[Delta], *, at: dt.datetime, entry: int) -> None:
    """Add the deltas to the stored tallies, in the transaction of the verb that caused them."""
    by_contest: dict[int, list[Delta]] = defaultdict(list)
    for delta in deltas:
        by_contest[delta.contest].append(delta)
    known: list[Tally] = []
    new: list[Tally] = []
    for contest, own in by_contest.items():
        tallies = known_tallies(contest, [delta.unit for delta in own])
        known += tallies.values()
        for delta in own:
            if delta.unit not in tallies:
                tallies[delta.unit] = Tally(
                    election=election, contest_id=contest, unit_id=delta.unit, figures=b"", present=b""
                )
                new.append(tallies[delta.unit])
            _add(tallies[delta.unit], delta)
    rewrite_tallies(known, at=at, entry=entry)
    store_tallies(new, at=at, entry=entry)


def _add(tally: Tally, delta: Delta) -> None:
    width = len(delta.figures)
    tally.figures = rules.pack_sums(rules.unpack_sums(tally.figures, width) + delta.figures)
    tally.present = rules.pack_sums(rules.unpack_sums(tally.present, width) + delta.present)
    for name, count in zip(rules.COUNTS, delta.counts, strict=True):
        setattr(tally, name, getattr(tally, name) + int(count))
    tally.largest_base = max(tally.largest_base, delta.largest_base)
