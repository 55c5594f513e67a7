"""The form of a protocol: its lines, control relations and measures, compiled from the law's records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np

from dauys.core.findings import Finding
from dauys.core.norms.records import Protocol
from dauys.core.protocol import columns
from dauys.core.protocol.columns import ColumnFindings, Figures, Mask
from dauys.core.protocol.expressions import (
    CANDIDATES_LIMIT,
    LIMIT,
    MISSING,
    VOTES,
    VOTES_MAX,
    Column,
    Expression,
    ExpressionError,
    parse,
)
from dauys.core.protocol.relations import CompiledRelation, compile_relation

Measure = Literal["participated", "turnout_count", "turnout_base", "found", "invalid"]
MEASURES: tuple[Measure, ...] = ("participated", "turnout_count", "turnout_base", "found", "invalid")
OPTIONAL: tuple[Measure, ...] = ("found", "invalid")


class MeasureColumn(NamedTuple):
    """A measure over n rows: `values` int64, and where it is known. A computed value may be below 0."""

    values: Column
    known: Mask


@dataclass(frozen=True, eq=False)
class Form:
    """The `lines` in the order of the law, the enabled `relations`, the `measures` that the law defines."""

    lines: tuple[str, ...]
    relations: tuple[CompiledRelation, ...]
    measures: Mapping[str, Expression]

    def in_force(self, on: dt.date | None = None) -> tuple[CompiledRelation, ...]:
        """The relations in force on a day, in pack order; without a day, all of them."""
        return tuple(relation for relation in self.relations if relation.in_force(on))

    def check(
        self,
        lines: Mapping[str, int | None],
        votes: Sequence[int | None],
        on: dt.date | None = None,
    ) -> list[Finding]:
        """Every relation in force about one protocol, in pack order, passes included.

        A line that `lines` leaves out is missing, and so are `votes` when one candidate's are; no candidates
        have 0 votes. Raises ValueError for a line that the form does not have and for a figure outside
        0 … LIMIT.
        """
        figures = self._figures(lines, votes)
        self._refuse_beyond(lines, votes)
        return [relation.finding(figures) for relation in self.in_force(on)]

    def check_columns(self, figures: Figures, on: dt.date | None = None) -> ColumnFindings:
        """The same about n protocols at once: `figures` int64 or int32 (n, lines + candidates), MISSING = -1.

        Fastest when kept column by column (`order="F"`). Contests of different size go together when the
        columns of those who do not stand hold 0. Raises ValueError for another shape or type and for a figure
        below MISSING or above LIMIT.
        """
        return columns.check_columns(self.in_force(on), self.lines, figures)

    def measure(
        self, name: Measure, lines: Mapping[str, int | None], votes: Sequence[int | None]
    ) -> int | None:
        """What the law counts as `name`, of one protocol or of the totals of a unit (no LIMIT here).

        None when a figure is missing or the law has no such measure. May be below 0 when the figures are.
        """
        expression = self.measures.get(name)
        return expression.value(self._figures(lines, votes)) if expression else None

    def measure_columns(self, name: Measure, figures: Figures) -> MeasureColumn:
        """The same over n rows of figures, of protocols or of totals; shapes as in `check_columns`.

        Raises ExpressionError when the figures are so large that a step could leave int64.
        """
        columns.refuse_shape(figures, len(self.lines))
        n = len(figures)
        expression = self.measures.get(name)
        if expression is None or not n:
            return MeasureColumn(np.full(n, MISSING, dtype=np.int64), np.zeros(n, dtype=np.bool_))
        expression.bounds(columns.ranges(self.lines, figures))
        width = None if {VOTES, VOTES_MAX}.intersection(expression.needs) else len(self.lines)
        block = columns.Block(self.lines, np.ascontiguousarray(figures[:, :width].T, dtype=np.int64))
        values = np.array(np.broadcast_to(expression.column(block.figures), n))
        absent = block.absent_in(expression.needs)
        known = np.ones(n, dtype=np.bool_) if absent is None else ~absent
        values[~known] = MISSING
        return MeasureColumn(values, known)

    def _figures(self, lines: Mapping[str, int | None], votes: Sequence[int | None]) -> dict[str, int | None]:
        unknown = set(lines).difference(self.lines)
        if unknown:
            raise ValueError(f"The form has no line {', '.join(sorted(unknown))}.")
        figures: dict[str, int | None] = {code: lines.get(code) for code in self.lines}
        cast = [count for count in votes if count is not None]
        is_whole = len(cast) == len(votes)
        figures[VOTES] = sum(cast) if is_whole else None
        figures[VOTES_MAX] = max(cast, default=0) if is_whole else None
        return figures

    def _refuse_beyond(self, lines: Mapping[str, int | None], votes: Sequence[int | None]) -> None:
        if len(votes) > CANDIDATES_LIMIT:
            raise ValueError(f"A protocol has at most {CANDIDATES_LIMIT} candidates, not {len(votes)}.")
        for figure in (*lines.values(), *votes):
            if figure is not None and not 0 <= figure <= LIMIT:
                raise ValueError(f"{figure} is not a figure of 0 to {LIMIT}.")


@lru_cache(maxsize=64)
def form_of(protocol: Protocol) -> Form:
    """Compile the records of protocol.toml once; relations with `enabled = false` are left out.

    Raises ExpressionError, beginning with the relation's code or the measure's name, for what can't be read.
    """
    lines = tuple(line.code for line in protocol.line)
    for code in lines:
        if code in (VOTES, VOTES_MAX) or lines.count(code) > 1:
            raise ExpressionError(f'the line "{code}" stands twice, or is the name of the candidates\' votes')
    return Form(
        lines=lines,
        relations=tuple(compile_relation(one, lines) for one in protocol.relation if one.enabled),
        measures=_measures(protocol, lines),
    )


def _measures(protocol: Protocol, lines: tuple[str, ...]) -> dict[str, Expression]:
    measures: dict[str, Expression] = {}
    for name in MEASURES:
        text: str = getattr(protocol.measures, name)
        if not text and name in OPTIONAL:
            continue
        try:
            measures[name] = parse(text, lines)
        except ExpressionError as error:
            raise ExpressionError(f"{name}: {error}") from error
    return measures
