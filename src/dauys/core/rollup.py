"""Totals of units from the figures beneath them: parent = sum of children, line by line, exactly.

Figures are columns in tree order: rows sorted by unit, `order="F"`. Then one `reduceat` per column adds up
what hangs on each unit, and one per level carries it to the root. Unsorted rows, row-by-row arrays and int32
work too, a block at a time. A missing figure is skipped; how many were there is counted beside every total.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dauys.core.protocol import MISSING

Units = npt.NDArray[np.integer]
Column = npt.NDArray[np.int64]
Figures = npt.NDArray[np.int64] | npt.NDArray[np.int32]
Index = npt.NDArray[np.intp]

NO_PARENT = -1
BLOCK = 65_536  # rows; a column of them stays in the second-level cache between the sum and the check
_INT64 = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Sums:
    """Totals int64 (units, k), and `present` int64 (units, k): how many figures each total is the sum of.

    A total with `present` 0 is the sum of nothing: no protocol has the line.
    """

    totals: Column
    present: Column


def ancestors(parents: Units | Sequence[int], index: int) -> tuple[int, ...]:
    """The unit itself and all above it, up to the root; O(depth).

    Raises ValueError where a parent does not stand before its child: such a path might never end.
    """
    path = [index]
    while (parent := int(parents[path[-1]])) != NO_PARENT:
        if not 0 <= parent < path[-1]:
            raise _disorder(path[-1], parent)
        path.append(parent)
    return tuple(path)


class Tree:
    """Units in pre-order, or any order with parents before children; of any depth, with several roots."""

    def __init__(self, parents: Units | Sequence[int]) -> None:
        """`parents` (units,): the index of each unit's parent, -1 for a root; ValueError in another order."""
        self.parents: Index = np.asarray(parents, dtype=np.intp)
        wrong = np.flatnonzero((self.parents >= np.arange(len(self.parents))) | (self.parents < NO_PARENT))
        if len(wrong):
            raise _disorder(int(wrong[0]), int(self.parents[wrong[0]]))
        self.levels = _levels(self.parents)

    def __len__(self) -> int:
        return len(self.parents)

    def add_up(self, leaf_unit: Units, figures: Figures) -> Sums:
        """Totals of every unit: its own rows and those of all units beneath it.

        `leaf_unit` (n,) says on which unit each row hangs (inner units too); `figures` int64 or int32 (n, k),
        MISSING = -1. Fast when rows are sorted by unit and figures are kept column by column. Raises
        ValueError for a unit that is not in the tree, another shape or type, a figure below MISSING, or
        figures so large that their sum could leave int64.
        """
        units, order = self._in_tree_order(np.asarray(leaf_unit), figures)
        starts = _starts(units)
        owners = units[starts]
        total, lacking = _own_sums(figures, order, starts)
        rows = np.diff(starts, append=len(units))[np.newaxis].astype(np.int64)
        # A missing figure went in as -1: counting them mends the sum without another pass.
        totals = self._carried_up(owners, total if lacking is None else total - MISSING * lacking)
        present = self._carried_up(owners, rows if lacking is None else rows - lacking)
        return Sums(totals.T, np.array(np.broadcast_to(present, totals.shape)).T)

    def highest(self, leaf_unit: Units, values: Column) -> Column:
        """The largest of each column of `values` (n, k) at and beneath every unit (units, k); 0 where none.

        `leaf_unit` (n,) says on which unit each row hangs; values are 0 or more.
        """
        found = np.zeros((len(self), values.shape[1]), dtype=np.int64)
        np.maximum.at(found, leaf_unit, values)
        for units, starts in reversed(self.levels):
            above = self.parents[units[starts]]
            found[above] = np.maximum(found[above], np.maximum.reduceat(found[units], starts))
        return found

    def add_one(self, sums: Sums, unit: int, figures: Sequence[int | None], times: int = 1) -> None:
        """Add one protocol (`times=1`), or take it away (`times=-1`), in place; O(depth)."""
        path = list(ancestors(self.parents, unit))
        there = np.array([figure is not None for figure in figures], dtype=np.int64)
        values = np.array([figure or 0 for figure in figures], dtype=np.int64)
        sums.totals[path] += times * values
        sums.present[path] += times * there

    def _in_tree_order(self, leaf_unit: Units, figures: Figures) -> tuple[Units, Index | None]:
        """The units of the rows, sorted, and the order that sorts them (None when they are)."""
        if figures.dtype not in (np.int64, np.int32) or figures.ndim != 2 or len(figures) != len(leaf_unit):
            raise ValueError(f"Figures are int64 or int32 of shape ({len(leaf_unit)}, k).")
        if not len(leaf_unit):
            return np.empty(0, dtype=np.intp), None
        if leaf_unit.min() < 0 or leaf_unit.max() >= len(self):
            raise ValueError(f"A row hangs on a unit outside the tree of {len(self)} units.")
        if np.all(leaf_unit[1:] >= leaf_unit[:-1]):
            return leaf_unit, None
        order = np.argsort(leaf_unit, kind="stable")
        return leaf_unit[order], order

    def _carried_up(self, owners: Units, own: Column) -> Column:
        """What hangs on the owners (k, owners), added to each parent in turn: (k, units)."""
        sums = np.zeros((len(own), len(self)), dtype=np.int64)
        for row, values in zip(sums, own, strict=True):
            row[owners] = values
        for units, starts in reversed(self.levels):
            children = np.take(sums, units, axis=1)
            sums[:, self.parents[units[starts]]] += np.add.reduceat(children, starts, axis=1)
        return sums


