"""The relations over a million protocols at once: the same trees, worked out over blocks of columns.

Layout: figures are one integer array of shape (n, k), the lines of the form first, then the candidates. It is
best kept column by column (`order="F"`): then nothing is copied. Row by row, or int32, works too: each block
is turned in the processor's cache. Only a block at a time is widened or masked: memory grows by the answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dauys.core.findings import Severity
from dauys.core.protocol.expressions import (
    CANDIDATES_LIMIT,
    LIMIT,
    MISSING,
    VOTES,
    VOTES_MAX,
    Column,
    Expression,
    Range,
)
from dauys.core.protocol.relations import SIGNS, Compared, CompiledRelation

Figures = npt.NDArray[np.int64] | npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
State = npt.NDArray[np.int8]  # 1 holds, 0 does not, -1 could not be checked

BLOCK = 16_384  # rows; the block's columns stay in the second-level cache
UNCHECKED = -1


@dataclass(frozen=True, slots=True)
class ColumnFindings:
    """What the relations say about n protocols.

    `holds` int8 (relations, n): 1 holds, 0 does not, -1 unchecked. `errors`, `warnings` int16 (n,): how many
    relations of that weight do not hold. Keeps the figures, for the sides: change them only afterwards.
    """

    relations: tuple[CompiledRelation, ...]
    lines: tuple[str, ...]
    figures: Figures
    holds: State
    errors: npt.NDArray[np.int16]
    warnings: npt.NDArray[np.int16]

    @property
    def codes(self) -> tuple[str, ...]:
        """The relations' codes in the order of `holds`."""
        return tuple(relation.code for relation in self.relations)

    @property
    def severity(self) -> tuple[Severity, ...]:
        """The relations' weights in the order of `holds`."""
        return tuple(relation.severity for relation in self.relations)

    def failures(self) -> list[tuple[int, int, int | None, int | None]]:
        """(row, index of the relation, left, right) of all that does not hold, in the order of rows."""
        found: list[tuple[int, int, int | None, int | None]] = []
        for index in range(len(self.relations)):
            rows = np.flatnonzero(self.holds[index] == 0)
            left, right = self.sides(index, rows)
            found.extend(zip(rows.tolist(), [index] * len(rows), left, right, strict=True))
        found.sort(key=lambda failure: failure[:2])
        return found

    def sides(self, relation: int, rows: npt.NDArray[np.intp]) -> tuple[list[int | None], list[int | None]]:
        """Both sides of one relation for some rows, as the finding of the single protocol shows them."""
        parts = [self.sides_of(relation, rows[start : start + BLOCK]) for start in range(0, len(rows), BLOCK)]
        left = [value for part in parts for value in _listed(part.left, part.has_left)]
        right = [value for part in parts for value in _listed(part.right, part.has_right)]
        return left, right

    def sides_of(self, relation: int, rows: npt.NDArray[np.intp] | slice) -> ShownSides:
        """The same as columns."""
        block = Block(self.lines, np.asarray(self.figures[rows], dtype=np.int64).T)
        return _shown(self.relations[relation], block, self.holds[relation, rows])


@dataclass(frozen=True, slots=True)
class ShownSides:
    """Both sides of one relation for m rows, of the comparison that decides; 0 where a side is missing.

    `compared` (m,) is the index of that comparison among those of the relation.
    """

    left: Column
    has_left: Mask
    right: Column
    has_right: Mask
    compared: npt.NDArray[np.intp]


class Block:
    """Some rows of figures: a column per name, and where a figure is missing."""

    def __init__(self, lines: Sequence[str], columns: Column) -> None:
        """`columns` int64 (k, m): the lines in their order, then the candidates."""
        self.rows: int = columns.shape[1]
        self.figures: dict[str, Column] = dict(zip(lines, columns[: len(lines)], strict=True))
        self.absent: dict[str, Mask] = {
            name: column < 0 for name, column in self.figures.items() if self.rows and column.min() < 0
        }
        self._count_votes(columns[len(lines) :])

    def _count_votes(self, votes: Column) -> None:
        total = np.zeros(self.rows, dtype=np.int64)
        most = np.zeros(self.rows, dtype=np.int64)
        least = np.zeros(self.rows, dtype=np.int64)
        for column in votes:
            total += column
            np.maximum(most, column, out=most)
            np.minimum(least, column, out=least)
        self.figures |= {VOTES: total, VOTES_MAX: most}
        if self.rows and least.min() < 0:
            self.absent |= dict.fromkeys((VOTES, VOTES_MAX), least < 0)

    def absent_in(self, needs: Sequence[str]) -> Mask | None:
        """Where one of the needed figures is missing; None when all of them are there in every row."""
        masks = [self.absent[name] for name in dict.fromkeys(needs) if name in self.absent]
        return np.logical_or.reduce(masks) if masks else None


def check_columns(
    relations: tuple[CompiledRelation, ...], lines: tuple[str, ...], figures: Figures
) -> ColumnFindings:
    """Every relation over every row; see Form.check_columns."""
    refuse_shape(figures, len(lines))
    n = figures.shape[0]
    holds = np.empty((len(relations), n), dtype=np.int8)
    counts = {severity: np.zeros(n, dtype=np.int16) for severity in Severity}
    for rows, columns in _blocks(figures):
        _refuse_beyond(columns, rows.start)
        block = Block(lines, columns)
        for index, relation in enumerate(relations):
            state = _state(relation, block)
            holds[index, rows] = state
            counts[relation.severity][rows] += state == 0
    return ColumnFindings(relations, lines, figures, holds, counts[Severity.ERROR], counts[Severity.WARNING])


