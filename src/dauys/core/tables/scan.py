"""Where the rows of a CSV text lie: its line ends, delimiters and quotation marks, without making strings.

Quotation marks are those of RFC 4180: a quoted cell is quoted whole, a mark inside it is written twice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dauys.core.tables.shapes import Lines, Mask

Bytes = NDArray[np.uint8]

WINDOW = 2**19
QUOTE, NEWLINE, RETURN = ord('"'), ord("\n"), ord("\r")


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """Rows of a text, blank lines included.

    `starts` and `ends` are byte offsets (int64, the line end left out), `fields` counts the fields of each
    row, `lines` its line counted from 0. `stray` is the offset of the first quotation mark that stands where
    none may, `unclosed` tells whether the last quoted cell runs to the end of the text.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    fields: NDArray[np.int64]
    lines: Lines
    stray: int | None
    unclosed: bool


@dataclass(slots=True)
class _Run:
    """What is carried from window to window."""

    inside: int = 0  # 1 inside a quoted cell
    fields: int = 0  # delimiters since the beginning of the text
    lines: int = 0  # line ends since the beginning of the text, quoted ones included
    stray: int | None = None


def scan(text: Bytes, delimiter: int) -> Scan:
    """Walk once over the text, window by window, so that memory stays at a few numbers per row."""
    run = _Run()
    found = [_window(text, at, delimiter, run) for at in range(0, len(text), WINDOW)]
    ends, fields, lines = (np.concatenate([part[i] for part in found] or [_none()]) for i in range(3))
    if len(text) and (not len(ends) or ends[-1] != len(text) - 1):  # the last row has no line end
        ends = np.append(ends, len(text))
        fields, lines = np.append(fields, run.fields), np.append(lines, run.lines + 1)
    starts = np.concatenate(([0], ends[:-1] + 1)) if len(ends) else _none()
    return Scan(
        starts=starts,
        ends=ends,
        fields=np.diff(fields, prepend=0) + 1,
        lines=np.concatenate(([0], lines[:-1])) if len(lines) else _none(),
        stray=run.stray,
        unclosed=bool(run.inside),
    )


def _none() -> NDArray[np.int64]:
    return np.empty(0, dtype=np.int64)


def _window(text: Bytes, at: int, delimiter: int, run: _Run) -> tuple[NDArray[np.int64], ...]:
    """Ends of rows in one window, with the delimiters and line ends counted up to each."""
    part = text[at : at + WINDOW]
    newline, delimiters = part == NEWLINE, part == delimiter
    raw_lines = newline
    quotes = part == QUOTE
    if run.inside or quotes.any():
        inside = np.bitwise_xor.accumulate(quotes.view(np.uint8)) ^ np.uint8(run.inside)
        if run.stray is None:
            run.stray = _stray(text, at, quotes, inside.view(np.bool_), delimiter)
        outside = inside == 0
        newline, delimiters = newline & outside, delimiters & outside
        run.inside = int(inside[-1])
    ends = np.flatnonzero(newline)
    fields = np.cumsum(delimiters, dtype=np.int32)
    lines = np.cumsum(raw_lines, dtype=np.int32) if raw_lines is not newline else np.arange(1, len(ends) + 1)
    at_ends = lines[ends] if raw_lines is not newline else lines
    result = ends + at, fields[ends] + np.int64(run.fields), at_ends + np.int64(run.lines)
    run.fields += int(fields[-1])
    run.lines += int(np.count_nonzero(raw_lines))
    return result


def _stray(text: Bytes, at: int, quotes: Mask, inside: Mask, delimiter: int) -> int | None:
    """Offset of the first mark that opens a cell in its middle, or closes it before its end."""
    size = len(quotes)
    before, after = np.full(size, NEWLINE, np.uint8), np.full(size, NEWLINE, np.uint8)
    before[1:], after[:-1] = text[at : at + size - 1], text[at + 1 : at + size]
    if at:
        before[0] = text[at - 1]
    if at + size < len(text):
        after[-1] = text[at + size]
    opens = quotes & inside & (before != delimiter) & (before != NEWLINE) & (before != QUOTE)
    closes = (
        quotes & ~inside & (after != delimiter) & (after != NEWLINE) & (after != RETURN) & (after != QUOTE)
    )
    wrong = opens | closes
    return at + int(wrong.argmax()) if wrong.any() else None
