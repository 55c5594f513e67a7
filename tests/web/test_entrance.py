"""Logging in: password and second factor, addresses that lead nowhere, lock-out, sessions that end."""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from dauys.apps.accounts.models import Account
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import done_of
from dauys.web.ui.letters import all_sent
from tests.web import people

DESK = "/en/desk/"
LOGIN = f"{DESK}account/login/"
TODAY = f"{DESK}today/"
FACTORS = f"{DESK}account/factors/"
CHAIR = people.who("chair")


def _logs_in(client: Client, password: str = people.PASSWORD, address: str = LOGIN, **more: str) -> Any:
    return client.post(address, {"login": CHAIR.email, "password": password, **more})


def _verbs() -> list[str]:
    subject = f"account:{CHAIR.person}"
    return list(Entry.objects.filter(subject=subject).order_by("number").values_list("verb", flat=True))


def test_password_alone_opens_where_no_second_factor_is_asked(chair: Account) -> None:
    client = Client()
    assert _logs_in(client)["Location"] == DESK
    assert client.get(TODAY).status_code == 200
    assert _verbs() == []  # a login is no entry


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("kk", "Мекенжай немесе құпиясөз дұрыс емес"),
        ("ru", "Адрес или пароль неверны"),
        ("en", "The address or the password is not right"),
    ],
)
def test_wrong_password_is_said_in_the_language(chair: Account, language: str, said: str) -> None:
    answer = _logs_in(Client(), "wrong", f"/{language}/desk/account/login/")
    page = answer.content.decode()
    assert said in page
    assert people.PASSWORD not in page


def test_strangers_address_is_answered_like_a_wrong_password(chair: Account) -> None:
    answer = Client().post(LOGIN, {"login": "nobody@d1.example", "password": "wrong"})
    assert "The address or the password is not right" in answer.content.decode()


def test_empty_form_names_both_fields(db: None) -> None:
    page = Client().post(LOGIN, {}).content.decode()
    assert '<a href="#id_login">E-mail address: fill this in</a>' in page
    assert '<a href="#id_password">Password: fill this in</a>' in page


NOWHERE = (
    "signup/", "email/", "confirm-email/", "confirm-email/abc/", "password/set/", "login/code/",
    "reauthenticate/code/",
)  # fmt: skip


@pytest.mark.parametrize("is_logged_in", [True, False])
def test_pages_that_make_no_sense_are_not_there(chair: Account, is_logged_in: bool) -> None:
    client = people.entered("chair") if is_logged_in else Client()
    for address in NOWHERE:
        assert client.get(f"{DESK}account/{address}").status_code == 404, address
        assert client.post(f"{DESK}account/{address}", {"email": "a@b.example"}).status_code == 404, address


def test_second_factor_is_asked_after_the_password(with_app: Account) -> None:
    client = Client()
    assert _logs_in(client)["Location"] == f"{FACTORS}authenticate/"
    assert client.get(TODAY).status_code == 302  # not in yet
    page = client.get(f"{FACTORS}authenticate/").content.decode()
    assert "Open the app on your phone" in page
    wrong = client.post(f"{FACTORS}authenticate/", {"code": "000000"})
    assert "This code is not right" in wrong.content.decode()
    assert client.post(f"{FACTORS}authenticate/", {"code": people.app_code()})["Location"] == DESK
    assert client.get(TODAY).status_code == 200


def test_code_of_the_app_works_once(with_app: Account) -> None:
    code = people.app_code()
    for number, status in enumerate((302, 200)):
        client = Client()
        _logs_in(client)
        answer = client.post(f"{FACTORS}authenticate/", {"code": code})
        assert answer.status_code == status, number


@pytest.mark.django_db(transaction=True)
def test_whoever_has_no_second_factor_sets_one_up_first(chair: Account, settings: Settings) -> None:
    settings.SECOND_FACTOR_ASKED = True
    client = Client()
    _logs_in(client)
    assert client.get(TODAY)["Location"] == f"{FACTORS}totp/activate/"
    page = client.get(f"{FACTORS}totp/activate/").content.decode()
    secret = client.session["mfa.totp.secret"]
    assert f">{' '.join(secret[at : at + 4] for at in range(0, 32, 4))}</code>" in page
    assert len(secret) == 32
    assert "Six figures that the app shows now." in page
    assert "recovery codes" not in page.split("<form")[-1]
    assert 'src="data:image/svg+xml;base64,' in page
    code = people.app_code(secret=secret)
    codes = client.post(f"{FACTORS}totp/activate/", {"code": code})["Location"]
    assert codes == f"{FACTORS}recovery-codes/"
    kept = re.findall(r"<li><code>(\d{8})</code>", client.get(codes).content.decode())
    assert len(set(kept)) == 10
    assert client.get(f"{codes}download/").content.decode().split()[-10:] == kept
    assert client.get(TODAY).status_code == 200
    assert _verbs() == ["add_second_factor", "add_second_factor"]  # the app, and the codes


