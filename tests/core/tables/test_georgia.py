"""The real precinct protocols of Georgia, 27.10.2013, read in place where they stand beside the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from dauys.core.tables import MISSING, parse_counts, protocol_columns, read_mapping, read_table

PROTOCOLS = Path(__file__).parents[4] / "shared" / "data" / "georgia-2013" / "protocols.csv"
CONTEST = "ge-president-2013-10-27/GE"
LINES = {
    "voters_on_list": "possible voters",
    "special_voters": "special voters",
    "turnout_12": "votes by 12",
    "turnout_17": "votes by 17",
    "ballots_signed_for": "ballots signed for",
    "ballots_received": "num ballots",
    "invalid": "invalid votes",
}
MAPPING = f"""[file]
delimiter = ","
encoding = "utf-8-sig"
[key]
contest = "{CONTEST}"
precinct = "GE-{{district id}}.{{precinct}}"
[lines]
{"".join(f'{line} = "{column}"{chr(10)}' for line, column in LINES.items())}
[votes]
columns = '^(?P<number>\\d+) - '
candidate = "{CONTEST}#{{number}}"
[blank]
default = "error"
voters_on_list = "missing"
"""

pytestmark = pytest.mark.skipif(not PROTOCOLS.exists(), reason="the Georgian protocols are not here")


def test_georgian_file_reads_with_its_doubled_headers() -> None:
    read = read_table(PROTOCOLS, name="protocols.csv")
    assert read.rows == 3707
    assert len(read.columns) == 42
    assert sum(column.startswith("logic check") for column in read.columns) == 6
    assert [read.line_of(0), read.line_of(3706)] == [2, 3708]
    figures, faults = parse_counts(read, "22 - Teimuraz Mzhavia", blank="error")
    assert (len(figures), faults) == (3707, [])


def test_georgian_blanks_are_those_of_the_possible_voters() -> None:
    read = read_table(PROTOCOLS, name="protocols.csv")
    blanks = {
        column: int((parse_counts(read, column, blank="missing")[0] == MISSING).sum())
        for column in LINES.values()
    }
    assert blanks == {**dict.fromkeys(LINES.values(), 0), "possible voters": 52}
    _, faults = parse_counts(read, "possible voters", blank="error")
    assert {(each.code, each.column) for each in faults} == {("I-40", "possible voters")}
    assert faults.total == 52


def test_georgian_protocols_add_up_to_what_was_published() -> None:
    mapping = read_mapping(MAPPING.encode(), name="georgia.toml")
    read = protocol_columns(
        read_table(PROTOCOLS, name="protocols.csv", file=mapping.file), mapping, lines=tuple(LINES)
    )
    assert (read.faults, read.unmapped, read.contests) == ([], (), (CONTEST,))
    assert read.precinct.n_unique() == 3707
    assert int(read.figures["ballots_signed_for"].sum() - read.figures["invalid"].sum()) == 1_630_875
    candidates = [f"{CONTEST}#{number}" for number in (*range(1, 23), 41)]
    assert read.check_votes({CONTEST: candidates}) == []
    assert int(read.vote_matrix(CONTEST, candidates).sum()) == 1_629_988
