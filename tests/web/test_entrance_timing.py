"""How long the way in takes tells nobody whether an address has an account."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from dauys.apps.accounts.models import Account
from dauys.web.ui import letters
from tests.web import people, slow_post

OWN = "/en/desk/account/"
RESET = f"{OWN}password/reset/"
KNOWN, UNKNOWN = people.who("chair").email, "nobody@d1.example"
WITHOUT_PASSWORD = people.who("secretary").email


@pytest.fixture(autouse=True)
def without_password(chair: Account) -> None:
    """The chair has a password; the secretary has none yet."""
    secretary = Account.objects.get(person=people.who("secretary").person)
    secretary.set_unusable_password()
    secretary.save()


def _asked(address: str, told: dict[str, str]) -> tuple[int, str, list[str]]:
    """Status, where it leads, and the statements that it took, without what they hold."""
    with CaptureQueriesContext(connection) as asked:
        answer = Client().post(address, told)
    statements = [re.split(r" WHERE | VALUES |SAVEPOINT", one["sql"])[0] for one in asked]
    return answer.status_code, answer.get("Location", ""), statements


def test_link_for_a_new_password_takes_the_same_for_every_address() -> None:
    found = [_asked(RESET, {"email": email}) for email in (KNOWN, UNKNOWN, WITHOUT_PASSWORD)]
    assert found[0][:2] == (302, f"{RESET}sent/")
    assert found[0] == found[1] == found[2]
    letters.all_sent()
    assert [letter.to for letter in mail.outbox] == [[KNOWN]]


def test_answer_does_not_wait_for_the_letter(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "tests.web.slow_post.EmailBackend"
    slow_post.LET.clear()
    assert Client().post(RESET, {"email": KNOWN}).status_code == 302
    assert mail.outbox == []  # the answer is there, and the letter has not left
    slow_post.LET.set()
    letters.all_sent()
    assert [letter.to for letter in mail.outbox] == [[KNOWN]]


def test_too_many_letters_are_not_kept_waiting(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMAIL_BACKEND = "tests.web.slow_post.EmailBackend"
    monkeypatch.setattr(letters, "WAITING", 1)
    slow_post.LET.clear()
    for _ in range(3):
        assert Client().post(RESET, {"email": KNOWN}).status_code == 302
    slow_post.LET.set()
    letters.all_sent()
    assert len(mail.outbox) == 1


def test_login_asks_as_much_of_the_database_for_every_address() -> None:
    wrong = {"password": "wrong"}
    found = [_asked(f"{OWN}login/", {"login": email, **wrong}) for email in (UNKNOWN, KNOWN)]
    assert found[0] == found[1]


def test_invitations_that_are_none_look_alike() -> None:
    found = []
    for token in ("none", "A" * 43):
        with CaptureQueriesContext(connection) as asked:
            answer = Client().get(f"/en/desk/invitation/{token}/")
        found.append((answer.status_code, len(asked)))
    assert found == [(410, 1), (410, 1)]
