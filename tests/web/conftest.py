"""What the tests of screens share: a country with commissions, members and accounts, at a moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from pytest_django import Settings

from dauys.apps.accounts.models import Account
from dauys.apps.elections.models import Election
from dauys.web.ui.headers import ContentSecurityPolicy
from tests import cast
from tests.web import people
from tests.web.inline import inline


@pytest.fixture(autouse=True)
def moment_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The evening of election day."""
    monkeypatch.setenv("DAUYS_AT", cast.AT.isoformat())


@pytest.fixture(autouse=True)
def without_second_factor(settings: Settings) -> None:
    """As in the demo; tests of second factors switch it on."""
    settings.SECOND_FACTOR_ASKED = False
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture(autouse=True)
def quick_hashes(settings: Settings) -> None:
    """Passwords are hashed by argon2, which takes its time on purpose; here by something quick."""
    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def nothing_inline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page that any test of a screen is answered with is looked at: the policy has to hold."""
    answered = ContentSecurityPolicy.__call__

    def looked_at(self: ContentSecurityPolicy, request: HttpRequest) -> HttpResponseBase:
        response = answered(self, request)
        if isinstance(response, HttpResponse) and "html" in response.headers.get("Content-Type", ""):
            assert inline(response.content.decode()) == [], request.path
        return response

    monkeypatch.setattr(ContentSecurityPolicy, "__call__", looked_at)


@pytest.fixture
def commissions(election: Election) -> None:
    """All who log in."""
    people.enter_all()


@pytest.fixture
def chair(commissions: None) -> Account:
    """The account of the chair of D1, with a password that somebody knows."""
    account = Account.objects.get(person=people.who("chair").person)
    account.set_password(people.PASSWORD)
    account.save()
    return account


@pytest.fixture
def with_app(chair: Account, settings: Settings) -> Account:
    """The same, with an app as second factor, which is asked."""
    settings.SECOND_FACTOR_ASKED = True
    auth.TOTP.activate(chair, people.SECRET)
    return chair


@pytest.fixture(autouse=True)
def counted_here(settings: Settings) -> Iterator[None]:
    """Attempts and used codes are counted for each test alone."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    yield
    cache.clear()
