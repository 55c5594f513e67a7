"""Parquet: columns as they were written, read as text."""

from __future__ import annotations

import io

import numpy as np
import polars as pl

from dauys.core.findings import Fault
from dauys.core.tables.faults import Faults, fault, refused
from dauys.core.tables.table import Limits, Table, refuse_count, trimmed

MAGIC = b"PAR1"
EXACT = 2**53  # above it a binary fraction does not hold every whole number


def read_parquet(content: bytes, *, name: str, sha256: str, limits: Limits) -> Table:
    """The table of a Parquet file; raises Refused (I-02, I-14, I-35, I-36).

    Rows are counted from 1: there is no header line. 12.0 in a column of fractions reads as 12.
    """
    frame = _frame(content, name, limits)
    if not frame.height:
        raise refused("I-02", place=name)
    faults = Faults()
    columns = [_text(frame.to_series(position), name, faults) for position in range(frame.width)]
    faults.refuse()
    return Table(
        name=name,
        sha256=sha256,
        columns=tuple(trimmed(column) for column in frame.columns),
        series=tuple(columns),
        header_line=0,
        lines=np.arange(1, frame.height + 1, dtype=np.int64),
    )


def _frame(content: bytes, name: str, limits: Limits) -> pl.DataFrame:
    if len(content) < 12 or not content.endswith(MAGIC):
        raise refused("I-35", place=name, reason="its end is missing")
    try:
        lazy = pl.scan_parquet(io.BytesIO(content))
        columns = len(lazy.collect_schema())
        rows = int(lazy.select(pl.len()).collect().item())
        refuse_count("columns", columns, limits.columns, name)
        refuse_count("rows", rows, limits.rows, name)
        refuse_count("cells", rows * columns, limits.cells, name)
        return lazy.collect()
    # A panic of the parser is no Exception, and it is the file that is at fault.
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        reason = str(error).partition("\n")[0][:100] or "it cannot be read"
        raise refused("I-35", place=name, reason=reason) from None


def _text(series: pl.Series, name: str, faults: Faults) -> pl.Series:
    """The column as strings, null where blank."""
    kind = series.dtype
    if (
        isinstance(kind, pl.Categorical | pl.Enum | pl.String | pl.Date | pl.Boolean | pl.Null)
        or kind.is_integer()
    ):
        text = series.cast(pl.String)
    elif kind.is_float():
        whole = series.is_finite() & (series == series.floor()) & (series.abs() <= EXACT)
        text = series.cast(pl.Int64, strict=False).cast(pl.String)
        text = pl.select(pl.when(whole).then(text).otherwise(series.cast(pl.String))).to_series()
    else:
        faults.append(_odd(series, name))
        return series
    if kind == pl.String and text.str.contains("\0", literal=True).any():
        faults.append(fault("I-36", place=name, column=series.name, found="text with a NUL character"))
    blank = text.str.len_bytes() == 0
    return text.set(blank.fill_null(value=False), None) if blank.any() else text


def _odd(series: pl.Series, name: str) -> Fault:
    words = str(series.dtype).partition("(")[0].lower()
    return fault("I-36", place=name, column=series.name, found=f"values of the kind “{words}”")
