"""Lists of names stand in the order of the alphabet, Kazakh letters among the others, in every database."""

from __future__ import annotations

import re

import pytest

from dauys.apps.commissions.models import Commission
from dauys.apps.people.models import Person
from dauys.apps.territory.models import Unit
from dauys.press.wording import ALPHABET, sort_key
from dauys.web.ui.alphabet import ordering
from tests import cast
from tests.web import people

NAMES = [
    "Ақ",
    "Әулие",
    "Байқоңыр",
    "Ғабит",
    "Дала",
    "Қазығұрт",
    "Ұзын",
    "Үлкен",
    "Һас",
    "Ырғыз",
    "Іле",
    "Яблочное",
]


@pytest.mark.parametrize("direction", ["", "-"])
def test_rows_of_the_database_stand_by_the_kazakh_alphabet(country: None, direction: str) -> None:
    root = Unit.objects.get(code="KZ")
    for place, name in enumerate(reversed(NAMES)):
        Unit.objects.create(
            code=f"X{place}", country="KZ", kind="region", name_kk=name, name_ru=name, name_en=name,
            path=f"{root.path}X{place:03d}", depth=2,
        )  # fmt: skip
    rows = Unit.objects.filter(code__startswith="X").order_by(ordering(f"{direction}name_kk", "kk"))
    assert [one.name_kk for one in rows] == (NAMES[::-1] if direction else NAMES)


@pytest.mark.parametrize("field", ["code", "-code", "path", "commission_path", "valid_from"])
def test_what_is_no_name_is_ordered_as_the_database_has_it(field: str) -> None:
    assert ordering(field, "kk") == field


def test_list_on_the_screen_stands_by_the_kazakh_alphabet(commissions: None) -> None:
    """Commissions by name: the database sorts; candidates of results and others: rows at hand."""
    for code, name in (("D1.tec", "Ғабит"), ("D2.tec", "Яблочное"), ("R1.rec", "Әулие"), ("KZ.cec", "Бас")):
        Commission.objects.filter(code=code).update(name_kk=name)
    page = people.entered("chair", "KZ.cec").get("/kk/desk/commissions/?sort=name").content.decode()
    found = re.findall(r'<th scope="row"><a[^>]*>(Ғабит|Яблочное|Әулие|Бас)<', page)
    assert found == ["Әулие", "Бас", "Ғабит", "Яблочное"]


def _called(names: dict[str, str]) -> None:
    for code, name in names.items():
        Person.objects.filter(code=people.who("chair", code).person).update(name=name)


def test_commissions_by_chair_stand_by_the_kazakh_alphabet(commissions: None) -> None:
    _called({"D1.tec": "Ғабит", "D2.tec": "Яблочное", "R1.rec": "Әулие", "KZ.cec": "Бас"})
    page = people.entered("chair", "KZ.cec").get("/kk/desk/commissions/?sort=chair").content.decode()
    assert re.findall(r">(Ғабит|Яблочное|Әулие|Бас)<", page) == ["Әулие", "Бас", "Ғабит", "Яблочное"]


def test_people_to_appoint_stand_by_the_kazakh_alphabet(commissions: None) -> None:
    for office, name in (("chair", "Яблочное"), ("deputy", "Ғабит"), ("secretary", "Әулие")):
        Person.objects.filter(code=people.who(office).person).update(name=name)
    page = people.entered("chair").get("/kk/desk/accounts/D1.tec/appoint/").content.decode()
    assert re.findall(r">(Ғабит|Яблочное|Әулие)<", page) == ["Әулие", "Ғабит", "Яблочное"]


def test_rows_at_hand_stand_by_the_kazakh_alphabet(commissions: None) -> None:
    for code, name in (("U1", "Ұзын"), ("U2", "Үлкен")):
        Unit.objects.filter(code=code).update(name_kk=name)
    client = people.entered("chair")
    address = f"/kk/desk/elections/{cast.ELECTION}/?sort=unit"
    assert re.findall(r">(Ұзын|Үлкен)<", client.get(address).content.decode())[:2] == ["Ұзын", "Үлкен"]
    turned = client.get(address.replace("=unit", "=-unit")).content.decode()
    assert re.findall(r">(Ұзын|Үлкен)<", turned)[:2] == ["Үлкен", "Ұзын"]


def test_names_of_the_test_stand_by_the_alphabet() -> None:
    assert sorted(NAMES, key=lambda name: sort_key(name, "kk")) == NAMES
    assert sorted(ALPHABET, key=lambda letter: sort_key(letter, "kk")) == list(ALPHABET)
