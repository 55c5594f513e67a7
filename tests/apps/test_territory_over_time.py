"""Units over time: renamed on a day, closed and opened again under another code, called as they were then."""

from __future__ import annotations

import datetime as dt

import pytest

from dauys.apps.journal.queries import entries_about
from dauys.apps.territory.actions import UnitRow, enter_territory
from dauys.apps.territory.models import EarlierName, Unit
from dauys.apps.territory.queries import names_on, unit_of
from dauys.core.findings import Refused
from tests import cast

RENAMED = dt.date(2022, 9, 19)
FIRST = {"valid_to": "2022-09-19", "name_kk": "Ескі", "iso": "KZ-AST"}
SECOND = {"valid_from": "2022-09-19", "name_kk": "Жаңа", "iso": "KZ-71"}


def row(code: str = "D9", **facts: str) -> UnitRow:
    return UnitRow.model_validate({"code": code, "parent": "R1", "kind": "district", "name_kk": "Ат"} | facts)


def enter(*rows: UnitRow):
    return enter_territory(rows, by=cast.AIGERIM, at=cast.AT)


def called(code: str, day: str) -> tuple[str, str]:
    unit = unit_of("KZ", code)
    assert unit is not None
    then = names_on([unit], dt.date.fromisoformat(day))[unit.pk]
    return then.kk, then.iso


def test_rows_that_follow_each_other_are_one_unit_renamed(country: None) -> None:
    entered = enter(row(**SECOND), row(**FIRST))
    assert (entered.new, entered.corrected, entered.unchanged) == (1, 0, 0)
    unit = unit_of("KZ", "D9")
    assert (unit.name_kk, unit.iso, unit.valid_from, unit.valid_to) == ("Жаңа", "KZ-71", None, None)
    assert called("D9", "2021-07-25") == ("Ескі", "KZ-AST")
    assert called("D9", "2022-09-18") == ("Ескі", "KZ-AST")
    assert called("D9", "2022-09-19") == ("Жаңа", "KZ-71")
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_same_history_twice_changes_nothing(country: None) -> None:
    enter(row(**FIRST), row(**SECOND))
    again = enter(row(**FIRST), row(**SECOND))
    assert (again.new, again.corrected, again.unchanged) == (0, 0, 1)
    assert EarlierName.objects.count() == 1


def test_unit_of_one_name_gets_its_history_with_a_trace(country: None) -> None:
    entered = enter(row("D2", **FIRST), row("D2", **SECOND))
    assert (entered.corrected, called("D2", "2021-07-25")) == (1, ("Ескі", "KZ-AST"))
    assert '"earlier":[]' in entries_about("country:KZ").last().body


def test_row_that_goes_on_where_the_unit_ended_renames_it(country: None) -> None:
    enter(row(**FIRST))
    assert unit_of("KZ", "D9").valid_to == RENAMED
    enter(row(**SECOND))
    assert unit_of("KZ", "D9").valid_to is None
    assert (called("D9", "2022-09-18")[0], called("D9", "2022-09-19")[0]) == ("Ескі", "Жаңа")


def test_three_names_answer_each_in_its_time(country: None) -> None:
    middle = row(name_kk="Орта", valid_from="2022-09-19", valid_to="2023-01-01")
    enter(row(**FIRST), row(name_kk="Соңғы", valid_from="2023-01-01"), middle)
    days = ("2022-09-18", "2022-09-19", "2022-12-31", "2023-01-01")
    assert [called("D9", day)[0] for day in days] == ["Ескі", "Орта", "Орта", "Соңғы"]


def test_row_alone_corrects_the_name_of_its_own_period(country: None) -> None:
    enter(row(**FIRST), row(**SECOND))
    enter(row(**FIRST | {"name_kk": "Ескірек"}))
    assert (called("D9", "2021-07-25")[0], called("D9", "2023-01-01")[0]) == ("Ескірек", "Жаңа")
    assert '"name_kk":"Ескі"' in entries_about("country:KZ").last().body


def test_row_without_days_corrects_the_latest_name_and_keeps_its_code(country: None) -> None:
    enter(row(**FIRST), row(**SECOND))
    enter(row(name_kk="Жаңарақ"))
    assert called("D9", "2021-07-25") == ("Ескі", "KZ-AST")
    assert called("D9", "2023-01-01") == ("Жаңарақ", "KZ-71")


def test_file_without_the_column_leaves_the_code_as_it_stands(country: None) -> None:
    enter(row(iso="KZ-47"))
    assert enter(row(name_kk="Басқа")).corrected == 1
    assert called("D9", "2021-07-25") == ("Басқа", "KZ-47")


def test_names_of_many_units_are_one_query(country: None, django_assert_num_queries) -> None:
    enter(row(**FIRST), row(**SECOND))
    units = list(Unit.objects.filter(country="KZ"))
    with django_assert_num_queries(1):
        then = names_on(units, dt.date(2021, 7, 25))
    assert len(then) == len(units) == 12


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((FIRST, SECOND | {"valid_from": "2022-09-20"}), "stands twice"),
        ((FIRST, SECOND | {"valid_from": "2022-09-18"}), "stands twice"),
        ((FIRST, SECOND | {"kind": "city"}), "differ in kind, parent or zone"),
        ((FIRST, SECOND | {"parent": "KZ"}), "differ in kind, parent or zone"),
        ((FIRST, SECOND | {"zone": "Asia/Aqtau"}), "differ in kind, parent or zone"),
    ],
)
def test_rows_that_do_not_follow_each_other_are_refused(
    country: None, rows: tuple[dict[str, str], ...], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        enter(*(row(**facts) for facts in rows))
    assert unit_of("KZ", "D9") is None


def test_row_that_fits_no_period_is_refused(country: None) -> None:
    enter(row(**FIRST), row(**SECOND))
    with pytest.raises(Refused, match="does not fit between them"):
        enter(row(valid_from="2022-10-01"))
    assert called("D9", "2022-10-02")[0] == "Жаңа"


@pytest.mark.parametrize("iso", ["kz-47", "KZ47", "KZ-", "KZ-1234"])
def test_iso_that_is_no_code_is_refused(iso: str) -> None:
    with pytest.raises(ValueError, match="iso"):
        row(iso=iso)
