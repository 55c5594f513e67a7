"""Figures: whole numbers from columns of text, a million at a time; cells that fail are worded one by one."""

from __future__ import annotations

from typing import Literal

import numpy as np
import polars as pl

from dauys.core.findings import Fault
from dauys.core.tables.cells import word_cell
from dauys.core.tables.faults import Faults, most_listed
from dauys.core.tables.shapes import Figures, Mask, Rows
from dauys.core.tables.table import Table

BlankRule = Literal["error", "zero", "missing"]

MISSING = -1
"""A figure that is not there, as protocols hold it."""

WRONG = -2
"""A cell that holds no figure; no caller sees it."""

LARGEST = 9_999_999
"""The largest figure a protocol may hold; a setting of ours, not of any law."""

_NEVER = np.iinfo(np.int64).max
_LEAST = np.array([_NEVER, 0, *(10**digits for digits in range(1, 18)), _NEVER], dtype=np.int64)
# _LEAST[n] is the smallest whole number written with n digits, so that a number shorter than its text shows.


def parse_counts(
    table: Table, column: str, *, blank: BlankRule, limit: int = LARGEST
) -> tuple[Figures, Faults]:
    """Figures of one column, int64 of shape (rows,), with MISSING (-1) for blanks under the rule "missing".

    `blank` says what a blank cell means. Each cell that is not a whole number from 0 to `limit` gives a fault
    (I-40 to I-53) and MISSING; LISTED of them are worded, the rest counted in `Faults.unlisted`.
    Raises Refused where the column is missing or doubled.
    """
    position = table.position(column)
    figures = raw_figures(table.series[position], limit)
    return settled(figures, table, position, blank=blank, limit=limit)


def settled(
    figures: Figures, table: Table, position: int, *, blank: BlankRule, limit: int, among: Mask | None = None
) -> tuple[Figures, Faults]:
    """Raw figures with the blank rule applied and wrong cells worded; `among` leaves out other rows."""
    faults = Faults()
    wrong, blanks = figures == WRONG, figures == MISSING
    if among is not None:
        wrong, blanks = wrong & among, blanks & among
    faults.add(worded(table, position, np.flatnonzero(wrong), limit))
    if blank == "error":
        faults.add(faults_at(table, position, np.flatnonzero(blanks), "I-40"))
    if wrong.any() or (blank == "zero" and blanks.any()):
        figures = figures.copy()
        figures[wrong] = MISSING
        figures[blanks] = 0 if blank == "zero" else MISSING
    return figures, faults


def raw_figures(series: pl.Series, limit: int) -> Figures:
    """Figures of a column, MISSING where blank, WRONG where the cell holds none."""
    if series.dtype == pl.Int32:  # written plainly, and none below zero
        figures = series.fill_null(MISSING).to_numpy().astype(np.int64)
        return (
            np.where(figures > limit, WRONG, figures) if len(figures) and figures.max() > limit else figures
        )
    figures = _cast(series)
    lengths = series.str.len_bytes().fill_null(0).to_numpy()
    least = _LEAST[np.minimum(lengths, len(_LEAST) - 1)]
    doubtful = (figures < least) & (lengths > 0)
    if doubtful.any():  # signs, leading zeros, anything that is not the plain way to write a number
        rows = np.flatnonzero(doubtful)
        figures = figures.copy()
        figures[rows] = _digits_only(series.gather(rows), limit)
    high = figures > limit
    if high.any():
        figures = np.where(high, WRONG, figures)
    return figures


def _cast(series: pl.Series) -> Figures:
    return series.cast(pl.Int64, strict=False).fill_null(MISSING).to_numpy()


def _digits_only(cells: pl.Series, limit: int) -> Figures:
    """Figures of cells made of the digits 0–9, leading zeros allowed; WRONG for the others."""
    plain = cells.str.contains(r"^[0-9]+$").to_numpy()
    figures = _cast(cells.str.strip_chars_start("0"))
    zeros = (cells.str.strip_chars_start("0").str.len_bytes() == 0).to_numpy()
    known = plain & ((figures >= 0) | zeros)
    return np.where(known, np.where(zeros, 0, np.minimum(figures, limit + 1)), WRONG)


def worded(table: Table, position: int, rows: Rows, limit: int) -> Faults:
    """What is wrong with the cells of these rows, each by itself."""
    faults = Faults(_worded(table, position, int(row), limit) for row in rows[: most_listed()])
    faults.unlisted = len(rows) - len(faults)
    return faults


def _worded(table: Table, position: int, row: int, limit: int) -> Fault:
    code, words = word_cell(table.cell(row, position), limit)
    return table.cell_fault(code, row, position, **words)


def faults_at(table: Table, position: int, rows: Rows, code: str, **words: str) -> Faults:
    """The same fault at the cells of these rows."""
    faults = Faults(table.cell_fault(code, int(row), position, **words) for row in rows[: most_listed()])
    faults.unlisted = len(rows) - len(faults)
    return faults
