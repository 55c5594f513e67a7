"""Protocols as columns: whose row it is, the figures of the lines, by our own names or by a mapping."""

from __future__ import annotations

import numpy as np
import pytest

from dauys.core.tables import MISSING, ProtocolColumns, protocol_columns, read_mapping
from tests.core.tables.files import faults_of, sheet, table, where, workbook

LINES = ("given", "invalid", "outside")
REQUIRED = ("given", "invalid")
NATIVE = b"contest,precinct,given,invalid,votes:E/A#1\nE/A,A.1,12,1,11\nE/B,B.1,30,,29\nE/A,A.2,7,0,7\n"


def _protocols(content: bytes = NATIVE, name: str = "in.csv") -> ProtocolColumns:
    return protocol_columns(table(content, name), lines=LINES, required=REQUIRED)


def test_native_file_gives_contests_precincts_and_lines() -> None:
    read = _protocols()
    assert read.contest.to_list() == ["E/A", "E/B", "E/A"]
    assert read.precinct.to_list() == ["A.1", "B.1", "A.2"]
    assert read.contests == ("E/A", "E/B")
    assert read.contest_of.tolist() == [0, 1, 0]
    assert [read.rows_of(each).tolist() for each in ("E/A", "E/B", "E/C")] == [[0, 2], [1], []]
    assert read.votes == {"E/A#1": "votes:E/A#1"}
    assert (read.rows, read.unmapped) == (3, ())


def test_native_file_may_lack_a_line_the_law_does_not_require() -> None:
    read = _protocols()
    expected = [[12, 1, MISSING], [30, MISSING, MISSING], [7, 0, MISSING]]
    assert read.line_matrix(LINES).tolist() == expected
    assert read.line_matrix(LINES, read.rows_of("E/A")).tolist() == [expected[0], expected[2]]
    assert where(read.faults) == [("I-40", 3, "invalid")]


def test_native_file_may_leave_an_optional_line_blank() -> None:
    read = _protocols(b"contest,precinct,given,invalid,outside\nE/A,A.1,12,1,\nE/A,A.2,12,1,5\n")
    assert read.figures["outside"].tolist() == [MISSING, 5]
    assert read.faults == []


def test_native_file_reads_the_same_from_a_workbook() -> None:
    rows = [line.split(",") for line in NATIVE.decode().splitlines()]
    read = _protocols(
        workbook(sheet(rows[0], *([*row[:2], *(cell or None for cell in row[2:])] for row in rows[1:]))),
        "in.xlsx",
    )
    assert read.line_matrix(LINES).tolist() == _protocols().line_matrix(LINES).tolist()
    assert where(read.faults) == [("I-40", 3, "invalid")]


@pytest.mark.parametrize(
    ("header", "expected", "said"),
    [
        ("contest,precinct,given,spoilt", [("I-20", "invalid"), ("I-22", "spoilt")], ""),
        ("Contest,precinct,given,invalid", [("I-20", "contest"), ("I-22", "Contest")], "Near it: “Contest”."),
        ("contest,precinct,given,invаlid", [("I-20", "invalid"), ("I-22", "invаlid")], "Near it: “invаlid”."),
        ("contest,contest,given,invalid", [("I-21", "contest"), ("I-20", "precinct")], "2 columns are named"),
        ("contest,precinct,given,invalid,", [("I-23", "")], "number 5"),
        ("contest,precinct,given,invalid,votes:", [("I-22", "votes:")], ""),
        ("contest,precinct,given,invalid,votes:a,votes:a", [("I-21", "votes:a")], ""),
        (
            "contest,precinct,given,invalid,votes:a,votes: a",
            [("I-66", "votes: a")],
            "“votes:a” and “votes: a”",
        ),
    ],
)
def test_native_header_that_is_wrong_names_the_column(
    header: str, expected: list[tuple[str, str]], said: str
) -> None:
    row = ",".join(["1"] * (header.count(",") + 1))
    found = faults_of(lambda: _protocols(f"{header}\n{row}\n".encode()))
    assert [(each.code, each.column) for each in found] == expected
    assert {each.line for each in found} == {1}
    assert said in found[0].message


