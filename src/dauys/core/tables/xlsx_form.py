"""XLSX: the first visible sheet of a workbook, its cells as text."""

from __future__ import annotations

import datetime as dt
import io

import numpy as np
import polars as pl
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from dauys.core.tables.faults import refused, shown
from dauys.core.tables.table import Limits, Table, trimmed
from dauys.core.tables.xlsx_parts import SheetMarks, inspect_workbook, refuse_stretch

EXACT = 2**53  # above it a spreadsheet's number does not hold every whole number


Row = list[str | None]


def read_xlsx(content: bytes, *, name: str, sha256: str, limits: Limits) -> Table:
    """The table of a workbook's first visible sheet; raises Refused (I-02, I-14, I-25 to I-29).

    The first row with a cell in it is the header; blank rows are passed over. 12.0 reads as 12, as a
    spreadsheet knows no whole numbers; a day reads as 2021-07-25.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        index, notes = _choice(book, name)
        marks = inspect_workbook(content, name, index, limits)
        refuse_stretch(marks, name, limits)
        place = f"{name} (sheet “{shown(book.sheet_names[index])}”)" if notes else name
        return _table(book.get_sheet_by_index(index), marks, place, sha256, notes)
    except PasswordError:
        raise refused("I-27", place=name) from None
    except (CalamineError, ValueError, OSError) as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise refused("I-25", place=name, reason=reason[:100]) from None


def _choice(book: CalamineWorkbook, name: str) -> tuple[int, tuple[str, ...]]:
    """The first sheet that a user sees, and which one that is where there are several."""
    sheets = book.sheets_metadata
    for index, sheet in enumerate(sheets):
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet:
            several = f"Read from the sheet “{sheet.name}”, the first visible of {len(sheets)}."
            return index, (several,) if len(sheets) > 1 else ()
    raise refused("I-29", place=name)


def _table(sheet: CalamineSheet, marks: SheetMarks, place: str, sha256: str, notes: tuple[str, ...]) -> Table:
    rows, lines = _rows(sheet, marks)
    if not rows:
        raise refused("I-29", place=place)
    header, *body = rows
    if not body:
        raise refused("I-02", place=place, line=lines[0])
    columns = [pl.Series(cells, dtype=pl.String) for cells in zip(*body, strict=True)]
    return Table(
        name=place,
        sha256=sha256,
        columns=tuple(trimmed(cell or "") for cell in header),
        series=tuple(columns),
        header_line=lines[0],
        lines=np.array(lines[1:], dtype=np.int64),
        notes=notes,
    )


def _rows(sheet: CalamineSheet, marks: SheetMarks) -> tuple[list[Row], list[int]]:
    """Rows with a cell in them, and the number of each as the spreadsheet shows it."""
    top, left = sheet.start or (0, 0)
    rows: list[Row] = []
    lines: list[int] = []
    for line, cells in enumerate(sheet.to_python(skip_empty_area=True), start=top + 1):
        row = [text_of(cell) for cell in cells]
        for position in range(len(row)) if marks.dropped else ():
            row[position] = marks.dropped.get((line, left + 1 + position), row[position])
        if any(cell is not None for cell in row):
            rows.append(row)
            lines.append(line)
    return rows, lines


def text_of(cell: object) -> str | None:
    """One cell as text, null where blank; a number without a decimal part is a whole number."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) <= EXACT else repr(cell)
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return None if cell is None else str(cell)
