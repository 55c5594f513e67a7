"""A table as it was handed in: columns of text under their header names, and the line of each row."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from dauys.core.findings import Fault, Refused
from dauys.core.tables.faults import fault, near, refused
from dauys.core.tables.shapes import Lines, Rows


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an input may be before it is refused unread; settings of ours, not of any law."""

    file_bytes: int = 4 * 2**30
    line_bytes: int = 2**20
    unpacked_bytes: int = 2**30  # of a workbook, which is a ZIP archive
    cells: int = 200_000_000
    sheet_cells: int = 50_000_000
    rows: int = 20_000_000
    columns: int = 16_384


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows of text, nothing converted and nothing repaired.

    `name` is the file's name in faults, `sha256` the hexadecimal digest of its bytes, `columns` the header
    names without spaces around them, `series` one polars series per column (null = blank): of strings, or of
    int32 where every cell is a whole number written plainly, so that its text is that of the number;
    `header_line` the line of the header, `lines` the line of each row (None: rows follow the header line by
    line). `notes` says what the reader decided, such as which sheet of a workbook was read.
    """

    name: str
    sha256: str
    columns: tuple[str, ...]
    series: tuple[pl.Series, ...]
    header_line: int = 1
    lines: Lines | None = None
    notes: tuple[str, ...] = ()
    _positions: dict[str, list[int]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        for position, column in enumerate(self.columns):
            self._positions.setdefault(column, []).append(position)

    @property
    def rows(self) -> int:
        """Number of rows, the header and blank lines left out."""
        return len(self.series[0]) if self.series else 0

    def line_of(self, row: int) -> int:
        """Line of the row (counted from 0) as an editor or a spreadsheet shows it, counted from 1."""
        return self.header_line + 1 + row if self.lines is None else int(self.lines[row])

    def lines_of(self, rows: Rows) -> Lines:
        """The same for many rows."""
        return self.header_line + 1 + rows.astype(np.int64) if self.lines is None else self.lines[rows]

    def has(self, column: str) -> bool:
        """True where a column of that name stands in the header, once or more often."""
        return column in self._positions

    def find(self, column: str) -> int | Fault:
        """Position of the column, or the fault that it is missing (I-20) or stands there twice (I-21)."""
        found = self._positions.get(column, [])
        if len(found) == 1:
            return found[0]
        if found:
            return self.header_fault("I-21", column, wanted=column, count=str(len(found)))
        return self.header_fault("I-20", column, wanted=column, near=near(column, self.columns))

    def position(self, column: str) -> int:
        """Position of the column; raises Refused where it is missing or doubled."""
        found = self.find(column)
        if isinstance(found, Fault):
            raise Refused([found])
        return found

    def text(self, column: str) -> pl.Series:
        """Cells of the column as strings, null where blank; raises Refused where it is missing or doubled."""
        return self.cells(self.position(column))

    def cells(self, position: int) -> pl.Series:
        """The same by the position of the column."""
        cells = self.series[position]
        return cells if cells.dtype == pl.String else cells.cast(pl.String)

    def cell(self, row: int, position: int) -> str:
        """One cell as text, "" where blank."""
        cell = self.series[position][row]
        return "" if cell is None else str(cell)

    def header_fault(self, code: str, column: str, **words: str) -> Fault:
        """A fault of the header line at `column`."""
        return fault(code, place=self.name, line=self.header_line, column=column, **words)

    def cell_fault(self, code: str, row: int, position: int, **words: str) -> Fault:
        """A fault of one cell, with the value that stands there."""
        return fault(
            code,
            place=self.name,
            line=self.line_of(row),
            column=self.columns[position],
            value=self.cell(row, position),
            **words,
        )


def trimmed(header: str) -> str:
    """A header name without spaces and byte order marks around it: all that is not taken literally."""
    return header.strip().strip("\ufeff").strip()


def refuse_count(what: str, count: int, limit: int, place: str) -> None:
    """Raise Refused (I-14) where there are more rows, columns or cells than a limit allows."""
    if count > limit:
        raise refused("I-14", place=place, found=f"{count:,} {what}", limit=f"{limit:,}")
