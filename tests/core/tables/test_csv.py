"""CSV: cells come out as they stand, lines are counted as an editor counts them, broken rows are named."""

from __future__ import annotations

import hashlib

import polars as pl
import pytest

from dauys.core.tables import Limits, read_table
from tests.core.tables.files import faults, faults_of, rows_of, table, where


def test_csv_keeps_cells_as_they_stand() -> None:
    content = b'a, b \n 1,"x, y"\n"say ""no""",\n'
    read = table(content)
    assert read.columns == ("a", "b")
    assert rows_of(read) == [(" 1", "x, y"), ('say "no"', None)]
    assert read.sha256 == hashlib.sha256(content).hexdigest()


def test_csv_takes_empty_and_quoted_empty_for_blank() -> None:
    assert rows_of(table(b'a,b\n"",\n')) == [(None, None)]


def test_csv_counts_lines_as_an_editor_does() -> None:
    read = table(b'\r\na,"b\r\nb"\r\n\r\n1,"x\r\n\r\ny"\r\n\r\n\r\n3,4\r\n5,6')
    assert read.columns == ("a", "b\r\nb")
    assert rows_of(read) == [("1", "x\r\n\r\ny"), ("3", "4"), ("5", "6")]
    assert [read.line_of(row) for row in range(3)] == [5, 10, 11]


def test_csv_of_one_column_reads_its_rows() -> None:
    read = table(b"a\n1\n\n2\n")
    assert rows_of(read) == [("1",), ("2",)]
    assert [read.line_of(row) for row in range(2)] == [2, 4]


def test_csv_with_a_byte_order_mark_loses_only_the_mark() -> None:
    assert table(b"\xef\xbb\xbfa,b\n1,2\n").columns == ("a", "b")


def test_csv_read_by_hand_equals_the_fast_way(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b'a,b\n1,"x\ny"\n\n,4\n'
    fast = table(content)

    def stumble(*_: object, **__: object) -> pl.DataFrame:
        raise pl.exceptions.ComputeError("stumbled")

    monkeypatch.setattr(pl, "read_csv", stumble)
    slow = table(content)
    assert rows_of(slow) == rows_of(fast)
    assert [slow.line_of(row) for row in range(2)] == [fast.line_of(row) for row in range(2)] == [2, 5]


@pytest.mark.parametrize(
    ("content", "code", "line", "said"),
    [
        (b"", "I-01", None, "empty"),
        (b"\xef\xbb\xbf \r\n\n", "I-01", None, "empty"),
        (b"a,b\n", "I-02", 1, "no rows"),
        (b"\na,b\n\n\n", "I-02", 2, "no rows"),
        (b"a,b\n1,2\n3\n", "I-16", 3, "1 fields, the header has 2: 1 too few"),
        (b"a,b,c\n1,2,3\n\n4,5\n", "I-16", 4, "2 fields, the header has 3: 1 too few"),
        (b"a,b\n1,2,3\n", "I-17", 2, "3 fields, the header has 2: 1 too many"),
        (b'a,b\n1,"x\n', "I-18", 2, "never closed"),
        (b'a,b\n"x,1\n2,"y"\n', "I-18", 2, "never closed"),
        (b'"a,b\n1,2\n', "I-18", 1, "never closed"),
        (b'a,b\n1,x"y\n', "I-19", 2, "inside a cell"),
        (b'a,b\n1,2\n"x"y,3\n', "I-19", 3, "inside a cell"),
        (b'"a"b,c\n1,2\n', "I-19", 1, "inside a cell"),
        (b"a;b;c\n1;2\n", "I-16", 2, "2 fields, the header has 3: 1 too few"),
        (b"a,b\r1,2\r", "I-13", 1, "carriage return"),
        (b"a,b\n1,2\n3,4\r5,6\n", "I-13", 3, "carriage return"),
        (b"a,b\n1,\0\n", "I-07", 2, "NUL"),
    ],
)
def test_csv_that_is_broken_names_the_line(content: bytes, code: str, line: int | None, said: str) -> None:
    found = faults(content)
    assert [(each.code, each.line) for each in found] == [(code, line)]
    assert said in found[0].message
    assert found[0].remedy


def test_csv_names_every_ragged_row_and_counts_the_rest() -> None:
    found = faults(b"a,b\n" + b"1,2,3\n4\n" * 80)
    assert where(found)[:3] == [("I-17", 2, ""), ("I-16", 3, ""), ("I-17", 4, "")]
    assert len(found) == 101
    assert found[-1].code == "I-99"
    assert found[-1].message == "60 more faults were found and are not listed."
    assert found[0].value == "1,2,3"


@pytest.mark.parametrize(
    ("content", "said", "rows"),
    [
        (b"a;b\n1;2,5\n", "semicolons", [("1", "2,5")]),
        (b"a\tb\n1\t2\n", "tabs", [("1", "2")]),
        (b"a|b\n1|2\n", "bars", [("1", "2")]),
        (b"a;b, c;d\n1;2;3\n", "semicolons", [("1", "2", "3")]),
        (b'"a;b";c\r\n"x\ny";2\r\n', "semicolons", [("x\ny", "2")]),
    ],
)
def test_csv_whose_header_tells_the_delimiter_is_read_and_says_so(
    content: bytes, said: str, rows: list[tuple[str, ...]]
) -> None:
    read = table(content)
    assert rows_of(read) == rows
    assert read.notes == (f"Read with {said} between the columns, as its header says.",)
    assert table(b"a,b\n1;2,3\n").notes == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a;b\n1;2\n", "seem to be separated by semicolons"),
        (b"a\tb\n1\t2\n", "seem to be separated by tabs"),
        (b"a;b, c;d\n1;2;3\n", "seem to be separated by semicolons"),
    ],
)
def test_csv_with_another_delimiter_than_the_mapping_says_is_refused(content: bytes, said: str) -> None:
    [found] = faults(content, delimiter=",")
    assert (found.code, found.line) == ("I-15", 1)
    assert said in found.message


