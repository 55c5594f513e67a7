"""Georgia, 27 October 2013: 3,707 real protocols go in as a file and come out as what was published.

The data are read where they lie beside the project and are never copied into it; what each total must be is
counted here from the file once more, in plain Python.
"""

from __future__ import annotations

import csv
import json
import re
import runpy
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from typer.testing import CliRunner

from dauys.apps.elections.models import Election
from dauys.apps.journal.models import Entry
from dauys.apps.results.actions import recount
from dauys.apps.results.models import ProtocolVersion
from dauys.apps.results.queries import Book, open_book
from dauys.core.exact import percent
from dauys.ops.commands import app
from tests import cast

PROJECT = Path(__file__).parents[2]
DATA = PROJECT.parent / "shared" / "data" / "georgia-2013"
EXAMPLES = PROJECT / "docs" / "examples"
ELECTION = "ge-president-2013-10-27"
CONTEST = f"{ELECTION}/GE"
LINES = {
    "voters_on_list": "possible voters",
    "special_voters": "special voters",
    "turnout_12": "votes by 12",
    "turnout_17": "votes by 17",
    "ballots_signed_for": "ballots signed for",
    "ballots_received": "num ballots",
    "invalid": "invalid votes",
}
# What the known dirt comes to, by relation. Errors keep a protocol out; no protocol breaks two of them.
ERRORS = {"P-05": 428, "P-20": 1, "P-21": 4, "P-22": 2}
WARNINGS = {"P-02": 7, "P-13": 459, "P-15": 1, "P-16": 11, "P-17": 20, "P-23": 52}
BROKEN = 435

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not (DATA / "protocols.csv").is_file(),
        reason="the protocols of Georgia 2013 do not lie in ../shared/data/georgia-2013 beside the project",
    ),
]


@dataclass(frozen=True)
class Paper:
    """One row of the file in plain integers; None where the cell is blank."""

    district: str
    precinct: str
    lines: dict[str, int | None]
    votes: dict[str, int]

    @property
    def participated(self) -> int:
        return self.lines["ballots_signed_for"] - self.lines["invalid"]

    @property
    def is_broken(self) -> bool:
        """Whether one of the four error relations does not hold, told without the pack."""
        signed, voters = self.lines["ballots_signed_for"], self.lines["voters_on_list"]
        return (
            sum(self.votes.values()) != self.participated
            or (voters is not None and signed > voters + self.lines["special_voters"])
            or not self.lines["turnout_12"] <= self.lines["turnout_17"] <= signed
            or signed > self.lines["ballots_received"]
        )


@dataclass(frozen=True)
class Georgia:
    """What the commands ended with and printed, and the election as it reads after them."""

    dry_run: tuple[int, dict[str, Any]]
    strict: tuple[int, dict[str, Any]]  # the import without --accept-with-findings
    strict_book: Book
    accepted: tuple[int, dict[str, Any]]
    results: tuple[int, dict[str, Any]]
    book: Book
    papers: list[Paper]


