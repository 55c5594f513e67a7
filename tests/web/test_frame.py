"""What frames every page: the same page in other languages, the menu, the clock of the machine."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.web import people

ACCOUNT = "/en/desk/account/"


def languages(page: str) -> list[str]:
    """Where the links to the languages lead."""
    return re.findall(r'<li><a href="([^"]*)" lang="\w\w"', page)


@pytest.mark.parametrize(
    "address", ["/{}/desk/nothing/?a=1", "/{}/desk/files/{}/", "/{}/desk/today/?coming=all"]
)
def test_language_of_any_page_is_changed_also_where_nothing_is(commissions: None, address: str) -> None:
    unknown = "0c1b6b1e-0000-4000-8000-000000000000"
    page = people.entered("member").get(address.format("ru", unknown)).content.decode()
    assert '<html lang="ru">' in page
    wanted = [address.format(one, unknown) for one in ("kk", "ru", "en")]
    assert languages(page) == wanted


@pytest.mark.django_db
def test_language_of_a_page_for_a_stranger_is_changed_where_nothing_is() -> None:
    page = Client().get("/en/desk/nothing/").content.decode()
    assert languages(page) == ["/kk/desk/nothing/", "/ru/desk/nothing/", "/en/desk/nothing/"]


def test_menu_is_closed_until_it_is_opened_where_the_screen_is_narrow(commissions: None) -> None:
    """No script: a closed element opens what follows it; on a wide screen the list stands there always."""
    page = people.entered("member").get("/en/desk/today/").content.decode()
    menu = re.search(r'<div class="menu">\s*<details><summary>Sections</summary></details>\s*<nav ', page)
    assert menu is not None


@pytest.mark.parametrize("address", ["own_account", "holder", "list"])
def test_last_login_says_that_it_is_on_the_clock_of_the_machine(
    commissions: None, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Where the pages show another moment; elsewhere the two are one clock."""
    chair = people.entered("chair")
    found = {
        "own_account": ACCOUNT,
        "holder": f"/en/desk/accounts/D1.tec/{people.who('chair').person}/",
        "list": "/en/desk/accounts/",
    }[address]
    answer = chair.get(found)
    assert answer.status_code == 200
    assert "by the clock of this computer" in answer.content.decode()


def test_clock_that_is_the_machines_needs_no_word(commissions: None, monkeypatch: pytest.MonkeyPatch) -> None:
    chair = people.entered("chair")
    monkeypatch.delenv("DAUYS_AT")
    assert "by the clock of this computer" not in chair.get(ACCOUNT).content.decode()


@pytest.mark.parametrize("address", ["/en/desk/nothing/", f"{ACCOUNT}locked/"])
def test_page_that_ends_leads_whoever_is_not_logged_in_to_the_start(commissions: None, address: str) -> None:
    """Today is the way of those who are in."""
    way = re.compile(r'<p><a href="/en/desk/">(.*)</a></p>')
    answers = [client.get(address).content.decode() for client in (Client(), people.entered("member"))]
    assert [way.findall(page) for page in answers] == [["Start page"], ["Today"]]