def _disorder(unit: int, parent: int) -> ValueError:
    return ValueError(f"Unit {unit} has the parent {parent}: a parent stands before its children.")


def _levels(parents: Index) -> list[tuple[Index, Index]]:
    """Below the roots, level by level: the units sorted by parent, and where each parent's children begin."""
    depths: list[int] = []
    for parent in parents.tolist():
        depths.append(0 if parent == NO_PARENT else depths[parent] + 1)
    depth = np.array(depths, dtype=np.intp)
    order = np.lexsort((parents, depth))
    ends = np.cumsum(np.bincount(depth)).tolist()
    levels = [order[start:end] for start, end in pairwise(ends)]
    return [(units, _starts(parents[units])) for units in levels]


def _starts(owners: Units) -> Index:
    """Where each run of equal owners begins; `owners` is sorted."""
    if not len(owners):
        return np.empty(0, dtype=np.intp)
    return np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])


def _own_sums(figures: Figures, order: Index | None, starts: Index) -> tuple[Column, Column | None]:
    """Sums of the runs of rows (k, runs), MISSING counted as -1; and how many are missing, where any is."""
    n, k = figures.shape
    total = np.empty((k, len(starts)), dtype=np.int64)
    lacking: Column | None = None
    for runs, rows in _blocks(starts, n):
        local = starts[runs] - rows.start
        for index, column in enumerate(_columns(figures, rows if order is None else order[rows])):
            np.add.reduceat(column, local, out=total[index, runs])
            absent = _absent(column, _INT64 // n)
            if len(absent):
                lacking = np.zeros_like(total) if lacking is None else lacking
                run = np.searchsorted(local, absent, side="right") - 1
                lacking[index, runs] = np.bincount(run, minlength=len(local))
    return total, lacking


def _blocks(starts: Index, n: int) -> Iterator[tuple[slice, slice]]:
    """Runs and their rows, about BLOCK rows at a time, never cutting a run."""
    cuts = np.unique(np.searchsorted(starts, np.arange(0, n, BLOCK))).tolist()
    ends = np.append(starts, n)
    for first, last in pairwise([*cuts, len(starts)]):
        if first < last:
            yield slice(first, last), slice(int(ends[first]), int(ends[last]))


def _columns(figures: Figures, rows: slice | Index) -> Iterator[Column]:
    """Some rows, as contiguous int64 columns in turn: views where the layout and the order allow."""
    if figures.strides[0] == figures.itemsize:
        for raw in figures.T:
            yield np.ascontiguousarray(raw[rows], dtype=np.int64)
    else:
        yield from np.ascontiguousarray(figures[rows].T, dtype=np.int64)


def _absent(column: Column, most: int) -> Index:
    """The rows without a figure; refuses what could carry a sum out of int64."""
    # Seen as unsigned, MISSING and every negative figure is huge: one pass finds that all is well.
    if column.view(np.uint64).max() <= most:
        return np.empty(0, dtype=np.intp)
    absent = np.flatnonzero(column < 0)
    if column.max() > most or np.any(column[absent] != MISSING):
        low, high = column.min(), column.max()
        raise ValueError(f"Figures of {low} to {high} can't be added up: beyond {MISSING} to {most}.")
    return absent
