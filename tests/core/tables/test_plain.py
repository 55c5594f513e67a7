"""A plain CSV is cut at once: into the same cells as by the careful way, and only where it is plain."""

from __future__ import annotations

from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dauys.core.findings import Refused
from dauys.core.tables import parse_counts
from dauys.core.tables.table import Table
from tests.core.tables.files import faults_of, rows_of, table, where

CELLS = st.sampled_from(
    [
        "",
        "0",
        "7",
        "12",
        "007",
        "-0",
        "-5",
        "+5",
        " 5",
        "5 ",
        "1.0",
        "1e3",
        "٣",
        "99999999",
        "3000000000",
        "A.1",
        "é",
    ]
) | st.text("0123456789", max_size=4)
PLAIN = "1,2\n"
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n"])


def is_plain(read: Table) -> bool:
    return any(column.dtype == pl.Int32 for column in read.series)


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    """Rows of two or three cells, now and then one too few or too many, a blank line, a mark, no last end."""
    width = draw(st.integers(2, 3))
    row = st.lists(CELLS, min_size=width, max_size=width)
    odd = st.sampled_from([[], [""], ["1"], ["1", "2", "3", "4"], ['"1"', "2"], ['"a,b"', "2"]])
    rows = draw(st.lists(row | row | row | odd, max_size=6))
    text = draw(ENDS).join(",".join(cells) for cells in [["a", "b", "c"][:width], *rows])
    return (text + draw(st.sampled_from(["", "\n", "\r\n", "\n\n"]))).encode()


def outcome(content: bytes) -> object:
    """Everything that is read of a text, or why it is refused."""
    try:
        read = table(content)
    except Refused as refused:
        return refused.faults
    figures = [parse_counts(read, column, blank="missing") for column in read.columns]
    lines = [read.line_of(row) for row in range(read.rows)]
    return rows_of(read), lines, [(each.tolist(), list(faults)) for each, faults in figures]


@given(texts(), st.integers(1, 3))
def test_plain_way_reads_what_the_careful_way_reads(content: bytes, looked_at: int) -> None:
    with patch("dauys.core.tables.plain._LOOKED_AT", looked_at):
        found = outcome(content)
    with patch("dauys.core.tables.csv_form.cut_plain", return_value=None):
        assert found == outcome(content)


def test_columns_of_plain_numbers_are_numbers() -> None:
    read = table(b"a,b,c\nx,0,\ny,12,7\n")
    assert [column.dtype for column in read.series] == [pl.String, pl.Int32, pl.Int32]
    assert rows_of(read) == [("x", "0", None), ("y", "12", "7")]


@pytest.mark.parametrize("before", [0, 150])
@pytest.mark.parametrize("cell", ["007", "+5", "-0", " 5", "5 ", "-5", '"5"', "3000000000", "5.0"])
def test_number_with_ornament_is_read_as_it_stands(cell: str, before: int) -> None:
    """Also far below the rows that tell what a column holds."""
    read = table(f"a,b\n{before * PLAIN}1,{cell}\n2,6\n".encode())
    assert read.series[1].dtype == pl.String
    assert rows_of(read)[before] == ("1", cell.strip('"'))


def test_lines_too_short_and_zeros_in_front_do_not_hide_each_other() -> None:
    """One delimiter less and one digit more make the text as long as a plain one."""
    assert where(faults_of(lambda: table(b"a,b\n1\n02,3\n"))) == [("I-16", 2, "")]


def test_windows_line_ends_are_plain() -> None:
    read = table(b"a,b\r\n1,2\r\n3,4\r\n")
    assert (is_plain(read), rows_of(read)) == (True, [("1", "2"), ("3", "4")])


def test_figure_that_is_too_large_is_a_fault_of_its_cell() -> None:
    read = table(b"a,b\n1,2\n3,10000000\n")
    assert is_plain(read)
    figures, faults = parse_counts(read, "b", blank="error")
    assert (figures.tolist(), where(faults), faults[0].value) == ([2, -1], [("I-50", 3, "b")], "10000000")
