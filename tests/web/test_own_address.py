"""One's own e-mail address is changed by a link that was sent to the new one, and by its owner alone."""

from __future__ import annotations

import re
import time
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import Settings

from dauys.apps.accounts.models import Account
from dauys.apps.journal.models import Entry
from dauys.web.ui.letters import INTO_A_FOLDER, all_sent
from tests.web import people

CHAIR = people.who("chair")
OWN = "/en/desk/account/"
ADDRESS = f"{OWN}address/"
NEW = "chair@new.example"
WANTED = {"new_email": NEW, "oldpassword": people.PASSWORD}


def _letters() -> list[EmailMessage]:
    all_sent()
    return mail.outbox


def _link(client: Client, email: str = NEW) -> str:
    answer = client.post(ADDRESS, WANTED | {"new_email": email})
    assert answer["Location"] == OWN
    [link] = re.findall(r"http://testserver(/\S+)", str(_letters()[-1].body))
    return link


def _email() -> str:
    return Account.objects.get(person=CHAIR.person).email


def test_address_counts_once_the_link_is_confirmed(chair: Account) -> None:
    client = people.entered("chair")
    assert ADDRESS in client.get(OWN).content.decode()
    link = _link(client, NEW.upper())
    [letter] = _letters()
    assert (letter.to, letter.subject) == ([NEW], "Dauys: confirm your new e-mail address")
    assert NEW not in link
    assert "is on its way" in client.get(OWN).content.decode()
    assert _email() == CHAIR.email
    page = client.get(link).content.decode()
    assert f"From now on you sign in with {NEW}" in page
    assert _email() == CHAIR.email  # whoever only looks at the link changes nothing
    page = client.post(link, follow=True).content.decode()
    assert f"From now on you sign in with {NEW}" in page
    assert _email() == NEW
    told = _letters()[-1]
    assert (told.to, told.subject) == ([CHAIR.email], "Dauys: your e-mail address was changed")
    entry = Entry.objects.get(verb="change_address")
    assert (entry.subject, entry.office) == (f"account:{CHAIR.person}", "chair")
    assert "example" not in entry.body
    assert client.get(link).status_code == 410  # once
    for email, status in ((CHAIR.email, 200), (NEW, 302)):
        login = {"login": email, "password": people.PASSWORD}
        assert Client().post(f"{OWN}login/", login).status_code == status
    assert (
        "e-mail address changed"
        in people.entered("secretary").get(f"/en/desk/accounts/D1.tec/{CHAIR.person}/").content.decode()
    )


def test_address_of_before_opens_nothing_also_where_a_library_has_kept_it(chair: Account) -> None:
    EmailAddress.objects.create(user=chair, email=CHAIR.email, primary=True, verified=True)
    client = people.entered("chair")
    client.post(_link(client))
    login = {"login": CHAIR.email, "password": people.PASSWORD}
    assert Client().post(f"{OWN}login/", login).status_code == 200


def test_link_for_a_new_password_ends_with_the_address(chair: Account) -> None:
    client = people.entered("chair")
    Client().post(f"{OWN}password/reset/", {"email": CHAIR.email})
    [link] = re.findall(r"http://testserver(/\S+)", str(_letters()[-1].body))
    assert Client().get(link).status_code == 302
    client.post(_link(client))
    assert "no longer works" in Client().get(link).content.decode()
    assert not EmailAddress.objects.exists()


def test_link_is_for_the_owner_alone(chair: Account) -> None:
    link = _link(people.entered("chair"))
    other = people.entered("secretary")
    assert (other.get(link).status_code, other.post(link).status_code) == (410, 410)
    stranger = Client()
    assert stranger.post(link)["Location"] == f"{OWN}login/?next={quote(link)}"
    assert stranger.get(link)["Location"] == f"{OWN}login/?next={quote(link)}"
    assert _email() == CHAIR.email


@pytest.mark.parametrize("what", ["hour", "password", "sessions", "spoiled"])
def test_link_ends(chair: Account, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    client = people.entered("chair")
    link = _link(client)
    if what == "hour":
        later = time.time() + 3601
        monkeypatch.setattr("time.time", lambda: later)
        monkeypatch.setattr("dauys.web.entrance.sittings.ticking", lambda: later - 3600)
    elif what == "password":
        chair.set_password("мүлде-басқа-құпиясөз")
        chair.save()
        client = people.entered("chair")
    elif what == "sessions":
        client.post(f"{OWN}sessions/")
    else:
        link = f"{link[:-9]}AAAAAAAA/"
    assert client.post(link).status_code == 410
    assert _email() == CHAIR.email


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"oldpassword": "wrong"}, "The present password is not right"),
        ({"new_email": "no address"}, "New e-mail address: this is not written"),
        ({"new_email": CHAIR.email.upper()}, "This is your address already"),
    ],
)
def test_wrong_password_or_address_sends_nothing(chair: Account, wrong: dict[str, str], said: str) -> None:
    page = people.entered("chair").post(ADDRESS, WANTED | wrong).content.decode()
    assert said in page
    assert people.PASSWORD not in page
    assert _letters() == []


def test_wrong_passwords_are_counted_as_at_the_login(chair: Account) -> None:
    client = people.entered("chair")
    statuses = [client.post(ADDRESS, WANTED | {"oldpassword": "wrong"}).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]


def test_address_of_another_account_is_answered_alike_and_nothing_is_sent(chair: Account) -> None:
    client = people.entered("chair")
    taken = people.who("secretary").email
    assert client.post(ADDRESS, WANTED | {"new_email": taken})["Location"] == OWN
    assert f"If {taken} can be used" in client.get(OWN).content.decode()
    assert _letters() == []


def test_address_that_was_taken_meanwhile_is_refused(chair: Account) -> None:
    client = people.entered("chair")
    link = _link(client)
    Account.objects.filter(person=people.who("member").person).update(email=NEW)
    assert "<code>A-06</code>" in client.post(link).content.decode()
    assert _email() == CHAIR.email


def test_second_factor_is_shown_before(with_app: Account) -> None:
    client = people.entered("chair")
    for answer, told in ((client.get(ADDRESS), ""), (client.post(ADDRESS, WANTED), "unsaved=1&")):
        assert answer["Location"].startswith(f"{OWN}factors/reauthenticate/?{told}next=")
    assert _letters() == []


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_without_a_mail_server_it_is_said_who_helps(
    chair: Account, settings: Settings, language: str
) -> None:
    client = people.entered("chair")
    address = ADDRESS.replace("/en/", f"/{language}/")
    assert 'name="oldpassword"' in client.get(address).content.decode()
    settings.EMAIL_BACKEND = INTO_A_FOLDER
    for page in (client.get(address), client.post(address, WANTED)):
        said = page.content.decode()
        assert "panel alarm" in said
        assert 'name="oldpassword"' not in said
    assert _letters() == []


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_letters_and_pages_are_in_the_language(chair: Account, language: str) -> None:
    chair.language = language
    chair.save()
    client = people.entered("chair")
    link = _link(client)
    assert link.startswith(f"/{language}/desk/account/address/")
    for address in (link, link.replace("address/", "address/x")):
        assert f'<html lang="{language}">' in client.get(address).content.decode()
    client.post(link)
    assert [letter.subject.startswith("Dauys: ") for letter in _letters()] == [True, True]
