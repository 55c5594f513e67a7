"""Territory: the list of what lies in scope on a day, and the page of a unit."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dauys.apps.territory.models import EarlierName, Unit
from dauys.apps.territory.queries import unit_of
from tests.web import people

LIST = "/en/desk/territory/"


def many_precincts(first: int, count: int) -> None:
    above = unit_of("KZ", "U2")
    assert above is not None
    rows = [
        Unit(
            country="KZ", code=f"U2.{number}", kind="precinct", path=f"{above.path}Z{number:03d}",
            depth=above.depth + 1, name_kk=f"Учаске № {number}",
        )
        for number in range(first, first + count)
    ]  # fmt: skip
    Unit.objects.bulk_create(rows)


def codes(text: str) -> set[str]:
    return {line.split(",")[1] for line in text.splitlines()[1:]}


def csv_of(address: str, office: str = "member", commission: str = "D1.tec") -> str:
    answer = people.entered(office, commission).get(address)
    assert answer["Content-Type"].startswith("text/csv")
    return b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_territory_list_opens_in_each_language(commissions: None, language: str) -> None:
    answer = people.entered("auditor").get(f"/{language}/desk/territory/")
    assert answer.status_code == 200
    assert "U1.1" in answer.content.decode()


def test_territory_list_holds_own_and_what_lies_beneath(commissions: None) -> None:
    found = codes(csv_of(f"{LIST}?format=csv"))
    assert {"D1", "U1", "U2", "U1.1"} <= found
    assert not {"KZ", "R1", "D2"} & found


def test_territory_list_counts_precincts_and_names_what_is_above(commissions: None) -> None:
    rows = {line.split(",")[1]: line.split(",") for line in csv_of(f"{LIST}?format=csv").splitlines()[1:]}
    own = unit_of("KZ", "D1")
    assert own is not None
    precincts = Unit.objects.filter(path__startswith=own.path, kind="precinct").count()
    assert int(rows["D1"][5]) == precincts > 0
    assert "Комиссия D1" in rows["D1"]
    assert rows["U1"][3]  # the district above


def test_territory_list_is_that_of_a_day(commissions: None) -> None:
    Unit.objects.filter(code="U1.1").update(valid_to=dt.date(2021, 7, 1))
    assert "U1.1" not in codes(csv_of(f"{LIST}?format=csv"))
    assert "U1.1" in codes(csv_of(f"{LIST}?format=csv&on=2021-06-30"))
    page = people.entered("member").get(f"{LIST}?on=2021-06-30").content.decode()
    assert "format=csv" in page
    assert "on=2021-06-30" in page  # the way to sort, to pages and to CSV keeps the day


def test_territory_list_is_narrowed_by_kind_part_and_search(commissions: None) -> None:
    assert codes(csv_of(f"{LIST}?format=csv&kind=precinct&part=U1")) >= {"U1.1", "U1.2"}
    assert not {"U1", "D1"} & codes(csv_of(f"{LIST}?format=csv&kind=precinct&part=U1"))
    Unit.objects.filter(code="U2").update(name_kk="Ыстықкөл ауылы")
    assert codes(csv_of(f"{LIST}?format=csv&q=ыстыккол")) == {"U2"}


def test_territory_list_asks_a_constant_number_of_questions(commissions: None) -> None:
    client = people.entered("member")
    asked = []
    client.get(LIST)
    for first, count in ((100, 3), (200, 297)):
        many_precincts(first, count)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] < 12


def test_unit_page_shows_names_of_before_and_what_hangs_above_and_beneath(commissions: None) -> None:
    unit = unit_of("KZ", "U1")
    assert unit is not None
    EarlierName.objects.create(unit=unit, name_kk="Бұрынғы ауыл", valid_to=dt.date(2020, 3, 1))
    page = people.entered("member").get(f"{LIST}U1/").content.decode()
    assert "Бұрынғы ауыл" in page
    assert "1\xa0March 2020" in page
    assert f'href="{LIST}D1/"' in page  # above
    assert f'href="{LIST}U1.1/"' in page  # beneath
    assert "/en/desk/commissions/D1.tec/" in page
    assert "Asia/" in page


def test_unit_above_is_seen_without_what_lies_beneath_it(commissions: None) -> None:
    page = people.entered("member").get(f"{LIST}R1/")
    assert page.status_code == 200
    assert f'href="{LIST}D2/"' not in page.content.decode()


@pytest.mark.parametrize("office", ["chair", "member", "auditor", "clerk"])
def test_unit_of_another_commission_is_not_there(commissions: None, office: str) -> None:
    assert people.entered(office, "D2.tec").get(f"{LIST}U1/").status_code == 404
    assert people.entered(office).get(f"{LIST}D2/").status_code == 404
    assert people.entered(office).get(f"{LIST}NOWHERE/").status_code == 404
