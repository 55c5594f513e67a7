"""Users and invitations: who is listed for whom, invited by whom, locked, appointed; others find nothing."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from dauys.apps.accounts.models import Account
from dauys.apps.commissions.models import Appointment, Commission
from dauys.apps.journal.models import Entry
from dauys.apps.people.models import Person
from dauys.web.ui.letters import INTO_A_FOLDER, all_sent
from dauys.web.ui.words import said
from tests.apps import members
from tests.web import people

LIST = "/en/desk/accounts/"
STAFF = f"{LIST}staff/"
NEW = {"email": "New.Member@D1.example", "letters": "ru"}


def _page(commission: str, office: str, deed: str = "") -> str:
    return f"{LIST}{commission}/{people.who(office, commission).person}/{deed}"


def _without_account(office: str, commission: str = "D1.tec") -> None:
    Account.objects.get(person=people.who(office, commission).person).delete()


def _link(page: str) -> str:
    [found] = re.findall(r"http://testserver(/\S+?)</code>", page)
    return found


def test_list_shows_own_members_and_those_beneath(commissions: None) -> None:
    page = people.entered("chair").get(LIST).content.decode()
    assert "21 rows" in page  # D1.tec and its two precincts, seven each
    assert _page("U1.1.pec", "chair") in page
    assert "/D2.tec/" not in page
    assert "/R1.rec/" not in page


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_lists_are_in_the_language(commissions: None, language: str) -> None:
    client = people.entered("secretary")
    for address in (
        LIST,
        STAFF,
        _page("D1.tec", "chair"),
        _page("D1.tec", "member", "lock/"),
        f"{LIST}D1.tec/appoint/",
    ):
        answer = client.get(address.replace("/en/", f"/{language}/"))
        assert answer.status_code == 200, address
        assert f'<html lang="{language}">' in answer.content.decode()


NARROWED = {
    "office=chair": 3, "level=precinct": 14, "state=active": 12, "state=none": 9, "under=U1.1": 7,
    "q=U1.2": 7, "q=адам+300": 1, "office=chair&state=locked": 0, "office=emperor": 21,
}  # fmt: skip


def test_list_is_narrowed_by_the_address(commissions: None) -> None:
    client = people.entered("chair")
    found = {one: client.get(f"{LIST}?{one}").context["shown"].page.paginator.count for one in NARROWED}
    assert found == NARROWED


def test_list_of_staff_and_its_csv(commissions: None) -> None:
    client = people.entered("auditor")
    table = b"".join(client.get(f"{STAFF}?format=csv&office=clerk&sort=-commission")).decode()
    lines = table.strip().splitlines()
    assert len(lines) == 4
    assert lines[1].endswith("clerk,Комиссия U1.2,active,")


def test_list_asks_the_same_number_of_questions_for_many_rows(commissions: None) -> None:
    client = people.entered("chair")

    def questions(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    questions(LIST)  # a session begins
    few = [questions(LIST), questions(STAFF)]
    people.seat_many(300)
    assert [questions(LIST), questions(STAFF)] == few


FOREIGN = ["", "invite/", "withdraw/", "lock/", "unlock/", "second-factor/", "end/clerk/"]


def test_member_of_another_commission_finds_nobody(commissions: None) -> None:
    client = people.entered("chair", "D2.tec")
    for deed in FOREIGN:
        address = _page("D1.tec", "clerk", deed)
        assert (client.get(address).status_code, client.post(address, NEW).status_code) == (404, 404), deed
    assert client.get(f"{LIST}D1.tec/appoint/").status_code == 404
    assert client.get(f"{LIST}R1.rec/appoint/").status_code == 404  # above is as far


def test_list_is_not_for_every_office(commissions: None) -> None:
    for office in ("member", "clerk", "press_officer"):
        client = people.entered(office)
        assert client.get(LIST).status_code == 403
        assert client.get(_page("D1.tec", "chair")).status_code == 403


def test_auditor_sees_and_does_nothing(commissions: None) -> None:
    client = people.entered("auditor")
    page = client.get(_page("D1.tec", "member")).content.decode()
    assert "/lock/" not in page
    assert client.post(_page("D1.tec", "member", "lock/"), {"reason": "№ 1"}).status_code == 403


def test_nobody_is_at_the_page_of_a_stranger(commissions: None) -> None:
    client = people.entered("chair")
    somebody = people.who("chair", "D2.tec").person
    assert client.get(f"{LIST}D1.tec/{somebody}/").status_code == 404
    assert client.get(f"{LIST}nowhere/{somebody}/").status_code == 404


def test_invitation_is_written_in_the_language_and_shown_once(commissions: None) -> None:
    _without_account("member")
    client = people.entered("secretary")
    assert "no account" in client.get(_page("D1.tec", "member")).content.decode()
    shown = client.post(_page("D1.tec", "member", "invite/"), NEW).content.decode()
    link = _link(shown)
    assert link.startswith("/ru/desk/invitation/")
    [letter] = mail.outbox
    assert (letter.to, letter.subject[:19]) == (["new.member@d1.example"], "Dauys: приглашение ")
    assert link in letter.body
    page = client.get(_page("D1.tec", "member")).content.decode()
    assert link not in page
    assert "invited" in page
    assert Entry.objects.filter(body__contains=link.split("/")[-2]).count() == 0  # the token is nowhere


def test_invitation_ends_with_a_password_and_a_login(commissions: None) -> None:
    _without_account("member")
    link = _link(people.entered("chair").post(_page("D1.tec", "member", "invite/"), NEW).content.decode())
    client = Client()
    page = client.get(link).content.decode()
    assert "не короче 12 знаков" in page  # the rules stand there before anything is typed
    bad = client.post(link, {"password1": "123456789012", "password2": "x"}).content.decode()
    assert "Пароль из одних цифр быстро подбирают" in bad
    differ = client.post(link, {"password1": people.PASSWORD, "password2": "x"}).content.decode()
    assert "Пароли не совпадают" in differ
    good = {"password1": people.PASSWORD, "password2": people.PASSWORD}
    assert client.post(link, good)["Location"] == "/ru/desk/"
    assert client.get("/ru/desk/today/").status_code == 200
    again = Client().get(link)
    assert (again.status_code, "нельзя воспользоваться" in again.content.decode()) == (410, True)
    page = people.entered("chair").get(_page("D1.tec", "member")).content.decode()
    assert "invitation accepted, password set" in page


def test_second_invitation_ends_the_first_link_and_withdrawing_the_second(commissions: None) -> None:
    _without_account("member")
    client = people.entered("chair")
    links = [_link(client.post(_page("D1.tec", "member", "invite/"), NEW).content.decode()) for _ in range(2)]
    assert [Client().get(link).status_code for link in links] == [410, 200]
    assert client.get(_page("D1.tec", "member", "withdraw/")).status_code == 200
    page = client.post(_page("D1.tec", "member", "withdraw/"), follow=True).content.decode()
    assert "is withdrawn" in page
    assert Client().get(links[1]).status_code == 410


def test_link_for_a_new_password_is_no_way_around_an_invitation(commissions: None) -> None:
    _without_account("member")
    client = people.entered("chair")
    client.post(_page("D1.tec", "member", "invite/"), NEW)
    client.post(_page("D1.tec", "member", "withdraw/"))
    mail.outbox.clear()
    answer = Client().post("/en/desk/account/password/reset/", {"email": NEW["email"]}, follow=True)
    assert answer.status_code == 200  # as for everybody
    all_sent()
    assert mail.outbox == []


def test_refusal_stands_above_the_form_with_its_code(commissions: None) -> None:
    _without_account("member")
    taken = {"email": people.who("chair").email, "letters": "kk"}
    page = people.entered("chair").post(_page("D1.tec", "member", "invite/"), taken).content.decode()
    assert "<code>A-06</code>" in page
    assert mail.outbox == []


def test_letter_that_cannot_leave_is_said(commissions: None, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    _without_account("member")
    page = people.entered("chair").post(_page("D1.tec", "member", "invite/"), NEW).content.decode()
    assert "No letter could be sent" in page
    assert Client().get(_link(page)).status_code == 200


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_letter_of_an_installation_without_a_mail_server_is_said_to_lie_there(
    commissions: None, settings: Settings, tmp_path: Path, language: str
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = INTO_A_FOLDER, tmp_path / "mail"
    _without_account("member")
    address = _page("D1.tec", "member", "invite/").replace("/en/", f"/{language}/")
    page = people.entered("chair").post(address, NEW).content.decode()
    assert said(language, "accounts.letter_lies", email=NEW["email"]) in page
    assert said(language, "accounts.letter_not_sent", email=NEW["email"]) not in page
    assert 'role="alert"' not in page
    [letter] = (tmp_path / "mail").iterdir()
    assert _link(page) in letter.read_text(encoding="utf-8")


def test_mail_server_that_stays_silent_does_not_stop_an_invitation(
    commissions: None, settings: Settings
) -> None:
    assert settings.EMAIL_TIMEOUT == 10
    _without_account("member")
    with socket.create_server(("127.0.0.1", 0)) as silent:  # connects, and says nothing
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_TIMEOUT = 0.2
        page = people.entered("chair").post(_page("D1.tec", "member", "invite/"), NEW).content.decode()
    assert "No letter could be sent" in page
    assert Client().get(_link(page)).status_code == 200


def test_from_above_only_chair_and_secretary_are_invited(commissions: None) -> None:
    for office in ("secretary", "deputy"):
        _without_account(office)
    client = people.entered("chair", "R1.rec")
    offered = client.get(_page("D1.tec", "secretary")).content.decode()
    assert "/invite/" in offered
    assert client.post(_page("D1.tec", "secretary", "invite/"), NEW).status_code == 200
    assert client.get(_page("D1.tec", "deputy", "invite/")).status_code == 403
    kept = client.get(_page("D1.tec", "deputy")).content.decode()
    assert "/invite/" not in kept
    assert said("en", "accounts.from_above") in kept
    assert said("en", "accounts.from_above") not in offered
    assert (
        said("en", "accounts.from_above")
        not in people.entered("chair").get(_page("D1.tec", "deputy")).content.decode()
    )
    assert (
        said("en", "accounts.from_above")
        not in people.entered("auditor", "R1.rec").get(_page("D1.tec", "deputy")).content.decode()
    )
    assert (
        client.post(_page("D1.tec", "deputy", "invite/"), NEW | {"email": "b@c.example"}).status_code == 403
    )
    assert not Account.objects.filter(email="b@c.example").exists()


def test_lock_ends_a_session_and_says_why(commissions: None) -> None:
    other = people.entered("member")
    assert other.get("/en/desk/today/").status_code == 200
    client = people.entered("chair")
    page = client.post(
        _page("D1.tec", "member", "lock/"), {"reason": "жоғалған ноутбук"}, follow=True
    ).content.decode()
    assert page.count("жоғалған ноутбук") == 2  # as the reason that stands, and in the history
    assert other.get("/en/desk/today/").status_code == 302
    client.post(_page("D1.tec", "member", "unlock/"), {"reason": "табылды"})
    assert other.get("/en/desk/today/").status_code == 302  # the session of before stays ended
    assert people.entered("member").get("/en/desk/today/").status_code == 200


@pytest.mark.parametrize("elsewhere", ["R1.rec", "D2.tec"])
@pytest.mark.parametrize("deed", ["invite", "lock", "unlock", "second-factor"])
def test_account_that_opens_another_commission_is_not_reached(
    commissions: None, deed: str, elsewhere: str
) -> None:
    other = people.who("chair", elsewhere)
    district = Commission.objects.get(code="D1.tec")
    known = Person.objects.get(code=other.person)
    Appointment.objects.create(
        commission=district, person=known, office="trainer", basis="№ 1", valid_from=members.FORMED_ON
    )
    page = people.entered("chair").post(
        f"{LIST}D1.tec/{other.person}/{deed}/", NEW | {"reason": "жоғалған ноутбук"}
    )
    assert "<code>K-36</code>" in page.content.decode()
    account = Account.objects.get(person=other.person)
    assert (account.email, account.is_active, account.round) == (other.email, True, 0)


def test_lock_without_a_reason_is_refused(commissions: None) -> None:
    page = people.entered("chair").post(_page("D1.tec", "member", "lock/"), {"reason": ""}).content.decode()
    assert "Reason: fill this in" in page
    page = people.entered("chair").post(_page("D1.tec", "chair", "lock/"), {"reason": "№ 1"}).content.decode()
    assert "<code>K-32</code>" in page
    assert not Account.objects.filter(is_active=False).exists()


def test_own_second_factor_is_taken_away_by_another(commissions: None) -> None:
    auth.TOTP.activate(Account.objects.get(person=people.who("chair").person), "JBSWY3DPEHPK3PXP")
    own = _page("D1.tec", "chair", "second-factor/")
    page = people.entered("chair").post(own, {"reason": "№ 1"}).content.decode()
    assert "<code>K-32</code>" in page
    assert Authenticator.objects.exists()
    assert people.entered("secretary").post(own, {"reason": "№ 1"}).status_code == 302
    assert not Authenticator.objects.exists()


def test_lost_phone_is_taken_away_with_its_sessions(commissions: None) -> None:
    account = Account.objects.get(person=people.who("member").person)
    auth.TOTP.activate(account, people.SECRET)
    other = people.entered("member")
    client = people.entered("secretary")
    page = client.post(_page("D1.tec", "member", "second-factor/"), {"reason": "жоғалды"}, follow=True)
    assert "is taken away" in page.content.decode()
    assert not Authenticator.objects.exists()
    assert other.get("/en/desk/today/").status_code == 302
    again = client.post(_page("D1.tec", "member", "second-factor/"), {"reason": "жоғалды"})
    assert "<code>A-10</code>" in again.content.decode()


def test_somebody_new_is_appointed_and_the_office_taken_again(commissions: None) -> None:
    client = people.entered("chair")
    told = {"person": "", "name": "Жаңа Қызметкер", "office": "auditor", "basis": "№ 8", "on": "2021-07-01"}
    wrong = client.post(f"{LIST}D1.tec/appoint/", told | {"name": "\u200b"}).content.decode()
    assert "<code>K-35</code>" in wrong
    answer = client.post(f"{LIST}D1.tec/appoint/", told)
    page = client.get(answer["Location"]).content.decode()
    assert "Жаңа Қызметкер" in page
    assert "auditor" in page
    end = f"{answer['Location']}end/auditor/"
    assert client.get(f"{answer['Location']}end/clerk/").status_code == 404
    assert client.post(end, {"basis": "№ 9", "on": "2021-07-20"})["Location"] == STAFF
    assert client.get(answer["Location"]).status_code == 404


def test_member_is_appointed_by_choosing(commissions: None) -> None:
    client = people.entered("chair")
    member = people.who("member").person
    told = {"person": str(member), "office": "trainer", "basis": "№ 8", "on": "01.07.2021"}
    assert client.post(f"{LIST}D1.tec/appoint/", told)["Location"] == f"{LIST}D1.tec/{member}/"
    both = client.post(f"{LIST}D1.tec/appoint/", told | {"name": "Біреу"}).content.decode()
    assert "not both" in both
    neither = client.post(f"{LIST}D1.tec/appoint/", told | {"person": ""}).content.decode()
    assert "Name of somebody new: fill this in" in neither
    assert client.get(f"{LIST}U1.1.pec/appoint/").status_code == 403  # they appoint their own


def test_deed_asks_for_the_second_factor_before_the_form(commissions: None, settings: Settings) -> None:
    settings.SECOND_FACTOR_ASKED = True
    auth.TOTP.activate(Account.objects.get(person=people.who("chair").person), people.SECRET)
    client = people.entered("chair")
    for deed in ("invite/", "withdraw/", "lock/", "unlock/", "second-factor/"):
        address = _page("D1.tec", "member", deed)
        asked = client.get(address)["Location"]
        assert asked.startswith("/en/desk/account/factors/reauthenticate/?next="), deed
        assert client.post(address, {"reason": "№ 1", **NEW}).status_code == 302, deed
    assert Entry.objects.filter(subject=f"account:{people.who('member').person}").count() == 0
