"""A clerk comes back after a pause, signs in again and finds the whole protocol; a colleague does not."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from dauys.apps.accounts.models import Account
from dauys.apps.results.models import ProtocolVersion
from tests import cast
from tests.journeys.serving import served, window
from tests.web import people
from tests.web.polls import E

pytestmark = pytest.mark.browser
ENTER = f"/en/desk/results/{E}/U1.1/protocol/enter/"
FIGURES = [*cast.lines(400, [120, 80]).values(), 120, 80]


@pytest.fixture
def desk(workplace: None, settings: Settings, browser: Browser) -> Iterator[Page]:
    """A clerk of D1 who has typed a protocol, in a browser that runs no script."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for office in ("clerk", "secretary"):
        account = Account.objects.get(person=people.who(office).person)
        account.set_password(people.PASSWORD)
        account.save()
    with served() as server, window(browser, server, "clerk", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(ENTER)
        for figure in FIGURES:
            page.keyboard.type(str(figure))
            page.keyboard.press("Tab")
        yield page


def typed(page: Page) -> list[str]:
    """The figures that stand in the form."""
    return [one.input_value() for one in page.locator("form.entry input.n").all()]


def press_too_late(page: Page) -> None:
    """The button, half an hour after the last request."""
    with pytest.MonkeyPatch.context() as patch:
        then = time.time() + 31 * 60
        patch.setattr("dauys.web.entrance.sittings.ticking", lambda: then)
        page.get_by_role("button", name="Check and save").click()
    expect(page.get_by_role("alert")).to_contain_text("What you typed is kept for you as a draft")


def sign_in(page: Page, office: str) -> None:
    """With address and password, on the page that asks for them."""
    page.get_by_label("E-mail address").fill(people.who(office).email)
    page.get_by_label("Password").fill(people.PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_clerk_finds_the_typed_protocol_after_signing_in_again(desk: Page) -> None:
    press_too_late(desk)
    sign_in(desk, "clerk")
    expect(desk).to_have_url(f"{desk.url.partition('/en/')[0]}{ENTER}")
    expect(desk.get_by_role("status")).to_contain_text("It is not saved yet: check it, then send it again")
    assert typed(desk) == [str(one) for one in FIGURES]
    assert not ProtocolVersion.objects.exists()
    desk.get_by_role("button", name="Check and save").click()
    expect(desk.get_by_role("status").first).to_contain_text("is accepted and counts")
    assert ProtocolVersion.objects.count() == 1


def test_colleague_at_the_same_computer_finds_an_empty_form(desk: Page) -> None:
    press_too_late(desk)
    sign_in(desk, "secretary")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Enter the protocol")
    assert set(typed(desk)) == {""}
    expect(desk.get_by_text("It is not saved yet")).to_have_count(0)


def test_clerk_throws_away_what_was_typed(desk: Page) -> None:
    press_too_late(desk)
    sign_in(desk, "clerk")
    desk.get_by_role("button", name="Throw away what I typed").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Enter the protocol")
    assert set(typed(desk)) == {""}
