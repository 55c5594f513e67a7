"""A CSV as programs write it, cut at once: words without quotation marks, whole numbers without ornament.

Columns of such numbers are never made into text. What is not plain to the last byte is left to the way that
lays a text out cell by cell and words what is wrong.
"""

from __future__ import annotations

import csv
from itertools import islice

import numpy as np
import polars as pl

from dauys.core.tables.layout import Opening, Sheet
from dauys.core.tables.shapes import Packed
from dauys.core.tables.table import refuse_count

_LOOKED_AT = 100  # rows that tell which columns hold numbers
_WINDOW = 2**20  # bytes looked through at a time


def cut_plain(sheet: Sheet, opening: Opening) -> list[pl.Series] | None:
    """Columns of text, or of int32 where all is numbers, null where blank; None where the text is not plain.

    The parser is a lenient one, so the proof is in the bytes: there are as many delimiters and line ends as
    cells and rows ask for, and the cells written again would fill exactly the bytes that are there. A sign, a
    zero in front or a space would need one more.
    """
    text, start, width = sheet.text, opening.start, len(opening.header)
    if width < 2 or start >= len(text) or text.find(b'"') >= 0:
        return None
    lines = text.count(b"\n", start) + (not text.endswith(b"\n"))
    returns = text.count(b"\r", start)
    if returns not in (0, lines) or _count(text, start, sheet.delimiter) != (width - 1) * lines:
        return None
    columns = _parsed(sheet, opening)
    if columns is None or len(columns[0]) != lines:
        return None
    refuse_count("cells", width * lines, sheet.limits.cells, sheet.place)
    cells = [count for column in columns if (count := _written(column)) is not None]
    signs = (width - 1) * lines + text.count(b"\n", start) + returns
    return columns if len(cells) == width and sum(cells) + signs == len(text) - start else None


def _count(text: bytes, start: int, sign: str) -> int:
    """How often a sign of one byte stands in the text."""
    signs = np.frombuffer(text, dtype=np.uint8)
    windows = (signs[at : at + _WINDOW] for at in range(start, len(text), _WINDOW))
    return sum(int(np.count_nonzero(window == ord(sign))) for window in windows)


def _parsed(sheet: Sheet, opening: Opening) -> list[pl.Series] | None:
    try:
        frame = pl.read_csv(
            sheet.text,
            has_header=False,
            skip_lines=opening.line - 1,
            separator=sheet.delimiter,
            schema={str(at): kind for at, kind in enumerate(_kinds(sheet, opening))},
            infer_schema=False,
            encoding="utf8",
            quote_char=None,
        )
    except pl.exceptions.PolarsError:
        return None
    return frame.get_columns()


def _kinds(sheet: Sheet, opening: Opening) -> list[type[pl.DataType]]:
    """Of which kind each column seems to be, by its first rows."""
    head = sheet.text[opening.start : opening.start + _WINDOW].decode("utf-8", "replace").splitlines()
    rows = islice(csv.reader(head, delimiter=sheet.delimiter, quoting=csv.QUOTE_NONE), _LOOKED_AT)
    words = [False] * len(opening.header)
    for row in rows:
        for at, cell in enumerate(row[: len(words)]):
            words[at] |= bool(cell) and not (cell.isascii() and cell.isdigit())
    return [pl.String if is_word else pl.Int32 for is_word in words]


def _written(column: pl.Series) -> int | None:
    """How many bytes the cells take, written plainly; None where one is below zero."""
    if column.dtype == pl.String:
        return int(column.str.len_bytes().sum())
    figures: Packed = column.drop_nulls().to_numpy()
    if not len(figures):
        return 0
    if figures.min() < 0:
        return None
    digits, least = int(np.count_nonzero(figures == 0)), 1
    while least <= int(figures.max()):
        digits += int(np.count_nonzero(figures >= least))
        least *= 10
    return digits
