"""JSON Lines: one flat object on each line; its keys are the columns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from dauys.core.tables.encoding import as_utf8
from dauys.core.tables.faults import Faults, fault, most_listed, refused
from dauys.core.tables.table import Limits, Table, refuse_count, trimmed

WHOLE = re.compile(r"(-?[0-9]+)\.0+")


class _Number(str):
    """A number as it was written, so that no digit is lost on the way."""

    __slots__ = ()


class _Pairs(list[tuple[str, object]]):
    """The members of one object in their order, doubled keys kept."""


def _number(written: str) -> _Number:
    whole = WHOLE.fullmatch(written)
    return _Number(whole.group(1) if whole else written)


DECODER = json.JSONDecoder(
    object_pairs_hook=_Pairs, parse_int=_Number, parse_float=_number, parse_constant=_Number
)


@dataclass(slots=True)
class _Column:
    """One key: rows that have a value for it, the values, and the last row that had the key at all."""

    rows: list[int] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    last: int = -1

    def series(self, height: int) -> pl.Series:
        if len(self.rows) == height:
            return pl.Series(self.values, dtype=pl.String)
        column: list[str | None] = [None] * height
        for row, value in zip(self.rows, self.values, strict=True):
            column[row] = value
        return pl.Series(column, dtype=pl.String)


@dataclass(slots=True)
class _Reading:
    """The table as it fills, line by line."""

    place: str
    limits: Limits
    columns: dict[str, _Column] = field(default_factory=dict)
    keys: dict[str, _Column] = field(default_factory=dict)  # the same, by the key as it is written
    lines: list[int] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)

    def column(self, key: str) -> _Column:
        column = self.columns.setdefault(trimmed(_storable(key)), _Column())
        refuse_count("columns", len(self.columns), self.limits.columns, self.place)
        self.keys[key] = column
        return column


def read_json_lines(content: bytes, *, name: str, sha256: str, limits: Limits) -> Table:
    """The table of a JSON Lines file; raises Refused (I-02, I-07 to I-14, I-30 to I-33).

    A key that a line does not have is blank there. 12.0 reads as 12, any other number as it is written.
    """
    text = as_utf8(content, "utf-8", name)
    if text[:4096].lstrip().startswith(b"["):
        raise refused("I-33", place=name, line=1)
    reading = _Reading(name, limits)
    for line, row in _lines(text, reading):
        _take(row, line, reading)
        if len(reading.faults) >= most_listed():
            break  # a file so broken is not read to its end
    reading.faults.refuse()
    if not reading.columns:
        raise refused("I-02", place=name)
    return Table(
        name=name,
        sha256=sha256,
        columns=tuple(reading.columns),
        series=tuple(column.series(len(reading.lines)) for column in reading.columns.values()),
        header_line=0,
        lines=np.array(reading.lines, dtype=np.int64),
    )


def _lines(text: bytes, reading: _Reading) -> Iterator[tuple[int, str]]:
    at, line, limit = 0, 0, reading.limits.line_bytes
    while at < len(text):
        end = text.find(b"\n", at)
        end = len(text) if end < 0 else end
        line += 1
        if end - at > limit:
            raise refused("I-12", place=reading.place, line=line, limit=f"{limit:,}")
        row = text[at:end].strip(b" \t\r")
        if row:
            yield line, row.decode("utf-8")
        at = end + 1


def _take(row: str, line: int, reading: _Reading) -> None:
    """Put the values of one line into their columns."""
    read = _object(row, line, reading)
    number = len(reading.lines)
    reading.lines.append(line)
    escaped = "\\u" in row
    for key, value in read:
        column = reading.keys.get(key) or reading.column(key)
        if column.last == number:
            _refuse_value("I-31", key, value, line, reading)
        column.last = number
        if isinstance(value, str | bool):
            text = value if isinstance(value, str) else str(value).lower()
            if text:
                column.rows.append(number)
                column.values.append(_storable(text) if escaped else text)
        elif value is not None:
            _refuse_value("I-32", key, value, line, reading)
    refuse_count("cells", len(reading.columns) * len(reading.lines), reading.limits.cells, reading.place)


def _storable(text: str) -> str:
    """What an escape can write and no text holds, NUL and half a pair of surrogates, stays an escape."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\u0000")


def _refuse_value(code: str, key: str, value: object, line: int, reading: _Reading) -> None:
    found = "an object" if isinstance(value, _Pairs) else "a list"
    column = trimmed(_storable(key))
    reading.faults.append(
        fault(code, place=reading.place, line=line, column=column, wanted=column, found=found)
    )


def _object(row: str, line: int, reading: _Reading) -> _Pairs:
    """The members of the object on one line; none, and a fault, where there is no object."""
    reason = "it is a single value"
    try:
        read = DECODER.decode(row)
        if isinstance(read, _Pairs):
            return read
    except json.JSONDecodeError as error:
        if row.endswith(("{", "[")):  # an object over several lines
            raise refused("I-33", place=reading.place, line=line) from None
        reason = f"{error.msg[:1].lower()}{error.msg[1:]} at character {error.pos + 1}"
    except RecursionError:
        reason = "it is nested too deeply"
    reading.faults.append(fault("I-30", place=reading.place, line=line, value=row, reason=reason))
    return _Pairs()
