"""Every screen of the workplace in Chromium: axe finds nothing, and nothing is wider than a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from dauys.apps.elections.models import Election
from tests import cast
from tests.web import people, rows
from tests.web.test_every_door import ADDRESSES, DOORS

pytestmark = pytest.mark.browser

TELEPHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1200, "height": 900}
ENTRANCE = ("own_account", "capacities", "account_change_password", "mfa_index", "mfa_activate_totp")
# Files and answers to forms that are only sent are no pages.
NO_PAGES = (".csv", ".toml", ".ics", ".jsonl", "content/")


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


def _addresses(language: str) -> Iterator[tuple[str, str]]:
    with override(language):
        for name in DOORS:
            address = reverse(name, kwargs=rows.named(name, ADDRESSES[name]))
            if not address.endswith(NO_PAGES):
                yield name, address
        for name in ENTRANCE:
            yield name, reverse(name)


def _opened(browser: Browser, server: LiveServer, office: str, language: str) -> Page:
    cookie = people.entered(office).cookies["dauys_session"]
    context = browser.new_context(viewport=DESKTOP)
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.url}])
    return context.new_page()


def _violations(page: Page, only: list[str] | None = None) -> list[tuple[str, str]]:
    found = Axe().run(page, options={"runOnly": only} if only else None).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_no_screen_is_wider_than_a_telephone_and_axe_finds_nothing(
    browser: Browser, server: LiveServer, language: str
) -> None:
    page = _opened(browser, server, "chair", language)
    wrong: list[tuple[str, object]] = []
    for number, (name, address) in enumerate(_addresses(language)):
        page.set_viewport_size(TELEPHONE)
        answer = page.goto(server.url + address)
        if (
            answer is None or answer.status != 200
        ):  # sent only, or not for this office: another test walks that
            continue
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > TELEPHONE["width"]:
            wrong.append((name, wide))
        if ("kk", "ru", "en")[number % 3] == language:  # the languages differ in nothing but words
            wrong += [(name, one) for one in _violations(page)]
            page.emulate_media(color_scheme="dark")
            wrong += [(name, one) for one in _violations(page, ["color-contrast"])]
            page.emulate_media(color_scheme="light")
    page.context.close()
    assert wrong == []
