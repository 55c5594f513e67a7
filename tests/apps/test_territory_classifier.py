"""The state classifier as a territory file: known by its header, read by the groups of its codes.

The units of this small list are invented; its columns are those of the classifier.
"""

from __future__ import annotations

import datetime as dt

import pytest

from dauys.apps.territory.actions import ReadUnits, country_table, enter_territory, read_units
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import unit_of
from dauys.core.findings import Refused
from dauys.core.tables import read_table
from tests import cast
from tests.core.tables.files import sheet, workbook

HEADER = "te,ab,cd,ef,hij,k,name_kaz,name_rus,nn"
LIST = [
    "980000000,98,00,00,000,0,Ойдан облысы,Выдуманная область,",
    "981000000,98,10,00,000,0,Бірінші Қ.Ә.,Первый Г.А.,",
    "981400000,98,14,00,000,0,Екінші қ.,г.Второй,",
    "983200000,98,32,00,000,0,Үшінші ауданы,Третий район,",
    "983230000,98,32,30,000,0,Көл а.о.,Озерный с.о.,",
    "983230100,98,32,30,100,0,Көл а.,с.Озерное,2",
    "983239000,98,32,39,000,0,Тау к.,п.Горный,",
    "750000000,75,00,00,000,0,Алматы қ.,г.Алматы,",
    "759910000,75,99,10,000,0,Ойдан ауданы,Выдуманный район,",
]


def read(*rows: str, valid_from: dt.date | None = None) -> ReadUnits:
    text = "\n".join([HEADER, *(rows or LIST)]) + "\n"
    return read_units(read_table(text.encode(), name="kato.csv"), valid_from=valid_from)


def lies(units: ReadUnits) -> dict[str, tuple[str, str]]:
    return {row.code: (row.kind, row.parent) for row in units.rows}


def test_levels_of_the_code_give_kind_and_parent(db: None) -> None:
    units = read()
    assert lies(units) == {
        "KZ": ("country", ""),
        "980000000": ("region", "KZ"),
        "981000000": ("city", "980000000"),
        "981400000": ("city", "980000000"),
        "983200000": ("district", "980000000"),
        "983230000": ("rural_unit", "983200000"),
        "983239000": ("rural_unit", "983200000"),
        "750000000": ("city", "KZ"),
        "759910000": ("district", "750000000"),
    }
    assert units.settlements == 1
    entered = enter_territory(units.rows, by=cast.AIGERIM, at=cast.AT, lines=units.lines)
    assert entered.new == 9
    assert unit_of("KZ", "983230000").name_kk == "Көл а.о."
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_workbook_that_lost_its_zeros_reads_the_same(db: None) -> None:
    header, *rows = [line.split(",") for line in [HEADER, *LIST]]
    numbers = [[int(cell) if cell.isdigit() else cell for cell in cells] for cells in rows]
    book = workbook(sheet(header, *numbers))
    assert lies(read_units(read_table(book, name="kato.xlsx"))) == lies(read())


def test_units_that_stand_stay_as_they_are(db: None) -> None:
    table = read_units(country_table("kz"))
    enter_territory(table.rows, by=cast.AIGERIM, at=cast.AT)
    units = read("470000000,47,00,00,000,0,Басқа облыс,Иная область,", "473600000,47,36,00,000,0,Б,Б,",
                 "473699000,47,36,99,000,0,Ойдан а.о.,Выдуманный с.о.,",
                 valid_from=dt.date(2024, 1, 31))  # fmt: skip
    assert (lies(units), units.standing) == ({"473699000": ("rural_unit", "473600000")}, 2)
    assert units.rows[0].valid_from == dt.date(2024, 1, 31)
    enter_territory(units.rows, by=cast.AIGERIM, at=cast.AT, lines=units.lines)
    assert unit_of("KZ", "470000000").name_ru == "Мангистауская область"


def test_code_used_again_finds_its_second_unit(db: None) -> None:
    enter_territory(read_units(country_table("kz")).rows, by=cast.AIGERIM, at=cast.AT)
    units = read("191000000,19,10,00,000,0,Қонаев Қ.Ә.,Конаев Г.А.,",
                 "191099000,19,10,99,000,0,Ойдан а.о.,Выдуманный с.о.,")  # fmt: skip
    assert (lies(units), units.standing) == ({"191099000": ("rural_unit", "191000000-2")}, 1)


def test_code_of_a_unit_that_ended_is_refused(db: None) -> None:
    enter_territory(read_units(country_table("kz")).rows, by=cast.AIGERIM, at=cast.AT)
    with pytest.raises(Refused, match=r"kato\.csv:2 .*T-08 .*632800000 has ended"):
        read("632800000,63,28,00,000,0,Семей Қ.Ә.,Семей Г.А.,")


def test_new_unit_without_a_name_is_refused_by_its_line(db: None) -> None:
    with pytest.raises(Refused, match=r"kato\.csv:3 .*name_kaz.*T-07 The unit 983230000 .* has no name"):
        read(LIST[3], "983230000,98,32,30,000,0,,,", "983230100,98,32,30,100,0,,,")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("983200000,98,33,00,000,0,Ат,Имя,", "T-05"),
        ("98320000,98,32,00,000,0,Ат,Имя,", "must look like"),
        ("983200000,98,xx,00,000,0,Ат,Имя,", "must look like"),
    ],
)
def test_row_whose_code_does_not_stand_is_refused(db: None, row: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read(row)


def test_day_of_beginning_is_only_for_the_classifier(db: None) -> None:
    table = read_table(b"code,parent,kind,name_kk\nU1.3,U1,precinct,\xd0\x90\n", name="units.csv")
    with pytest.raises(Refused, match="Only the classifier"):
        read_units(table, valid_from=dt.date(2024, 1, 31))
