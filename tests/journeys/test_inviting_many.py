"""The secretary of a district invites the heads of a precinct: by keyboard alone, on a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from dauys.apps.accounts.models import Account
from dauys.web.ui.letters import INTO_A_FOLDER
from dauys.web.ui.mailing import all_mailed
from tests.journeys.serving import go_to, served, window
from tests.web import people

pytestmark = pytest.mark.browser
TELEPHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture
def server(workplace: None) -> Iterator[LiveServer]:
    """The workplace; nobody but the secretary has an account yet."""
    Account.objects.exclude(person=people.who("secretary").person).delete()
    with served() as found:
        yield found


def test_heads_of_a_precinct_are_invited_by_keyboard_alone(browser: Browser, server: LiveServer) -> None:
    with window(browser, server, "secretary", java_script_enabled=False, viewport=TELEPHONE) as context:
        desk = context.new_page()
        desk.goto("/kk/desk/accounts/")
        go_to(desk, "a[href$='/accounts/invite/']")
        desk.keyboard.press("Enter")
        fields = desk.locator("input[type=email]")
        expect(fields).to_have_count(9)
        go_to(desk, "#q")
        desk.keyboard.type("U1.1")
        desk.keyboard.press("Enter")
        expect(fields).to_have_count(2)

        go_to(desk, "input[type=email]")
        desk.keyboard.type("chair@")
        desk.keyboard.press("Tab")
        desk.keyboard.type("secretary@u1.example")
        go_to(desk, "form.entry button")
        desk.keyboard.press("Enter")
        summary = desk.locator("#errors")
        expect(summary).to_contain_text("A-01")
        expect(fields.nth(1)).to_have_value("secretary@u1.example")
        assert mail.outbox == []

        summary.locator("a").focus()
        desk.keyboard.press("Enter")  # leads to the field
        expect(fields.nth(0)).to_be_focused()
        desk.keyboard.press("End")
        desk.keyboard.type("u1.example")
        desk.keyboard.press("Enter")
        expect(desk.locator("[role=status]").first).to_contain_text("Берілген шақыру: 2")
        all_mailed()
        assert {letter.to[0] for letter in mail.outbox} == {"chair@u1.example", "secretary@u1.example"}
        go_to(desk, "#letters a")
        desk.keyboard.press("Enter")
        expect(desk.locator("#letters")).to_contain_text("хат жіберілді")


def is_in_order(page: Page) -> None:
    """Axe finds nothing, and nothing is wider than the telephone."""
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_faults_counts_and_links_fit_a_telephone_and_axe_finds_nothing(
    browser: Browser, server: LiveServer, settings: Settings, tmp_path: Path, language: str
) -> None:
    with window(browser, server, "secretary", viewport=TELEPHONE) as context:
        page = context.new_page()
        page.goto(f"/{language}/desk/accounts/invite/?level=precinct")
        fields, send = page.locator("input[type=email]"), page.locator("form.entry button")
        for place, typed in enumerate(("no address", "a@new.example", "a@new.example")):
            fields.nth(place).fill(typed)
        send.click()
        expect(page.locator("#errors li")).to_have_count(3)
        is_in_order(page)
        settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = INTO_A_FOLDER, tmp_path / "mail"
        for place in range(3):
            fields.nth(place).fill(f"{place}@new.example")
        send.click()
        expect(page.locator("code.secret")).to_have_count(3)
        is_in_order(page)
        all_mailed()
        page.goto(f"/{language}/desk/accounts/invite/")
        expect(page.locator("#letters")).to_be_visible()
        is_in_order(page)
