"""Adding what precincts brought to the stored sums of the units above them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.db.models import Q

from dauys.apps.elections.models import Election
from dauys.apps.results import rules
from dauys.apps.results.actions.storing import rewrite_tallies
from dauys.apps.results.models import Tally
from dauys.core.protocol import Form


@dataclass(frozen=True, slots=True)
class Delta:
    """What is added to one tally; `contest` None for the sum over contests."""

    contest: int | None
    unit: int
    counts: rules.Ints
    figures: rules.Ints
    present: rules.Ints
    largest_base: int

    def __add__(self, other: Delta) -> Delta:
        return Delta(
            self.contest,
            self.unit,
            self.counts + other.counts,
            self.figures + other.figures,
            self.present + other.present,
            max(self.largest_base, other.largest_base),
        )


def deltas_of(
    ground: rules.Ground, form: Form, contest: int, part: slice, share: rules.Share, largest: rules.Ints
) -> list[Delta]:
    """One delta per unit of the contest that changed, and one per unit above the contest (lines only)."""
    units = ground.ids[part].tolist()
    sums = np.hstack([largest[:, np.newaxis], share.counts, share.figures, share.present])
    found = [
        Delta(contest, units[at], share.counts[at], share.figures[at], share.present[at], int(largest[at]))
        for at in np.flatnonzero(sums.any(axis=1)).tolist()
    ]
    width = len(form.lines)
    found += [
        Delta(None, int(ground.ids[above]), share.counts[0], share.figures[0, :width],
              share.present[0, :width], int(largest[0]))
        for above in ground.above(part.start)
    ]  # fmt: skip
    return found


def add_deltas(election: Election, deltas: Iterable[Delta], *, at: dt.datetime, entry: int) -> None:
    """Add the deltas to the stored tallies, in the transaction of the verb that caused them."""
    sums = merged(deltas)
    units = {unit for _, unit in sums}
    contests = {contest for contest, _ in sums if contest is not None}
    wanted = Q(contest_id__in=contests) | Q(contest__isnull=True)
    stored = {
        (tally.contest_id, tally.unit_id): tally
        for tally in Tally.objects.filter(wanted, election=election, unit_id__in=units)
    }
    new = []
    for key, delta in sums.items():
        tally = stored.get(key)
        if tally is None:
            tally = Tally(
                election=election, contest_id=key[0], unit_id=key[1], figures=b"", present=b"", as_of=at
            )
            new.append(tally)
        _add(tally, delta)
        tally.as_of, tally.last_entry = max(at, tally.as_of), entry
    Tally.objects.bulk_create(new, batch_size=500)
    rewrite_tallies([stored[key] for key in sums if key in stored])


def merged(deltas: Iterable[Delta]) -> dict[tuple[int | None, int], Delta]:
    """Deltas of many contests meet in the units above: one sum for each tally."""
    sums: dict[tuple[int | None, int], Delta] = {}
    for delta in deltas:
        key = (delta.contest, delta.unit)
        sums[key] = sums[key] + delta if key in sums else delta
    return sums


def _add(tally: Tally, delta: Delta) -> None:
    width = len(delta.figures)
    tally.figures = rules.pack_sums(rules.unpack_sums(tally.figures, width) + delta.figures)
    tally.present = rules.pack_sums(rules.unpack_sums(tally.present, width) + delta.present)
    for name, count in zip(rules.COUNTS, delta.counts, strict=True):
        setattr(tally, name, getattr(tally, name) + int(count))
    tally.largest_base = max(tally.largest_base, delta.largest_base)