def rows(name: str) -> tuple[list[str], list[list[str]]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        header, *found = csv.reader(file)
    return [column.strip() for column in header], found


def papers() -> list[Paper]:
    header, found = rows("protocols.csv")
    lines = {code: header.index(column) for code, column in LINES.items()}
    votes = {name.split(" - ")[0]: at for at, name in enumerate(header) if " - " in name}
    district, precinct = header.index("district id"), header.index("precinct")
    return [
        Paper(
            f"GE-{row[district]}",
            f"GE-{row[district]}.{row[precinct]}",
            {code: int(row[at]) if row[at] else None for code, at in lines.items()},
            {number: int(row[at]) for number, at in votes.items()},
        )
        for row in found
    ]


def published(*shapes: str) -> list[dict[str, str]]:
    header, found = rows("published.csv")
    return [dict(zip(header, row, strict=True)) for row in found if row[0] in shapes]


def commands(folder: Path) -> list[list[str]]:
    """The commands of the worked example, word for word, with FOLDER and OUT filled in."""
    block = (PROJECT / "docs" / "georgia.md").read_text(encoding="utf-8").split("```")[1]
    places = {"FOLDER": str(DATA), "OUT": str(folder), "docs/examples": str(EXAMPLES)}
    found = []
    for line in block.strip().splitlines():
        words = line.partition("#")[0].split()
        if words:
            found.append([re.sub("|".join(places), lambda part: places[part[0]], word) for word in words])
    return found


def run(command: list[str], *options: str) -> tuple[int, Any]:
    """A command in this process; its exit code and the JSON that it printed."""
    assert command[0] == "dauys"
    ended = CliRunner().invoke(app, [*command[1:], *options, "--format", "json"])
    return ended.exit_code, json.loads(ended.stdout)


def import_again() -> tuple[int, dict[str, Any]]:
    """The last import of the worked example once more."""
    return run(next(one for one in commands(DATA) if "--accept-with-findings" in one))


@pytest.fixture(scope="module")
def georgia(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Georgia]:
    """Everything imported once for all tests here by the commands of docs/georgia.md; undone afterwards."""
    folder = tmp_path_factory.mktemp("georgia")
    example, territory, election, dry_run, accepting, results, publish = commands(folder)
    assert example[0] == "python"
    runpy.run_path(example[1])["main"](*map(Path, example[2:]))
    with django_db_blocker.unblock(), override_settings(HOME=folder), transaction.atomic():
        assert run(territory)[0] == 0
        assert run(election)[0] == 0
        dry = run(dry_run)
        with transaction.atomic():
            strict = run([word for word in accepting if word != "--accept-with-findings"])
            strict_book = open_book(ELECTION, at=cast.AT)
            transaction.set_rollback(True)
        accepted = run(accepting)
        book = open_book(ELECTION, at=cast.AT)
        yield Georgia(dry, strict, strict_book, accepted, run(results), book, papers())
        transaction.set_rollback(True)
    assert publish[:2] == ["dauys", "publish"]  # 11,944 pages: publishing has tests of its own


def test_turnout_of_74_of_74_districts_is_as_published(georgia: Georgia) -> None:
    held = {paper.district for paper in georgia.papers}
    wanted = {
        code: int(row["Total Voter Turnout (#)"])
        for row in published("District", "Tbilisi District")
        if (code := f"GE-{row['common_id']}") in held
    }
    found = {code: georgia.book.result(code, CONTEST).turnout_count for code in wanted}
    assert len(wanted) == 74
    assert found == wanted


def test_turnout_percent_of_every_district_with_lists_is_as_published(georgia: Georgia) -> None:
    wanted = {
        f"GE-{row['common_id']}": row["Total Voter Turnout (%)"]
        for row in published("District", "Tbilisi District")
        if row["common_id"] != "999" and row["Total Voter Turnout (%)"] != r"\N"
    }
    results = {code: georgia.book.result(code, CONTEST) for code in wanted}
    assert len(wanted) == 73
    assert {
        code: percent(result.turnout_count, result.registered, 4) for code, result in results.items()
    } == {code: four_decimals(text) for code, text in wanted.items()}
    abroad = georgia.book.result("GE-87", CONTEST)
    assert (abroad.turnout_count, abroad.registered, abroad.turnout) == (5_059, None, None)


def four_decimals(text: str) -> str:
    return str(Decimal(text).quantize(Decimal("1.0000")))


def test_1702_of_1702_shares_are_as_published(georgia: Georgia) -> None:
    compared = 0
    for row in published("District", "Tbilisi District"):
        if row["common_id"] == "999":
            continue  # Tbilisi as a whole is a region of ours
        shares = {
            vote.name: vote.share for vote in georgia.book.result(f"GE-{row['common_id']}", CONTEST).votes
        }
        wanted = {name: four_decimals(row[name]) for name in shares}
        assert shares == wanted, row["common_name"]
        compared += len(wanted)
    assert compared == 1_702


def test_country_is_as_published(georgia: Georgia) -> None:
    result = georgia.book.result("GE", CONTEST)
    assert result.participated == result.turnout_count == 1_630_875
    assert (result.lines["ballots_signed_for"], result.lines["invalid"]) == (1_660_976, 30_101)
    assert sum(vote.votes for vote in result.votes) == 1_629_988
    row = published("Country")[0]
    assert {vote.name: vote.share for vote in result.votes} == {
        vote.name: four_decimals(row[vote.name]) for vote in result.votes
    }


def test_published_turnout_percent_is_rounded_half_up(georgia: Georgia) -> None:
    row = published("Country")[0]
    rounded = Decimal(row["Total Voter Turnout (%)"]).quantize(Decimal("1.00"), ROUND_HALF_UP)
    result = georgia.book.result("GE", CONTEST)
    assert row["Total Voter Turnout (%)"] == percent(result.turnout_count, result.registered, 4) == "46.0996"
    assert str(rounded) == result.turnout == "46.10"


def test_coverage_is_that_of_the_file(georgia: Georgia) -> None:
    result = georgia.book.result("GE", CONTEST)
    assert (result.received, result.expected, result.kept_out) == (3_707, 3_707, 0)
    assert int(published("Country")[0]["Precincts Reported (#)"]) == 3_707
    assert result.status == "preliminary"


def test_outcome_is_elected_in_the_first_round(georgia: Georgia) -> None:
    result = georgia.book.result("GE", CONTEST)
    assert (result.outcome_kind, result.outcome_candidates) == ("elected", (f"{CONTEST}#41",))
    assert not result.alarm


def test_results_command_prints_the_published_figures(georgia: Georgia) -> None:
    code, result = georgia.results
    assert code == 0
    assert (result["unit"], result["contest"], result["turnout"]) == ("GE", CONTEST, "46.10")
    assert (result["participated"], result["registered"]) == (1_630_875, 3_537_719)
    assert result["coverage"] == {"received": 3_707, "expected": 3_707}
    assert result["votes"][-1]["share"] == "62.0875"


def test_dirt_is_reported_with_exactly_its_counts(georgia: Georgia) -> None:
    code, report = georgia.accepted
    assert code == 0
    assert report["broken"] == ERRORS | WARNINGS
    assert (report["new"], report["kept_out"], report["missing"]) == (3_707, 0, 0)


def test_dry_run_says_the_same_and_writes_nothing(georgia: Georgia) -> None:
    code, report = georgia.dry_run
    strict_code, strict = georgia.strict
    assert (code, report) == (strict_code, strict | {"dry_run": True})
    assert strict["new"] == 3_707  # so the dry run before it had left nothing


def test_dirt_stands_on_the_sheets_of_its_precincts(georgia: Georgia) -> None:
    found: dict[str, int] = {}
    unbalanced: dict[str, int] = {}
    for sheet in georgia.book.sheets.values():
        for finding in sheet.findings:
            if finding.holds is False:
                found[finding.code] = found.get(finding.code, 0) + 1
                if finding.code == "P-05":
                    unbalanced[sheet.precinct] = finding.left - finding.right
    assert found == ERRORS | WARNINGS
    assert (sum(gap < 0 for gap in unbalanced.values()), sum(gap > 0 for gap in unbalanced.values())) == (
        424,
        4,
    )
    row = published("Country")[0]
    assert row["Precincts with More Ballots Than Votes (#)"] == "424"
    assert row["Precincts with More Votes than Ballots (#)"] == "4"


def test_errors_and_warnings_are_counted_in_protocols(georgia: Georgia) -> None:
    result = georgia.book.result("GE", CONTEST)
    with_warning = {
        sheet.precinct
        for sheet in georgia.book.sheets.values()
        if any(finding.holds is False and finding.code in WARNINGS for finding in sheet.findings)
    }
    assert result.errors == georgia.accepted[1]["with_errors"] == BROKEN
    assert result.warnings == georgia.accepted[1]["with_warnings"] == len(with_warning)


def test_nothing_is_repaired(georgia: Georgia) -> None:
    for paper in georgia.papers:
        sheet = georgia.book.sheet(CONTEST, paper.precinct)
        assert sheet.lines == paper.lines
        assert sheet.votes == {f"{CONTEST}#{number}": count for number, count in paper.votes.items()}
    assert len(georgia.book.sheets) == len(georgia.papers) == 3_707


def test_52_precincts_abroad_have_no_base_and_no_turnout(georgia: Georgia) -> None:
    without = [paper.precinct for paper in georgia.papers if paper.lines["voters_on_list"] is None]
    assert len(without) == 52
    for precinct in without:
        result = georgia.book.result(precinct, CONTEST)
        assert (result.registered, result.turnout) == (None, None)
        assert result.turnout_count == result.participated is not None


def test_without_acceptance_broken_protocols_are_kept_out(georgia: Georgia) -> None:
    code, report = georgia.strict
    assert code == 1
    assert report["broken"] == ERRORS | WARNINGS
    assert (report["new"], report["kept_out"], report["with_errors"]) == (3_707, BROKEN, BROKEN)
    counted = [paper for paper in georgia.papers if not paper.is_broken]
    assert len(counted) == 3_707 - BROKEN
    result = georgia.strict_book.result("GE", CONTEST)
    assert (result.received, result.expected, result.kept_out) == (3_707, 3_707, BROKEN)
    assert result.lines == sums(counted)
    assert result.participated == sum(paper.participated for paper in counted)
    assert {vote.candidate.rpartition("#")[2]: vote.votes for vote in result.votes} == {
        number: sum(paper.votes[number] for paper in counted) for number in counted[0].votes
    }
    for paper in georgia.papers:
        state = georgia.strict_book.sheet(CONTEST, paper.precinct).state
        assert state == ("kept_out" if paper.is_broken else "accepted")


def sums(counted: list[Paper]) -> dict[str, int]:
    return {code: sum(paper.lines[code] or 0 for paper in counted) for code in LINES}


def test_parent_is_the_sum_of_its_children_line_by_line(georgia: Georgia) -> None:
    for book in (georgia.book, georgia.strict_book):
        for code, unit in book.units.items():
            if not unit.children:
                continue
            result, below = book.result(code, CONTEST), [book.result(one, CONTEST) for one in unit.children]
            for line, total in result.lines.items():
                held = [child.lines[line] for child in below if child.lines[line] is not None]
                assert total == (sum(held) if held else None), (code, line)
            for name in ("received", "expected", "kept_out", "errors", "warnings"):
                assert getattr(result, name) == sum(getattr(child, name) for child in below), (code, name)


def test_importing_again_changes_nothing(georgia: Georgia) -> None:
    before = (Entry.objects.count(), ProtocolVersion.objects.count())
    code, again = import_again()
    assert (code, again["unchanged"]) == (0, 3_707)
    assert (again["new"], again["corrected"], again["released"]) == (0, 0, 0)
    assert (Entry.objects.count(), ProtocolVersion.objects.count()) == before


def test_recount_is_equal(georgia: Georgia) -> None:
    counted = recount(Election.objects.get(code=ELECTION))
    assert (counted.protocols, counted.tallies, counted.differences) == (3_707, 74, ())
