"""Territory and election by the command: whole or not at all, and what is said of a bad file."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dauys.apps.candidates.models import Candidate
from dauys.apps.territory.models import Unit
from tests import cast
from tests.ops.console import as_csv, dauys, facts, written

HEADER = ["code", "parent", "kind", "name_kk", "name_ru", "name_en", "zone", "valid_from", "valid_to"]


def unit(
    code: str, parent: str = "KZ", kind: str = "region", name: str = "Аты", **other: str
) -> dict[str, str]:
    return {"code": code, "parent": parent, "kind": kind, "name_kk": name, **other}


def refused(kind: str, file: Path, *, codes: set[str]) -> list[dict[str, Any]]:
    """The faults of a file that is refused in both forms; nothing stands differently after it."""
    before = facts()
    said = dauys("import", kind, file)
    assert (said.code, said.out) == (1, "")
    assert "Refused; nothing was written." in said.err
    machine = dauys("import", kind, file, "--format", "json")
    assert (machine.code, machine.out) == (1, "")
    assert {fault["code"] for fault in machine.faults} == codes
    for fault in machine.faults:
        assert fault["message"]
        assert fault["remedy"]
        assert f"{fault['code']} {fault['message']}" in said.err
    assert facts() == before
    return machine.faults


def test_territory_is_taken_and_then_stands(territory: Path) -> None:
    dry = dauys("import", "territory", territory, "--dry-run", "--format", "json")
    assert (dry.code, facts()["Unit"]) == (0, 0)
    assert dry.json == {"new": 11, "corrected": 0, "unchanged": 0, "dry_run": True}
    taken = dauys("import", "territory", territory, "--format", "json")
    assert taken.json == dry.json | {"dry_run": False}
    before = facts()
    again = dauys("import", "territory", territory, "--format", "json")
    assert (again.code, again.json["unchanged"], facts()) == (0, 11, before)


def test_corrected_name_is_counted_and_journalled(called: Path, territory: Path) -> None:
    before = facts()
    file = written(
        called, "again.csv", territory.read_text(encoding="utf-8").replace("Бірінші ауыл", "Жаңа ауыл")
    )
    ended = dauys("import", "territory", file, "--format", "json")
    assert (ended.code, ended.json["corrected"], ended.json["new"]) == (0, 1, 0)
    assert Unit.objects.get(code="U1").name_kk == "Жаңа ауыл"
    assert facts() == before | {"Entry": before["Entry"] + 1}


TERRITORIES: dict[str, tuple[list[dict[str, str]], str, int | None, str]] = {
    "unknown kind": ([unit("A", kind="oblast")], "I-82", 2, "kind"),
    "unknown parent": ([unit("A", "NOPE")], "T-01", 2, "parent"),
    "no parent": ([unit("A", "")], "I-83", 2, ""),
    "country with a parent": ([unit("A", kind="country")], "I-83", 2, ""),
    "stands twice": ([unit("A"), unit("A")], "T-01", 3, "code"),
    "no name": ([unit("A", name="")], "I-83", 2, ""),
    "code with a space": ([unit("A B")], "I-83", 2, "code"),
    "code that climbs": ([unit("..")], "I-83", 2, "code"),
    "code too long": ([unit("A" * 81)], "I-83", 2, "code"),
    "name too long": ([unit("A", name="Ж" * 201)], "I-83", 2, "name_kk"),
    "name of two lines": ([unit("A", name="Бір\nекі")], "I-83", 2, "name_kk"),
    "name with an escape sequence": ([unit("A", name="\x1b[31mred")], "I-83", 2, "name_kk"),
    "name that runs backwards": ([unit("A", name="abc\u202edef")], "I-83", 2, "name_kk"),
    "unknown zone": ([unit("A", zone="Mars/Olympus")], "I-83", 2, "zone"),
    "no such day": ([unit("A", valid_from="2021-02-30")], "I-81", 2, "valid_from"),
    "day the other way round": ([unit("A", valid_from="25.07.2021")], "I-80", 2, "valid_from"),
    "ends before it begins": ([unit("A", valid_from="2022-01-01", valid_to="2021-01-01")], "I-83", 2, ""),
    "beneath a precinct": ([unit("A", "U1.1")], "T-01", 2, "parent"),
    "moves": ([unit("D2", "KZ", "district")], "T-01", 2, "parent"),
    "two countries": ([unit("A", "", "country"), unit("B", "", "country")], "T-02", None, ""),
    "a circle": ([unit("KZ", "", "country"), unit("A", "B"), unit("B", "A")], "T-01", 3, "parent"),
    "a tree too deep": (
        [unit(f"L{at}", f"L{at - 1}" if at else "KZ") for at in range(70)], "T-01", 62, "parent"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TERRITORIES)
def test_bad_territory_is_refused_whole(called: Path, name: str) -> None:
    found, code, line, column = TERRITORIES[name]
    file = written(called, "bad.csv", as_csv([*found, unit("GOOD")], HEADER))
    fault = refused("territory", file, codes={code})[0]
    assert (fault["file"], fault["row"], fault["column"]) == ("bad.csv", line, column)


@pytest.mark.parametrize("code", ["D1", "U1", "U1.1"])  # above a contest, the contest's own, a precinct
@pytest.mark.parametrize("days", [{"valid_from": "2021-07-26"}, {"valid_to": "2021-07-25"}])
def test_unit_of_an_election_cannot_be_dated_away_from_its_day(
    called: Path, territory: Path, code: str, days: dict[str, str]
) -> None:
    inside = {"D1": ("D1", "U1", "U1.1", "U1.2", "U2", "U2.1"), "U1": ("U1", "U1.1", "U1.2")}.get(
        code, (code,)
    )
    dated = [row | days for row in cast.territory_rows() if row["code"] in inside]
    fault, *others = refused("territory", written(called, "days.csv", as_csv(dated, HEADER)), codes={"T-10"})
    assert len(others) == len(inside) - 1
    assert (fault["row"], fault["column"], fault["value"]) == (2, next(iter(days)), code)


def test_unit_outside_every_election_may_be_dated(called: Path) -> None:
    new = written(called, "new.csv", as_csv([unit("R2")], HEADER))
    assert dauys("import", "territory", new).code == 0
    dated = written(called, "dated.csv", as_csv([unit("R2", valid_from="2022-01-01")], HEADER))
    assert dauys("import", "territory", dated, "--format", "json").json["corrected"] == 1


def test_semicolons_between_the_columns_are_read_and_said(called: Path) -> None:
    file = written(called, "new.csv", as_csv([unit("R2")], HEADER).replace(",", ";"))
    ended = dauys("import", "territory", file, "--format", "json")
    assert (ended.code, ended.json["new"]) == (0, 1)
    note = "new.csv: Read with semicolons between the columns, as its header says."
    assert (ended.json["notes"], ended.err) == ([note], "")


def test_units_of_no_country_are_refused(called: Path) -> None:
    file = written(called, "bad.csv", as_csv([unit("A", "B"), unit("B", "A")], HEADER))
    refused("territory", file, codes={"T-03"})


def test_territory_without_its_columns_is_refused(called: Path) -> None:
    file = written(called, "bad.csv", "code,parent,sort,name_kk\nA,KZ,region,a\n")
    assert {fault["column"] for fault in refused("territory", file, codes={"I-20", "I-22"})} == {
        "kind",
        "sort",
    }


def test_markup_in_names_is_kept_as_written(called: Path) -> None:
    name = "<script>alert(1)</script> [bold]x[/i] :smile:"
    file = written(
        called, "odd.csv", as_csv([unit("R1", name=name, name_en=name, zone="Asia/Aqtau")], HEADER)
    )
    assert dauys("import", "territory", file).code == 0
    assert Unit.objects.get(code="R1").name_en == name
    shown = dauys("results", "--election", cast.ELECTION, "--unit", "R1")
    assert shown.code == 0
    assert name in shown.out


Change = Callable[[dict[str, Any]], object]


def first(file: dict[str, Any]) -> dict[str, Any]:
    return file["contests"][0]["candidates"][0]


ID = cast.contest("U1")
ELECTIONS: dict[str, tuple[Change, str, str]] = {
    "id of another day": (lambda f: f.update(id="kz-akim-2021-07-26"), "E-01 E-04", "id"),
    "called on its day": (lambda f: f.update(called_on="2021-07-25"), "E-02", "called_on"),
    "law not in force": (
        lambda f: f.update(law="kz/akim/2023", id="kz-akim-2021-07-25"), "E-03", "law"
    ),
    "unknown law": (lambda f: f.update(law="kz/khan/1731"), "N-01", ""),
    "law that climbs out": (lambda f: f.update(law="../../etc"), "N-01", ""),
    "day before there were computers": (lambda f: f.update(called_on="0001-01-01"), "I-88", "called_on"),
    "no such day": (lambda f: f.update(election_day="2021-02-30"), "I-88", "election_day"),
    "contest of another unit": (lambda f: f["contests"][0].update(id=cast.contest("U9")), "C-01", ""),
    "contest twice": (lambda f: f["contests"].append(f["contests"][0]), "E-05", "contests[3].id"),
    "unknown unit": (
        lambda f: f["contests"].append({"id": cast.contest("U9"), "unit": "U9", "candidates": []}),
        "E-07", "contests[3].unit",
    ),
    "precinct as unit": (
        lambda f: f["contests"].append({"id": cast.contest("U1.1"), "unit": "U1.1", "candidates": []}),
        "E-16", "contests[3].unit",
    ),
    "expected twice": (
        lambda f: f["contests"][0].update(expected=["U1.1", "U1.1"]), "E-08", "contests[0].expected"
    ),
    "expected elsewhere": (
        lambda f: f["contests"][0].update(expected=["U2.1"]), "E-09", "contests[0].expected"
    ),
    "expected is no precinct": (
        lambda f: f["contests"][0].update(expected=["U1"]), "E-09", "contests[0].expected"
    ),
    "no contest": (lambda f: f.update(contests=[]), "E-06", "contests"),
    "candidate of another contest": (
        lambda f: first(f).update(id=f"{cast.contest('U2')}#1"), "C-01", "contests[0].candidates[0].id"
    ),
    "candidate without a number": (
        lambda f: first(f).update(id=f"{ID}#"), "C-01", "contests[0].candidates[0].id"
    ),
    "number with a slash": (
        lambda f: first(f).update(id=f"{ID}#../1"), "C-01", "contests[0].candidates[0].id"
    ),
    "number that climbs": (lambda f: first(f).update(id=f"{ID}#.."), "C-01", "contests[0].candidates[0].id"),
    "number with a sharp": (
        lambda f: first(f).update(id=f"{ID}#a#1"), "C-01", "contests[0].candidates[0].id"
    ),
    "number too long": (
        lambda f: first(f).update(id=f"{ID}#{'9' * 500}"), "C-01", "contests[0].candidates[0].id"
    ),
    "candidate twice": (
        lambda f: f["contests"][0]["candidates"].append(first(f)), "C-02", "contests[0].candidates[2].id"
    ),
    "empty name": (lambda f: first(f).update(name=""), "I-88", "contests[0].candidates[0].name"),
    "name with a space at its end": (
        lambda f: first(f).update(name="Аты "), "I-88", "contests[0].candidates[0].name"
    ),
    "name too long": (lambda f: first(f).update(name="Ж" * 201), "I-88", "contests[0].candidates[0].name"),
    "name with a NUL": (lambda f: first(f).update(name="a\0b"), "I-88", "contests[0].candidates[0].name"),
    "name of two lines": (lambda f: first(f).update(name="a\nb"), "I-88", "contests[0].candidates[0].name"),
    "half a character": (lambda f: first(f).update(name="a\ud800b"), "I-85", ""),
    "party too long": (lambda f: first(f).update(party="Ж" * 201), "I-88", "contests[0].candidates[0].party"),
    "way too long": (
        lambda f: first(f).update(nominated_by="ж" * 41), "I-88", "contests[0].candidates[0].nominated_by"
    ),
    "born too early": (
        lambda f: first(f).update(birth_year=1066), "I-88", "contests[0].candidates[0].birth_year"
    ),
    "unknown status": (
        lambda f: first(f).update(status="elected"), "I-88", "contests[0].candidates[0].status"
    ),
    "key missing": (lambda f: f.pop("law"), "I-87", "law"),
    "list for a text": (lambda f: f.update(id=["a"]), "I-88", "id"),
}  # fmt: skip


@pytest.mark.parametrize("name", ELECTIONS)
def test_bad_election_is_refused_whole(territory: Path, home: Path, name: str) -> None:
    assert dauys("import", "territory", territory).code == 0
    change, code, column = ELECTIONS[name]
    content: dict[str, Any] = copy.deepcopy(cast.election_file())
    change(content)
    faults = refused("election", written(home, "bad.json", json.dumps(content)), codes=set(code.split()))
    assert column in (faults[0]["column"], "")


DOCUMENTS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "I-01"),
    "cut off": (b'{"id": "kz-akim-2021-07-25", "law', "I-85"),
    "not UTF-8": ('{"id": "Ақтау"}'.encode()[:9] + b'"}', "I-08"),
    "UTF-16": ('{"id": "Ақтау"}'.encode("utf-16"), "I-09"),
    "windows-1251": ('{"id": "Выборы акимов сёл"}'.encode("windows-1251"), "I-10"),
    "a CSV": (b"id,law\n1,2\n", "I-85"),
    "a list": (b"[]", "I-88"),
    "nested without end": (b"[" * 100_000, "I-85"),
    "a number without end": (b'{"id": ' + b"9" * 5_000 + b"}", "I-85"),
    "one key twice": (b'{"id": "a", "id": "b"}', "I-86"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_no_election_file_is_refused(home: Path, name: str) -> None:
    content, code = DOCUMENTS[name]
    refused("election", written(home, "bad.json", content), codes={code})


def test_folder_and_missing_file_are_refused(home: Path) -> None:
    for kind in ("territory", "election", "protocols"):
        refused(kind, home, codes={"I-03"})
        refused(kind, home / "nothing.csv", codes={"I-03"})


def test_election_before_its_territory_is_refused(call: Path) -> None:
    refused("election", call, codes={"E-10"})


def test_call_that_stands_is_not_changed_by_a_file(called: Path, call: Path) -> None:
    content: dict[str, Any] = copy.deepcopy(cast.election_file())
    content["called_on"] = "2021-06-20"
    content["contests"][0]["expected"] = ["U1.1"]
    file = written(called, "other.json", json.dumps(content))
    faults = refused("election", file, codes={"E-11", "E-17"})
    assert {fault["column"] for fault in faults} == {"called_on", "contests[0].expected"}
    before = facts()
    said = dauys("import", "election", call, "--sample")
    assert (said.code, "sample" in said.err, facts()) == (1, True, before)


def test_candidate_who_is_missing_from_a_later_file_is_refused(called: Path) -> None:
    content: dict[str, Any] = copy.deepcopy(cast.election_file())
    del content["contests"][0]["candidates"][1]
    fault = refused("election", written(called, "less.json", json.dumps(content)), codes={"C-03"})[0]
    assert (fault["value"], "withdrawn" in fault["remedy"]) == (f"{ID}#2", True)


def test_election_is_taken_and_then_stands(territory: Path, call: Path) -> None:
    assert dauys("import", "territory", territory).code == 0
    before = facts()
    dry = dauys("import", "election", call, "--dry-run", "--format", "json")
    assert (dry.code, facts()) == (0, before)
    taken = dauys("import", "election", call, "--format", "json")
    assert taken.json == {
        "election": cast.ELECTION, "contests": 3, "new_contests": 3, "candidates": 7, "new_candidates": 7,
        "changed_candidates": 0, "described": False, "dry_run": False,
    }  # fmt: skip
    assert dry.json == taken.json | {"dry_run": True}
    before = facts()
    assert dauys("import", "election", call).code == 0
    assert facts() == before


def test_unknown_key_is_a_warning_and_no_refusal(territory: Path, home: Path) -> None:
    assert dauys("import", "territory", territory).code == 0
    content: dict[str, Any] = copy.deepcopy(cast.election_file())
    first(content)["hobby"] = "chess"
    ended = dauys("import", "election", written(home, "more.json", json.dumps(content)))
    assert ended.code == 0
    assert "contests[0].candidates[0].hobby" in ended.err


def test_candidate_of_an_election_long_over_is_not_changed(called: Path) -> None:
    content: dict[str, Any] = copy.deepcopy(cast.election_file())
    first(content)["status"] = "withdrawn"
    [fault] = refused("election", written(called, "left.json", json.dumps(content)), codes={"C-11"})
    assert (fault["file"], fault["value"]) == ("left.json", ID)
    assert Candidate.objects.get(contest__code=ID, number="1").status == "registered"


def test_candidate_with_markup_in_the_name_is_shown_as_written(territory: Path, home: Path) -> None:
    assert dauys("import", "territory", territory).code == 0
    content: dict[str, Any] = copy.deepcopy(cast.election_file())
    first(content)["name"] = "[/b] <img src=x onerror=alert(1)> :bomb: [red]"
    assert dauys("import", "election", written(home, "odd.json", json.dumps(content))).code == 0
    shown = dauys("results", "--election", cast.ELECTION, "--contest", ID)
    assert (shown.code, first(content)["name"] in shown.out) == (0, True)


def test_election_of_a_thousand_contests_is_taken(home: Path) -> None:
    units = [unit("KZ", "", "country", zone="Asia/Almaty"), unit("R")]
    units += [unit(f"U{at}", "R", "rural_unit") for at in range(1_000)]
    units += [unit(f"U{at}.1", f"U{at}", "precinct") for at in range(1_000)]
    assert dauys("import", "territory", written(home, "many.csv", as_csv(units, HEADER))).code == 0
    contests = [
        {
            "id": cast.contest(f"U{at}"),
            "unit": f"U{at}",
            "candidates": [
                {"id": f"{cast.contest(f'U{at}')}#{number}", "name": f"Үміткер {number}"} for number in (1, 2)
            ],
        }
        for at in range(1_000)
    ]
    content = cast.election_file() | {"contests": contests}
    ended = dauys("import", "election", written(home, "many.json", json.dumps(content)), "--format", "json")
    assert (ended.code, ended.json["new_contests"], ended.json["new_candidates"]) == (0, 1_000, 2_000)
    result = dauys("results", "--election", cast.ELECTION, "--format", "json").json
    assert result["coverage"] == {"received": 0, "expected": 1_000}
