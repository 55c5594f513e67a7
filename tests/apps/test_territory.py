"""Units: entered whole or not at all, corrected with a trace, never moved."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from dauys.apps.journal.queries import entries_about
from dauys.apps.territory.actions import enter_territory
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import precincts_of, subtree, unit_of, zone_of
from dauys.apps.territory.rules import UnitRow
from dauys.core.findings import Refused
from tests import cast


def row(code: str, parent: str = "U1", kind: str = "precinct", **facts: object) -> UnitRow:
    return UnitRow.model_validate({"code": code, "parent": parent, "kind": kind, "name_kk": "Ат", **facts})


def enter(*rows: UnitRow):
    return enter_territory(rows, by=cast.AIGERIM, at=cast.AT)


def codes(units) -> list[str]:
    return [unit.code for unit in units]


def test_tree_holds_every_unit_in_order(country: None) -> None:
    root = Unit.objects.get(code="KZ")
    in_order = ["KZ", "R1", "D1", "U1", "U1.1", "U1.2", "U2", "U2.1", "D2", "U3", "U3.1"]
    assert codes(subtree(root)) == in_order
    assert codes(subtree(Unit.objects.get(code="D1"))) == ["D1", "U1", "U1.1", "U1.2", "U2", "U2.1"]
    assert [unit.numchild for unit in Unit.objects.filter(code__in=("R1", "U1"))] == [2, 2]
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_children_may_stand_before_their_parents_in_the_file(db: None) -> None:
    rows = [UnitRow.model_validate(found) for found in reversed(cast.territory_rows())]
    enter_territory(rows, by=cast.AIGERIM, at=cast.AT)
    assert unit_of("KZ", "U1.2").depth == 5
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_same_file_twice_changes_nothing(country: None) -> None:
    rows = [UnitRow.model_validate(found) for found in cast.territory_rows()]
    again = enter_territory(rows, by=cast.AIGERIM, at=cast.LATER)
    assert (again.new, again.corrected, again.unchanged) == (0, 0, len(rows))
    assert entries_about("country:KZ").count() == 1


def test_corrected_name_is_kept_in_the_journal(country: None) -> None:
    enter(row("U1", "D1", "rural_unit", name_ru="Село", name_en="Village"))
    assert unit_of("KZ", "U1").name_kk == "Ат"
    assert '"before":{"name_en":"Бірінші ауыл"' in entries_about("country:KZ").last().body


def test_later_units_are_entered_under_known_ones(country: None) -> None:
    assert enter(row("U1.3"), row("U1.4")).new == 2
    assert codes(precincts_of(unit_of("KZ", "U1"), dt.date(2021, 7, 25))) == ["U1.1", "U1.2", "U1.3", "U1.4"]
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_precincts_count_only_while_they_exist(country: None) -> None:
    enter(row("U1.3", valid_from="2021-07-25"), row("U1.4", valid_to="2021-07-25"))
    unit = unit_of("KZ", "U1")
    assert codes(precincts_of(unit, dt.date(2021, 7, 25))) == ["U1.1", "U1.2", "U1.3"]
    assert codes(precincts_of(unit, dt.date(2021, 7, 24))) == ["U1.1", "U1.2", "U1.4"]


def test_zone_is_that_of_the_nearest_unit_above(country: None) -> None:
    assert zone_of(unit_of("KZ", "U1.1"), "UTC") == "Asia/Aqtau"
    assert zone_of(unit_of("KZ", "KZ"), "UTC") == "Asia/Almaty"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row("U1.3"), row("U1.3")], "stands twice"),
        ([row("U1.3"), row("U7.1", "U7")], "No unit U7"),
        ([row("U1.3"), row("U1.3.1", "U1.3")], "no units beneath it"),
        ([row("U1.1", "U2")], "do not move"),
        ([row("A", "B", "district"), row("B", "A", "district"), row("U1.3")], "beneath itself"),
        ([row("A", "B", "district")], "not clear to which country"),
    ],
)
def test_file_with_one_wrong_row_is_refused_whole(country: None, rows: list[UnitRow], said: str) -> None:
    before = Unit.objects.count()
    with pytest.raises(Refused, match=said):
        enter(*rows)
    assert Unit.objects.count() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "village"},
        {"zone": "Asia/Aktau"},
        {"code": "a b"},
        {"name_kk": ""},
        {"valid_from": "2021-07-25", "valid_to": "2021-07-25"},
        {"parent": ""},
    ],
)
def test_row_that_does_not_stand_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        UnitRow.model_validate({"code": "U1.3", "parent": "U1", "kind": "precinct", "name_kk": "Ат"} | wrong)
