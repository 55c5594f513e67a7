"""Units over time: renamed on a day, closed and opened again under another code, called as they were then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import pytest

from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import days_of_votes
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


@pytest.mark.parametrize(
    "later",
    [
        {"valid_from": "2022-09-20", "name_kk": "Жаңа"},  # a day without a name
        {"valid_from": "2022-09-18", "name_kk": "Жаңа"},  # two names on one day
        {"valid_to": "2022-09-18", "valid_from": "2020-01-01", "name_kk": "Жаңа"},
    ],
)
def test_gap_or_overlap_with_a_name_of_an_earlier_file_is_refused(
    country: None, later: dict[str, str]
) -> None:
    enter(row(**FIRST))
    with pytest.raises(Refused, match="a gap or an overlap"):
        enter(row(**later))
    assert (unit_of("KZ", "D9").valid_to, called("D9", "2022-09-18")[0]) == (RENAMED, "Ескі")


def test_rows_that_leave_out_an_earlier_name_go_on_from_it_or_are_refused(country: None) -> None:
    enter(row(**FIRST))
    middle = SECOND | {"valid_to": "2023-01-01"}
    last = {"valid_from": "2023-01-01", "name_kk": "Соңғы"}
    with pytest.raises(Refused, match="its periods do not follow each other"):
        enter(row(**middle | {"valid_from": "2022-10-01"}), row(**last))
    assert enter(row(**middle), row(**last)).corrected == 1
    days = ("2022-09-18", "2022-09-19", "2023-01-01")
    assert [called("D9", day)[0] for day in days] == ["Ескі", "Жаңа", "Соңғы"]
    assert unit_of("KZ", "D9").valid_from is None


def test_earlier_name_may_come_in_a_later_file(country: None) -> None:
    enter(row(**SECOND))
    enter(row(**FIRST))
    assert (called("D9", "2022-09-18")[0], called("D9", "2022-09-19")[0]) == ("Ескі", "Жаңа")


def test_days_of_a_unit_of_one_name_are_corrected_under_that_name(country: None) -> None:
    enter(row(valid_from="2020-01-01"))
    assert enter(row(valid_from="2021-01-01")).corrected == 1
    assert enter(row(name_kk="Басқа")).corrected == 1  # without days: the name alone
    assert str(unit_of("KZ", "D9").valid_from) == "2021-01-01"


@pytest.mark.parametrize(
    ("facts", "column"),
    [({"valid_from": "2021-07-26"}, "valid_from"), ({"valid_to": "2021-07-25"}, "valid_to")],
)
def test_unit_that_voted_goes_on_existing_on_that_day(
    country: None, facts: dict[str, str], column: str
) -> None:
    def votes(paths: Collection[str]) -> dict[str, list[dt.date]]:
        return {path: [dt.date(2021, 7, 25)] for path in paths}

    enter(row())
    with pytest.raises(Refused) as refused:
        enter_territory([row(**facts)], by=cast.AIGERIM, at=cast.AT, place="units.csv", votes=votes)
    assert [(one.code, one.line, one.column, one.value) for one in refused.value.faults] == [
        ("T-10", 2, column, "D9")
    ]
    enter_territory([row(valid_from="2021-07-25")], by=cast.AIGERIM, at=cast.AT, votes=votes)
    assert enter(row(valid_from="2021-07-26")).corrected == 1


def precinct(code: str, parent: str = "U1", **facts: str) -> UnitRow:
    return row(code, parent=parent, kind="precinct", **facts)


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        ([row("D2", valid_to="2021-07-01")], "valid_to"),
        (
            [
                row(
                    "D2",
                    valid_from="2021-07-01",
                    name_kk="Екінші аудан",
                    name_ru="Екінші аудан",
                    name_en="Екінші аудан",
                )
            ],
            "valid_from",
        ),
        ([row("D2", valid_to="2021-07-01"), row("U3", parent="D2", valid_to="2021-08-01")], "valid_to"),
    ],
)
def test_unit_ends_only_with_all_that_lies_in_it(country: None, rows: list[UnitRow], column: str) -> None:
    rows = [one.model_copy(update={"kind": "rural_unit"}) if one.code == "U3" else one for one in rows]
    with pytest.raises(Refused) as refused:
        enter(*rows)
    assert ("T-11", column, "U3") in [(one.code, one.column, one.value) for one in refused.value.faults]
    assert (unit_of("KZ", "D2").valid_from, unit_of("KZ", "D2").valid_to) == (None, None)


def test_new_unit_lies_within_the_days_of_the_one_above(country: None) -> None:
    enter(row("D9", valid_from="2022-01-01", valid_to="2023-01-01"))
    for days in ({}, {"valid_from": "2022-01-01"}, {"valid_from": "2021-01-01", "valid_to": "2022-06-01"}):
        with pytest.raises(Refused, match="T-11"):
            enter(precinct("D9.1", "D9", **days))
    assert enter(precinct("D9.1", "D9", valid_from="2022-01-01", valid_to="2023-01-01")).new == 1


def test_no_precinct_joins_an_election_whose_day_has_begun(election: Election) -> None:
    """Neither a new one, nor one beneath a new unit, nor one that stands for later days."""
    morning = dt.datetime(2021, 7, 24, 19, tzinfo=dt.UTC)  # 00:00 of election day there

    def join(*rows: UnitRow, at: dt.datetime = morning) -> int:
        entered = enter_territory(rows, by=cast.AIGERIM, at=at, votes=days_of_votes)
        return entered.new + entered.corrected

    for at in (morning, cast.LATER, cast.AT.replace(year=2026)):
        with pytest.raises(Refused) as refused:
            join(precinct("U1.3"), precinct("U1.4", valid_from="2021-07-26"), at=at)
        assert [(one.code, one.line, one.value) for one in refused.value.faults] == [("T-12", 2, "U1.3")]
    with pytest.raises(Refused, match="T-12"):
        join(row("V9", parent="U1", kind="rural_unit"), precinct("V9.1", "V9"))
    assert join(precinct("U1.4", valid_from="2021-07-26")) == 1
    with pytest.raises(Refused, match="T-12"):
        join(precinct("U1.4", valid_from="2021-07-01"))
    assert join(precinct("D1.1", "D1")) == 1  # no contest is held over it
    assert join(precinct("U1.3"), at=morning - dt.timedelta(minutes=1)) == 1


@pytest.mark.parametrize("iso", ["kz-47", "KZ47", "KZ-", "KZ-1234"])
def test_iso_that_is_no_code_is_refused(iso: str) -> None:
    with pytest.raises(ValueError, match="iso"):
        row(iso=iso)
