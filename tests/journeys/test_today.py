"""Today without JavaScript: a duty is marked done, the region sees it, a stranger finds no such page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from dauys.apps.elections.models import Election
from tests import cast
from tests.journeys.serving import served, window
from tests.web import people

pytestmark = pytest.mark.browser
NOON = dt.datetime(2021, 7, 2, 7, 0, tzinfo=dt.UTC)  # D-04 is over in both districts
Open = Callable[[str, str, str], Page]


@pytest.fixture
def opened(
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    transactional_db: None,
    election: Election,
    browser: Browser,
) -> Iterator[Open]:
    """Opens an address as the holder of an office, at 360 pixels and without JavaScript."""
    people.enter_all()
    monkeypatch.setenv("DAUYS_AT", NOON.isoformat())
    settings.SECOND_FACTOR_ASKED = False
    wishes: dict[str, Any] = {"java_script_enabled": False, "viewport": {"width": 360, "height": 740}}
    with served() as server, ExitStack() as windows:

        def open_as(office: str, commission: str, address: str) -> Page:
            context = windows.enter_context(window(browser, server, office, commission, **wishes))
            page = context.new_page()
            page.goto(address, wait_until="networkidle")
            return page

        yield open_as


def late_of(page: Page) -> str:
    return page.locator("dl.figures dd").first.inner_text()


def test_secretary_marks_a_duty_done_and_the_region_sees_one_late_less(opened: Open) -> None:
    region = opened("chair", "R1.rec", "/ru/desk/late/")
    expect(region.locator("h1")).to_contain_text("Просроченн")
    assert late_of(region) == "2"
    desk = opened("secretary", "D1.tec", "/ru/desk/today/")
    desk.locator("section[aria-labelledby=overdue] a.button").click()
    desk.locator("main form button").click()  # without evidence: it is said, and a link leads to the field
    expect(desk.locator("[role=alert]")).to_contain_text("отмечена исполненной без подтверждения")
    desk.locator("[role=alert] a").click()
    expect(desk.locator("#id_evidence")).to_be_focused()
    desk.keyboard.type("Решение № 4, районная газета")
    desk.locator("main form button").click()
    expect(desk.locator("[role=status]").first).to_contain_text("Отмечено исполненным")
    expect(desk.locator("section[aria-labelledby=overdue]")).to_contain_text("Ничего не просрочено")
    region.reload()
    assert late_of(region) == "1"
    expect(region.locator("main")).to_contain_text("Комиссия D2")
    expect(region.locator("#duties ~ div")).not_to_contain_text("Комиссия D1")


def test_member_of_another_commission_finds_no_such_page(opened: Open) -> None:
    for address in (f"today/{cast.ELECTION}/D1/msg_day/done/", f"plans/{cast.ELECTION}/D1/", "late/D1/"):
        page = opened("secretary", "D2.tec", f"/en/desk/{address}")
        expect(page.locator("h1")).to_have_text("Page not found")
