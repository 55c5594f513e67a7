"""XLSX: the first visible sheet, numbers as whole numbers, nothing lost without a word."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from dauys.core.tables import Limits, parse_counts
from dauys.core.tables.xlsx_parts import letters, number
from tests.core.tables.files import Cell, faults, rows_of, sheet, table, where, workbook


def _one(cell: str) -> bytes:
    """A workbook with one cell of XML in its second row."""
    return workbook(sheet(["a", "b"]) + f'<row r="2"><c r="A2"><v>1</v></c>{cell}</row>')


def test_workbook_gives_cells_and_lines_of_the_sheet() -> None:
    content = workbook(sheet([" a ", "b"], ["x", 12], [None, None], ["y", 3.0], first=3))
    read = table(content, "in.xlsx")
    assert read.columns == ("a", "b")
    assert rows_of(read) == [("x", "12"), ("y", "3")]
    assert [read.line_of(row) for row in range(2)] == [4, 6]
    assert read.header_line == 3
    assert read.notes == ()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="B2"><v>12.0</v></c>', "12"),
        ('<c r="B2"><v>12.5</v></c>', "12.5"),
        ('<c r="B2"><v>1E5</v></c>', "100000"),
        ('<c r="B2"><v>-3</v></c>', "-3"),
        ('<c r="B2" t="b"><v>1</v></c>', "True"),
        ('<c r="B2" s="1"><v>44402</v></c>', "2021-07-25"),
        ('<c r="B2" t="str"><f>A2</f><v>x</v></c>', "x"),
        ('<c r="B2"><f>A2+1</f><v>2</v></c>', "2"),
        ('<c r="B2" t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="B2"><f>A2+1</f></c>', "=A2+1"),
        ('<c r="B2"><f>A2+1</f><v></v></c>', "=A2+1"),
        ('<c r="B2"><f>A2+1</f><v/></c>', "=A2+1"),
        ('<c r="B2" t="str"><f>IF(A2=1,"","x")</f><v></v></c>', None),
        ('<c r="B2" t="inlineStr"><is><t xml:space="preserve"> 12</t></is></c>', " 12"),
    ],
)
def test_cell_of_a_workbook_reads_as_text(cell: str, text: str | None) -> None:
    assert [row[1:] for row in rows_of(table(_one(cell), "in.xlsx"))] == [(text,)]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('<c r="B2"><v>12.5</v></c>', "I-46"),
        ('<c r="B2" s="1"><v>44402</v></c>', "I-49"),
        ('<c r="B2" t="e"><v>#N/A</v></c>', "I-51"),
        ('<c r="B2"><f>A2+1</f></c>', "I-52"),
        ('<c r="B2" t="b"><v>1</v></c>', "I-53"),
    ],
)
def test_cell_of_a_workbook_that_is_no_figure_is_named(cell: str, code: str) -> None:
    _, found = parse_counts(table(_one(cell), "in.xlsx"), "b", blank="missing")
    assert where(found) == [(code, 2, "b")]


def test_error_in_a_column_nobody_uses_does_not_matter() -> None:
    figures, found = parse_counts(
        table(_one('<c r="B2" t="e"><v>#N/A</v></c>'), "in.xlsx"), "a", blank="error"
    )
    assert (figures.tolist(), found) == ([1], [])


def test_workbook_reads_its_first_visible_sheet_and_says_which() -> None:
    content = workbook(
        sheet(["x"], [1]),
        sheet(["a"], [2]),
        sheet(["y"], [3]),
        names=["Old", "Protocols", "Notes"],
        states=["hidden", "", ""],
    )
    read = table(content, "in.xlsx")
    assert rows_of(read) == [("2",)]
    assert read.notes == ("Read from the sheet “Protocols”, the first visible of 3.",)
    assert read.name == "in.xlsx (sheet “Protocols”)"


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (workbook(""), "I-29", None),
        (workbook(sheet(["a", "b"])), "I-02", 1),
        (workbook(sheet(["a"], [1]), states=["veryHidden"]), "I-29", None),
        (workbook('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), "I-25", None),
        (workbook(sheet(["a"], [1]), **{"xl/_rels/workbook.xml.rels": "<none/>"}), "I-25", None),
        (workbook(sheet(["a"], [1]), **{"xl/workbook.xml": "<workbook"}), "I-25", None),
    ],
)
def test_workbook_without_a_table_is_refused(content: bytes, code: str, line: int | None) -> None:
    assert where(faults(content, "in.xlsx")) == [(code, line, "")]


def test_workbook_that_unpacks_too_large_is_refused() -> None:
    content = workbook(sheet(["a"], [1]), **{"xl/media/x.xml": "x" * 5_000_000})
    found = faults(content, "in.xlsx", limits=Limits(unpacked_bytes=1_000_000))
    assert where(found) == [("I-26", None, "")]


def test_workbook_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(workbook(sheet(["a"], [1]), **{"xl/media/x.xml": "x" * 5_000_000}))
    end = content.rfind(b"PK\x05\x06")
    entry = content.rfind(b"PK\x01\x02", 0, end)
    struct.pack_into("<I", content, entry + 24, 100)
    assert where(faults(bytes(content), "in.xlsx", limits=Limits(unpacked_bytes=1_000_000))) == [
        ("I-25", None, "")
    ]


def test_sheet_that_reaches_too_far_names_the_cell() -> None:
    far = sheet(["a"], [1]) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    found = faults(workbook(far), "in.xlsx")
    assert where(found) == [("I-28", None, "")]
    assert "cell XFD1048576: 17,179,869,184 cells" in found[0].message


def test_sheet_is_looked_through_across_the_borders_of_chunks() -> None:
    rows: list[list[Cell]] = [[n, "x" * 50] for n in range(30_000)]
    content = workbook(
        sheet(["a", "b"], *rows)
        + '<row r="30002"><c r="A30002"><f>A1</f></c><c r="B30002"><v>7</v></c></row>'
    )
    read = table(content, "in.xlsx")
    assert read.rows == 30_001
    assert rows_of(read)[-1] == ("=A1", "7")


def test_letters_of_a_column_count_both_ways() -> None:
    assert [letters(at) for at in (1, 26, 27, 703, 16384)] == ["A", "Z", "AA", "AAA", "XFD"]
    assert [number(letters(at).encode()) for at in range(1, 16385)] == list(range(1, 16385))


def test_workbooks_of_these_tests_are_whole() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(sheet(["a"], [1])))) as packed:
        assert packed.testzip() is None
