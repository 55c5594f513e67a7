"""JSON Lines: one flat object on each line; its keys are the columns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from dauys.core.findings import Fault
from dauys.core.tables.encoding import as_utf8
from dauys.core.tables.faults import LISTED, Faults, fault, refused
from dauys.core.tables.table import Limits, Table, refuse_count, trimmed

WHOLE = re.compile(r"(-?\d+)\.0+")


class _Number(str):
    """A number as it was written, so that no digit is lost on the way."""

    __slots__ = ()


@dataclass(slots=True)
class _Cells:
    """Columns as they fill: rows and values of each key, since a line need not have every key."""

    place: str
    limits: Limits
    columns: dict[str, tuple[list[int], list[str]]] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)


def read_json_lines(content: bytes, *, name: str, sha256: str, limits: Limits) -> Table:
    """The table of a JSON Lines file; raises Refused (I-07 to I-14, I-30 to I-33).

    A key that a line does not have is blank there. 12.0 reads as 12, any other number as it is written.
    """
    text = as_utf8(content, "utf-8", name)
    if text.lstrip().startswith(b"["):
        raise refused("I-33", place=name, line=1)
    cells = _Cells(name, limits)
    for line, row in _lines(text, cells):
        _take(row, line, cells)
    cells.faults.refuse()
    return Table(
        name=name,
        sha256=sha256,
        columns=tuple(cells.columns),
        series=tuple(_series(rows, values, len(cells.lines)) for rows, values in cells.columns.values()),
        header_line=0,
        lines=np.array(cells.lines, dtype=np.int64),
    )


def _series(rows: list[int], values: list[str], height: int) -> pl.Series:
    if len(rows) == height:
        return pl.Series(values, dtype=pl.String)
    column: list[str | None] = [None] * height
    for row, value in zip(rows, values, strict=True):
        column[row] = value
    return pl.Series(column, dtype=pl.String)


def _lines(text: bytes, cells: _Cells) -> Iterator[tuple[int, bytes]]:
    at, line = 0, 0
    while at < len(text):
        end = text.find(b"\n", at)
        end = len(text) if end < 0 else end
        line += 1
        if end - at > cells.limits.line_bytes:
            raise refused("I-12", place=cells.place, line=line, limit=f"{cells.limits.line_bytes:,}")
        row = text[at:end].strip()
        if row:
            yield line, row
        at = end + 1


def _take(row: bytes, line: int, cells: _Cells) -> None:
    """Put the values of one line into their columns."""
    if len(cells.faults) >= LISTED:
        cells.faults.refuse()
    read = _object(row, line, cells.place)
    if isinstance(read, Fault):
        cells.faults.append(read)
        return
    number = len(cells.lines)
    cells.lines.append(line)
    seen: set[str] = set()
    for key, value in read:
        column = trimmed(key)
        text = _text(value)
        code = "I-31" if column in seen else "I-32" if text is None else ""
        seen.add(column)
        if code:
            kind = "a list" if isinstance(value, list) else "an object"
            cells.faults.append(
                fault(code, place=cells.place, line=line, column=column, wanted=column, found=kind)
            )
        elif text:
            rows, values = cells.columns.setdefault(column, ([], []))
            rows.append(number)
            values.append(text)
        else:
            cells.columns.setdefault(column, ([], []))
    refuse_count("columns", len(cells.columns), cells.limits.columns, cells.place)
    refuse_count("cells", len(cells.columns) * len(cells.lines), cells.limits.cells, cells.place)


class _Pairs(list[tuple[str, object]]):
    """The members of one object in their order, doubled keys kept."""


def _object(row: bytes, line: int, place: str) -> _Pairs | Fault:
    try:
        read = json.loads(
            row, object_pairs_hook=_Pairs, parse_int=_Number, parse_float=_number, parse_constant=_Number
        )
    except (ValueError, RecursionError) as error:
        if row in (b"{", b"[") or row.endswith(b"{"):
            raise refused("I-33", place=place, line=line) from None
        said = getattr(error, "msg", "it is nested too deeply")
        reason = f"{said} at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else said
        return fault("I-30", place=place, line=line, value=row.decode("utf-8", "replace"), reason=reason)
    if isinstance(read, _Pairs):
        return read
    return fault(
        "I-30", place=place, line=line, value=row.decode("utf-8", "replace"), reason="it is a single value"
    )


def _number(written: str) -> _Number:
    whole = WHOLE.fullmatch(written)
    return _Number(whole.group(1) if whole else written)


def _text(value: object) -> str | None:
    """A value as text, "" where blank, null where it is not a single value."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\0")
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else None
