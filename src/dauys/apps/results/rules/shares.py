"""What precincts add to the sums above them: counts of protocols, and the figures of those that count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dauys.core.protocol import MISSING, Form
from dauys.core.rollup import Tree

Ints = npt.NDArray[np.int64]
COUNTS = ("received", "counted", "kept_out", "with_errors", "with_warnings", "kept_out_votes")


@dataclass(frozen=True, slots=True)
class State:
    """How n precincts of one contest stand: the latest version of each, and the one that counts.

    `latest` (n, k) figures, `errors` and `warnings` (n,) relations it breaks, `counts` (n,) whether it
    counts; `counted` (n, k) figures of the version that counts, MISSING throughout where none does.
    """

    latest: Ints
    errors: Ints
    warnings: Ints
    counts: npt.NDArray[np.bool_]
    counted: Ints
    has_counted: npt.NDArray[np.bool_]

    @staticmethod
    def of_one(latest: Ints, errors: int, warnings: int, *, counts: bool, counted: Ints | None) -> State:
        """The state of a single precinct."""
        none = np.full_like(latest, MISSING)
        return State(
            latest[None],
            np.array([errors]),
            np.array([warnings]),
            np.array([counts]),
            (none if counted is None else counted)[None],
            np.array([counted is not None]),
        )

    @staticmethod
    def joined(states: Sequence[State]) -> State:
        """Several states one under the other."""
        return State(
            *(
                np.concatenate([getattr(state, name) for state in states])
                for name in ("latest", "errors", "warnings", "counts", "counted", "has_counted")
            )
        )


@dataclass(frozen=True, slots=True)
class Share:
    """Sums per unit of a tree: `counts` (u, 6) in the order of COUNTS, `figures` and `present` (u, k)."""

    counts: Ints
    figures: Ints
    present: Ints

    def __sub__(self, other: Share) -> Share:
        return Share(self.counts - other.counts, self.figures - other.figures, self.present - other.present)


def most_votes(form: Form, figures: Ints) -> Ints:
    """The most votes each protocol may hold: the largest of its list, participants and sum of votes."""
    base = form.measure_columns("turnout_base", figures).values
    participated = form.measure_columns("participated", figures).values
    votes = np.where(figures == MISSING, 0, figures)[:, len(form.lines) :].sum(axis=1)
    most: Ints = np.maximum(np.maximum(base, participated), votes)
    return most


def share_of(form: Form, tree: Tree, above: Ints, state: State) -> Share:
    """What n precincts add to the units above them; `above` (n,) is the index of the unit each hangs on."""
    held = np.where(state.counts, 0, most_votes(form, state.latest))
    columns = np.stack(
        [
            np.ones(len(above), np.int64),
            state.has_counted,
            ~state.counts,
            state.errors > 0,
            state.warnings > 0,
            held,
        ],
        axis=1,
    ).astype(np.int64)
    sums = tree.add_up(above, state.counted)
    return Share(tree.add_up(above, columns).totals, sums.totals, sums.present)


def largest_above(form: Form, parents: Ints, above: Ints, figures: Ints) -> Ints:
    """The longest list among protocols under each unit (u,), zero where none has one."""
    largest = np.zeros(len(parents), np.int64)
    np.maximum.at(largest, above, form.measure_columns("turnout_base", figures).values)
    for unit in range(len(parents) - 1, 0, -1):
        largest[parents[unit]] = max(largest[parents[unit]], largest[unit])
    return largest
