"""Whose row it is: contest and precinct of every row, from templates over its cells."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import numpy as np
import polars as pl

from dauys.core.findings import Fault
from dauys.core.tables.counts import faults_at
from dauys.core.tables.faults import Faults, most_listed
from dauys.core.tables.lookalikes import SPACES, named
from dauys.core.tables.mapping import Mapping
from dauys.core.tables.plans import CONTEST, PRECINCT, Plan, plan_of
from dauys.core.tables.shapes import Rows
from dauys.core.tables.table import Table
from dauys.core.tables.templates import Template

CODE = r"^[!-~]+$"
"""What a cell of a key may hold: visible ASCII. Whether such a unit exists is not for the reader to say."""


def key_cells(table: Table, plan: Plan, faults: Faults) -> dict[str, pl.Series]:
    """Cells of the columns that the keys are made of, null where blank (I-55) or no code (I-56)."""
    columns: dict[str, pl.Series] = {}
    for name, position in plan.key_columns.items():
        cells = table.cells(position)
        good = cells.str.contains(CODE)
        if not good.all(ignore_nulls=False):
            faults.add(faults_at(table, position, np.flatnonzero(good.is_null().to_numpy()), "I-55"))
            faults.add(_strange(table, position, np.flatnonzero((~good).fill_null(value=False).to_numpy())))
            cells = pl.select(pl.when(good).then(cells)).to_series()
        columns[name] = cells
    return columns


def _strange(table: Table, position: int, rows: Rows) -> Faults:
    faults = Faults()
    for row in rows[: most_listed()]:
        text = table.cell(int(row), position)
        char = next((each for each in text if not "!" <= each <= "~"), " ")
        words = SPACES.get(char) or f"“{char}” ({named(char)})"
        faults.append(table.cell_fault("I-56", int(row), position, char=words))
    faults.unlisted = len(rows) - len(faults)
    return faults


def first_contest(
    table: Table, mapping: Mapping | None, *, lines: Sequence[str] = (), required: Collection[str] = ()
) -> str:
    """The contest of the first row, by our own names of the first that names one; "" where none does.

    Raises Refused for a sign that no code has (I-56), and where the header tells no contest: then with all
    that is wrong in it (I-20 to I-24, I-66 to I-76). `lines` are the codes that a protocol may have, those in
    `required` it has under every law that is at hand.
    """
    key = Template(((CONTEST, True),)) if mapping is None else mapping.templates()[CONTEST]
    if not all(table.has(name) for name in key.names):
        _refuse_header(table, mapping, lines, required)
    cells = {}
    for name in key.names:
        position = table.position(name)
        series = table.cells(position)
        row = 0 if mapping is not None else int(series.is_not_null().arg_max() or 0)
        cells[name] = table.cell(row, position)
        if cells[name] and not re.fullmatch(CODE, cells[name]):
            _strange(table, position, np.array([row])).refuse()
    return key.fill(cells)


def _refuse_header(
    table: Table, mapping: Mapping | None, lines: Sequence[str], required: Collection[str]
) -> None:
    """Raise Refused with every fault of a header that lacks a column of the contest."""
    if mapping is not None:  # what its lines are called is asked once the law is known
        plan_of(table, mapping, [*mapping.lines, *mapping.blank], ())
    elif lines:
        plan_of(table, None, lines, required)
    else:
        Faults(found for name in (CONTEST, PRECINCT) if isinstance(found := table.find(name), Fault)).refuse()


def contests_of(contest: pl.Series) -> tuple[tuple[str, ...], Rows]:
    """The contests in the order they appear, and the index of each row's contest, -1 where it has none."""
    found = contest.drop_nulls().unique(maintain_order=True)
    names = tuple(found.to_list())
    if len(names) <= 1:
        return names, np.where(contest.is_null().to_numpy(), -1, 0).astype(np.intp)
    numbers = contest.cast(pl.Enum(found)).to_physical().cast(pl.Int64).fill_null(-1)
    return names, numbers.to_numpy().astype(np.intp)


def repeated(table: Table, plan: Plan, contest: pl.Series, contest_of: Rows, precinct: pl.Series) -> Faults:
    """Rows whose protocol stands on an earlier line already (I-57)."""
    frame = pl.DataFrame({"contest": contest_of, "precinct": precinct})
    if (
        frame.hash_rows().n_unique() == table.rows
    ):  # no two rows alike, and the exact look is five times slower
        return Faults()
    alike = frame.is_duplicated() & precinct.is_not_null() & contest.is_not_null()
    position = next((plan.key_columns[name] for name in plan.key["precinct"].names), 0)
    faults, first = Faults(), dict[tuple[int, str], int]()
    for row in np.flatnonzero(alike.to_numpy()):
        key = int(contest_of[row]), str(precinct[int(row)])
        begun = first.setdefault(key, int(row))
        if begun == row:
            continue
        if len(faults) >= most_listed():
            faults.unlisted += 1
            continue
        words = {"precinct": key[1], "contest": str(contest[int(row)]), "first": f"{table.line_of(begun):,}"}
        faults.append(table.cell_fault("I-57", int(row), position, **words))
    return faults
