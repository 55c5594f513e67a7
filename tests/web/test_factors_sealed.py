"""Secrets of second factors are sealed with a key that derives from the key of the server."""

from __future__ import annotations

import importlib
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from dauys.apps.accounts.actions import seal_second_factors
from dauys.apps.accounts.models import Account
from dauys.apps.accounts.queries import kept, opened, read, sealed, sealed_factors
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import done_of
from dauys.core.findings import Refused
from dauys.ops.doctor.answers import State
from dauys.ops.doctor.factors import factors
from tests import cast
from tests.ops.console import dauys
from tests.web import people

LOGIN, FACTOR = "/en/desk/account/login/", "/en/desk/account/factors/authenticate/"
CHAIR = people.who("chair")
NEW, OTHER = "a key that is new " * 3, "a key of somebody else " * 3


@pytest.fixture
def with_factors(with_app: Account, settings: Settings) -> Account:
    """The chair with a password, an app and recovery codes; the key of the server is set."""
    settings.HAS_KEY = True
    RecoveryCodes.activate(with_app)
    return with_app


def _shown(code: str = "") -> Any:
    """The answer to a code of the app, or to another, after the password."""
    client = Client()
    client.post(LOGIN, {"login": CHAIR.email, "password": people.PASSWORD})
    return client.post(FACTOR, {"code": code or people.app_code()})


def _states() -> list[State]:
    return [one.state for one in factors()]


def _stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        return str(cursor.fetchall())


def test_database_holds_no_secret_and_the_code_works(with_factors: Account) -> None:
    [seed] = [one.data["seed"] for one in Authenticator.objects.filter(type="recovery_codes")]
    assert people.SECRET not in _stored()
    assert _stored().count("sealed:") == 2
    assert str(read(seed)) not in _stored()
    assert _shown().status_code == 302


def test_recovery_code_works_once(with_factors: Account) -> None:
    [code, *_] = RecoveryCodes.activate(with_factors).get_unused_codes()
    assert [_shown(code).status_code for _ in range(2)] == [302, 200]


def test_what_is_sealed_is_read_with_its_key_and_for_its_purpose_alone(settings: Settings) -> None:
    one, other = sealed("құпия", "a"), sealed("құпия", "a")
    assert one != other
    assert (opened(one, "a"), opened(one, "b"), opened(f"{one[:-4]}AAA=", "a"), opened("x", "a")) == (
        "құпия", None, None, None,
    )  # fmt: skip
    assert opened("ә", "a") is None
    before, settings.SECRET_KEY = settings.SECRET_KEY, NEW
    assert opened(one, "a") is None
    settings.SECRET_KEY_FALLBACKS = [before]
    assert opened(one, "a") == "құпия"
    assert read(people.SECRET) is None  # nothing is read that was not sealed


def test_key_is_changed_and_the_one_before_may_go(with_factors: Account, settings: Settings) -> None:
    assert _states() == [State.FINE]
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], NEW
    assert _states() == [State.WARNING]
    assert sealed_factors() == {"old": 2}
    done = dauys("admin", "seal-second-factors")
    assert (done.code, done.out.startswith("2 sealed with the key of now; 0 ")) == (0, True)
    settings.SECRET_KEY_FALLBACKS = []
    assert _states() == [State.FINE]
    assert _shown().status_code == 302
    entry = Entry.objects.get(verb="seal_second_factors")
    assert done_of(entry) == {"sealed": 2, "lost": 0}


@pytest.mark.parametrize(
    ("language", "said"),
    [("kk", "енді оқу мүмкін емес"), ("ru", "нельзя прочитать"), ("en", "be read on this computer")],
)
def test_lost_key_opens_nothing_and_is_said(
    with_factors: Account, settings: Settings, language: str, said: str
) -> None:
    settings.SECRET_KEY = OTHER
    client = Client()
    client.post(LOGIN, {"login": CHAIR.email, "password": people.PASSWORD})
    answer = client.post(FACTOR.replace("/en/", f"/{language}/"), {"code": "000000"})
    assert (answer.status_code, said in answer.content.decode()) == (200, True)
    assert client.get("/en/desk/today/").status_code == 302
    [told] = factors()
    assert (told.state, "2 of 2" in told.found) == (State.ERROR, True)
    assert seal_second_factors(by=cast.AIGERIM, at=cast.AT) == (0, 2)


