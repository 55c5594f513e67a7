"""Votes: who stands in the contest of the row decides what a cell may hold."""

from __future__ import annotations

import time

import numpy as np
import polars as pl
import pytest

from dauys.core.tables import MISSING, ProtocolColumns, Table, protocol_columns, read_mapping
from tests.core.tables.files import table, where

STANDING = {"A": ["A#1", "A#2"], "B": ["B#1"], "C": ["C#1"]}
HEADER = "contest,precinct,votes:A#1,votes:A#2,votes:B#1"
MAPPING = b"""[key]
contest = "{unit}"
precinct = "{unit}.{no}"
[votes]
columns = '^c(?P<number>\\d+)$'
candidate = "{contest}#{number}"
[blank]
votes = "missing"
"""


def _native(*rows: str, header: str = HEADER) -> ProtocolColumns:
    return protocol_columns(table("\n".join([header, *rows, ""]).encode()), lines=())


def _mapped(*rows: str, blank: str = "missing", header: str = "unit,no,c1,c2") -> ProtocolColumns:
    mapping = read_mapping(MAPPING.replace(b'"missing"', f'"{blank}"'.encode()))
    return protocol_columns(table("\n".join([header, *rows, ""]).encode()), mapping, lines=())


def test_votes_of_a_contest_come_in_the_order_asked_for() -> None:
    read = _native("A,A.1,5,6,", "B,B.1,,,7", "A,A.2,8,9,")
    assert read.check_votes(STANDING) == []
    assert read.vote_matrix("A", ["A#2", "A#1"]).tolist() == [[6, 5], [9, 8]]
    assert read.vote_matrix("B", ["B#1"]).tolist() == [[7]]
    assert read.vote_matrix("A", []).shape == (2, 0)
    assert read.vote_matrix("Z", ["A#1"]).shape == (0, 1)


def test_figure_under_a_candidate_of_another_contest_is_named() -> None:
    read = _native("A,A.1,5,6,", "B,B.1,,0,7", "A,A.2,8,9,x")
    found = read.check_votes(STANDING)
    assert where(found) == [("I-65", 3, "votes:A#2"), ("I-65", 4, "votes:B#1")]
    assert "candidate A#2, who does not stand in contest B" in found[0].message


def test_blank_under_a_candidate_who_stands_follows_the_rule() -> None:
    read = _native("A,A.1,5,,", "B,B.1,,,7")
    assert where(read.check_votes(STANDING)) == [("I-40", 2, "votes:A#2")]
    assert read.vote_matrix("A", STANDING["A"]).tolist() == [[5, MISSING]]
    for blank, figure in (("missing", MISSING), ("zero", 0)):
        mapped = _mapped("A,1,5,", blank=blank)
        assert mapped.check_votes(STANDING) == []
        assert mapped.vote_matrix("A", STANDING["A"]).tolist() == [[5, figure]]


def test_cell_that_is_no_figure_is_named_and_missing() -> None:
    read = _native("A,A.1,1O,6,", "B,B.1,,,-7")
    assert where(read.check_votes(STANDING)) == [("I-43", 2, "votes:A#1"), ("I-47", 3, "votes:B#1")]
    assert read.vote_matrix("A", STANDING["A"]).tolist() == [[MISSING, 6]]


def test_candidate_too_many_is_named_by_the_header() -> None:
    read = _native("A,A.1,5,6,,", "B,B.1,,,7,", header=HEADER + ",votes:B#9")
    found = read.check_votes(STANDING)
    assert where(found) == [("I-68", 1, "votes:B#9")]
    assert "candidate B#9, who stands in no contest" in found[0].message


def test_candidate_without_a_column_is_named() -> None:
    read = _native("A,A.1,5,", header="contest,precinct,votes:A#1,votes:B#1")
    found = read.check_votes(STANDING)
    assert where(found) == [("I-67", 1, "")]
    assert "Candidate A#2 of contest A has no column." in found[0].message
    assert found[0].value == "A#2"
    assert read.vote_matrix("A", STANDING["A"]).tolist() == [[5, MISSING]]


def test_rows_of_a_contest_nobody_knows_are_passed_over() -> None:
    read = _native("A,A.1,5,6,", "Z,Z.1,x,x,x", ",Z.2,x,x,x")
    assert read.check_votes(STANDING) == []


def test_column_numbers_of_candidates_mean_another_one_in_each_contest() -> None:
    read = _mapped("A,1,5,6", "B,1,7,")
    assert read.votes == {"A#1": "c1", "A#2": "c2", "B#1": "c1", "B#2": "c2"}
    assert read.check_votes(STANDING) == []
    assert read.vote_matrix("A", STANDING["A"]).tolist() == [[5, 6]]
    assert read.vote_matrix("B", STANDING["B"]).tolist() == [[7]]
    assert where(_mapped("B,1,7,8").check_votes(STANDING)) == [("I-65", 2, "c2")]
    assert where(_mapped("A,1,5,6,", header="unit,no,c1,c2,c3").check_votes(STANDING)) == [("I-68", 1, "c3")]


@pytest.mark.slow
def test_votes_of_many_contests_cost_what_their_cells_cost() -> None:
    """730 contests, 2,300 candidates, 2,000 rows: contests times columns times rows would be 3.4 billion."""
    contests = [f"E/{n}" for n in range(730)]
    standing = {name: [f"{name}#{k}" for k in range(1, 4 + (n < 110))] for n, name in enumerate(contests)}
    rows = [contests[n % 730] for n in range(2000)]
    columns, series = ["contest", "precinct"], [pl.Series(rows), pl.Series([f"P.{n}" for n in range(2000)])]
    for name in contests:
        for candidate in standing[name]:
            columns.append(f"votes:{candidate}")
            series.append(pl.Series([str(n % 900) if row == name else None for n, row in enumerate(rows)]))
    begun = time.process_time()
    read = protocol_columns(Table("in.csv", "", tuple(columns), tuple(series)), lines=())
    assert read.check_votes(standing) == []
    votes = sum(int(read.vote_matrix(name, standing[name]).sum()) for name in contests)
    assert time.process_time() - begun < 10
    assert len(columns) == 2302
    assert votes == sum(n % 900 * len(standing[row]) for n, row in enumerate(rows))


@pytest.mark.slow
def test_million_rows_of_twenty_columns_read_in_seconds() -> None:
    """The bound is wide, as machines differ: about 1.5 s is usual, the slow way would take a minute."""
    figures = np.random.default_rng(1).integers(0, 3000, size=(1_000_000, 18))
    names = {f"l{at}": figures[:, at] for at in range(16)} | {
        "votes:A#1": figures[:, 16],
        "votes:A#2": figures[:, 17],
    }
    frame = pl.DataFrame(
        {"contest": ["A"] * 1_000_000, "precinct": [f"P.{n}" for n in range(1_000_000)], **names}
    )
    content = frame.write_csv().encode()
    begun = time.process_time()
    read = protocol_columns(table(content), lines=[f"l{at}" for at in range(16)])
    assert read.check_votes({"A": ["A#1", "A#2"]}) == []
    assert time.process_time() - begun < 15
    assert read.faults == []
    assert (read.line_matrix([f"l{at}" for at in range(16)]) == figures[:, :16]).all()
    assert (read.vote_matrix("A", ["A#1", "A#2"]) == figures[:, 16:]).all()
