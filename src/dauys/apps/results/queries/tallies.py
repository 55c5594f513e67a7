"""The sums of every unit: tallies are stored right above the precincts and added up, when read, to the root.

This is the only place that reads them for others: one query for any number of units and contests.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Max, Sum

from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import law_of
from dauys.apps.results import rules
from dauys.apps.results.models import Tally
from dauys.core.protocol import form_of
from dauys.core.rollup import NO_PARENT, Tree

OVER_CONTESTS = 0  # in the place of a contest's key, of a sum over contests
Key = tuple[int, str]  # the contest and the path of the unit
COLUMNS = (
    "contest_id", "contest__unit__path", "unit__path", "figures", "present", *rules.COUNTS, "largest_base",
    "last_entry", "as_of",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class UnitTally:
    """What a stored tally holds, of everything at and beneath a unit: in one contest, or over all above them.

    `figures` and `present` (k,): lines of the law, then the votes by position; over contests the lines only.
    """

    figures: rules.Ints
    present: rules.Ints
    received: int
    counted: int
    kept_out: int
    with_errors: int
    with_warnings: int
    kept_out_votes: int
    largest_base: int
    last_entry: int
    as_of: dt.datetime


def tallies_of(election: Election, *, beneath: str = "") -> dict[Key, UnitTally]:
    """Of every unit that something has come of; of units at and beneath a path, where one is given.

    Units in a contest under its key; units above a contest under OVER_CONTESTS, where the lines of those
    beneath are added up. One query, then a few steps over columns.
    """
    tallies = Tally.objects.filter(election=election)
    if beneath:
        tallies = tallies.filter(unit__path__startswith=beneath)
    return _added_up(tallies.values_list(*COLUMNS), len(form_of(law_of(election).protocol).lines))


def tallies_of_contests(contests: Collection[Contest]) -> dict[int, UnitTally]:
    """By contest key, the sums of its own unit; one of which nothing has come is left out. One query."""
    found = _added_up(Tally.objects.filter(contest__in=contests).values_list(*COLUMNS), 0)
    own = {contest.id: found.get((contest.id, contest.unit.path)) for contest in contests}
    return {key: tally for key, tally in own.items() if tally is not None}


def received_of(election: Election) -> dict[int, int]:
    """By contest key, how many precincts have sent a protocol: one query."""
    rows = Tally.objects.filter(election=election).values_list("contest_id")
    return dict(rows.annotate(Sum("received")))


def last_entries_of(contests: Collection[int]) -> dict[int, int]:
    """By contest key, the number of the latest journal entry about its protocols: one query."""
    rows = Tally.objects.filter(contest_id__in=contests).values_list("contest_id")
    return dict(rows.annotate(Max("last_entry")))


class Units:
    """Places to sum at, a parent before its children: units in contests, above them those over contests."""

    def __init__(self) -> None:
        self.index: dict[Key, int] = {}
        self.parents: list[int] = []

    def at(self, contest: int, root: str, path: str) -> int:
        """The index of a unit in a contest held in the unit `root`; all above it are there then too."""
        if (contest, path) not in self.index:
            above = path[: -rules.STEP]
            further = contest if path != root else OVER_CONTESTS
            self.parents.append(self.at(further, root, above) if above else NO_PARENT)
            self.index[contest, path] = len(self.parents) - 1
        return self.index[contest, path]


def _added_up(rows: Iterable[Sequence[Any]], lines: int) -> dict[Key, UnitTally]:
    """The sums of all units at and above those of the rows, see `COLUMNS`; over contests `lines` figures."""
    columns = list(zip(*rows, strict=True))
    if not columns:
        return {}
    contests, roots, paths, packed, present, *counts, largest, entries, moments = columns
    units = Units()
    owners = np.array(
        [units.at(contest, root, path) for contest, root, path in zip(contests, roots, paths, strict=True)]
    )
    width = max(map(rules.width_of_sums, packed))
    both = [rules.unpacked_sums(sums, width) for sums in (packed, present)]
    sums = np.hstack([np.array(counts, dtype=np.int64).T, *both])
    order = sorted(set(moments))  # by their rank, moments have a largest one like everything else
    rank = {at: number for number, at in enumerate(order)}
    last = np.array([largest, entries, [rank[at] for at in moments]], dtype=np.int64).T
    tree = Tree(units.parents)
    totals, highest = tree.add_up(owners, sums).totals, tree.highest(owners, last)
    widths = _widths(contests, packed) | {OVER_CONTESTS: lines}
    found = {}
    for (contest, path), at in units.index.items():
        own, first = widths[contest], len(rules.COUNTS)
        most, entry, moment = highest[at].tolist()
        counted = dict(zip(rules.COUNTS, totals[at, :first].tolist(), strict=True))
        figures, there = (totals[at, start : start + own] for start in (first, first + width))
        found[contest, path] = UnitTally(
            figures, there, **counted, largest_base=most, last_entry=entry, as_of=order[moment]
        )
    return found


def _widths(contests: Sequence[int], figures: Sequence[bytes | memoryview]) -> dict[int, int]:
    """How many figures the sums of each contest have: as many as its widest tally."""
    widths: dict[int, int] = {}
    for contest, packed in zip(contests, figures, strict=True):
        widths[contest] = max(rules.width_of_sums(packed), widths.get(contest, 0))
    return widths
