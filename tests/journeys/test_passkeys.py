"""A passkey is added and used by our own script, with a device that the browser plays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from dauys.apps.accounts.models import Account
from dauys.apps.elections.models import Election
from dauys.apps.journal.models import Entry
from tests import cast
from tests.web import people

pytestmark = pytest.mark.browser
CHAIR = people.who("chair")


@pytest.fixture
def served(
    transactional_db: None, election: Election, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The workplace; a chair with a password and no second factor yet."""
    settings.SECOND_FACTOR_ASKED = settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    monkeypatch.setenv("DAUYS_AT", cast.AT.isoformat())
    people.enter_all()
    chair = Account.objects.get(person=CHAIR.person)
    chair.set_password(people.PASSWORD)
    chair.save()
    server = LiveServer("localhost")  # a passkey is of a name, never of a number
    yield server.url
    server.thread.terminate()
    cache.clear()


def test_passkey_is_added_and_used_to_log_in_and_to_act(served: str, browser: Browser) -> None:
    desk = f"{served}/en/desk"
    with browser.new_context() as context:
        page = context.new_page()
        device = context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
        device.send("WebAuthn.addVirtualAuthenticator", {"options": options})

        def logs_in() -> None:
            page.goto(f"{desk}/account/login/")
            page.fill("[name=login]", CHAIR.email)
            page.fill("[name=password]", people.PASSWORD)
            page.get_by_role("button", name="Sign in").click()

        logs_in()
        page.get_by_role("link", name="Add a passkey").click()
        page.fill("[name=name]", "Key of the office")
        page.get_by_role("button", name="Add a passkey").click()
        page.wait_for_url("**/factors/recovery-codes/")
        page.goto(f"{desk}/account/logout/")
        page.locator("main").get_by_role("button", name="Sign out").click()

        logs_in()
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(f"{desk}/today/")
        page.goto(f"{desk}/account/factors/webauthn/reauthenticate/?next=/en/desk/capacities/")
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(f"{desk}/capacities/")
        page.goto(f"{desk}/account/factors/webauthn/")
        assert "Key of the office" in page.inner_text("main")
    kinds = Entry.objects.filter(verb="add_second_factor").values_list("body", flat=True)
    assert sorted(kinds) == ['{"kind":"recovery_codes"}', '{"kind":"webauthn"}']
