"""Passkeys: the list of one's own, another name for one, and taking one away."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from dauys.apps.accounts.models import Account
from dauys.apps.journal.models import Entry
from tests.web import people

KEYS = "/{}/desk/account/factors/webauthn/"


def _added(office: str, name: str) -> Authenticator:
    """A passkey as it is kept, under a name."""
    account = Account.objects.get(person=people.who(office).person)
    told = {"name": name, "credential": {}}
    return Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data=told)


@pytest.fixture
def chair(commissions: None) -> Client:
    """The chair of D1, logged in."""
    return people.entered("chair")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("page", ["edit", "remove"])
def test_page_of_a_passkey_says_which_one(chair: Client, language: str, page: str) -> None:
    key = _added("chair", "The grey one")
    answer = chair.get(f"{KEYS.format(language)}keys/{key.pk}/{page}/")
    [heading] = answer.content.decode().split("<h1>")[1].split("</h1>")[:1]
    assert (answer.status_code, heading.endswith(": The grey one")) == (200, True)


def test_passkey_gets_another_name(chair: Client) -> None:
    key = _added("chair", "The grey one")
    answer = chair.post(f"{KEYS.format('en')}keys/{key.pk}/edit/", {"name": "The black one"})
    assert answer["Location"] == KEYS.format("en")
    assert "The black one" in chair.get(answer["Location"]).content.decode()


def test_passkey_is_removed_and_the_journal_says_so(chair: Client) -> None:
    key = _added("chair", "The grey one")
    answer = chair.post(f"{KEYS.format('en')}keys/{key.pk}/remove/")
    assert answer["Location"] == KEYS.format("en")
    assert not Authenticator.objects.exists()
    assert Entry.objects.latest("number").verb == "remove_second_factor"


def test_passkey_of_another_is_not_there(chair: Client) -> None:
    _added("chair", "The black one")  # who has none is asked for a password first
    key = _added("secretary", "The grey one")
    for page in ("edit", "remove"):
        address = f"{KEYS.format('en')}keys/{key.pk}/{page}/"
        assert [chair.get(address).status_code, chair.post(address, {"name": "x"}).status_code] == [404, 404]
