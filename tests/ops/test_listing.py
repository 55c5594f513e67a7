"""What is here, row by row: units, contests, protocols, commissions; filters, pages, wrong names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dauys.apps.commissions.actions import enter_commissions
from tests import cast
from tests.apps import members
from tests.ops.console import as_csv, dauys, row, rows, written


def listed(*command: str) -> list[dict[str, Any]]:
    """The rows of a list as JSON."""
    done = dauys(*command, "--format", "json")
    assert done.code == 0, done.err
    return done.json["rows"]


def test_units_are_listed_in_tree_order_with_what_lies_above(called: Path) -> None:
    found = listed("territory", "list")
    assert [one["code"] for one in found] == "KZ R1 D1 U1 U1.1 U1.2 U2 U2.1 D2 U3 U3.1".split()
    assert {(one["code"], one["kind"], one["above"]) for one in found} == {
        (code, kind, parent) for code, parent, kind, _, _ in cast.TERRITORY
    }
    assert [one["code"] for one in listed("territory", "list", "--unit", "D1", "--kind", "precinct")] == [
        "U1.1", "U1.2", "U2.1",
    ]  # fmt: skip


def test_units_that_have_ended_are_told_from_those_that_exist(called: Path) -> None:
    header = ("code", "parent", "kind", "name_kk", "valid_to")
    ended = {"code": "D9", "parent": "R1", "kind": "district", "name_kk": "Ескі", "valid_to": "2020-01-01"}
    assert dauys("import", "territory", written(called, "d9.csv", as_csv([ended], header))).code == 0
    assert [one["code"] for one in listed("territory", "list", "--state", "ended")] == ["D9"]
    assert len(listed("territory", "list", "--state", "exists")) == 11
    assert len(listed("territory", "list", "--state", "exists", "--on", "2019-01-01")) == 12
    assert "D9" in {one["code"] for one in listed("territory", "list")}
    assert len(listed("territory", "list", "--on", "2021-07-25")) == 11  # what exists, where a day is named
    assert len(listed("territory", "list", "--on", "2021-07-25", "--state", "all")) == 12


@pytest.mark.parametrize(
    ("language", "kind", "level"),
    [
        ("kk", "ауылдық бірлік", "учаскелік"),
        ("ru", "сельская единица", "участковая"),
        ("en", "rural unit", "precinct"),
    ],
)
def test_kinds_and_levels_are_words_on_the_screen_and_codes_in_json(
    called: Path, language: str, kind: str, level: str
) -> None:
    enter_commissions(members.ROWS, by=cast.AIGERIM, at=cast.AT)
    units = dauys("territory", "list", "--kind", "rural_unit", "--language", language)
    assert (kind in units.out, "rural_unit" in units.out) == (True, False)
    assert level in dauys("commissions", "list", "--unit", "U1.1", "--language", language).out
    assert listed("territory", "list", "--unit", "U1")[0]["kind"] == "rural_unit"


def test_page_of_a_list_says_where_it_lies(called: Path) -> None:
    first = dauys("territory", "list", "--limit", "4")
    assert "Rows 1 to 4 of 11.\nThe next ones: --offset 4; all of them: --limit 0.\n" in first.out
    last = dauys("territory", "list", "--limit", "4", "--offset", "8")
    assert last.out.endswith("Rows 9 to 11 of 11.\n")
    assert "Rows 0 to 99 of 11." in dauys("territory", "list", "--offset", "99").out
    page = dauys("territory", "list", "--limit", "2", "--offset", "1", "--format", "json").json
    assert (page["total"], page["offset"], [one["code"] for one in page["rows"]]) == (11, 1, ["R1", "D1"])
    assert len(listed("territory", "list", "--limit", "0")) == 11


def test_contests_are_listed_with_state_and_coverage(protocols: Path) -> None:
    assert dauys("import", "protocols", written(protocols.parent, "p.csv", as_csv(rows()[:1]))).code == 0
    found = listed("contest", "list")
    assert [(one["contest"], one["state"], one["received"], one["expected"]) for one in found] == [
        (cast.contest("U1"), "counting", 1, 2),
        (cast.contest("U2"), "counting", 0, 1),
        (cast.contest("U3"), "counting", 0, 1),
    ]
    assert dauys("contest", "cancel", "--contest", cast.contest("U2"), "--reason", "№ 1").code == 0
    cancelled = listed("contest", "list", "--state", "cancelled")
    assert [one["contest"] for one in cancelled] == [cast.contest("U2")]
    assert [one["unit"] for one in listed("contest", "list", "--unit", "D2")] == ["U3"]


def test_protocols_are_listed_by_state_with_what_does_not_hold(called: Path) -> None:
    found = [row("U1", 1, 500, [200, 100], participated=7), row("U3", 1, 300, [50, 60, 70])]
    assert dauys("import", "protocols", written(called, "p.csv", as_csv(found))).code == 1
    states = {one["precinct"]: one["state"] for one in listed("protocol", "list")}
    assert states == {"U1.1": "kept_out", "U1.2": "expected", "U2.1": "expected", "U3.1": "accepted"}
    [kept] = listed("protocol", "list", "--state", "kept_out", "--unit", "D1")
    assert (kept["contest"], kept["version"], "P-" in kept["broken"][0]) == (cast.contest("U1"), 1, True)
    assert [one["precinct"] for one in listed("protocol", "list", "--contest", cast.contest("U3"))] == [
        "U3.1"
    ]
    said = dauys("protocol", "list", "--state", "kept_out", "--language", "ru").out
    assert "Строки 1–1 из 1." in said
    assert "Не выполняется" in said


def test_commissions_are_listed_by_level(called: Path) -> None:
    enter_commissions(members.ROWS, by=cast.AIGERIM, at=cast.AT)
    assert [one["code"] for one in listed("commissions", "list", "--level", "district")] == [
        members.TEC, "D2.tec",
    ]  # fmt: skip
    [own] = listed("commissions", "list", "--unit", "U1.1")
    assert (own["code"], own["unit"], own["phone"]) == (members.PEC, "U1.1", "+7 000 000 00 00")


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("territory list --unit U1.9", 1, "Near it: “U"),
        ("territory list --country XX", 1, "Here: KZ."),
        ("territory list --kind village", 2, "country, region, city, district, rural_unit, precinct"),
        ("territory list --state gone", 2, "exists, ended"),
        ("territory list --limit -1", 2, "--limit"),
        ("contest list --election kz-akim-2021-07-26", 1, f"Here: {cast.ELECTION}."),
        ("contest list --state over", 2, "planned, called"),
        ("protocol list --contest kz-akim-2021-07-25/U9", 1, "Near it: “kz-akim-2021-07-25/U"),
        ("protocol list --state wrong", 2, "expected, accepted, kept_out, released"),
        ("commissions list --level village", 2, "central, regional, district, precinct"),
        ("results --election kz-akim-2021-07-26", 1, f"Here: {cast.ELECTION}."),
        ("results --election kz-akim-2021-07-25 --unit U8", 1, "dauys territory list"),
    ],
)
def test_wrong_name_is_met_with_those_that_are_here(called: Path, command: str, code: int, said: str) -> None:
    done = dauys(*command.split())
    assert (done.code, said in done.err) == (code, True), done.err


def test_empty_home_says_how_to_begin(home: Path) -> None:
    assert [dauys(*what.split()).code for what in ("territory list", "contest list", "protocol list")] == [
        2
    ] * 3
    assert "dauys import territory" in dauys("territory", "list").err
    assert "dauys import election" in dauys("contest", "list").err