def test_second_factor_is_shown_with_a_recovery_code_once(with_app: Account) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    [code, *_] = RecoveryCodes.activate(with_app).get_unused_codes()
    for status in (302, 200):
        client = Client()
        _logs_in(client)
        assert client.post(f"{FACTORS}authenticate/", {"code": code}).status_code == status


def test_app_is_removed_only_with_a_second_factor_shown(with_app: Account) -> None:
    client = people.entered("chair")
    remove = f"{FACTORS}totp/deactivate/"
    answer = client.get(remove)
    assert answer["Location"].startswith(f"{FACTORS}reauthenticate/?next=")
    assert client.get(f"{DESK}account/reauthenticate/")["Location"] == f"{FACTORS}reauthenticate/"
    assert client.post(answer["Location"], {"code": people.app_code()})["Location"] == remove
    assert client.post(remove)["Location"] == FACTORS
    assert not Authenticator.objects.exists()
    assert _verbs() == ["remove_second_factor"]
    assert client.get(TODAY)["Location"] == f"{FACTORS}totp/activate/"  # at once, in the same session


def test_fifth_wrong_password_locks_out_for_a_while(chair: Account) -> None:
    client = Client()
    statuses = [_logs_in(client, "wrong").status_code for _ in range(6)]
    assert statuses == [200, 200, 200, 200, 429, 429]
    answer = _logs_in(Client())
    assert answer.status_code == 429
    assert reverse("account_reset_password") in answer.content.decode()
    assert "Wait 15 minutes" in answer.content.decode()
    assert _verbs() == ["lock_out"]  # once
    entry = Entry.objects.get(verb="lock_out")
    assert (entry.person, done_of(entry)) == ("", {"from": "127.0.0.1"})
    elsewhere = Client(REMOTE_ADDR="127.0.0.2")
    assert _logs_in(elsewhere).status_code == 302  # the owner is not locked out by a stranger


def test_password_by_link_is_set_and_ends_the_lock_out(chair: Account) -> None:
    client = Client()
    for _ in range(5):
        _logs_in(client, "wrong")
    chair.language = "ru"
    chair.save()
    answer = client.post(f"{DESK}account/password/reset/", {"email": CHAIR.email.upper()})
    assert answer["Location"] == f"{DESK}account/password/reset/sent/"
    assert client.get(answer["Location"]).status_code == 200
    all_sent()
    [letter] = mail.outbox
    assert (letter.subject, letter.to) == ("Dauys: ссылка для нового пароля", [CHAIR.email])
    [link] = re.findall(r"http://testserver(/\S+)", str(letter.body))
    form = client.get(link)["Location"]
    new = {"password1": "мүлде-басқа-құпиясөз", "password2": "мүлде-басқа-құпиясөз"}
    short = client.post(form, {"password1": "қысқа", "password2": "қысқа"})
    assert "The password has to have at least 12 characters" in short.content.decode()
    differ = client.post(form, new | {"password2": "басқа"})
    assert "The two passwords are not the same" in differ.content.decode()
    assert client.post(form, new).status_code == 302
    assert "no longer works" in Client().get(link).content.decode()
    assert _logs_in(Client(), new["password1"]).status_code == 302
    assert _verbs() == ["lock_out", "set_password"]


def test_password_by_link_is_set_also_where_its_owner_is_logged_in(chair: Account) -> None:
    client = people.entered("chair")
    client.post(f"{DESK}account/password/reset/", {"email": CHAIR.email})
    all_sent()
    [link] = re.findall(r"http://testserver(/\S+)", str(mail.outbox[0].body))
    new = {"password1": "мүлде-басқа-құпиясөз", "password2": "мүлде-басқа-құпиясөз"}
    assert client.post(client.get(link)["Location"], new).status_code == 302
    assert _logs_in(Client(), new["password1"]).status_code == 302


def test_nobody_is_written_to_who_has_no_account(chair: Account) -> None:
    answer = Client().post(f"{DESK}account/password/reset/", {"email": "nobody@d1.example"})
    assert answer.status_code == 302
    all_sent()
    assert mail.outbox == []


def test_changed_password_ends_all_other_sessions(chair: Account) -> None:
    client, other = people.entered("chair"), people.entered("chair")
    new = "мүлде-басқа-құпиясөз"
    page = client.post(
        f"{DESK}account/password/change/",
        {"oldpassword": people.PASSWORD, "password1": new, "password2": new},
        follow=True,
    )
    assert "Your password is changed" in page.content.decode()
    assert client.get(TODAY).status_code == 200
    assert other.get(TODAY).status_code == 302
    assert _verbs() == ["set_password"]
    assert [one.subject for one in mail.outbox] == ["Dauys: your password was changed"]


def test_other_sessions_are_ended_by_hand(chair: Account) -> None:
    client, other = people.entered("chair"), people.entered("chair")
    page = client.post(f"{DESK}account/sessions/", follow=True).content.decode()
    assert "All other sessions have ended" in page
    assert other.get(TODAY).status_code == 302
    assert _verbs() == ["end_sessions"]


