"""CSV: laid out and checked first, then cut into columns of strings by polars."""

from __future__ import annotations

import csv
import io

import polars as pl
from pydantic import BaseModel, ConfigDict, field_validator

from dauys.core.tables.delimiters import DELIMITERS, TOLD, delimiter_of
from dauys.core.tables.encoding import ENCODINGS, as_utf8, encoding_known
from dauys.core.tables.layout import Layout, Sheet, lay_out, opening_of, without_tail
from dauys.core.tables.plain import cut_plain
from dauys.core.tables.table import Limits, Table, trimmed


class FileOptions(BaseModel):
    """How a text file is written: [file] of a mapping. Without a delimiter the header tells it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    delimiter: str = ""
    encoding: str = "utf-8"

    @field_validator("delimiter")
    @classmethod
    def _one_sign(cls, value: str) -> str:
        if value and value not in DELIMITERS:
            raise ValueError(
                f"a delimiter is one of {' '.join(sign for sign in DELIMITERS if sign != chr(9))} or a tab"
            )
        return value

    @field_validator("encoding")
    @classmethod
    def _known(cls, value: str) -> str:
        if encoding_known(value) is None:
            raise ValueError(f"an encoding is one of {', '.join(ENCODINGS)}")
        return value


def read_csv(content: bytes, *, name: str, sha256: str, options: FileOptions, limits: Limits) -> Table:
    """The table of a CSV file; raises Refused (I-01 to I-19) where it cannot be told apart into cells."""
    text = as_utf8(content, options.encoding, name)
    delimiter = options.delimiter or delimiter_of(text)
    text, tail = without_tail(text, delimiter)
    sheet = Sheet(text, delimiter, name, limits)
    opening = opening_of(sheet)
    columns, lines = cut_plain(sheet, opening), None
    if columns is None:
        layout = lay_out(sheet, opening)
        columns, lines = _cut(layout, delimiter) or _cut_by_hand(layout, delimiter), layout.lines
    told = not options.delimiter and delimiter != TOLD[0]
    return Table(
        name=name,
        sha256=sha256,
        columns=tuple(trimmed(header) for header in opening.header),
        series=tuple(columns),
        header_line=opening.line - 1,
        lines=lines,
        notes=(
            *(
                (f"Read with {DELIMITERS[delimiter]} between the columns, as its header says.",)
                if told
                else ()
            ),
            *((f"Rows of empty cells at the end are left out: {tail:,}.",) if tail else ()),
        ),
    )


def _cut(layout: Layout, delimiter: str) -> list[pl.Series] | None:
    """Columns of strings by the fast parser; None where it counts other rows than the layout does."""
    schema = {str(position): pl.String for position in range(len(layout.header))}
    try:
        frame = pl.read_csv(
            layout.text,
            has_header=False,
            skip_lines=layout.skip,
            separator=delimiter,
            schema=schema,
            infer_schema=False,
            encoding="utf8",
        )
    except pl.exceptions.PolarsError:
        return None
    if frame.height != layout.rows:
        return None
    if layout.marked:
        frame = frame.with_columns(pl.when(pl.all() != "").then(pl.all()))  # "" is as blank as nothing
    return frame.get_columns()


def _cut_by_hand(layout: Layout, delimiter: str) -> list[pl.Series]:
    """The same by the csv module: slower by far, for the files on which the fast parser stumbles."""
    text = io.StringIO(layout.text[layout.start :].decode("utf-8"), newline="")
    rows = zip(*csv.reader(text, delimiter=delimiter, strict=True), strict=True)
    return [pl.Series([cell or None for cell in column], dtype=pl.String) for column in rows]
