"""What the command prints, in the form that other programs read: results, plans, laws, recount, journal."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from dauys.apps.journal.models import Entry
from dauys.apps.results.models import ProtocolVersion, Tally
from tests import cast
from tests.ops.console import CANDIDATES, LINES, as_csv, dauys, rows, written

pytestmark = pytest.mark.usefixtures("unguarded")  # facts are spoiled by hand

SUM_KEYS = {
    "election", "contest", "unit", "as_of", "status", "coverage", "lines", "participated", "turnout_count",
    "registered", "turnout", "findings", "alarm", "children",
}  # fmt: skip
TURNOUT, SHARE = re.compile(r"\d+\.\d{2}"), re.compile(r"\d+\.\d{4}")


@pytest.fixture
def counted(protocols: Path) -> Path:
    """All four protocols are in."""
    assert dauys("import", "protocols", protocols).code == 0
    return protocols.parent


def result(*options: str) -> dict[str, Any]:
    ended = dauys("results", "--election", cast.ELECTION, *options, "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    return ended.json


def has_the_types_of_the_interface(found: dict[str, Any]) -> None:
    assert found.keys() >= SUM_KEYS
    assert isinstance(found["election"], str)
    assert isinstance(found["unit"], str)
    assert found["contest"] is None or isinstance(found["contest"], str)
    assert dt.datetime.fromisoformat(found["as_of"]).tzinfo is not None
    assert found["status"] in ("preliminary", "final")
    assert found["coverage"].keys() == {"received", "expected"}
    assert found["findings"].keys() == {"error", "warning"}
    counts = [*found["coverage"].values(), *found["findings"].values()]
    assert all(type(count) is int for count in counts)
    assert list(found["lines"]) == LINES
    figures = [*found["lines"].values(), found["participated"], found["turnout_count"], found["registered"]]
    assert all(figure is None or type(figure) is int for figure in figures)
    assert found["turnout"] is None or TURNOUT.fullmatch(found["turnout"])
    assert found["alarm"] is None or found["alarm"].keys() == {"margin", "outstanding"}
    assert all(isinstance(child, str) for child in found["children"])


def test_result_of_a_contest_has_the_keys_and_types_of_the_interface(counted: Path) -> None:
    found = result("--contest", cast.contest())
    has_the_types_of_the_interface(found)
    assert "winners" not in found
    assert (found["contest"], found["unit"], found["children"]) == (cast.contest(), "U1", ["U1.1", "U1.2"])
    for one in found["votes"]:
        assert one.keys() == {"candidate", "name", "party", "votes", "share"}
        assert SHARE.fullmatch(one["share"])
    assert [one["party"] for one in found["votes"]] == ["Auyl", None]
    assert found["outcome"] == {"kind": "elected", "candidates": [CANDIDATES[0]]}
    # 200 + 120 and 100 + 130 of the 305 + 250 who took part; 308 + 250 of 900 were given ballots
    assert [(one["votes"], one["share"]) for one in found["votes"]] == [(320, "57.6577"), (230, "41.4414")]
    assert (found["participated"], found["turnout_count"], found["registered"]) == (555, 558, 900)
    assert (found["turnout"], found["coverage"]) == ("62.00", {"received": 2, "expected": 2})


def test_result_of_a_sum_has_the_keys_and_types_of_the_interface(counted: Path) -> None:
    for unit, children in (("KZ", ["R1"]), ("R1", ["D1", "D2"]), ("D1", ["U1", "U2"])):
        found = result("--unit", unit)
        has_the_types_of_the_interface(found)
        assert not {"votes", "outcome"} & set(found)
        assert (found["contest"], found["children"]) == (None, children)
        for one in found["winners"]:
            assert type(one["contests"]) is int
            assert len(one.keys() & {"party", "way"}) == 1
            assert len(one) == 2
    assert sum(one["contests"] for one in result()["winners"]) == 3
    assert result()["lines"]["voters_on_list"] == 500 + 400 + 100 + 300


def test_result_of_a_precinct_has_the_keys_and_types_of_the_interface(counted: Path) -> None:
    found = result("--unit", "U1.1")
    has_the_types_of_the_interface(found)
    assert (found["contest"], found["children"]) == (cast.contest(), [])
    assert found["lines"] == cast.lines(500, [200, 100], against=5, invalid=3)
    assert [one["votes"] for one in found["votes"]] == [200, 100]


def test_result_before_anything_has_come_is_null_and_preliminary(called: Path) -> None:
    found = result("--contest", cast.contest())
    has_the_types_of_the_interface(found)
    assert set(found["lines"].values()) == {None}
    assert (found["participated"], found["registered"], found["turnout"]) == (None, None, None)
    assert [(one["votes"], one["share"]) for one in found["votes"]] == [(None, None), (None, None)]
    assert found["outcome"]["kind"] == "undecided"


def test_alarm_names_margin_and_votes_that_are_out(called: Path) -> None:
    file = written(called, "p.csv", as_csv(rows()[:1]))
    assert dauys("import", "protocols", file).code == 0
    found = result("--contest", cast.contest())
    has_the_types_of_the_interface(found)
    assert found["alarm"]["margin"] == 100
    assert type(found["alarm"]["outstanding"]) is int
    shown = dauys("results", "--election", cast.ELECTION, "--contest", cast.contest())
    assert "The outcome can still change." in shown.out
    assert "Fewest further votes that could change the outcome: 100." in shown.out


def test_table_shows_the_same_figures(counted: Path) -> None:
    shown = dauys("results", "--election", cast.ELECTION, "--contest", cast.contest())
    assert (shown.code, shown.err) == (0, "")
    for words in (
        "Preliminary result. Law applied: kz/akim/2021.",
        "Protocols received: 2 of 2.",
        "Turnout: 62.00%, by protocols received: 558 of 900 voters",
        "57.6577%",
        "Leading so far: Үміткер U1 1",
    ):
        assert words in shown.out
    assert "  Auyl: " in dauys("results", "--election", cast.ELECTION).out


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", ("Поступило протоколов: 2 из 2.", "57,6577\u00a0%", "Пока больше всего голосов: Үміткер")),
        ("kk", ("Келіп түскен хаттамалар: 2 / 2.", "57,6577%", "Үміткер U1 1")),
    ],
)
def test_table_speaks_the_language_asked_for(counted: Path, language: str, words: tuple[str, ...]) -> None:
    shown = dauys("results", "--election", cast.ELECTION, "--contest", cast.contest(), "--language", language)
    assert [one for one in words if one not in shown.out] == []


def test_list_has_the_keys_of_the_interface(counted: Path) -> None:
    found = dauys("results", "--list", "--format", "json").json
    assert found == [
        {"id": cast.ELECTION, "law": cast.LAW, "election_day": "2021-07-25", "status": "preliminary"}
    ]
    for unit in cast.UNITS:
        assert dauys("contest", "establish", "--contest", cast.contest(unit), "--evidence", "№ 1").code == 0
    assert dauys("results", "--list", "--format", "json").json[0]["status"] == "final"
    assert result()["status"] == "final"
    assert cast.ELECTION in dauys("results", "--list").out


def test_results_without_a_name_are_those_of_the_only_election(counted: Path) -> None:
    named = dauys("results", "--election", cast.ELECTION, "--format", "json")
    assert dauys("results", "--format", "json").json == named.json
    by_contest = dauys("results", "--contest", cast.contest(), "--format", "json").json
    assert (by_contest["election"], by_contest["contest"]) == (cast.ELECTION, cast.contest())


def test_results_without_a_name_are_those_of_the_only_election_under_way(counted: Path, call: Path) -> None:
    later = call.read_text(encoding="utf-8").replace("2021-07-25", "2021-07-24")
    assert dauys("import", "election", written(counted, "other.json", later)).code == 0
    ended = dauys("results")
    assert ended.code == 2
    assert "choose one with --election ID" in ended.err
    assert [one in ended.err for one in (cast.ELECTION, "kz-akim-2021-07-24")] == [True, True]
    assert "kz-akim-2021-07-24" in ended.out
    for unit in cast.UNITS:
        assert dauys("contest", "establish", "--contest", cast.contest(unit), "--evidence", "№ 1").code == 0
    assert dauys("results", "--format", "json").json["election"] == "kz-akim-2021-07-24"


def test_results_of_nothing_say_how_to_begin(home: Path) -> None:
    ended = dauys("results")
    assert (ended.code, "dauys import election" in ended.err) == (2, True)


def test_list_of_nothing_is_empty(home: Path) -> None:
    assert dauys("results", "--list", "--format", "json").json == []
    assert "dauys import election" in dauys("results", "--list").out


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--election", "kz-akim-1999-01-01"], "E-12"),
        (["--election", cast.ELECTION, "--unit", "U9"], "E-14"),
        (["--election", cast.ELECTION, "--contest", "U9"], "E-13"),
        (["--election", cast.ELECTION, "--contest", cast.contest(), "--unit", "U2"], "E-15"),
        (["--election", cast.ELECTION, "--contest", cast.contest(), "--unit", "KZ"], "E-15"),
    ],
)
def test_what_is_not_here_is_refused_by_name(called: Path, options: list[str], code: str) -> None:
    ended = dauys("results", *options, "--format", "json")
    assert (ended.code, ended.out) == (1, "")
    assert [fault["code"] for fault in ended.faults] == [code]
    assert f"{code} " in dauys("results", *options).err


PLAN_KEYS = [
    "code", "activity", "article", "grade", "responsible", "rule", "anchor", "starts_at", "due_at", "note",
]  # fmt: skip


def test_plan_has_the_keys_and_types_of_the_interface(called: Path) -> None:
    ended = dauys("calendar", "plan", "--election", cast.ELECTION, "--unit", "U1", "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    for one in ended.json:
        assert list(one) == PLAN_KEYS
        for key in ("starts_at", "due_at"):
            assert one[key] is None or dt.datetime.fromisoformat(one[key]).utcoffset() is not None
        assert all(isinstance(one[key], str) for key in PLAN_KEYS if key not in ("starts_at", "due_at"))
    due = {one["code"]: one["due_at"] for one in ended.json}
    assert due["nom_end"] == "2021-07-09T18:00:00+05:00"  # the local time of R1
    country = dauys("calendar", "plan", "--election", cast.ELECTION, "--format", "json").json
    assert {one["code"]: one["due_at"] for one in country}["nom_end"] == "2021-07-09T18:00:00+06:00"


def test_plan_keeps_rows_whose_anchor_is_unknown(called: Path) -> None:
    found = dauys("calendar", "plan", "--election", cast.ELECTION, "--format", "json").json
    unknown = [one for one in found if one["starts_at"] is None and one["due_at"] is None]
    assert 0 < len(unknown) < len(found)


def test_plan_shows_the_day_of_the_call_where_its_term_is_not_known(called: Path) -> None:
    rows = dauys("calendar", "plan", "--election", cast.ELECTION, "--format", "json").json
    call = next(one for one in rows if one["code"] == "call")
    assert (call["starts_at"], call["due_at"]) == (None, None)
    assert call["note"].endswith(
        "The day itself is known: 25 June 2021; the term that the law sets for it is not."
    )
    table = dauys("calendar", "plan", "--election", cast.ELECTION).out
    assert "(25.06.2021)" in table
    assert "(25.07.2021)" in table


def test_plan_warns_where_its_edition_is_not_in_force(called: Path) -> None:
    assert dauys("calendar", "plan", "--election", cast.ELECTION).err == ""
    days = ("--called-on", "2026-06-01", "--election-day", "2026-07-12", "--format", "json")
    ended = dauys("calendar", "plan", "--law", "kz/akim/2023", *days)
    assert (ended.code, len(ended.json)) == (0, 48)
    assert "from 2023-01-01 up to, not including, 2026-07-01; this plan has" in ended.err


def test_plan_of_a_law_equals_the_plan_of_its_election(called: Path) -> None:
    days = ("--called-on", "2021-06-25", "--election-day", "2021-07-25")
    of_law = dauys(
        "calendar", "plan", "--law", cast.LAW, *days, "--zone", "Asia/Aqtau", "--format", "json"
    ).json
    of_unit = dauys("calendar", "plan", "--election", cast.ELECTION, "--unit", "R1", "--format", "json").json
    assert of_law == of_unit


def test_plan_is_printed_in_three_languages_and_as_csv(called: Path) -> None:
    said = set()
    for language in ("kk", "ru", "en"):
        options = ("--election", cast.ELECTION, "--language", language)
        found = dauys("calendar", "plan", *options, "--format", "json").json
        said.add(found[0]["activity"])
        lines = list(csv.DictReader(io.StringIO(dauys("calendar", "plan", *options, "--format", "csv").out)))
        assert [line["activity"] for line in lines] == [one["activity"] for one in found]
        assert dauys("calendar", "plan", *options).code == 0
    assert len(said) == 3


def test_unknown_plans_and_duties_are_refused(called: Path) -> None:
    before = Entry.objects.count()
    duty = ("calendar", "done", "nom_end", "--election", cast.ELECTION, "--unit", "U1", "--evidence", "№ 1")
    for words in (
        ("calendar", "plan", "--election", "kz-akim-1999-01-01"),
        ("calendar", "plan", "--election", cast.ELECTION, "--unit", "U9"),
        ("calendar", "plan", "--law", "kz/khan", "--called-on", "2021-06-25", "--election-day", "2021-07-25"),
        tuple("nothing" if word == "nom_end" else word for word in duty),
        tuple("U9" if word == "U1" else word for word in duty),
        tuple(" " if word == "№ 1" else word for word in duty),
    ):
        ended = dauys(*words)
        assert (ended.code, ended.out, bool(ended.err)) == (1, "", True), words
    assert Entry.objects.count() == before
    assert dauys(*duty).code == 0
    assert Entry.objects.count() == before + 1


def test_laws_are_listed_shown_and_checked() -> None:
    listed = dauys("law", "list", "--format", "json").json
    assert {"kz/akim/2021", "kz/akim/2023", "ge/president/2013"} <= {one["id"] for one in listed}
    for one in listed:
        whole = dauys("law", "show", one["id"], "--format", "json").json
        assert (whole["digest"], len(whole["deadlines"])) == (one["digest"], one["deadlines"])
        shown = dauys("law", "show", one["id"], "--language", "kk")
        assert (shown.code, one["digest"] in shown.out.replace("\n", "")) == (0, True)
    checked = dauys("law", "check", "--format", "json")
    assert (checked.code, checked.json["faults"]) == (0, [])
    assert dauys("law", "check").code == 0
    assert dauys("law", "list").code == 0


@pytest.mark.parametrize("law", ["kz/khan/1731", "../../etc/passwd", "", "kz"])
def test_unknown_law_is_refused(law: str) -> None:
    for words in (("law", "show", law), ("law", "check", law)):
        ended = dauys(*words)
        assert (ended.code, "kz/akim/2021" in ended.err) == (1, True), words


def test_broken_pack_is_named_with_file_and_line(tmp_path: Path) -> None:
    edition = tmp_path / "kz" / "akim" / "2030"
    edition.mkdir(parents=True)
    (edition / "act.toml").write_text('title = "not\n', encoding="utf-8")
    for words in (("law", "check"), ("law", "show", "kz/akim/2030"), ("law", "list")):
        ended = dauys(*words, "--root", str(tmp_path))
        assert (ended.code, "act.toml:1" in ended.err) == (1, True), words
    machine = dauys("law", "check", "--root", str(tmp_path), "--format", "json")
    assert (machine.code, machine.faults[0]["row"]) == (1, 1)


def test_recount_is_equal_and_names_what_was_tampered_with(counted: Path) -> None:
    ended = dauys("recount", "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    assert ended.json == [{"election": cast.ELECTION, "protocols": 4, "tallies": 3, "differences": []}]
    assert "4 protocols, 3 sums counted again: equal" in dauys("recount", "--election", cast.ELECTION).out
    Tally.objects.filter(contest__code=cast.contest(), unit__code="U1").update(counted=1)
    ProtocolVersion.objects.filter(precinct__code="U2.1").update(errors=1)
    ended = dauys("recount", "--format", "json")
    assert ended.code == 1
    words = " ".join(ended.json[0]["differences"])
    assert "stored counted 1, counted again 2" in words
    assert "U2.1" in words


def test_recount_of_an_unknown_election_is_refused(home: Path) -> None:
    ended = dauys("recount", "--election", "kz-akim-1999-01-01", "--format", "json")
    assert (ended.code, ended.faults[0]["code"]) == (1, "E-12")
    assert dauys("publish", home / "site", "--election", "kz-akim-1999-01-01").code == 1
    assert dauys("recount").code == 0


def test_journal_is_whole_and_names_what_was_tampered_with(counted: Path) -> None:
    assert dauys("journal", "verify").code == 0
    entry = Entry.objects.latest("number")
    body = json.loads(entry.body) | {"new": 5}
    Entry.objects.filter(number=entry.number).update(body=json.dumps(body))
    ended = dauys("journal", "verify")
    assert (ended.code, f"Entry {entry.number}" in ended.err) == (1, True)
    Entry.objects.filter(number=1).delete()
    assert "Entries 1 to 1 are missing" in dauys("journal", "verify").err


def test_published_twice_writes_nothing_the_second_time(counted: Path) -> None:
    site = counted / "site"
    first = dauys("publish", site)
    assert (first.code, " 0 unchanged" in first.out) == (0, True)
    files = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    again = dauys("publish", site, "--election", cast.ELECTION)
    assert (again.code, " 0 files written" in again.out) == (0, True)
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()} == files


@pytest.mark.parametrize("at", ["x", "2021-13-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59"])
def test_broken_moment_is_wrong_use(counted: Path, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    monkeypatch.setenv("DAUYS_AT", at)
    for words in (
        ("results", "--election", cast.ELECTION),
        ("publish", counted / "site"),
        ("import", "protocols", counted / "protocols.csv"),
        ("contest", "establish", "--contest", cast.contest(), "--evidence", "№ 1"),
    ):
        ended = dauys(*words)
        assert (ended.code, "DAUYS_AT" in ended.err) == (2, True), words
    assert not (counted / "site").exists()


def test_moment_without_an_offset_is_capital_time(counted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAUYS_AT", "2021-07-26T10:00")
    assert dauys("contest", "establish", "--contest", cast.contest(), "--evidence", "№ 1").code == 0
    assert Entry.objects.latest("number").at == dt.datetime(2021, 7, 26, 4, 0, tzinfo=dt.UTC)


def test_markup_in_names_is_text_on_every_page(counted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "<script>alert(1)</script>\"' onload=x & <b>"
    content: Any = cast.election_file()
    for contest in content["contests"]:
        for person in contest["candidates"]:
            person |= {"name": name, "party": name}
    units = [one | {"name_kk": name, "name_ru": name, "name_en": name} for one in cast.territory_rows()]
    assert dauys("import", "territory", written(counted, "t.csv", as_csv(units, units[0]))).code == 0
    monkeypatch.setenv("DAUYS_AT", "2021-07-20T12:00:00+06:00")  # on election day candidates stay as they are
    assert dauys("import", "election", written(counted, "e.json", json.dumps(content))).code == 0
    monkeypatch.setenv("DAUYS_AT", cast.AT.isoformat())
    site = counted / "site"
    assert dauys("publish", site).code == 0
    pages = [path.read_text(encoding="utf-8") for path in site.rglob("*.html")]
    assert any("&lt;script&gt;alert(1)" in page for page in pages)
    for page in pages:
        assert "<script" not in page
        assert "<b>" not in page
        assert "\"' onload" not in page
    for path in site.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))


def test_unit_that_bears_the_name_of_a_page_is_not_published(counted: Path) -> None:
    units = [{"code": "law", "parent": "D2", "kind": "rural_unit", "name_kk": "Аты"}]
    units.append({"code": "law.1", "parent": "law", "kind": "precinct", "name_kk": "№ 1"})
    assert dauys("import", "territory", written(counted, "t.csv", as_csv(units, units[0]))).code == 0
    content: Any = cast.election_file()
    content["contests"].append({"id": cast.contest("law"), "unit": "law", "candidates": []})
    assert dauys("import", "election", written(counted, "e.json", json.dumps(content))).code == 0
    ended = dauys("publish", counted / "site")
    assert (ended.code, "W-01 The code law can't be part of an address" in ended.err) == (1, True)
    assert not (counted / "site").exists()