def test_native_column_without_a_name_and_content_is_passed_over() -> None:
    assert _protocols(b"contest,precinct,given,invalid,,\nE/A,A.1,12,1,,\n").faults == []


@pytest.mark.parametrize(
    ("row", "expected", "said"),
    [
        (",A.1,12,1", ("I-55", "contest"), "blank"),
        ("E/A,,12,1", ("I-55", "precinct"), "blank"),
        ("E/A, A.1,12,1", ("I-56", "precinct"), "A space does not belong in a code."),
        ("E/А,A.1,12,1", ("I-56", "contest"), "“А” (U+0410, CYRILLIC CAPITAL LETTER A) does not belong"),
        ("E/A,№1,12,1", ("I-56", "precinct"), "“№” (U+2116, NUMERO SIGN)"),
    ],
)
def test_key_that_is_no_code_names_its_cell(row: str, expected: tuple[str, str], said: str) -> None:
    read = _protocols(f"contest,precinct,given,invalid\nE/A,A.9,1,1\n{row}\n".encode())
    assert where(read.faults) == [(expected[0], 3, expected[1])]
    assert said.casefold() in read.faults[0].message.casefold()
    assert [read.contest.null_count(), read.precinct.null_count()] == [
        int(expected[1] == "contest"),
        int(expected[1] == "precinct"),
    ]
    assert read.rows_of("E/A").tolist() == ([0] if expected[1] == "contest" else [0, 1])


def test_protocol_that_stands_twice_names_the_first_line() -> None:
    rows = "E/A,A.1,1,1\nE/B,A.1,1,1\nE/A,A.2,1,1\nE/A,A.1,2,2\nE/A,A.1,3,3\n"
    read = _protocols(b"contest,precinct,given,invalid\n" + rows.encode())
    assert where(read.faults) == [("I-57", 5, "precinct"), ("I-57", 6, "precinct")]
    assert "precinct A.1 (contest E/A) stands on line 2 already" in read.faults[0].message


def test_every_row_twice_is_counted() -> None:
    rows = "".join(f"E/A,A.{n},1,1\n" for n in range(300))
    read = _protocols(b"contest,precinct,given,invalid\n" + (rows * 2).encode())
    assert (len(read.faults), read.faults.total) == (100, 300)


def test_mapping_gives_keys_from_templates_and_names_lines_left_out() -> None:
    mapping = read_mapping(
        b'[key]\ncontest = "E/{unit}"\nprecinct = "{unit}.{no}"\n[lines]\ngiven = "ballots"\n'
        b'[blank]\ngiven = "zero"\n'
    )
    read = protocol_columns(
        table(b"unit,no,ballots\nU1,7,12\nU2,7,\n"), mapping, lines=LINES, required=REQUIRED
    )
    assert read.contest.to_list() == ["E/U1", "E/U2"]
    assert read.precinct.to_list() == ["U1.7", "U2.7"]
    assert read.figures["given"].tolist() == [12, 0]
    assert read.unmapped == ("invalid",)
    assert read.faults == []


def test_wrong_cell_of_a_key_is_named_once_though_two_keys_use_it() -> None:
    mapping = read_mapping(
        b'[key]\ncontest = "E/{unit}"\nprecinct = "{unit}.{no}"\n[lines]\ngiven = "ballots"\n'
    )
    read = protocol_columns(table(b"unit,no,ballots\n,7,12\nU2,7,1\n"), mapping, lines=LINES)
    assert where(read.faults) == [("I-55", 2, "unit")]
    assert read.contest_of.tolist() == [-1, 0]


def test_figures_are_whole_numbers_of_64_bits() -> None:
    read = _protocols()
    assert all(read.figures[line].dtype == np.int64 for line in LINES)
    assert read.line_matrix(()).shape == (3, 0)