def refuse_shape(figures: Figures, lines: int) -> None:
    """Pass, or raise ValueError: two dimensions, int64 or int32, all lines, not too many candidates."""
    if figures.dtype not in (np.int64, np.int32):
        raise ValueError(f"Figures are int64 or int32, not {figures.dtype}.")
    if figures.ndim != 2 or not lines <= figures.shape[1] <= lines + CANDIDATES_LIMIT:
        raise ValueError(f"Figures of shape {figures.shape} do not fit a form of {lines} lines.")


def ranges(lines: Sequence[str], figures: Figures) -> dict[str, Range]:
    """Smallest and largest figure of every line and of the votes, from figures (n, k) with n > 0."""
    spans = [(int(column.min()), int(column.max())) for column in figures.T]
    votes = [(0, 0), *spans[len(lines) :]]
    low, high = zip(*votes, strict=True)
    return dict(zip(lines, spans, strict=False)) | {
        VOTES: (sum(low), sum(high)),
        VOTES_MAX: (min(low), max(high)),
    }


def _refuse_beyond(columns: Column, start: int) -> None:
    for index, column in enumerate(columns):
        # Seen as unsigned, MISSING and every negative figure is huge: one pass finds that all is well.
        if column.view(np.uint64).max() > LIMIT and (column.min() < MISSING or column.max() > LIMIT):
            row = int(np.argmax((column < MISSING) | (column > LIMIT)))
            figure = f"Row {start + row}, column {index}: {column[row]}"
            raise ValueError(f"{figure} is not a figure of 0 to {LIMIT}.")


def _blocks(figures: Figures) -> Iterator[tuple[slice, Column]]:
    """Slices of rows, each with its columns as an int64 array (k, m): a view where the layout allows."""
    n, k = figures.shape
    is_ready = figures.dtype == np.int64 and figures.strides[0] == figures.itemsize
    turned = np.empty((k, 0 if is_ready else min(n, BLOCK)), dtype=np.int64)
    for start in range(0, n, BLOCK):
        rows = slice(start, min(start + BLOCK, n))
        part = figures[rows].T
        if not is_ready:
            np.copyto(turned[:, : part.shape[1]], part)
            part = turned[:, : part.shape[1]]
        yield rows, part.astype(np.int64, copy=False)


def _state(relation: CompiledRelation, block: Block) -> State:
    states = [_answer(compared, block) for compared in relation.compared]
    decisive = np.int8(1 if relation.record.join == "any" else 0)
    state = states[0]
    for other in states[1:]:
        # Neither is decisive: unchecked (-1) is the smaller one and leaves the answer open.
        state = np.where((state == decisive) | (other == decisive), decisive, np.minimum(state, other))
    return state


def _answer(compared: Compared, block: Block) -> State:
    absent = block.absent_in(compared.needs)
    if compared.right is None:
        answer = np.ones(block.rows, dtype=np.bool_) if absent is None else ~absent
        return answer.view(np.int8)
    left, right = compared.left.column(block.figures), compared.right.column(block.figures)
    answer = np.empty(block.rows, dtype=np.bool_)
    answer[...] = SIGNS[compared.op](left, right)
    state = answer.view(np.int8)
    if absent is not None:
        np.putmask(state, absent, UNCHECKED)
    return state


def _shown(relation: CompiledRelation, block: Block, holds: State) -> ShownSides:
    """The sides of the first comparison whose answer is the relation's, row by row."""
    answers = np.stack([_answer(compared, block) for compared in relation.compared])
    first = np.argmax(answers == holds, axis=0)
    left, has_left = _picked([_side(one.left, block) for one in relation.compared], first)
    right, has_right = _picked([_side(one.right, block) for one in relation.compared], first)
    return ShownSides(left, has_left, right, has_right, first)


def _picked(sides: Sequence[tuple[Column, Mask]], first: npt.NDArray[np.intp]) -> tuple[Column, Mask]:
    """Of each row the side of the comparison that decides there."""
    if len(sides) == 1:
        return sides[0]
    values, known = (np.stack(each) for each in zip(*sides, strict=True))
    row = np.arange(len(first))
    return values[first, row], known[first, row]


def _side(side: Expression | None, block: Block) -> tuple[Column, Mask]:
    """One side over the rows of a block, and where it is known."""
    if side is None:
        return np.zeros(block.rows, dtype=np.int64), np.zeros(block.rows, dtype=np.bool_)
    values = np.array(np.broadcast_to(side.column(block.figures), block.rows), dtype=np.int64)
    absent = block.absent_in(side.needs)
    if absent is None:
        return values, np.ones(block.rows, dtype=np.bool_)
    values[absent] = 0
    return values, ~absent


def _listed(values: Column, known: Mask) -> list[int | None]:
    return [value if there else None for value, there in zip(values.tolist(), known.tolist(), strict=True)]
