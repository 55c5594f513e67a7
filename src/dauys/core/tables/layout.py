"""How a CSV text is laid out: its header, the lines of its rows, and whether every row has all its fields."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dauys.core.tables.delimiters import DELIMITERS
from dauys.core.tables.faults import Faults, fault, most_listed, refused
from dauys.core.tables.scan import NEWLINE, RETURN, Bytes, Scan, scan
from dauys.core.tables.shapes import Lines, Mask, Rows
from dauys.core.tables.table import Limits, refuse_count

TAIL = 2**16  # bytes looked through at a time


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Header names as they stand, the header's last line, the rows, the line of each.

    The rows begin in `text` at the offset `start`, which is `skip` line ends away; no blank line is among
    them. `marked` tells whether a cell may be blank by two quotation marks. `lines` is None where the rows
    follow the header line by line.
    """

    header: tuple[str, ...]
    header_line: int
    text: bytes
    start: int
    skip: int
    rows: int
    marked: bool
    lines: Lines | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One CSV text on its way through the checks: UTF-8 without NUL bytes and lone carriage returns."""

    text: bytes
    delimiter: str
    place: str
    limits: Limits


@dataclass(frozen=True, slots=True)
class Opening:
    """Header names as they stand; the rows begin at the offset `start`, on the line `line`."""

    header: tuple[str, ...]
    start: int
    line: int


def without_tail(text: bytes, delimiter: str) -> tuple[bytes, int]:
    """The text without the rows of empty cells at its end, as spreadsheets write them, and how many it had.

    Lines without anything are no rows anyway, and are not counted.
    """
    end, empty = len(text), f"{delimiter} \t\r\n".encode()
    while end:
        window = text[max(end - TAIL, 0) : end]
        kept = len(window.rstrip(empty))
        end -= len(window) - kept
        if kept:
            break
    begun = text.find(b"\n", end) + 1 or len(text)
    rows = sum(bool(line.strip(b"\r")) for line in text[begun:].split(b"\n"))
    return (text[:begun], rows) if rows and end else (text, 0)


def opening_of(sheet: Sheet) -> Opening:
    """The header of the text; raises Refused where there is none, or too much of anything (I-01 to I-19)."""
    _refuse_long_lines(sheet)
    lines = sheet.text.count(b"\n")
    refuse_count("rows", lines, sheet.limits.rows, sheet.place)
    header, start, line = _header(sheet)
    refuse_count("columns", len(header), sheet.limits.columns, sheet.place)
    return Opening(header, start, line)


def lay_out(sheet: Sheet, opening: Opening) -> Layout:
    """The layout of the text; raises Refused for all that keeps rows from being told apart (I-01 to I-19)."""
    header, start, line = opening.header, opening.start, opening.line
    _refuse_other_delimiter(sheet, header, start)
    rows = np.frombuffer(sheet.text, dtype=np.uint8)[start:]
    found = scan(rows, ord(sheet.delimiter))
    _refuse_marks(sheet, found, rows, line)
    filled = _filled(found, rows)
    if not filled.any():
        raise refused("I-02", place=sheet.place, line=line - 1)
    refuse_count("cells", len(header) * len(filled), sheet.limits.cells, sheet.place)
    ragged = np.flatnonzero(filled & (found.fields != len(header)))
    _refuse_ragged(sheet, found, ragged, len(header), start, line)
    text, skip = (sheet.text, line - 1) if filled.all() else (_without_blanks(rows, found, filled), 0)
    follows = skip > 0 and int(found.lines[-1]) == len(filled) - 1
    return Layout(
        header=header,
        header_line=line - 1,
        text=text,
        start=start if skip else 0,
        skip=skip,
        rows=int(filled.sum()),
        marked=sheet.text.find(b'""', start) >= 0,
        lines=None if follows else found.lines[filled] + line,
    )


def _filled(found: Scan, rows: Bytes) -> Mask:
    """Rows that are no blank lines: neither empty nor a carriage return alone."""
    widths = found.ends - found.starts
    alone = np.flatnonzero(widths == 1)
    filled = widths > 0
    filled[alone] = rows[found.starts[alone]] != RETURN
    return filled


def _without_blanks(rows: Bytes, found: Scan, filled: Mask) -> bytes:
    """The rows without blank lines among them, which the parser would take for rows."""
    kept = np.repeat(filled, found.ends - found.starts + 1)[: len(rows)]
    return rows[kept].tobytes()


def _refuse_long_lines(sheet: Sheet) -> None:
    text, limit, at = sheet.text, sheet.limits.line_bytes, 0
    while len(text) - at > limit:
        end = text.rfind(b"\n", at, at + limit + 1)
        if end < 0:
            raise refused("I-12", place=sheet.place, line=text.count(b"\n", 0, at) + 1, limit=f"{limit:,}")
        at = end + 1


def _header(sheet: Sheet) -> tuple[tuple[str, ...], int, int]:
    """Header fields, offset and line at which the rows begin."""
    at, line = 0, 0

    def lines() -> Iterator[str]:
        nonlocal at, line
        for text in _lines(sheet.text, 0):
            at, line = at + len(text), line + 1
            yield text.decode("utf-8")

    first = 1
    try:
        for fields in csv.reader(lines(), delimiter=sheet.delimiter, strict=True):
            if fields:
                return tuple(fields), at, line + 1
            first = line + 1
    except csv.Error as error:
        code = "I-19" if "expected after" in str(error) else "I-18"
        raise refused(code, place=sheet.place, line=first) from None
    raise refused("I-01", place=sheet.place)


def _lines(text: bytes, at: int) -> Iterator[bytes]:
    while at < len(text):
        end = text.find(b"\n", at) + 1 or len(text)
        yield text[at:end]
        at = end


def _refuse_other_delimiter(sheet: Sheet, header: tuple[str, ...], start: int) -> None:
    """Another sign splits header and first row; the one in use does not, or not alike."""
    head = sheet.text[:start].decode("utf-8")
    first = next((line for line in _lines(sheet.text, start) if line.strip()), b"").decode("utf-8")
    if len(header) > 1 and _fields_of_first(sheet, start) == len(header):
        return
    for sign, name in list(DELIMITERS.items())[:4]:
        alike = head.count(sign) == first.count(sign) if len(header) > 1 else sign in first
        if sign != sheet.delimiter and sign in head and alike:
            used = DELIMITERS.get(sheet.delimiter, sheet.delimiter)
            written = "\\t" if sign == "\t" else sign
            raise refused("I-15", place=sheet.place, line=1, used=used, seen=name, sign=written)


def _fields_of_first(sheet: Sheet, start: int) -> int:
    """Number of fields in the first row that is not blank; 0 where its quotation marks are broken."""
    lines = (line.decode("utf-8") for line in _lines(sheet.text, start))
    try:
        return next((len(row) for row in csv.reader(lines, delimiter=sheet.delimiter) if row), 0)
    except csv.Error:
        return 0


def _refuse_marks(sheet: Sheet, found: Scan, text: Bytes, line: int) -> None:
    if found.stray is not None:
        row = int(np.searchsorted(found.starts, found.stray, side="right")) - 1
        begun = int(found.starts[row])
        broken = (
            NEWLINE in text[begun : found.stray]
        )  # the cell ran over a line end: most likely never closed
        raise refused("I-18" if broken else "I-19", place=sheet.place, line=int(found.lines[row]) + line)
    if found.unclosed:
        raise refused("I-18", place=sheet.place, line=int(found.lines[-1]) + line)


def _refuse_ragged(sheet: Sheet, found: Scan, rows: Rows, wanted: int, start: int, line: int) -> None:
    faults = Faults()
    for row in rows[: most_listed()]:
        count, begun = int(found.fields[row]), int(found.starts[row])
        missing, extra = f"{wanted - count:,}", f"{count - wanted:,}"
        until = start + min(int(found.ends[row]), begun + 200)
        cells = sheet.text[start + begun : until].decode("utf-8", "ignore").strip()
        words = {"found": f"{count:,}", "wanted": f"{wanted:,}", "missing": missing, "extra": extra}
        code = "I-16" if count < wanted else "I-17"
        faults.append(fault(code, place=sheet.place, line=int(found.lines[row]) + line, value=cells, **words))
    faults.unlisted = len(rows) - len(faults)
    faults.refuse()
