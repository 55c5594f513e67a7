"""Parquet: columns of any simple kind read as text; broken files and nested columns are named."""

from __future__ import annotations

import datetime as dt
import io

import polars as pl
import pytest

from dauys.core.tables import Limits
from tests.core.tables.files import faults, rows_of, table, where


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


WHOLE = _parquet(pl.DataFrame({"a": [1, 2], "b": ["x", "y"]}))


def test_parquet_gives_cells_as_text() -> None:
    frame = pl.DataFrame(
        {
            " a ": [1, None, 3],
            "b": ["x", "", " y"],
            "c": [12.0, 12.5, None],
            "d": [dt.date(2021, 7, 25), None, None],
            "e": pl.Series(["p", "q", "p"], dtype=pl.Categorical),
            "f": [True, False, None],
            "g": [None, None, None],
        }
    )
    read = table(_parquet(frame), "in.parquet")
    assert read.columns == ("a", "b", "c", "d", "e", "f", "g")
    assert rows_of(read) == [
        ("1", "x", "12", "2021-07-25", "p", "true", None),
        (None, None, "12.5", None, "q", "false", None),
        ("3", " y", None, None, "p", None, None),
    ]
    assert [read.line_of(row) for row in range(3)] == [1, 2, 3]


def test_parquet_of_odd_fractions_reads_no_figure() -> None:
    frame = pl.DataFrame({"a": [float("nan"), float("inf"), 0.25, -2.0]})
    assert rows_of(table(_parquet(frame), "in.parquet")) == [("NaN",), ("inf",), ("0.25",), ("-2",)]


@pytest.mark.parametrize(
    "column", [pl.Series([[1], [2]]), pl.Series([{"x": 1}, {"x": 2}]), pl.Series([b"1", b"2"])]
)
def test_parquet_column_of_another_kind_is_named(column: pl.Series) -> None:
    found = faults(_parquet(pl.DataFrame({"a": [1, 2], "b": column})), "in.parquet")
    assert where(found) == [("I-36", None, "b")]


@pytest.mark.parametrize(
    "content", [WHOLE[:40], WHOLE[:-4] + b"xxxx", b"PAR1PAR1", WHOLE[:4] + bytes(20) + WHOLE[-8:]]
)
def test_parquet_that_is_broken_is_refused(content: bytes) -> None:
    assert where(faults(content, "in.parquet")) == [("I-35", None, "")]


def test_parquet_without_rows_is_refused() -> None:
    assert where(faults(_parquet(pl.DataFrame({"a": []}, schema={"a": pl.Int64})), "in.parquet")) == [
        ("I-02", None, "")
    ]


@pytest.mark.parametrize("limits", [Limits(columns=1), Limits(cells=3), Limits(rows=1)])
def test_parquet_beyond_a_limit_is_refused(limits: Limits) -> None:
    assert where(faults(WHOLE, "in.parquet", limits=limits)) == [("I-14", None, "")]


def test_parquet_whose_text_holds_a_nul_is_refused() -> None:
    content = _parquet(pl.DataFrame({"a": ["x", "y\0z"], "b": ["1", "2"]}))
    assert where(faults(content, "in.parquet")) == [("I-36", None, "a")]
