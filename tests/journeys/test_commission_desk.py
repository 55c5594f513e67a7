"""The secretary of a district replaces a member: by keyboard alone, without JavaScript, in Kazakh."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from dauys.apps.commissions.queries import commission_of, composition_on
from tests.journeys.serving import go_to, served, window
from tests.web import people

pytestmark = pytest.mark.browser
GONE = people.who("member").person.int + 1
DAY = dt.date(2021, 7, 26)  # on the clock of the capital


@pytest.fixture
def desk(workplace: None, browser: Browser) -> Iterator[Page]:
    """The page of the commission, with the secretary logged in."""
    wide: ViewportSize = {"width": 1280, "height": 900}
    with (
        served() as server,
        window(browser, server, "secretary", java_script_enabled=False, viewport=wide) as context,
    ):
        page = context.new_page()
        page.goto("/kk/desk/commissions/D1.tec/")
        yield page


def test_member_is_replaced_by_keyboard_alone(desk: Page) -> None:
    go_to(desk, "a[href$='/replacement/']")
    desk.keyboard.press("Enter")
    go_to(desk, "#id_leaving")
    for _ in range(5):  # past nobody, chair, deputy, secretary and the first member
        desk.keyboard.press("ArrowDown")
    go_to(desk, "#id_reason")
    desk.keyboard.type("өз еркімен")
    go_to(desk, "#id_name")
    desk.keyboard.type("Ерлан Үлгі")
    go_to(desk, "#id_body")
    desk.keyboard.press("Enter")  # too early: what is missing is said, nothing typed is lost
    go_to(desk, "a[href='#id_body']")
    desk.keyboard.press("Enter")
    expect(desk.locator("#id_body")).to_be_focused()
    desk.keyboard.type("Аудандық мәслихат")
    go_to(desk, "#id_number")
    desk.keyboard.type("44")
    desk.keyboard.press("Enter")
    asked = f"Адам {GONE} комиссия құрамынан шығады, Ерлан Үлгі енгізіледі"
    expect(desk.locator("main")).to_contain_text(asked)
    go_to(desk, "button[name=confirmed]")
    desk.keyboard.press("Enter")
    expect(desk.locator("[role=status]").first).to_contain_text("Ерлан Үлгі енгізілді")
    commission = commission_of("KZ", "D1.tec")
    assert commission is not None
    assert "Ерлан Үлгі" in {one.name for one in composition_on(commission, DAY).members}
