"""A table on its way out: its columns, and its rows part by part, so that it never has to stand in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import polars as pl

Kind = type[pl.DataType]

TEXT: Kind = pl.String
FIGURE: Kind = pl.Int64
DAY: Kind = pl.Date
FLAG: Kind = pl.Boolean

ROWS = 65_536  # of one part, where nothing else bounds it


@dataclass(frozen=True, slots=True)
class Sheet:
    """The type of each column by its name, and the rows.

    `parts(narrow)` gives frames in the order of the rows. Each has all the columns, or with `narrow` only
    those that its rows can fill: where every contest has candidates of its own, most cells of a full row
    are blank. A blank cell is null, never "". `rows` says how many may come, where that is known.
    """

    columns: Mapping[str, Kind]
    parts: Callable[[bool], Iterator[pl.DataFrame]]
    rows: int | None = None


def sheet_of(columns: Mapping[str, Kind], rows: Iterable[Sequence[object]]) -> Sheet:
    """A sheet of rows that stand in memory or come one by one; it can be written once if they can."""

    def parts(_: bool) -> Iterator[pl.DataFrame]:
        each = iter(rows)
        while part := list(islice(each, ROWS)):
            yield without_blanks(pl.DataFrame(part, schema=dict(columns), orient="row"))

    return Sheet(columns, parts, len(rows) if isinstance(rows, Sequence) else None)


def without_blanks(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with null for every text of no letters: a file has one way to leave a cell blank."""
    texts = pl.col(pl.String)
    return frame.with_columns(pl.when(texts != "").then(texts)) if frame.height else frame