def test_csv_with_the_delimiter_of_the_mapping_is_read() -> None:
    assert rows_of(table("а;b\n1;2,5\n".encode(), delimiter=";")) == [("1", "2,5")]
    assert where(faults(b"a,b\n1,2\n", delimiter=";")) == [("I-15", 1, "")]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b'a,"b,c",d;e\n1,2,"x;y"\n', [("1", "2", "x;y")]),
        (b"name; or else\nx\n", [("x",)]),
        (b'a|b,c\n"x|\ny",2\n', [("x|\ny", "2")]),
    ],
)
def test_csv_whose_cells_hold_another_delimiter_is_read(content: bytes, rows: list[tuple[str, ...]]) -> None:
    assert rows_of(table(content)) == rows


def test_csv_with_a_line_of_300_megabytes_is_refused_by_its_line() -> None:
    found = faults(b"a,b\n1,2\n" + b"9" * 300_000_000)
    assert where(found) == [("I-12", 3, "")]
    assert "1,048,576 bytes" in found[0].message


def test_csv_with_a_long_line_inside_quotation_marks_is_refused() -> None:
    assert where(faults(b'a,b\n1,"' + b"x" * 2**21 + b'"\n')) == [("I-12", 2, "")]


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(columns=2), "3 columns, more than 2"),
        (Limits(rows=2), "4 rows, more than 2"),
        (Limits(cells=5), "9 cells, more than 5"),
    ],
)
def test_csv_beyond_a_limit_is_refused(limits: Limits, said: str) -> None:
    found = faults(b"a,b,c\n1,2,3\n4,5,6\n7,8,9\n", limits=limits)
    assert [each.code for each in found] == ["I-14"]
    assert said in found[0].message


def test_column_is_found_by_its_trimmed_name() -> None:
    assert table(b" a ,b\n1,2\n").text("a").to_list() == ["1"]


def test_column_that_is_missing_names_the_near_one() -> None:
    read = table("Contest,рrecinct,votes:a#1\nA,P,1\n".encode())  # the р is Cyrillic
    for wanted, near in (("contest", "Contest"), ("precinct", "рrecinct"), ("votes:a#2", "votes:a#1")):
        found = faults_of(lambda name=wanted: read.text(name))  # type: ignore[misc]
        assert where(found) == [("I-20", 1, wanted)]
        assert f"Near it: “{near}”." in found[0].message
    assert "Near" not in faults_of(lambda: read.text("something else"))[0].message


def test_column_that_is_doubled_matters_only_if_used() -> None:
    read = table(b"a,b,a\n1,2,3\n")
    assert read.text("b").to_list() == ["2"]
    found = faults_of(lambda: read.text("a"))
    assert where(found) == [("I-21", 1, "a")]
    assert "2 columns are named “a”" in found[0].message


@pytest.mark.parametrize(
    ("tail", "left_out"),
    [(b",,\n", 1), (b",,\r\n,,\r\n,,", 3), (b"  \n", 1), (b" , ,\n\n\n,,\n", 2), (b",\n" * 70_000, 70_000)],
)
def test_rows_of_empty_cells_at_the_end_are_left_out_with_a_note(tail: bytes, left_out: int) -> None:
    table = read_table(b"a,b,c\n1,2,\n4,5,6\n" + tail, name="p.csv")
    assert [table.cell(row, 0) for row in range(table.rows)] == ["1", "4"]
    assert table.notes == (f"Rows of empty cells at the end are left out: {left_out:,}.",)


def test_rows_of_empty_cells_in_the_middle_stay_as_they_are() -> None:
    assert read_table(b"a,b\n1,2\n,\n4,\n", name="p.csv").rows == 3
    assert where(faults(b"a,b,c\n1,2,3\n,\n4,5,6\n")) == [("I-16", 3, "")]
    assert where(faults(b"a,b,c\n,,\n")) == [("I-02", 1, "")]
