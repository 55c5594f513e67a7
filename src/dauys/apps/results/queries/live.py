"""The sums of an election in memory: opened once, then brought on protocol by protocol."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import law_of
from dauys.apps.journal.queries import last_number
from dauys.apps.results import rules
from dauys.apps.results.models import Tally
from dauys.apps.results.queries.tallies import COLUMNS, OVER_CONTESTS, Key, Units, UnitTally
from dauys.core.protocol import form_of

_BEGINNING = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, eq=False)
class StoredTally:
    """A row as it is stored: of a contest in the unit at `root`, what precincts of the unit at `path` add.

    `figures` and `present` packed as in the database, `counts` in the order of COUNTS.
    """

    contest: int
    root: str
    path: str
    figures: bytes
    present: bytes
    counts: tuple[int, ...]
    largest_base: int
    last_entry: int
    as_of: dt.datetime


class LiveTallies:
    """The sums of every unit of an election, kept by a process that stays open; not for several threads.

    Opened, they are those of the journal at its entry `number`. `take_in` reads what was stored since and
    says for which units. Who knows what is stored now of one unit hands it to `apply`, without a query. Both
    add the difference to what was held, to the unit and to all above it: some microseconds for each protocol,
    however many precincts there are. To apply the same twice changes nothing. `of` answers for one unit what
    `tallies_of` would read. What is written while `take_in` reads shows in the next one at the latest.
    """

    def __init__(self, election: Election) -> None:
        self.number = 0
        self._election = election
        self._lines = len(form_of(law_of(election).protocol).lines)
        self._units = Units()
        self._chains: dict[Key, tuple[rules.Ints, list[int]]] = {}  # the unit and all above it
        self._own: dict[Key, list[rules.Ints]] = {}  # by unit that precincts hang on: what it added so far
        self._widths: dict[int, int] = {OVER_CONTESTS: self._lines}
        self._sums = [np.zeros((0, width), np.int64) for width in (len(rules.COUNTS), 0, 0)]
        self._largest: list[int] = []
        self._entries: list[int] = []
        self._moments: list[dt.datetime] = []
        self.take_in()

    def take_in(self) -> list[Key]:
        """Read the sums that were stored since `number`: one query over all that are stored; their units."""
        end = last_number()  # before they are read: what comes meanwhile is read again
        found = []
        for stored in stored_since(self._election, self.number):
            self.apply(stored)
            found.append((stored.contest, stored.path))
        self.number = end
        return found

    def apply(self, stored: StoredTally) -> None:
        """Hold what is stored now of one unit: the difference goes to the unit and to all above it."""
        key = (stored.contest, stored.path)
        index, chain = self._chains.get(key) or self._chain(stored.contest, stored.root, stored.path)
        own = [
            np.array(stored.counts, np.int64),
            np.frombuffer(stored.figures, np.int64),
            np.frombuffer(stored.present, np.int64),
        ]
        width = len(own[1])
        if width > self._widths.get(stored.contest, 0):
            self._widen(stored.contest, width)
        held = self._own.get(key)
        for sums, new, old in zip(self._sums, own, held or own, strict=True):
            sums[index, : len(new)] += new
            if held is not None:
                sums[index, : len(old)] -= old
        self._own[key] = own
        for at in chain:
            self._largest[at] = max(self._largest[at], stored.largest_base)
            self._entries[at] = max(self._entries[at], stored.last_entry)
            self._moments[at] = max(self._moments[at], stored.as_of)

    def of(self, contest: int, path: str) -> UnitTally | None:
        """The sums of a unit in a contest, or under OVER_CONTESTS; None where nothing has come."""
        at = self._units.index.get((contest, path))
        if at is None:
            return None
        width = self._widths[contest]
        counts, figures, present = (sums[at] for sums in self._sums)
        return UnitTally(
            figures[:width].copy(), present[:width].copy(),
            **dict(zip(rules.COUNTS, counts.tolist(), strict=True)),
            largest_base=self._largest[at], last_entry=self._entries[at], as_of=self._moments[at],
        )  # fmt: skip

    def places(self) -> list[Key]:
        """The units that something has come of, each with its contest or OVER_CONTESTS."""
        return list(self._units.index)

    def _chain(self, contest: int, root: str, path: str) -> tuple[rules.Ints, list[int]]:
        """The places of a unit and of all above it, made where something comes for the first time."""
        at = self._units.at(contest, root, path)
        places = len(self._units.parents)
        lacking = places - len(self._largest)
        self._largest += [0] * lacking
        self._entries += [0] * lacking
        self._moments += [_BEGINNING] * lacking
        if places > len(self._sums[0]):  # twice as many as are needed: seldom again
            more = 2 * places - len(self._sums[0])
            self._sums = [np.pad(sums, ((0, more), (0, 0))) for sums in self._sums]
        chain = [at]
        while (at := self._units.parents[at]) >= 0:
            chain.append(at)
        found = self._chains[contest, path] = np.array(chain), chain
        return found

    def _widen(self, contest: int, width: int) -> None:
        """Make room for candidates that were added later, or for a contest of more of them."""
        self._widths[contest] = width
        lacking = width - self._sums[1].shape[1]
        if lacking > 0:
            counts, *both = self._sums
            self._sums = [counts, *(np.pad(sums, ((0, 0), (0, lacking))) for sums in both)]


def stored_since(election: Election, number: int) -> Iterator[StoredTally]:
    """The stored sums that entries of the journal after `number` touched: one query."""
    rows: Any = Tally.objects.filter(election=election, last_entry__gt=number).values_list(*COLUMNS)
    for contest, root, path, figures, present, *counts, largest, entry, at in rows:
        yield StoredTally(
            contest, root, path, bytes(figures), bytes(present), tuple(counts), largest, entry, at
        )
