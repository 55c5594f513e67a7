"""Turnout by the command: whole or not at all, and the sample of the file is one that is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from dauys.apps.journal.models import Entry
from dauys.apps.results.models import TurnoutReading
from tests import cast
from tests.ops.console import as_csv, dauys, written

HEADER = ("contest", "precinct", "hour_at", "voted", "on_list")
NOON, FOUR = "2021-07-25T12:00:00+06:00", "2021-07-25T16:00:00+06:00"


def turnout(home: Path, *readings: tuple[str, str, str, str]) -> Path:
    """A file of (precinct, hour, voted, on the list); the contest of U1 stands in every row."""
    rows = [dict(zip(HEADER, (cast.contest("U1"), *one), strict=True)) for one in readings]
    return written(home, "turnout.csv", as_csv(rows, HEADER))


def test_turnout_is_taken_and_then_stands(called: Path) -> None:
    file = turnout(called, ("U1.1", FOUR, "200", "500"), ("U1.1", NOON, "120", "500"))
    assert dauys("import", "turnout", file, "--dry-run").out.startswith("Would take: New readings: 2")
    assert TurnoutReading.objects.count() == 0
    assert dauys("import", "turnout", file).out == "Taken: New readings: 2, corrected: 0, as they stand: 0.\n"
    assert dauys("import", "turnout", file, "--format", "json").json == {
        "new": 0, "corrected": 0, "unchanged": 2, "dry_run": False,
    }  # fmt: skip
    changed = turnout(called, ("U1.1", NOON, "121", "500"))
    assert [fault["code"] for fault in dauys("import", "turnout", changed, "--format", "json").faults] == [
        "V-04"
    ]
    assert dauys("import", "turnout", changed, "--reason", "№ 4").code == 0


def test_file_with_wrong_rows_is_refused_whole_with_their_lines(called: Path) -> None:
    file = turnout(
        called,
        ("U1.1", NOON, "120", "500"),
        ("U1.1", FOUR, "119", "500"),
        ("U2.1", FOUR, "1", "100"),  # votes in another contest
        ("U1.2", NOON, "401", "400"),
    )
    said = dauys("import", "turnout", file, "--format", "json")
    assert said.code == 1
    assert sorted((fault["code"], fault["row"]) for fault in said.faults) == [
        ("V-01", 4),
        ("V-02", 5),
        ("V-03", 3),
    ]
    assert TurnoutReading.objects.count() == 0


def test_cells_that_cannot_be_read_are_named(called: Path) -> None:
    file = turnout(called, ("U1.1", "12:00", "1 20", "500"), ("U1.1", NOON[:16], "120", "500"))
    said = dauys("import", "turnout", file, "--format", "json")
    assert (said.code, {(fault["row"], fault["column"]) for fault in said.faults}) == (
        1, {(2, "voted"), (3, "hour_at")},
    )  # fmt: skip


@pytest.mark.parametrize(
    "hour", ["0001-01-01T00:00:00+06:00", "9999-12-31T23:59:59-12:00", "1627200000", "2021-07-25", "-1"]
)
def test_hour_that_is_no_moment_is_named(called: Path, hour: str) -> None:
    said = dauys("import", "turnout", turnout(called, ("U1.1", hour, "120", "500")), "--format", "json")
    assert (said.code, [(fault["code"], fault["row"], fault["column"]) for fault in said.faults]) == (
        1, [("I-83", 2, "hour_at")],
    )  # fmt: skip


def test_file_without_a_contest_needs_the_election(called: Path) -> None:
    rows = [{"precinct": "U2.1", "hour_at": NOON, "voted": "20", "on_list": "100"}]
    file = written(called, "turnout.csv", as_csv(rows, HEADER[1:]))
    assert [f["code"] for f in dauys("import", "turnout", file, "--format", "json").faults] == ["E-12"]
    assert dauys("import", "turnout", file, "--election", cast.ELECTION).code == 0
    assert dauys("import", "turnout").code == 2


def test_sample_of_the_file_is_taken_as_it_is(home: Path) -> None:
    for kind, name in (("territory", "territory.csv"), ("election", "election.json")):
        sample = written(home, name, dauys("import", kind, "--example").out)
        assert dauys("import", kind, sample).code == 0
    sample = written(home, "turnout.csv", dauys("import", "turnout", "--example").out)
    assert dauys("import", "turnout", sample, "--format", "json").json["new"] == 28


def test_hour_of_many_contests_is_one_entry_of_the_journal(called: Path) -> None:
    """What a file costs grows with its hours, not with the contests that its rows name."""
    readings = [("U1", "U1.1", "500"), ("U2", "U2.1", "100"), ("U3", "U3.1", "300")]
    rows = [
        dict(zip(HEADER, (cast.contest(unit), precinct, NOON, "10", listed), strict=True))
        for unit, precinct, listed in readings
    ]
    before = Entry.objects.count()
    assert dauys("import", "turnout", written(called, "turnout.csv", as_csv(rows, HEADER))).code == 0
    assert (TurnoutReading.objects.count(), Entry.objects.count()) == (3, before + 1)
    rows[2] |= {"contest": cast.contest("U2"), "hour_at": FOUR}
    strange = dauys(
        "import", "turnout", written(called, "turnout.csv", as_csv(rows, HEADER)), "--format", "json"
    )
    assert [(fault["code"], fault["row"]) for fault in strange.faults] == [("V-01", 4)]
