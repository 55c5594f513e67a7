"""What leaves by the command: which rows and columns, of which unit, to which place."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from dauys.apps.commissions.actions import form_commissions
from dauys.apps.people.actions import enter_people
from dauys.core.norms import law_ids, load_pack
from dauys.core.tables.dictionary import columns_told, files_told
from dauys.ops.dictionary import lines_of
from tests import cast
from tests.apps.members import ROWS, formation, people
from tests.ops.console import CANDIDATES, HEADER, LINES, as_csv, dauys, row, rows, written

NOON = "2021-07-25T12:00:00+06:00"
KINDS = ["candidates", "protocols", "tallies", "findings", "turnout", "calendar"]


def exported(kind: str, *options: str) -> list[dict[str, str]]:
    """The rows of a CSV as the command prints it."""
    ended = dauys("export", kind, *options)
    assert (ended.code, ended.err) == (0, "")
    return list(csv.DictReader(io.StringIO(ended.out)))


@pytest.fixture
def counted(protocols: Path) -> Path:
    """Two protocols as they came, a correction of U1.2 that is kept out, and U2.1 kept out."""
    found = rows()
    found[2]["stationary_ballots"] = 70
    file = written(protocols.parent, "first.csv", as_csv(found))
    assert dauys("import", "protocols", file).code == 1
    worse = row("U1", 2, 400, [121, 130], stationary_ballots=1)
    file = written(protocols.parent, "second.csv", as_csv([worse]))
    assert dauys("import", "protocols", file, "--reason", "=recount; № 2").code == 1
    return protocols.parent


@pytest.fixture
def seated(counted: Path) -> Path:
    """The same with commissions, the members of one of them, and a reading of the turnout."""
    header = ("code", "unit", "level", "name_kk", "name_ru", "name_en", "address", "phone", "email")
    listed = [{name: getattr(one, name) for name in header} for one in ROWS]
    file = written(counted, "commissions.csv", as_csv(listed, header))
    assert dauys("import", "commissions", file).code == 0
    enter_people(people(7), by=cast.AIGERIM, at=cast.AT)
    form_commissions("KZ", [formation()], by=cast.AIGERIM, at=cast.AT)
    readings = [
        {"precinct": "U1.1", "hour_at": NOON, "voted": "120", "on_list": "500"},
        {"precinct": "U2.1", "hour_at": NOON, "voted": "20", "on_list": "100"},
    ]
    file = written(counted, "turnout.csv", as_csv(readings, list(readings[0])))
    assert dauys("import", "turnout", file, "--election", cast.ELECTION).code == 0
    changed = written(counted, "turnout.csv", as_csv([readings[0] | {"voted": "121"}], list(readings[0])))
    assert dauys("import", "turnout", changed, "--election", cast.ELECTION, "--reason", "call").code == 0
    return counted


def test_protocols_that_count_come_in_the_columns_of_the_import(counted: Path) -> None:
    ended = dauys("export", "protocols")
    header, *found = list(csv.reader(io.StringIO(ended.out)))
    assert header == HEADER
    # The first version of U1.2 goes on counting; of U2.1 nothing does.
    assert [line[1] for line in found] == ["U1.1", "U1.2", "U3.1"]
    wanted = row("U1", 2, 400, [120, 130])
    assert found[1] == [str(wanted.get(name, "")) for name in HEADER]


def test_every_version_says_its_state_its_reason_and_when_it_came(counted: Path) -> None:
    found = exported("protocols", "--versions", "all")
    told = [(one["precinct"], one["version"], one["state"], one["reason"]) for one in found]
    assert told == [
        ("U1.1", "1", "accepted", ""),
        ("U1.2", "1", "accepted", ""),
        ("U1.2", "2", "kept_out", "=recount; № 2"),
        ("U2.1", "1", "kept_out", ""),
        ("U3.1", "1", "accepted", ""),
    ]
    assert {one["received_at"] for one in found} == {cast.AT.isoformat()}
    assert [one["version"] for one in exported("protocols", "--versions", "latest")] == ["1", "2", "1", "1"]
    released = ("--contest", cast.contest("U1"), "--precinct", "U1.2", "--reason", "act № 3")
    assert dauys("protocol", "release", *released).code == 0
    states = [one["state"] for one in exported("protocols", "--versions", "all")]
    assert states == ["accepted", "superseded", "released", "kept_out", "accepted"]
    assert exported("protocols")[1][f"votes:{CANDIDATES[0]}"] == "121"


@pytest.mark.parametrize("unit", ["KZ", "R1", "D1", "D2", "U1", "U3"])
def test_tallies_are_the_results_of_every_unit(counted: Path, unit: str) -> None:
    found = exported("tallies", "--unit", unit)
    assert found[0]["unit"] == unit
    for one in found:
        result = dauys("results", "--election", cast.ELECTION, "--unit", one["unit"], "--format", "json").json
        assert one["contest"] == (result["contest"] or "")
        assert result["coverage"] == {"received": int(one["received"]), "expected": int(one["expected"])}
        for name, key in {"took_part": "participated", "turnout_count": "turnout_count"}.items():
            assert one[name] == told(result[key])
        assert (one["registered"], one["turnout"]) == (told(result["registered"]), told(result["turnout"]))
        assert {line: one[line] for line in LINES} == {line: told(result["lines"][line]) for line in LINES}
        assert [one["with_errors"], one["with_warnings"]] == [told(n) for n in result["findings"].values()]
        votes = {vote["candidate"]: told(vote["votes"]) for vote in result.get("votes") or ()}
        assert {name: one.get(f"votes:{name}", "") for name in CANDIDATES} == (
            dict.fromkeys(CANDIDATES, "") | votes
        )


def told(value: Any) -> str:
    """A value as a cell has it."""
    return "" if value is None else str(value)


def test_units_of_the_tallies_are_all_above_the_precincts(counted: Path) -> None:
    assert [one["unit"] for one in exported("tallies")] == ["KZ", "R1", "D1", "U1", "U2", "D2", "U3"]


def test_cancelled_contest_expects_nothing_in_the_tallies(counted: Path) -> None:
    assert dauys("contest", "cancel", "--contest", cast.contest("U3"), "--reason", "act № 9").code == 0
    expected = {one["unit"]: one["expected"] for one in exported("tallies")}
    assert expected == {"KZ": "3", "R1": "3", "D1": "3", "U1": "2", "U2": "1", "D2": "0", "U3": "0"}


def test_findings_are_what_the_form_says_of_each_protocol(counted: Path) -> None:
    from dauys.apps.results.models import ProtocolVersion
    from dauys.core.protocol import form_of

    form = form_of(load_pack(cast.LAW).protocol)
    found = exported("findings", "--versions", "all")
    wanted = []
    for one in exported("protocols", "--versions", "all"):
        votes = [int(value) for name, value in one.items() if name.startswith("votes:") and value]
        lines = {line: int(one[line]) for line in LINES}
        for finding in form.check(lines, votes, dt.date(2021, 7, 25)):
            said = (
                finding.code,
                str(finding.severity),
                told(finding.holds).lower(),
                finding.left,
                finding.op,
            )
            wanted.append((one["contest"], one["precinct"], one["version"], *said, finding.right))
    assert [tuple(one.values()) for one in found] == [tuple(map(told, one)) for one in wanted]
    assert ProtocolVersion.objects.count() * len(form.relations) == len(found)
    broken = exported("findings", "--broken")
    assert [(one["precinct"], one["version"]) for one in broken if one["severity"] == "error"] == [
        ("U1.2", "2"), ("U2.1", "1"),
    ]  # fmt: skip
    assert {one["holds"] for one in broken} == {"false"}


def test_members_show_what_the_pages_show_and_no_more(seated: Path) -> None:
    found = exported("members", "--unit", "D1")
    assert [(one["commission"], one["office"], one["name"]) for one in found[:4]] == [
        ("D1.tec", "chair", "Адам 1"), ("D1.tec", "deputy", "Адам 2"), ("D1.tec", "secretary", "Адам 3"),
        ("D1.tec", "member", "Адам 4"),
    ]  # fmt: skip
    assert (found[0]["act_number"], found[0]["act_adopted_on"], found[0]["seats"]) == (
        "12",
        "2019-01-10",
        "7",
    )
    assert not any("мектеп" in value or "1980" in value for one in found for value in one.values())
    assert exported("members", "--unit", "D2") == []


def test_turnout_is_the_latest_reading_or_every_one(seated: Path) -> None:
    assert [tuple(one.values()) for one in exported("turnout")] == [
        (cast.contest("U1"), "U1.1", NOON, "121", "500"), (cast.contest("U2"), "U2.1", NOON, "20", "100"),
    ]  # fmt: skip
    every = exported("turnout", "--versions", "all")
    assert [(one["voted"], one["reason"]) for one in every] == [("120", ""), ("121", "call"), ("20", "")]


def test_calendar_is_the_plan_of_every_commission_that_runs_a_contest(called: Path) -> None:
    done = ("calendar", "done", "--election", cast.ELECTION, "--unit", "D1", "call", "--evidence", "act № 1")
    assert dauys(*done).code == 0
    found = exported("calendar")
    plan = dauys("calendar", "plan", "--election", cast.ELECTION, "--unit", "D1", "--format", "json").json
    assert [one["unit"] for one in found] == ["D1"] * len(plan) + ["D2"] * len(plan)
    for one, term in zip(found, plan, strict=False):
        assert one["code"] == term["code"]
        assert (one["activity_en"], one["rule_en"], one["article"]) == (
            term["activity"], term["rule"], term["article"],
        )  # fmt: skip
        assert (one["starts_at"], one["due_at"]) == (told(term["starts_at"]), told(term["due_at"]))
    marked = [(one["unit"], one["code"], one["evidence"]) for one in found if one["done_at"]]
    assert marked == [("D1", "call", "act № 1")]
    assert {one["unit"] for one in exported("calendar", "--unit", "U1")} == {"D1"}


@pytest.mark.parametrize("kind", KINDS)
def test_unit_leaves_out_what_lies_elsewhere(seated: Path, kind: str) -> None:
    whole = exported(kind)
    for unit, inside in {"D1": ("U1", "U2", "D1"), "U3": ("U3", "D2")}.items():
        key = next(name for name in ("precinct", "contest", "unit") if whole[0].get(name))
        part = exported(kind, "--unit", unit)
        wanted = [one for one in whole if one[key].rpartition("/")[2].partition(".")[0] in inside]
        if kind == "tallies":
            wanted = [
                one for one in wanted if one["unit"] in ((unit, "U1", "U2") if unit == "D1" else (unit,))
            ]
        shared = set(part[0]) if part else set()
        assert part == [{name: value for name, value in one.items() if name in shared} for one in wanted]


@pytest.mark.parametrize("unit", ["U1.2", "U1"])
def test_unit_inside_a_contest_is_enough(counted: Path, unit: str) -> None:
    found = [one["precinct"] for one in exported("protocols", "--unit", unit)]
    assert found == (["U1.1", "U1.2"] if unit == "U1" else ["U1.2"])


def test_part_of_the_territory_brings_the_units_above_it(called: Path) -> None:
    assert [one["code"] for one in exported("territory", "--unit", "U2")] == ["KZ", "R1", "D1", "U2", "U2.1"]


def test_dictionary_names_every_column_of_every_file(seated: Path) -> None:
    pack = load_pack(cast.LAW)
    written_columns = {
        **{kind: list(exported(kind)[0]) for kind in ("territory", "commissions", "members", *KINDS)},
        "versions": list(exported("protocols", "--versions", "all")[0]),
        "readings": list(exported("turnout", "--versions", "all")[0]),
        "dictionary": list(exported("dictionary", "--law", cast.LAW)[0]),
    }
    for file, columns in written_columns.items():
        plain = [*dict.fromkeys("votes:…" if name.startswith("votes:") else name for name in columns)]
        assert [one.name for one in columns_told(file, lines_of(pack))] == plain, file
    assert {name for name, _ in files_told()} == {*written_columns, "election"}
    document = json.loads(dauys("export", "election").out)
    keys = [*document, *(f"contests.{key}" for key in document["contests"][0])]
    assert set(keys) | {"contests.expected"} == {one.name for one in columns_told("election")}


@pytest.mark.parametrize("law", law_ids())
def test_line_of_a_law_has_no_name_of_another_column(law: str) -> None:
    for file, _ in files_told():
        names = [one.name for one in columns_told(file, lines_of(load_pack(law)))]
        assert len(names) == len(set(names)), file


def test_file_that_stands_is_written_over_only_when_asked(counted: Path) -> None:
    out = counted / "out.csv"
    assert dauys("export", "protocols", "--out", out).err == f"Written: 3 rows (protocols) to {out}.\n"
    before = out.read_bytes()
    out.write_bytes(b"mine")
    refused = dauys("export", "protocols", "--out", out)
    assert (refused.code, out.read_bytes()) == (1, b"mine")
    assert "U-10" in refused.err
    assert dauys("export", "protocols", "--out", out, "--force").code == 0
    assert out.read_bytes() == before
    assert [path.name for path in counted.iterdir() if path.name.startswith(".")] == []


def test_export_that_fails_leaves_what_stood(counted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dauys.core.tables import writers

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    out = written(counted, "out.csv", b"mine")
    monkeypatch.setitem(writers.WRITERS, "csv", fails)
    said = dauys("export", "protocols", "--out", out, "--force")
    assert (said.code, out.read_bytes()) == (1, b"mine")
    assert "No space left" in said.err
    assert [path.name for path in counted.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("protocols", "--format", "xls"), 2),
        (("protocols", "--versions", "some"), 2),
        (("turnout", "--versions", "latest"), 2),
        (("protocols", "--out", "x.csv", "--format", "xlsx"), 2),
        (("dictionary", "--law", "kz/akim/1999"), 2),
        (("protocols", "--election", "kz-akim-2030-01-01"), 1),
        (("protocols", "--unit", "D9"), 1),
        (("territory", "--unit", "D9"), 1),
    ],
)
def test_wrong_wish_is_told_what_is_possible(called: Path, options: tuple[str, ...], code: int) -> None:
    said = dauys("export", *options)
    assert (said.code, said.out) == (code, "")
    assert said.err.strip()


def test_empty_home_says_what_to_do_first(home: Path) -> None:
    said = dauys("export", "territory")
    assert (said.code, said.out) == (1, "")
    assert "dauys import territory" in said.err
    assert dauys("export", "protocols").code == 2


def test_everything_is_one_folder_that_proves_itself(seated: Path) -> None:
    import hashlib

    folder = seated / "all"
    assert dauys("export", "everything", folder).code == 0
    assert {path.stat().st_mode & 0o077 for path in folder.rglob("*") if path.is_file()} == {0}
    lines = [line.split("  ") for line in (folder / "SHA256SUMS").read_text().splitlines()]
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {name for _, name in lines} | {"SHA256SUMS"} == there
    for digest, name in lines:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert there == {
        "README.md", "SHA256SUMS", "KZ/territory.csv", "KZ/commissions.csv", "KZ/members.csv",
        *(f"{cast.ELECTION}/{kind}.csv" for kind in (*KINDS, "versions", "readings", "dictionary")),
        f"{cast.ELECTION}/election.json",
    }  # fmt: skip
    alone = dauys("export", "protocols").out.encode()
    assert (folder / cast.ELECTION / "protocols.csv").read_bytes() == alone


def test_everything_replaces_nothing_but_an_earlier_export(seated: Path) -> None:
    folder = seated / "all"
    assert dauys("export", "everything", folder).code == 0
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert "U-10" in dauys("export", "everything", folder).err
    written(folder, "mine.txt", "mine")
    assert "U-18" in dauys("export", "everything", folder, "--force").err
    (folder / "mine.txt").unlink()
    assert dauys("export", "everything", folder, "--force").code == 0
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_device_is_not_replaced_by_a_file(called: Path) -> None:
    """As root one could put a file in the place of /dev/null, for everybody."""
    os.mkfifo(called / "pipe")
    ended = dauys("export", "territory", "--out", called / "pipe", "--force")
    assert (ended.code, "U-19 " in ended.err, (called / "pipe").is_fifo()) == (1, True, True)
    assert [path.name for path in called.iterdir() if "dauys-" in path.name] == []


def test_folder_whose_sums_are_no_text_is_refused_in_words(called: Path) -> None:
    folder = called / "all"
    assert dauys("export", "everything", folder).code == 0
    (folder / "SHA256SUMS").write_bytes(b"00  \xff\n")
    ended = dauys("export", "everything", folder, "--force")
    assert (ended.code, "U-18 " in ended.err) == (1, True)
