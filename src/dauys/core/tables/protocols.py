"""Protocols as columns: whose row it is, the figures of the law's lines, the votes of the candidates."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from dauys.core.tables.counts import LARGEST, MISSING, raw_figures, settled
from dauys.core.tables.faults import Faults
from dauys.core.tables.keys import contests_of, key_cells, repeated
from dauys.core.tables.mapping import Mapping
from dauys.core.tables.plans import CONTEST, PRECINCT, Plan, plan_of
from dauys.core.tables.shapes import Figures, Packed, Rows
from dauys.core.tables.table import Table
from dauys.core.tables.votes import Votes

_BLOCK = 65_536  # rows of a matrix that are filled at a time


@dataclass(frozen=True, slots=True, eq=False)
class ProtocolColumns:
    """A file of protocols, column by column; row r of each stands on `table.line_of(r)`.

    `contest` and `precinct` are series of ids (null where the key is at fault), `contests` the contests of
    the file in the order they appear, `contest_of` the index into it of each row (-1 where there is none).
    `figures` holds for every line of the law a read-only int64 array of shape (rows,), MISSING (-1) where
    blank or wrong. `faults` are those of keys and lines; those of votes come from `check_votes`, which must
    know who stands. `unmapped` names required lines for which a mapping gives no column.
    """

    table: Table
    contest: pl.Series
    precinct: pl.Series
    contests: tuple[str, ...]
    contest_of: Rows
    figures: dict[str, Figures]
    faults: Faults
    unmapped: tuple[str, ...]
    _votes: Votes
    _order: Rows = field(repr=False)
    _bounds: Rows = field(repr=False)

    @property
    def rows(self) -> int:
        """Number of protocols in the file."""
        return self.table.rows

    def rows_of(self, contest: str) -> Rows:
        """Rows of a contest in the order of the file; empty where the file has none."""
        if contest not in self._votes.numbers:
            return self._order[:0]
        number = self._votes.numbers[contest]
        return self._order[self._bounds[number] : self._bounds[number + 1]]

    def line_matrix(self, lines: Sequence[str], rows: Rows | None = None) -> Figures:
        """Figures of the lines, int64 of shape (rows, lines), MISSING where there is none."""
        chosen = [self.figures[line] if rows is None else self.figures[line][rows] for line in lines]
        return (
            np.stack(chosen, axis=1)
            if chosen
            else np.empty((self.rows if rows is None else len(rows), 0), np.int64)
        )

    def figure_matrix(self, contest: str, lines: Sequence[str], candidates: Sequence[str]) -> Packed:
        """Lines and votes of the rows of a contest side by side, int32 (its rows, lines + candidates).

        Filled a block of rows at a time: beside the answer itself it needs no memory to speak of.
        """
        rows, width = self.rows_of(contest), len(lines)
        figures = np.empty((len(rows), width + len(candidates)), dtype=np.int32)
        for start in range(0, len(rows), _BLOCK):
            part = rows[start : start + _BLOCK]
            figures[start : start + _BLOCK, :width] = self.line_matrix(lines, part)
            figures[start : start + _BLOCK, width:] = self._votes.matrix(contest, candidates, part)
        return figures

    @property
    def votes(self) -> dict[str, str]:
        """Column name by candidate id, for the contests of this file."""
        return {
            candidate: self.table.columns[position]
            for contest in self.contests
            for candidate, position in self._votes.positions(contest).items()
        }

    def check_votes(self, standing: Dictionary[str, Collection[str]]) -> Faults:
        """What is wrong with the votes, given the candidates of every contest of the election.

        Under a candidate who stands in the row's contest: a cell that is no figure, and a blank where the
        rule for votes is "error". Anything under one who does not (I-65). A candidate without a column
        (I-67), a column for a candidate of no contest (I-68). Rows of contests that `standing` lacks are
        passed over. One pass over the columns: the cost grows with the cells of the file, not with contests
        times columns.
        """
        return self._votes.check(standing)

    def vote_matrix(self, contest: str, candidates: Sequence[str]) -> Figures:
        """Votes of these candidates in the rows of a contest, int64 of shape (its rows, candidates).

        MISSING where blank under the rules "missing" and "error", where the cell is no figure, and where the
        candidate has no column.
        """
        return self._votes.matrix(contest, candidates, self.rows_of(contest))


def protocol_columns(
    table: Table,
    mapping: Mapping | None = None,
    *,
    lines: Sequence[str],
    required: Collection[str] | None = None,
    limit: int = LARGEST,
) -> ProtocolColumns:
    """The protocols of a table, by a mapping or by the names of our own format.

    `lines` are the codes of the law's lines; those in `required` (all, when None) must have a column in our
    own format and a figure in every row. Raises Refused for faults of the header and of the mapping, as then
    no row can be read; faults of rows are gathered in `faults`.
    """
    plan = plan_of(table, mapping, lines, lines if required is None else required)
    faults = Faults()
    cells = key_cells(table, plan, faults)
    contest, precinct = (plan.key[part].column(cells, table.rows) for part in (CONTEST, PRECINCT))
    contests, contest_of = contests_of(contest)
    faults.add(repeated(table, plan, contest, contest_of, precinct))
    figures = _figures(table, plan, lines, limit, faults)
    order = np.argsort(contest_of, kind="stable") if len(contests) > 1 else np.flatnonzero(contest_of >= 0)
    first = (
        np.searchsorted(contest_of[order], np.arange(len(contests) + 1))
        if len(order)
        else np.zeros(1, np.intp)
    )
    return ProtocolColumns(
        table=table,
        contest=contest,
        precinct=precinct,
        contests=contests,
        contest_of=contest_of,
        figures=figures,
        faults=faults,
        unmapped=plan.unmapped,
        _votes=Votes(table, plan.votes, plan.votes_blank, contests, contest_of, limit),
        _order=order,
        _bounds=first,
    )


def _figures(
    table: Table, plan: Plan, lines: Sequence[str], limit: int, faults: Faults
) -> dict[str, Figures]:
    absent = np.broadcast_to(np.int64(MISSING), table.rows)
    figures: dict[str, Figures] = {}
    for line in lines:
        if line not in plan.lines:
            figures[line] = absent
            continue
        position = plan.lines[line]
        raw = raw_figures(table.series[position], limit)
        figures[line], found = settled(raw, table, position, blank=plan.blanks[line], limit=limit)
        faults.add(found)
    return figures