def test_console_without_the_key_says_so(with_factors: Account, settings: Settings) -> None:
    settings.HAS_KEY = False
    assert _states() == [State.WARNING]
    with pytest.raises(Refused, match="A-11"):
        seal_second_factors(by=cast.AIGERIM, at=cast.AT)
    Authenticator.objects.all().delete()
    assert _states() == [State.FINE]


def test_what_stands_unsealed_is_sealed_with_the_tables(with_factors: Account, settings: Settings) -> None:
    seal = importlib.import_module("dauys.apps.accounts.migrations.0004_sealed").seal
    editor = SimpleNamespace(connection=connection)
    app = Authenticator.objects.get(type="totp")
    app.data = {"secret": people.SECRET}
    app.save()
    settings.HAS_KEY = False
    with pytest.raises(Refused, match="A-11"):
        seal(apps, editor)
    settings.HAS_KEY = True
    before = Authenticator.objects.get(type="recovery_codes").data
    seal(apps, editor)
    assert people.SECRET not in _stored()
    assert Authenticator.objects.get(type="recovery_codes").data == before
    assert _shown().status_code == 302
    settings.HAS_KEY = False
    seal(apps, editor)  # nothing is left to do


def test_sealed_secret_begins_with_a_mark(settings: Settings) -> None:
    assert kept(people.SECRET).startswith("sealed:")
    assert read(kept(people.SECRET)) == people.SECRET


PAGES = ("", "recovery-codes/", "recovery-codes/download/", "recovery-codes/generate/")


def _sealed_elsewhere(settings: Settings, *kinds: str) -> None:
    """Seal the secrets of these kinds with a key that the server does not have."""
    own, settings.SECRET_KEY = settings.SECRET_KEY, OTHER
    for one in Authenticator.objects.filter(type__in=kinds):
        name = {"totp": "secret", "recovery_codes": "seed"}[one.type]
        one.data = {**one.data, name: kept(people.SECRET)}
        one.save()
    settings.SECRET_KEY = own


def test_lost_recovery_codes_are_made_anew_from_the_page_that_says_so(
    with_factors: Account, settings: Settings
) -> None:
    client = Client()
    client.post(LOGIN, {"login": CHAIR.email, "password": people.PASSWORD})
    client.post(FACTOR, {"code": people.app_code()})
    _sealed_elsewhere(settings, "recovery_codes")
    factors_ = "/en/desk/account/factors/"
    answers = [client.get(f"{factors_}{page}") for page in PAGES]
    assert [one.status_code for one in answers] == [409] * len(PAGES)
    assert all("Make new recovery codes" in one.content.decode() for one in answers)
    assert client.post(f"{factors_}recovery-codes/generate/").status_code == 302
    assert [client.get(f"{factors_}{page}").status_code for page in PAGES] == [200] * len(PAGES)


@pytest.mark.parametrize(("lost", "entered"), [("totp", 302), ("recovery_codes", 200)])
def test_recovery_code_is_taken_where_the_app_can_not_be_read(
    with_factors: Account, settings: Settings, lost: str, entered: int
) -> None:
    [code, *_] = RecoveryCodes.activate(with_factors).get_unused_codes()
    _sealed_elsewhere(settings, lost)
    assert _shown(code).status_code == entered
    assert "be read on this computer" in _shown("123456").content.decode()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite one writes at a time")
def test_factors_are_held_while_they_are_sealed(with_factors: Account) -> None:
    with CaptureQueriesContext(connection) as asked:
        seal_second_factors(by=cast.AIGERIM, at=cast.AT)
    assert any("mfa_authenticator" in one["sql"] and "FOR UPDATE" in one["sql"] for one in asked)
