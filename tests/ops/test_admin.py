"""`dauys admin`: the first account begins on the console, and the console helps who cannot sign in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.test import Client

from dauys.apps.accounts.models import Account
from dauys.apps.elections.models import Election
from dauys.apps.journal.models import Entry
from dauys.core.rights import OPERATOR
from dauys.ops.running import moment
from tests import cast
from tests.ops.console import dauys
from tests.web import people

CHAIR = people.who("chair", "KZ.cec")
CREATE = ("admin", "create", "--commission", "KZ.cec", "--email", "first@cec.example")


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOME = tmp_path
    settings.SECURE_SSL_REDIRECT = False
    settings.SECOND_FACTOR_ASKED = True
    monkeypatch.setenv("DAUYS_AT", cast.AT.isoformat())


@pytest.fixture
def formed(election: Election) -> None:
    """The commissions, in which nobody can log in yet."""
    people.enter_all()
    Account.objects.all().delete()


def _name(number: int) -> str:
    return f"Адам {number}"


def test_first_account_begins_with_a_link(formed: None) -> None:
    done = dauys(*CREATE, "--name", _name(100), "--language", "ru", "--address", "http://testserver")
    assert (done.code, done.err) == (0, "")
    link = done.out.splitlines()[-1]
    assert link.startswith("http://testserver/ru/desk/invitation/")
    client = Client()
    password = {"password1": people.PASSWORD, "password2": people.PASSWORD}
    assert client.post(link, password)["Location"] == "/ru/desk/"
    assert client.get("/ru/desk/today/")["Location"] == "/ru/desk/account/factors/totp/activate/"
    assert Account.objects.get().person == CHAIR.person
    entry = Entry.objects.get(verb="issue_invitation")
    assert (entry.office, entry.subject) == (OPERATOR, f"account:{CHAIR.person}")


def test_end_of_the_link_is_told_in_the_time_that_it_names(
    formed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAUYS_AT", "2021-07-26T04:00")  # on the clock of the capital
    done = dauys(*CREATE, "--name", _name(100))
    assert "until 2021-08-01 22:00 UTC" in done.out


@pytest.mark.parametrize("written", ["", "2021-07-26T19:00:00+00:00", "2021-07-26T21:00"])
def test_moment_is_on_the_clock_of_the_capital(
    monkeypatch: pytest.MonkeyPatch, settings: Any, written: str
) -> None:
    """Its day is the one by which offices are asked: after midnight there, before it in Greenwich."""
    settings.CAPITAL_ZONE = "Pacific/Kiritimati"
    monkeypatch.setenv("DAUYS_AT", written)
    assert str(moment().tzinfo) == "Pacific/Kiritimati"
    if written:
        assert moment().date() == dt.date(2021, 7, 27 if written.endswith("+00:00") else 26)


def test_link_names_the_host_of_the_settings(formed: None, settings: Any) -> None:
    settings.IS_SECURE, settings.ALLOWED_HOSTS = True, ["desk.example"]
    done = dauys(*CREATE, "--person", str(CHAIR.person), "--format", "json")
    assert done.json["link"].startswith("https://desk.example/kk/desk/invitation/")
    assert done.json["name"] == _name(100)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (("--commission", "KZ.nowhere", "--name", _name(100)), "U-30"),
        (("--name", _name(103)), "U-31"),  # a member
        (("--name", _name(300)), "U-31"),  # chair of another commission
        (("--email", "no address", "--name", _name(100)), "A-01"),
    ],
)
def test_first_account_is_for_chair_or_secretary(formed: None, changes: tuple[str, ...], code: str) -> None:
    done = dauys(*CREATE, *changes, "--format", "json")
    assert (done.code, [one["code"] for one in done.faults]) == (1, [code])
    assert not Account.objects.exists()


def test_who_is_to_be_invited_has_to_be_named_once(formed: None) -> None:
    assert dauys(*CREATE).code == 2
    assert dauys(*CREATE, "--name", _name(100), "--person", str(CHAIR.person)).code == 2


def test_console_helps_who_cannot_sign_in(election: Election) -> None:
    people.enter_all()
    account = Account.objects.get(person=CHAIR.person)
    auth.TOTP.activate(account, people.SECRET)
    who = ("--email", CHAIR.email.upper(), "--reason", "телефон жоғалды")
    assert dauys("admin", "reset-second-factor", *who).code == 0
    assert not Authenticator.objects.exists()
    assert dauys("admin", "lock", *who).code == 0
    account.refresh_from_db()
    assert (account.is_active, account.lock_reason) == (False, "телефон жоғалды")
    again = dauys("admin", "lock", *who)
    assert (again.code, "A-05" in again.err) == (1, True)
    assert dauys("admin", "unlock", *who).code == 0
    ended = dauys("admin", "end", *who)
    assert (ended.code, "the address is free" in ended.out) == (0, True)
    assert not Account.objects.filter(person=CHAIR.person).exists()
    assert dauys(*CREATE, "--name", _name(100), "--email", CHAIR.email).code == 0
    unknown = dauys("admin", "unlock", "--email", "nobody@cec.example", "--reason", "№ 1")
    assert (unknown.code, "U-32" in unknown.err) == (1, True)
