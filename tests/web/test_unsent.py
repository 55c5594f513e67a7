"""What was typed when a session had ended is shown again to whoever typed it, and to nobody else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from dauys.apps.accounts.models import Account
from dauys.apps.candidates.models import Candidate
from dauys.apps.commissions.actions import appoint_staff
from dauys.apps.commissions.models import Commission
from dauys.apps.journal.models import Entry
from dauys.apps.results.models import ProtocolVersion
from dauys.web.ui import unsent
from tests import cast
from tests.apps import members
from tests.web import people, rows
from tests.web.forms import own_form, sent
from tests.web.polls import DESK, E, all_came, came, said
from tests.web.test_every_door import ADDRESSES, DOORS
from tests.web.test_protocols_entry import ENTER, PAGE, typed

LOGIN = f"{DESK}/account/login/"
FACTOR = f"{DESK}/account/factors/authenticate/"
TODAY = f"{DESK}/today/"
TURNOUT = f"{DESK}/results/{E}/D1/turnout/12/"
CANCEL = f"{DESK}/elections/{E}/U1/cancel-poll/"
SHOWN = "Here is what you typed before. It is not saved yet"
KEPT = "What you typed is kept for you as a draft"
LOST = "Nothing of what you sent just now was saved, nor kept as a draft"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def clerk(commissions: None) -> Client:
    return people.entered("clerk")


def account(office: str, commission: str = "D1.tec") -> Account:
    return Account.objects.get(person=people.who(office, commission).person)


@contextmanager
def later(minutes: int = 31) -> Iterator[None]:
    """So many minutes after now, by the clock of the sessions."""
    with pytest.MonkeyPatch.context() as patch:
        then = time.time() + 60 * minutes
        patch.setattr("dauys.web.entrance.sittings.ticking", lambda: then)
        yield


def sent_too_late(client: Client, address: str, fields: dict[str, Any], **more: Any) -> str:
    """Send a form after the session has ended; where that leads."""
    client.get(TODAY)
    with later():
        return str(sent(client, address, fields, **more)["Location"])


def again(client: Client, who: Account) -> None:
    """Sign in, in the same browser."""
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")


def kept(client: Client) -> dict[str, str]:
    found: dict[str, str] = client.session.get(unsent.TOKENS, {})
    return found


def test_typed_protocol_comes_back_to_its_clerk_and_waits_for_the_button(
    commissions: None, settings: Settings
) -> None:
    """The whole way, with password and second factor; nothing is done until it is sent again."""
    settings.SECOND_FACTOR_ASKED = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    who = account("clerk")
    who.set_password(people.PASSWORD)
    who.save()
    auth.TOTP.activate(who, SECRET)
    client = Client()

    def signs_in(back: str = "") -> str:
        cache.clear()  # the code of this half minute may be used again
        client.post(LOGIN, {"login": who.email, "password": people.PASSWORD, "next": back})
        code = auth.format_hotp_value(auth.hotp_value(SECRET, int(time.time()) // 30))
        return str(client.post(FACTOR, {"code": code})["Location"])

    signs_in()
    assert client.get(ENTER).status_code == 200
    noted = Entry.objects.count()
    login = sent_too_late(client, ENTER, typed([123, 80]))
    assert login.startswith(f"{LOGIN}?ended=1&kept=1&next=")
    page = client.get(login).content.decode()
    assert KEPT in page
    assert "123" not in page
    assert client.get(ENTER).status_code == 302  # nobody is signed in
    back = signs_in(parse_qs(urlsplit(login).query)["next"][0])
    assert back == f"http://testserver{ENTER}"
    page = client.get(back).content.decode()
    assert 'name="votes-1" value="123"' in page
    assert SHOWN in page
    assert not ProtocolVersion.objects.exists()
    assert Entry.objects.count() == noted
    assert client.get(back).content.decode().count('value="123"') == 1  # a page may be loaded again
    assert sent(client, ENTER, typed([123, 80]))["Location"] == PAGE
    assert ProtocolVersion.objects.count() == 1
    assert kept(client) == {}
    assert SHOWN not in client.get(ENTER).content.decode()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_it_comes_back_in_whatever_language_the_form_is_opened(clerk: Client, language: str) -> None:
    sent_too_late(clerk, ENTER, typed([123, 80]))
    again(clerk, account("clerk"))
    page = clerk.get(ENTER.replace("/en/", f"/{language}/")).content.decode()
    assert 'name="votes-1" value="123"' in page


def test_another_account_gets_nothing_and_it_is_gone(clerk: Client) -> None:
    sent_too_late(clerk, ENTER, typed([123, 80]))
    assert list(kept(clerk)) == ["desk/results/" + ENTER.split("/results/")[1]]
    again(clerk, account("chair"))
    assert kept(clerk) == {}
    page = clerk.get(ENTER).content.decode()
    assert 'value="123"' not in page
    assert SHOWN not in page
    clerk.post(f"{DESK}/account/logout/")
    again(clerk, account("clerk"))
    assert 'value="123"' not in clerk.get(ENTER).content.decode()


def test_session_of_another_that_holds_it_shows_nothing(clerk: Client) -> None:
    """Were it left there by whatever way: what is sealed names its account."""
    sent_too_late(clerk, ENTER, typed([123, 80]))
    tokens = kept(clerk)
    other = people.entered("chair")
    session = other.session
    session[unsent.TOKENS] = tokens
    session.save()
    assert 'value="123"' not in other.get(ENTER).content.decode()


def test_database_holds_it_sealed(clerk: Client) -> None:
    sent_too_late(clerk, CANCEL, {"evidence": "Кеш батқанда"})
    [row] = Session.objects.all()
    assert "Кеш" not in str(row.get_decoded())
    assert "_auth_user_id" not in row.get_decoded()


def test_it_expires(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sent_too_late(clerk, ENTER, typed([123, 80]))
    again(clerk, account("clerk"))
    assert 'value="123"' in clerk.get(ENTER).content.decode()
    monkeypatch.setattr(unsent, "KEPT_FOR", -1)
    page = clerk.get(ENTER).content.decode()
    assert 'value="123"' not in page
    assert SHOWN not in page


@pytest.mark.parametrize(("signs", "is_kept"), [(100_000, True), (140_000, False)])
def test_too_large_is_not_kept_and_said_so(clerk: Client, signs: int, is_kept: bool) -> None:
    login = sent_too_late(clerk, ENTER, typed([123, 80], reason="a" * signs))
    assert bool(kept(clerk)) == is_kept
    assert ((KEPT if is_kept else LOST) in clerk.get(login).content.decode()) is True


def test_nothing_older_stands_for_what_is_too_large(clerk: Client) -> None:
    """Else figures of before would look like those that were typed last."""
    sent_too_late(clerk, ENTER, typed([123, 80]))
    again(clerk, account("clerk"))
    sent_too_late(clerk, ENTER, typed([124, 80], reason="a" * 140_000))
    assert kept(clerk) == {}


def test_secrets_and_tokens_are_never_kept(clerk: Client) -> None:
    secrets = dict.fromkeys(unsent.SECRETS, "құпия")
    sent_too_late(clerk, ENTER, typed([123, 80]) | secrets | {"confirmed": "00ff"})
    [token] = kept(clerk).values()
    content = str(unsent.opened(token, "unsent"))
    assert "123" in content
    assert "құпия" not in content
    assert not [name for name in (*secrets, "confirmed") if f'"{name}"' in content]


@pytest.mark.parametrize(
    "address",
    [
        f"{DESK}/account/password/change/", f"{DESK}/account/address/", f"{DESK}/account/reauthenticate/",
        f"{DESK}/account/factors/reauthenticate/", f"{DESK}/account/factors/totp/activate/",
        f"{DESK}/nowhere/",
    ],
)  # fmt: skip
def test_nothing_is_kept_of_forms_behind_no_door(clerk: Client, address: str) -> None:
    login = sent_too_late(clerk, address, {"oldpassword": "құпия", "new_email": "a@b.example", "name": "x"})
    assert kept(clerk) == {}
    assert "unsaved=1" in login
    assert LOST in clerk.get(login).content.decode()


def test_nothing_is_kept_of_a_form_with_a_file(clerk: Client) -> None:
    address = f"{DESK}/files/new/"
    file = SimpleUploadedFile("act.pdf", b"%PDF-1.7")
    with later():
        clerk.post(
            address, {"about": "№ 7", "content": file}, headers={"referer": f"http://testserver{address}"}
        )
    assert kept(clerk) == {}


def test_nothing_is_kept_of_a_button(commissions: None) -> None:
    """Nothing was typed, or the form stands on another page, to which nothing would come back."""
    chair = people.entered("chair", "KZ.cec")
    calendar = reverse("my_calendar")
    assert "unsaved=1" in sent_too_late(chair, calendar, {"csrfmiddlewaretoken": "x", "end": "1"})
    again(chair, account("chair", "KZ.cec"))
    page = {"headers": {"referer": f"http://testserver{reverse('publication')}"}}
    assert "unsaved=1" in sent_too_late(chair, reverse("republish_site"), {"whole": "on"}, **page)
    assert kept(chair) == {}


def test_strangers_leave_nothing_on_the_disk(commissions: None) -> None:
    stranger = Client()
    for _ in range(3):
        assert "unsaved=1" in sent(stranger, ENTER, typed([123, 80]))["Location"]
    stranger.cookies["dauys_session"] = "0" * 32
    sent(stranger, ENTER, typed([123, 80]))
    assert not Session.objects.exists()


def test_ended_session_leaves_so_many_forms_and_no_more(clerk: Client) -> None:
    """Of the forms open in several windows each is kept; there is an end to it."""
    codes = [f"U1.{number}" for number in range(1, unsent.MOST + 3)]
    enter = ENTER.replace("U1.1", "{}")
    first = sent_too_late(clerk, enter.format(codes[0]), typed([123, 80]))
    assert "kept=1" in first
    found = ["kept=1" in sent(clerk, enter.format(code), typed([123, 80]))["Location"] for code in codes[1:]]
    assert found == [True] * (unsent.MOST - 1) + [False] * 2
    assert len(kept(clerk)) == unsent.MOST
    again(clerk, account("clerk"))
    assert 'value="123"' in clerk.get(enter.format(codes[1])).content.decode()


@pytest.mark.parametrize("has_token", [True, False])
def test_only_what_a_page_of_ours_sent_is_kept(clerk: Client, has_token: bool) -> None:
    """Nobody else fills in a form for its reader: without the token nothing is kept."""
    browser = browser_of(clerk)
    token = str(browser.get(ENTER).context["csrf_token"])
    fields = typed([123, 80]) | ({"csrfmiddlewaretoken": token} if has_token else {})
    assert ("kept=1" in sent_too_late(browser, ENTER, fields)) == has_token
    assert bool(kept(browser)) == has_token


def browser_of(client: Client) -> Client:
    """The same browser, whose forms are checked."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = client.cookies
    return browser


