"""What precincts add to the sums above them: counts of protocols, and the figures of those that count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from dauys.apps.results.rules.figures import Ints, Protocols, widened_rows
from dauys.core.protocol import MISSING, Form
from dauys.core.rollup import NO_PARENT, Tree

COUNTS = ("received", "counted", "kept_out", "with_errors", "with_warnings", "kept_out_votes")
_BLOCK = 65_536  # rows of which the measure is worked out at a time


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """How n precincts of one contest stand: the latest version of each, and the one that counts.

    `latest` (n, k) figures, `errors` and `warnings` (n,) relations it breaks, `counts` (n,) whether it
    counts; `counted` (n, k) figures of the version that counts, MISSING throughout where none does.
    """

    latest: Protocols
    errors: npt.NDArray[np.integer]
    warnings: npt.NDArray[np.integer]
    counts: npt.NDArray[np.bool_]
    counted: Protocols
    has_counted: npt.NDArray[np.bool_]

    def take(self, rows: Ints) -> State:
        """Some of the precincts."""
        return State(*(getattr(self, name)[rows] for name in _STATE))

    def widened(self, width: int) -> State:
        """The same with MISSING for candidates that were added later."""
        return replace(
            self, latest=widened_rows(self.latest, width), counted=widened_rows(self.counted, width)
        )

    def as_released(self) -> State:
        """The same precincts once their latest versions count."""
        every = np.ones(len(self.counts), dtype=bool)
        return replace(self, counts=every, counted=self.latest, has_counted=every)

    @staticmethod
    def joined(states: Sequence[State]) -> State:
        """Several states one under the other."""
        return State(*(np.concatenate([getattr(state, name) for state in states]) for name in _STATE))


_STATE = ("latest", "errors", "warnings", "counts", "counted", "has_counted")


@dataclass(frozen=True, slots=True)
class Share:
    """Sums per unit: `counts` (u, 6) in the order of COUNTS, `figures` and `present` (u, k)."""

    counts: Ints
    figures: Ints
    present: Ints

    def __sub__(self, other: Share) -> Share:
        return Share(self.counts - other.counts, self.figures - other.figures, self.present - other.present)


def most_votes(form: Form, figures: Protocols) -> Ints:
    """The most votes each protocol may hold: the largest of its list, participants and sum of votes."""
    base = form.measure_columns("turnout_base", figures).values
    participated = form.measure_columns("participated", figures).values
    votes = np.where(figures == MISSING, 0, figures)[:, len(form.lines) :].sum(axis=1)
    most: Ints = np.maximum(np.maximum(base, participated), votes)
    return most


def share_of(form: Form, units: int, above: Ints, state: State) -> Share:
    """What n precincts add to the `units` right above them; `above` (n,) is the one that each hangs on."""
    held = np.zeros(len(above), np.int64)
    kept_out = np.flatnonzero(~state.counts)
    held[kept_out] = most_votes(form, state.latest[kept_out])
    every = np.ones(len(above), np.int64)
    counts = (every, state.has_counted, ~state.counts, state.errors > 0, state.warnings > 0, held)
    columns = np.stack(counts, dtype=np.int64).T
    if units == 1:
        return Share(*(column.sum(axis=0, dtype=np.int64)[np.newaxis] for column in _alone(columns, state)))
    apart = Tree(np.full(units, NO_PARENT))
    sums = apart.add_up(above, state.counted)
    return Share(apart.add_up(above, columns).totals, sums.totals, sums.present)


def _alone(columns: Ints, state: State) -> tuple[npt.NDArray[np.integer], ...]:
    """What is added up under a single unit, as under a protocol that comes by itself: no tree is needed."""
    present = state.counted != MISSING
    return columns, np.where(present, state.counted, 0), present


def largest_above(form: Form, units: int, above: Ints, figures: Protocols) -> Ints:
    """The longest list among the protocols right under each of the units (u,), zero where none has one."""
    largest = np.zeros(units, np.int64)
    for start in range(0, len(above), _BLOCK):
        rows = slice(start, start + _BLOCK)
        np.maximum.at(largest, above[rows], form.measure_columns("turnout_base", figures[rows]).values)
    return largest
