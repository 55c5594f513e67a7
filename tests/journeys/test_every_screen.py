"""Every screen of the workplace in Chromium: axe finds nothing, and nothing is wider than a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from dauys.apps.elections.models import Election
from tests import cast
from tests.web import people, rows
from tests.web.test_every_door import ADDRESSES, DOORS

pytestmark = pytest.mark.browser

LANGUAGES, WIDEST = ("kk", "ru", "en"), "kk"
TELEPHONE: ViewportSize = {"width": 360, "height": 740}
ENTRANCE = ("own_account", "capacities", "account_change_password", "mfa_index", "mfa_activate_totp")


@pytest.fixture
def server(
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    live_server: LiveServer,
    election: Election,
    tmp_path: Path,
) -> LiveServer:
    """The workplace of the cast on the evening of election day."""
    settings.HOME = tmp_path
    people.enter_all()
    monkeypatch.setenv("DAUYS_AT", cast.AT.isoformat())
    settings.SECOND_FACTOR_ASKED = False
    return live_server


def _addresses() -> Iterator[tuple[str, dict[str, str]]]:
    """Name and address in each language of every page."""
    for name in (*DOORS, *ENTRANCE):
        named = rows.named(name, ADDRESSES[name]) if name in DOORS else {}
        found = {}
        for language in LANGUAGES:
            with override(language):
                found[language] = reverse(name, kwargs=named)
        yield name, found


def _opened(browser: Browser, server: LiveServer, client: Client) -> Page:
    cookie = client.cookies["dauys_session"]
    context = browser.new_context(viewport=TELEPHONE)
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.url}])
    return context.new_page()


def _violations(page: Page, only: list[str] | None = None) -> list[tuple[str, str]]:
    found = Axe().run(page, options={"runOnly": only} if only else None).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found]


def _is_page(browser: Client, address: str) -> bool:
    """False for what is a file, only sent to, or not for this office: another test walks that."""
    answer = browser.get(address)
    answer.close()
    return answer.status_code == 200 and answer["Content-Type"].startswith("text/html")


def test_no_screen_is_wider_than_a_telephone_and_axe_finds_nothing(
    browser: Browser, server: LiveServer
) -> None:
    chair = people.entered("chair")
    page = _opened(browser, server, chair)
    wrong: list[tuple[str, object]] = []
    for number, (name, found) in enumerate(_addresses()):
        language = LANGUAGES[number % len(LANGUAGES)]  # they differ in nothing but words
        if not _is_page(chair, found[language]):
            continue
        page.goto(server.url + found[language])
        wrong += [(name, one) for one in _violations(page)]
        page.emulate_media(color_scheme="dark")
        wrong += [(name, one) for one in _violations(page, ["color-contrast"])]
        page.emulate_media(color_scheme="light")
        if language != WIDEST:
            page.goto(server.url + found[WIDEST])
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > TELEPHONE["width"]:
            wrong.append((name, wide))
    page.context.close()
    assert wrong == [], "\n".join(map(str, wrong))


def test_menu_opens_on_a_telephone_and_stands_there_on_a_wide_screen(
    browser: Browser, server: LiveServer
) -> None:
    page = _opened(browser, server, people.entered("chair"))
    page.goto(f"{server.url}/en/desk/today/")
    menu, handle = page.get_by_role("navigation", name="Sections"), page.locator(".menu summary")
    expect(menu).to_be_hidden()
    handle.press("Enter")
    expect(menu).to_be_visible()
    page.set_viewport_size({"width": 1200, "height": 800})
    page.reload()
    expect(menu).to_be_visible()
    expect(handle).to_be_hidden()
    page.context.close()
