"""From the invitation to the first act, in each language, without JavaScript."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from dauys.apps.accounts.models import Account
from dauys.apps.elections.models import Election
from dauys.apps.journal.models import Entry
from dauys.web.ui import words
from tests import cast
from tests.web import people

pytestmark = pytest.mark.browser
CHAIR, SECRETARY, MEMBER = people.who("chair"), people.who("secretary"), people.who("member")
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def asked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The second factor is asked; the moment is the evening of election day."""
    settings.SECOND_FACTOR_ASKED = True
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    monkeypatch.setenv("DAUYS_AT", cast.AT.isoformat())
    yield
    cache.clear()


@pytest.fixture
def invited_by(transactional_db: None, election: Election) -> None:
    """A chair with password and app; the secretary has no account yet."""
    people.enter_all()
    Account.objects.get(person=SECRETARY.person).delete()
    chair = Account.objects.get(person=CHAIR.person)
    chair.set_password(people.PASSWORD)
    chair.save()
    auth.TOTP.activate(chair, SECRET)


@pytest.fixture
def served(invited_by: None, asked: None) -> Iterator[str]:
    """The workplace on this machine, with the settings of this test."""
    server = LiveServer("127.0.0.1")
    server._live_server_modified_settings.enable()
    yield server.url
    server._live_server_modified_settings.disable()
    server.thread.terminate()  # and no more: connections that end late still close the database


@pytest.fixture
def without_scripts(browser: Browser) -> Iterator[BrowserContext]:
    """A telephone without JavaScript."""
    with browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False) as context:
        yield context


def _code(secret: str) -> str:
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))


def _press(page: Page, language: str, word: str) -> None:
    page.get_by_role("button", name=words.said(language, word), exact=True).click()


def _invites(page: Page, language: str, live: str) -> str:
    """The chair logs in with password and app, and invites the secretary; the link that is shown."""
    page.goto(f"{live}/{language}/desk/accounts/D1.tec/{SECRETARY.person}/invite/")
    page.fill("[name=login]", CHAIR.email)
    page.fill("[name=password]", people.PASSWORD)
    _press(page, language, "entrance.login.verb")
    page.fill("[name=code]", _code(SECRET))
    _press(page, language, "entrance.factor.verb")
    page.fill("[name=email]", "secretary@d1.example")
    page.select_option("[name=letters]", language)
    _press(page, language, "accounts.verbs.invite_holder")
    return page.inner_text("code.secret")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_invited_one_sets_password_and_app_and_acts(
    served: str, browser: Browser, without_scripts: BrowserContext,
    monkeypatch: pytest.MonkeyPatch, language: str,
) -> None:  # fmt: skip
    with browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False) as chair:
        link = _invites(chair.new_page(), language, served)
    assert urlsplit(link).path.startswith(f"/{language}/desk/invitation/")
    page = without_scripts.new_page()
    page.goto(link)
    page.fill("[name=password1]", people.PASSWORD)
    page.fill("[name=password2]", people.PASSWORD)
    _press(page, language, "entrance.invitation.verb")
    assert page.url.endswith(f"/{language}/desk/account/factors/totp/activate/")
    secret = page.inner_text("code.secret")
    page.fill("[name=code]", _code(secret))
    _press(page, language, "entrance.app.verb")
    assert page.url.endswith("/factors/recovery-codes/")
    assert len(re.findall(r"\b\d{8}\b", page.inner_text("ul.codes"))) == 10
    page.get_by_role("link", name=words.said(language, "entrance.codes.kept")).click()
    assert page.url == f"{served}/{language}/desk/today/"

    lock = f"{served}/{language}/desk/accounts/D1.tec/{MEMBER.person}/lock/"
    with monkeypatch.context() as later:  # some minutes pass
        later.setattr("dauys.web.ui.factors.ticking", lambda: time.time() + 600)
        page.goto(lock)
        assert "/factors/reauthenticate/" in page.url
    page.fill("[name=code]", "000000")
    _press(page, language, "entrance.factor.verb")
    assert words.said(language, "ui.errors.incorrect_code") in page.inner_text("#errors")
    page.fill("[name=code]", _code(secret))
    _press(page, language, "entrance.factor.verb")
    assert page.url == lock  # back where it was asked
    page.fill("[name=reason]", "№ 1")
    _press(page, language, "accounts.verbs.lock_account")
    done = words.said(language, "accounts.done.lock_account", name="Адам 303")
    assert done in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    by = Entry.objects.get(verb="lock_account")
    assert (by.person, by.office) == (str(SECRETARY.person), "secretary")