def test_form_in_another_window_is_kept_where_a_link_ended_the_session(clerk: Client) -> None:
    clerk.get(TODAY)
    with later():
        assert "ended=1" in clerk.get(TODAY)["Location"]
        assert "kept=1" in sent(clerk, ENTER, typed([123, 80]))["Location"]
    again(clerk, account("clerk"))
    assert 'value="123"' in clerk.get(ENTER).content.decode()


@pytest.mark.parametrize(("office", "comes"), [("clerk", True), ("chair", False)])
def test_form_of_before_comes_back_after_a_login_in_another_window(
    commissions: None, settings: Settings, office: str, comes: bool
) -> None:
    """Its token is of the session before; it is shown again to the same account, and done by nobody."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    who = account(office)
    who.set_password(people.PASSWORD)
    who.save()
    browser = browser_of(people.entered("clerk"))
    fields = typed([123, 80]) | {"csrfmiddlewaretoken": str(browser.get(ENTER).context["csrf_token"])}
    with later():
        login = browser.get(TODAY)["Location"]
    token = str(browser.get(login).context["csrf_token"])
    told = {"login": who.email, "password": people.PASSWORD, "csrfmiddlewaretoken": token}
    assert sent(browser, LOGIN, told).status_code == 302
    answer = sent(browser, f"{ENTER}?x=1", fields)
    assert (answer.status_code, answer.get("Location")) == ((302, f"{ENTER}?x=1") if comes else (403, None))
    page = browser.get(ENTER).content.decode()
    assert ('value="123"' in page) == comes
    assert (SHOWN in page) == comes
    assert not ProtocolVersion.objects.exists()
    forged = sent(browser, ENTER, fields | {"csrfmiddlewaretoken": "a" * 32})
    assert forged.status_code == 403


def test_capacity_in_which_it_was_typed_comes_back(commissions: None) -> None:
    """Who holds two offices finds the form in the one that it is of."""
    beside = Commission.objects.select_related("unit").get(code="D1.tec")
    person = people.who("member", "KZ.cec").person
    appoint_staff(beside, person, "clerk", "№ 9", members.FORMED_ON, by=cast.AIGERIM, at=cast.AT)
    client = people.entered("member", "KZ.cec")
    client.post(f"{DESK}/capacities/", {"capacity": "KZ/D1.tec:clerk"})
    sent_too_late(client, ENTER, typed([123, 80]))
    again(client, account("member", "KZ.cec"))
    answer = client.get(ENTER)
    assert answer.context["desk"].holds.office == "clerk"
    assert 'value="123"' in answer.content.decode()


def test_it_is_there_after_a_second_pause(clerk: Client) -> None:
    """Shown, not sent, and the session ended again: by a link this time."""
    sent_too_late(clerk, ENTER, typed([123, 80]))
    again(clerk, account("clerk"))
    clerk.get(ENTER)
    with later():
        assert "ended=1" in clerk.get(TODAY)["Location"]
    again(clerk, account("clerk"))
    assert 'value="123"' in clerk.get(ENTER).content.decode()


def test_it_is_thrown_away_by_hand(clerk: Client) -> None:
    sent_too_late(clerk, ENTER, typed([123, 80]))
    again(clerk, account("clerk"))
    address = f"{ENTER}?x=1"
    page = {"headers": {"referer": f"http://testserver{address}"}}
    answer = sent(clerk, reverse("empty_form"), {"form": ENTER}, **page)
    assert answer["Location"] == f"http://testserver{address}"
    assert 'value="123"' not in clerk.get(ENTER).content.decode()
    elsewhere = {"headers": {"referer": "https://elsewhere.example/"}}
    assert sent(clerk, reverse("empty_form"), {"form": ENTER}, **elsewhere)["Location"] == f"{DESK}/"


def test_signing_out_by_hand_keeps_nothing(clerk: Client) -> None:
    sent_too_late(clerk, ENTER, typed([123, 80]))
    again(clerk, account("clerk"))
    clerk.get(TODAY)
    with later():  # after the end of the session, too
        clerk.post(f"{DESK}/account/logout/")
    assert not Session.objects.exists()


def test_night_between_typing_and_sending_loses_nothing(clerk: Client) -> None:
    """The session of a clerk who went home is known for a day after the last request."""
    clerk.get(TODAY)
    with later(20 * 60):
        assert "kept=1" in sent(clerk, ENTER, typed([123, 80]))["Location"]
    left = Session.objects.get().expire_date.timestamp() - time.time()
    assert left > 20 * 60 * 60


def test_version_that_came_meanwhile_is_said_first(clerk: Client) -> None:
    sent_too_late(clerk, ENTER, typed([123, 80]))
    came("U1", "U1.1", [120, 80])
    again(clerk, account("clerk"))
    answer = clerk.get(ENTER)
    assert "Version 1 came while you were typing" in said(answer)
    assert 'name="votes-1" value="123"' in answer.content.decode()
    assert 'name="version" value="1"' in answer.content.decode()


def test_contacts_that_came_meanwhile_are_told_before_they_are_lost(commissions: None) -> None:
    chair, address = people.entered("chair"), reverse("commission_contacts", args=["D1.tec"])
    form = own_form(chair.get(address).content.decode())
    assert form
    sent_too_late(chair, address, form.values | {"phone": "111"})
    Commission.objects.filter(code="D1.tec").update(email="new@d1.example")
    again(chair, account("chair"))
    back = own_form(chair.get(address).content.decode())
    assert back
    answer = sent(chair, address, back.values)
    assert answer.status_code == 422
    assert "this became “new@d1.example”" in said(answer)
    assert answer.content.decode().count('aria-invalid="true"') == 1  # one's own change is no surprise
    assert Commission.objects.get(code="D1.tec").email == "new@d1.example"
    told = own_form(answer.content.decode())
    assert told
    assert sent(chair, address, told.values | {"email": "new@d1.example"}).status_code == 302
    stands = Commission.objects.get(code="D1.tec")
    assert (stands.phone, stands.email) == ("111", "new@d1.example")


@pytest.mark.parametrize("address", [ENTER, CANCEL])
def test_typed_form_outlasts_the_second_factor(commissions: None, settings: Settings, address: str) -> None:
    """It ran out while somebody typed: it is asked, and then everything typed is there."""
    settings.SECOND_FACTOR_ASKED = True
    Authenticator.objects.create(user=account("chair"), type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = people.entered("chair")
    fields = typed([123, 80]) if address == ENTER else {"evidence": "№ 123 шешім"}
    answer = sent(client, address, fields)
    assert "/reauthenticate/?kept=1&next=" in answer["Location"]
    assert "What you typed is kept for you as a draft" in client.get(answer["Location"]).content.decode()
    settings.SECOND_FACTOR_ASKED = False
    page = client.get(address).content.decode()
    assert "123" in page
    assert SHOWN in page
    sent(client, address, fields)
    assert SHOWN not in client.get(address).content.decode()


CHAIRS = ("D1.tec", "KZ.cec", "U1.1.pec")
COVERED = {
    "accept_protocol", "adopt_term", "appoint_staff", "cancel_poll", "commission_contacts", "commission_end",
    "commission_formation", "commission_officers", "commission_replacement", "commission_rest", "end_account",
    "end_appointment", "invite_holder", "invite_members", "lock_account", "mark_done", "report_turnout",
    "reset_second_factor", "withdraw_file",
}  # fmt: skip


def comes_back(address: str, commission: str) -> str | None:
    """What is wrong with a form that was sent too late, "" for nothing; None where there is none."""
    client = people.entered("chair", commission)
    answer = client.get(address)
    if answer.streaming:  # it closes itself at its end
        b"".join(answer.streaming_content)
        return None
    form = own_form(answer.content.decode()) if answer.status_code == 200 else None
    if form is None:
        return None
    if "kept=1" not in sent_too_late(client, address, form.typed):
        return f"{address}: is not kept"
    again(client, account("chair", commission))
    page = client.get(address).content.decode()
    filled = own_form(page)
    if filled is None or filled.values != form.typed or SHOWN not in page:
        return f"{address}: {form.typed} → {filled and filled.values}"
    return ""


def test_every_form_is_filled_in_again(commissions: None, settings: Settings, tmp_path: Path) -> None:
    """Each page behind a door on which something is typed: all of its fields come back as they were."""
    settings.HOME = tmp_path
    found = {}
    for name in DOORS:
        address = reverse(name, kwargs=rows.named(name, ADDRESSES[name]))
        tried = (comes_back(address, commission) for commission in CHAIRS)
        found[name] = next((one for one in tried if one is not None), None)
    assert [one for one in found.values() if one] == []
    assert {name for name, one in found.items() if one is not None} >= COVERED


@pytest.mark.parametrize(
    "step",
    ["nominate", "withdraw-candidates", "cancel-registration", "register-candidates"],
)
def test_forms_of_before_the_vote_are_filled_in_again(
    commissions: None, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setenv("DAUYS_AT", "2021-07-10T12:00+06:00")
    if step == "register-candidates":
        Candidate.objects.filter(contest__code=cast.contest("U1")).update(status="nominated")
    assert comes_back(f"{DESK}/elections/{E}/U1/{step}/?id=2", "D1.tec") == ""


def test_page_about_other_candidates_is_not_filled_in(
    commissions: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is withdrawn in place of whom the link names, nor for the reason of another."""
    monkeypatch.setenv("DAUYS_AT", "2021-07-10T12:00+06:00")
    chair, address = people.entered("chair"), f"{DESK}/elections/{E}/U1/withdraw-candidates/"
    fields = {"id": ["1", "2"], "on": "2021-07-10", "reason": "№ 7 өтініш"}
    sent_too_late(chair, f"{address}?id=1&id=2", fields)
    again(chair, account("chair"))
    for asked in ("?id=1&id=2", ""):
        page = chair.get(f"{address}{asked}").content.decode()
        assert page.count('name="id"') == 2
        assert "№ 7 өтініш" in page
    page = chair.get(f"{address}?id=2").content.decode()
    assert page.count('name="id"') == 1
    assert "№ 7 өтініш" not in page
    assert SHOWN not in page


def test_forms_of_after_the_vote_are_filled_in_again(commissions: None) -> None:
    all_came()
    assert comes_back(f"{DESK}/results/{E}/U2.1/protocol/release/", "D1.tec") == ""
    assert comes_back(f"{DESK}/elections/{E}/U1/establish-results/", "D1.tec") == ""
    assert comes_back(f"{DESK}/elections/{E}/establish/?unit=U1", "D1.tec") == ""
