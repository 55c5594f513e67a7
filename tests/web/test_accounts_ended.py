"""An account ends for good, and the right person is invited anew; what one commission sees of an account."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dauys.apps.accounts.models import Account, Invitation
from dauys.apps.calendar.actions import open_subscription
from dauys.apps.commissions.actions import end_account, invite_holder, lock_account
from dauys.apps.commissions.models import Appointment, Commission
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import done_of
from dauys.apps.people.models import Person
from dauys.core.rights import Actor
from dauys.web.ui.letters import all_sent
from tests import cast
from tests.apps import members
from tests.web import people

LIST = "/en/desk/accounts/"
MEMBER = people.who("member")
PAGE = f"{LIST}D1.tec/{MEMBER.person}/"
END = f"{PAGE}end-account/"
STRANGER, RIGHT = "mistyped@elsewhere.example", "member@right.example"
PASSWORDS = {"password1": people.PASSWORD, "password2": people.PASSWORD}


def _invited(client: Client, email: str) -> str:
    page = client.post(f"{PAGE}invite/", {"email": email, "letters": "kk"}).content.decode()
    [link] = re.findall(r"http://testserver(/\S+?)</code>", page)
    return link


@pytest.fixture
def stranger(commissions: None) -> Client:
    """Somebody who accepted the invitation of a member, because the address was mistyped."""
    Account.objects.get(person=MEMBER.person).delete()
    client = Client()
    assert client.post(_invited(people.entered("chair"), STRANGER), PASSWORDS).status_code == 302
    auth.TOTP.activate(Account.objects.get(email=STRANGER), people.SECRET)
    assert client.get("/en/desk/today/").status_code == 200
    return client


def test_account_of_a_stranger_is_ended_and_the_right_person_invited_anew(stranger: Client) -> None:
    client = people.entered("chair")
    refused = client.post(f"{PAGE}invite/", {"email": RIGHT, "letters": "kk"}).content.decode()
    assert "<code>A-07</code>" in refused
    assert f'href="{END}"' in client.get(PAGE).content.decode()
    asked = client.get(END).content.decode()
    assert "cannot be undone" in asked
    assert '<button class="danger">End the account for good' in asked
    page = client.post(END, {"reason": "қате мекенжай"}, follow=True).content.decode()
    assert "no account" in page
    assert "account ended for good" in page
    assert "қате мекенжай" in page
    assert STRANGER not in page
    assert stranger.get("/en/desk/today/").status_code == 302
    assert not Authenticator.objects.exists()

    assert "another invites them anew" in page
    assert f"{PAGE}invite/" not in page
    again = client.post(f"{PAGE}invite/", {"email": RIGHT, "letters": "kk"}).content.decode()
    assert "<code>K-38</code>" in again

    chair = Client()
    assert chair.post(_invited(people.entered("secretary"), RIGHT), PASSWORDS).status_code == 302
    assert chair.get("/en/desk/today/").status_code == 200
    assert stranger.get("/en/desk/today/").status_code == 302
    assert Account.objects.get(person=MEMBER.person).email == RIGHT
    said = client.get(PAGE).content.decode()
    assert said.index("account ended for good") < said.index("invitation accepted", said.index("account end"))


def test_ended_account_opens_nothing_and_leaves_its_address(stranger: Client) -> None:
    client = people.entered("secretary")
    client.post(END, {"reason": "қате мекенжай"})
    ended = Account._base_manager.get(person=MEMBER.person)
    assert (ended.email, ended.is_active, ended.has_usable_password()) == ("", False, False)
    assert (ended.ended_at, ended.locked_at, ended.lock_reason) == (cast.AT, cast.AT, "қате мекенжай")
    login = {"login": STRANGER, "password": people.PASSWORD}
    assert Client().post("/en/desk/account/login/", login).status_code == 200
    assert Invitation.objects.filter(account=ended).count() == 1  # what was, stays
    _invited(people.entered("chair"), STRANGER)  # the address is free, for whom it may be right
    entry = Entry.objects.get(verb="end_account")
    assert (entry.office, entry.subject) == ("secretary", f"account:{MEMBER.person}")
    assert done_of(entry)["before"] == {"is_active": True, "kinds": ["totp"]}
    assert STRANGER not in entry.body


def test_open_invitation_ends_with_its_account(commissions: None) -> None:
    Account.objects.get(person=MEMBER.person).delete()
    client = people.entered("chair")
    link = _invited(client, STRANGER)
    client.post(END, {"reason": "қате мекенжай"})
    assert Client().get(link).status_code == 410


def test_open_invitations_that_an_account_issued_end_with_it(commissions: None) -> None:
    Account.objects.get(person=MEMBER.person).delete()
    link = _invited(people.entered("chair"), STRANGER)
    chair = f"{LIST}D1.tec/{people.who('chair').person}/end-account/"
    people.entered("chair", "R1.rec").post(chair, {"reason": "қате мекенжай"})
    assert Client().get(link).status_code == 410
    entry = Entry.objects.get(verb="end_account")
    assert done_of(entry)["withdrawn"] == [f"account:{MEMBER.person}"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite one writes at a time")
def test_who_ended_an_account_is_asked_once_nobody_else_writes(commissions: None) -> None:
    """Else whoever ends and invites in the same moment is asked before the end is there."""
    Account.objects.get(person=MEMBER.person).delete()
    district = Commission.objects.select_related("unit").get(code="D1.tec")
    chair = Actor(str(people.who("chair").person), "chair", district.unit.path, second_factor=True)
    with CaptureQueriesContext(connection) as asked:
        invite_holder(district, MEMBER.person, RIGHT, "kk", "token", by=chair, at=cast.AT)
    statements = [one["sql"] for one in asked]
    turn, bar = (
        next(place for place, one in enumerate(statements) if what in one)
        for what in ("pg_advisory_xact_lock", "end_account")
    )
    assert turn < bar


def test_secretary_does_not_become_the_chair(commissions: None) -> None:
    person = people.who("chair").person
    page, client = f"{LIST}D1.tec/{person}/", people.entered("secretary")
    shown = client.get(page).content.decode()
    assert "end-account/" not in shown
    assert "The account of a chair is begun and ended by a commission above only" in shown
    assert "<code>K-37</code>" in client.post(f"{page}end-account/", {"reason": "№ 1"}).content.decode()
    above = people.entered("secretary", "R1.rec")
    assert above.post(f"{page}end-account/", {"reason": "№ 1"}).status_code == 302
    told = {"email": "secretary@own.example", "letters": "kk"}
    assert "<code>K-37</code>" in client.post(f"{page}invite/", told).content.decode()
    assert "<code>K-38</code>" in above.post(f"{page}invite/", told).content.decode()
    assert not Account.objects.filter(person=person).exists()
    told["email"] = RIGHT
    assert people.entered("chair", "R1.rec").post(f"{page}invite/", told).status_code == 200
    assert Account.objects.get(person=person).email == RIGHT


@pytest.mark.parametrize(("deed", "subject"), [("lock", "is locked"), ("end-account", "has ended")])
def test_address_of_an_account_is_told_that_it_was_locked_or_ended(
    commissions: None, deed: str, subject: str
) -> None:
    email = Account.objects.get(person=MEMBER.person).email
    people.entered("chair").post(f"{PAGE}{deed}/", {"reason": "№ 1"})
    all_sent()
    [letter] = mail.outbox
    assert letter.to == [email]
    assert subject in str(letter.subject)
    assert "№ 1" not in str(letter.body)


def test_account_is_ended_for_a_reason_and_by_another(commissions: None) -> None:
    client = people.entered("chair")
    assert "<code>K-31</code>" in client.post(END, {"reason": "\u200b"}).content.decode()
    own = f"{LIST}D1.tec/{people.who('chair').person}/"
    assert "<code>K-32</code>" in client.post(f"{own}end-account/", {"reason": "№ 1"}).content.decode()
    assert "end-account/" not in client.get(own).content.decode()
    Account.objects.get(person=MEMBER.person).delete()
    assert "<code>A-09</code>" in client.post(END, {"reason": "№ 1"}).content.decode()
    assert not Entry.objects.filter(verb="end_account").exists()


def test_account_is_not_ended_by_others(commissions: None) -> None:
    told = {"reason": "№ 1"}
    assert people.entered("chair", "D2.tec").post(END, told).status_code == 404
    assert people.entered("auditor").post(END, told).status_code == 403
    assert people.entered("chair", "R1.rec").post(END, told).status_code == 403  # a member is their own's
    secretary = f"{LIST}D1.tec/{people.who('secretary').person}/end-account/"
    assert people.entered("chair", "R1.rec").post(secretary, told).status_code == 302
    assert Account.objects.filter(person=MEMBER.person).exists()


def test_person_and_address_have_one_account_at_a_time(commissions: None) -> None:
    told = {"language": "kk", "created_at": cast.AT}
    standing = Account.objects.get(person=MEMBER.person)
    for twice in (
        {"person": MEMBER.person, "email": RIGHT},
        {"person": members.code_of(9), "email": standing.email},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Account.objects.create(**twice, **told)


def test_calendar_address_of_before_is_not_that_of_the_new_account(stranger: Client) -> None:
    by = Actor(str(MEMBER.person), "member")
    open_subscription(MEMBER.person, "secret", by=by, at=cast.AT)
    feed = "/en/desk/calendar/secret.ics"
    assert Client().get(feed).status_code == 200
    district = Commission.objects.select_related("unit").get(code="D1.tec")
    end_account(district, MEMBER.person, "№ 1", by=cast.AIGERIM, at=cast.AT)
    assert Client().get(feed).status_code == 404
    invite_holder(district, MEMBER.person, RIGHT, "kk", "token", by=cast.AIGERIM, at=cast.LATER)
    assert Client().get(feed).status_code == 404


@pytest.fixture
def shared(commissions: None) -> str:
    """The page in D1.tec of a trainer there who is the chair of R1.rec, which stands above."""
    other = people.who("chair", "R1.rec")
    Appointment.objects.create(
        commission=Commission.objects.get(code="D1.tec"), person=Person.objects.get(code=other.person),
        office="trainer", basis="№ 1", valid_from=members.FORMED_ON,
    )  # fmt: skip
    region = Commission.objects.select_related("unit").get(code="R1.rec")
    lock_account(region, other.person, "облыстағы себеп", by=cast.AIGERIM, at=cast.AT)
    return f"{LIST}D1.tec/{other.person}/"


def test_page_offers_nothing_that_is_refused(shared: str) -> None:
    page = people.entered("chair").get(shared).content.decode()
    for deed in ("invite", "lock", "unlock", "second-factor", "end-account"):
        assert f"{shared}{deed}/" not in page, deed
    assert "one account opens both" in page
    assert f"{shared}end/trainer/" in page  # the appointment is the commission's own
    assert "one account opens both" not in people.entered("auditor").get(shared).content.decode()
    above = people.entered("chair", "KZ.cec").get(shared.replace("D1.tec", "R1.rec")).content.decode()
    assert "/unlock/" in above


def test_page_tells_nothing_of_what_other_commissions_did(shared: str) -> None:
    page = people.entered("chair").get(shared).content.decode()
    assert "облыстағы себеп" not in page
    assert "Nothing was done about this account yet" in page
    above = people.entered("chair", "KZ.cec").get(shared.replace("D1.tec", "R1.rec")).content.decode()
    assert above.count("облыстағы себеп") == 2


def test_commission_without_a_name_in_the_language_is_called_in_kazakh(commissions: None) -> None:
    client = people.entered("chair")
    for address in (PAGE, LIST):
        page = client.get(address.replace("/en/", "/ru/")).content.decode()
        assert "<dd>Комиссия D1</dd>" in page or ">Комиссия D1</td>" in page
        assert "D1.tec<" not in page


def test_second_factor_is_offered_to_be_taken_where_there_is_one(commissions: None) -> None:
    client = people.entered("chair")
    assert "second-factor/" not in client.get(PAGE).content.decode()
    auth.TOTP.activate(Account.objects.get(person=MEMBER.person), people.SECRET)
    assert "second-factor/" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_page_knows_a_word_for_every_entry_about_an_account(commissions: None, language: str) -> None:
    person, by = MEMBER.person, Actor(str(MEMBER.person), "member")
    open_subscription(person, "secret", by=by, at=cast.AT)
    page = people.entered("chair").get(PAGE.replace("/en/", f"/{language}/"))
    assert page.status_code == 200
