"""The table of Kazakhstan that comes along: as the country was in 2021, and what became of it."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dauys.apps import territory
from dauys.apps.territory.actions import countries_at_hand, country_table, enter_territory, read_units
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import names_on, subtree, unit_of, valid_on, zone_of
from dauys.core.findings import Refused
from tests import cast

ELECTION_DAY = dt.date(2021, 7, 25)
TABLES = Path(territory.__file__).parent / "tables"
HOUR = dt.timedelta(hours=1)
WEST = {"150000000", "230000000", "270000000", "430000000", "470000000"}

# Slips of the lists that the table is made of: what they say, what the table says.
SLIPS = {
    "Aршалинский": "Аршалинский район",  # a Latin A
    "Степногор": "Степногорск қаласы",
    "Чиилийский": "Шиелийский район",
    "Енбекшинскийский": "Енбекшинский район",
    "Каратаускийский": "Каратауский район",
    "Чимкент": "г. Шымкент",
}


@pytest.fixture
def kazakhstan(db: None) -> None:
    read = read_units(country_table("kz"))
    enter_territory(read.rows, by=cast.AIGERIM, at=cast.AT, lines=read.lines, place="kz.csv")


def records(name: str = "kz.csv") -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def on(day: dt.date) -> list[Unit]:
    root = unit_of("KZ", "KZ")
    assert root is not None
    return list(valid_on(subtree(root), day))


def beneath_regions(units: list[Unit]) -> list[Unit]:
    regions = tuple(unit.path for unit in units if unit.kind == "region")
    return [unit for unit in units if unit.depth == 3 and unit.path.startswith(regions)]


def test_country_of_2021_has_its_regions_districts_and_cities(kazakhstan: None) -> None:
    units = on(ELECTION_DAY)
    assert Counter(unit.kind for unit in units if unit.depth == 2) == {"region": 14, "city": 3}
    assert Counter(unit.kind for unit in beneath_regions(units)) == {"district": 163, "city": 37}
    assert len(units) == 1 + 17 + 200 + 16
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_country_of_2024_has_three_more_regions(kazakhstan: None) -> None:
    units = on(dt.date(2024, 2, 1))
    names = {unit.name_en for unit in units if unit.kind == "region"}
    assert len(names) == 17
    assert {"Abai Region", "Jetisu Region", "Ulytau Region"} <= names
    assert len(beneath_regions(units)) == 204


def test_district_of_a_new_region_ends_and_begins_on_one_day(kazakhstan: None) -> None:
    semey, again = unit_of("KZ", "632800000"), unit_of("KZ", "101000000")
    assert semey.valid_to == again.valid_from == dt.date(2022, 6, 8)
    assert semey.name_kk == again.name_kk == "Семей қаласы"


def test_code_used_again_is_another_unit(kazakhstan: None) -> None:
    first, second = unit_of("KZ", "191000000"), unit_of("KZ", "191000000-2")
    assert (first.name_ru, second.name_ru) == ("г. Талдыкорган", "г. Конаев")
    assert first.valid_to == second.valid_from


def test_capital_is_called_as_it_was_on_the_day(kazakhstan: None) -> None:
    capital = unit_of("KZ", "710000000")
    days = (ELECTION_DAY, dt.date(2022, 9, 18), dt.date(2022, 9, 19), dt.date(2023, 1, 1))
    then = [names_on([capital], day)[capital.pk] for day in days]
    assert [one.ru for one in then] == ["г. Нур-Султан", "г. Нур-Султан", "г. Астана", "г. Астана"]
    assert [one.iso for one in then] == ["KZ-AST", "KZ-AST", "KZ-AST", "KZ-71"]


def test_regions_have_the_iso_codes_of_their_time(kazakhstan: None) -> None:
    regions = [unit for unit in on(ELECTION_DAY) if unit.depth == 2]
    then = {one.iso for one in names_on(regions, ELECTION_DAY).values()}
    assert len(then) == 17
    assert all(re.fullmatch(r"KZ-[A-Z]{3}", iso) for iso in then)
    assert all(unit.iso == f"KZ-{unit.code[:2]}" for unit in regions)


def test_two_zones_in_2021(kazakhstan: None) -> None:
    noon = dt.datetime(2021, 7, 25, 12, tzinfo=dt.UTC)
    for unit in on(ELECTION_DAY):
        zone = ZoneInfo(zone_of(unit, ""))
        hours = 5 if f"{unit.code[:2]}0000000" in WEST else 6
        assert noon.astimezone(zone).utcoffset() == hours * HOUR, unit.code


def test_table_is_entered_once(kazakhstan: None) -> None:
    read = read_units(country_table("kz"))
    again = enter_territory(read.rows, by=cast.AIGERIM, at=cast.LATER)
    assert (again.new, again.corrected, again.unchanged) == (0, 0, 266)


def test_names_are_written_in_one_script_each() -> None:
    for record in records():
        assert not re.search("[A-Za-z]", record["name_kk"] + record["name_ru"]), record
        assert re.fullmatch(r"[A-Za-z -]+", record["name_en"]), record
        assert all(record[name] == record[name].strip() for name in record), record


def test_names_carry_the_word_for_their_kind() -> None:
    words = {"region": ("облысы", "область", "Region"), "district": ("ауданы", "район", "District")}
    words["city"] = ("қаласы", "г. ", "city")
    for record in records()[1:]:
        kk, ru, en = words[record["kind"]]
        assert record["name_kk"].endswith(f" {kk}"), record
        assert ru in record["name_ru"], record
        assert record["name_en"].endswith(f" {en}"), record


def test_slips_of_the_sources_are_corrected_and_listed() -> None:
    names = [name for record in records() for name in (record["name_kk"], record["name_ru"])]
    listed = {ground["source"] for ground in records("kz-grounds.csv")}
    for slip, right in SLIPS.items():
        assert right in names
        assert not any(slip in name.split() for name in names)
        assert slip in listed
    assert {r["name_kk"] for r in records() if r["name_ru"] == "г. Талдыкорган"} == {"Талдықорған қаласы"}


def test_every_day_and_zone_of_the_table_has_its_ground() -> None:
    grounds = records("kz-grounds.csv")
    days = {ground["here"] for ground in grounds if ground["column"] == "valid_from"}
    assert {record["valid_from"] for record in records()} - {""} == days
    assert {record["valid_to"] for record in records()} - {""} <= days
    zones = {(ground["code"], ground["here"]) for ground in grounds if ground["column"] == "zone"}
    assert {(record["code"], record["zone"]) for record in records() if record["zone"]} == zones
    assert {ground["grade"] for ground in grounds} <= {"LAW", "SRC", "DER", "MEM"}
    assert {ground["code"] for ground in grounds} - {"*"} <= {record["code"] for record in records()}


def test_country_that_does_not_come_along_is_refused() -> None:
    assert countries_at_hand() == ("kz",)
    with pytest.raises(Refused, match="At hand: kz"):
        country_table("ge")