def test_language_of_letters_is_chosen(chair: Account) -> None:
    client = people.entered("chair")
    client.post(f"{DESK}account/language/", {"letters": "ru"})
    chair.refresh_from_db()
    assert chair.language == "ru"
    wrong = client.post(f"{DESK}account/language/", {"letters": "xx"}).content.decode()
    assert "choose one of the list" in wrong


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 302)])
def test_session_ends_after_half_an_hour_without_a_request(
    chair: Account, monkeypatch: pytest.MonkeyPatch, minutes: int, status: int
) -> None:
    client = people.entered("chair")
    client.get(TODAY)
    later = time.time() + 60 * minutes
    monkeypatch.setattr("dauys.web.entrance.sittings.ticking", lambda: later)
    answer = client.get(TODAY)
    assert answer.status_code == status
    if status == 302:
        assert answer["Location"] == f"{LOGIN}?ended=1&next=%2Fen%2Fdesk%2Ftoday%2F"
        assert "Your session has ended" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("kk", "Жаңа ғана жіберілген деректер қабылданған жоқ, қараламасы да сақталмады"),
        ("ru", "Отправленное только что не принято, и черновик его не сохранен"),
        ("en", "Nothing of what you sent just now was saved, nor kept as a draft"),
    ],
)
@pytest.mark.parametrize("has_session", [True, False])
def test_form_sent_after_the_session_ended_is_said_not_to_be_saved(
    chair: Account, monkeypatch: pytest.MonkeyPatch, has_session: bool, language: str, sentence: str
) -> None:
    client = people.entered("chair") if has_session else Client()
    client.get(TODAY)
    later = time.time() + 60 * 31
    monkeypatch.setattr("dauys.web.entrance.sittings.ticking", lambda: later)
    form = f"/{language}/desk/files/new/"
    answer = client.post(form, {"about": "№ 1"}, headers={"referer": f"http://testserver{form}"})
    page = client.get(answer["Location"]).content.decode()
    assert sentence in page
    assert ("ended=1" in answer["Location"]) == has_session
    assert not Entry.objects.filter(verb="store_file").exists()
    back = parse_qs(urlsplit(answer["Location"]).query)["next"]
    login = answer["Location"].partition("?")[0]
    monkeypatch.undo()
    assert _logs_in(client, address=login, next=back[0])["Location"] == f"http://testserver{form}"


def test_way_back_after_a_login_is_never_to_another_site(chair: Account) -> None:
    client = Client()
    answer = client.post("/en/desk/files/new/", {}, headers={"referer": "https://elsewhere.example/form"})
    back = parse_qs(urlsplit(answer["Location"]).query)["next"]
    assert _logs_in(client, next=back[0])["Location"] == DESK


def test_session_ends_after_a_working_day_of_requests(
    chair: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = people.entered("chair")
    began = time.time()
    found = []
    for minutes in range(0, 12 * 60 + 21, 20):
        monkeypatch.setattr("dauys.web.entrance.sittings.ticking", lambda now=began + 60 * minutes: now)
        found.append(client.get(TODAY).status_code)
    assert found == [200] * 36 + [302, 302]


def test_session_cookie_ends_with_the_browser(chair: Account, settings: Settings) -> None:
    client = Client()
    _logs_in(client)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["expires"], cookie["max-age"]) == ("", "")
    assert cookie["httponly"]


def test_locked_account_fails_at_the_next_request(chair: Account) -> None:
    client = people.entered("chair")
    assert client.get(TODAY).status_code == 200
    Account.objects.filter(id=chair.id).update(is_active=False, locked_at="2021-07-25T00:00Z")
    assert client.get(TODAY).status_code == 302
    answer = _logs_in(Client())
    page = Client().get(answer["Location"])
    assert (page.status_code, "This account is locked" in page.content.decode()) == (403, True)


def test_way_back_never_leads_to_another_host(chair: Account) -> None:
    answer = _logs_in(Client(), next="https://elsewhere.example/")
    assert answer["Location"] == DESK
    assert _logs_in(Client(), next=f"{DESK}capacities/")["Location"] == f"{DESK}capacities/"


PAGES = (
    "login/", "", "language/", "password/change/", "password/reset/", "password/reset/sent/",
    "password/reset/done/",
    "logout/", "locked/", "reauthenticate/", "factors/", "factors/totp/activate/", "factors/webauthn/",
    "factors/webauthn/add/", "factors/recovery-codes/generate/",
)  # fmt: skip


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_of_the_entrance_is_in_the_language(chair: Account, language: str) -> None:
    client = Client()
    _logs_in(client)
    for address in PAGES:
        answer = client.get(f"/{language}/desk/account/{address}")
        if answer.status_code == 302:  # the login, for one who is in
            continue
        page = answer.content.decode()
        assert f'<html lang="{language}">' in page, address
        assert "<h1>" in page, address
        assert "<script>" not in page, address
        assert "style=" not in page, address
