"""Many invited on one page: taken or refused whole, letters beside the answer, and who was not reached."""

from __future__ import annotations

import datetime as dt
import re
import socket
from pathlib import Path
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal import auth
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from dauys.apps.accounts.models import Account, Invitation
from dauys.apps.commissions.models import Appointment, Commission, Membership, OutsideAct
from dauys.apps.journal.models import Entry
from dauys.apps.people.models import Person
from dauys.web.ui.letters import INTO_A_FOLDER
from dauys.web.ui.mailing import all_mailed
from dauys.web.ui.words import said
from tests import cast
from tests.apps import members
from tests.web import choosy_post, people, slow_post
from tests.web.forms import sent

MANY = "/en/desk/accounts/invite/"
STAFF = f"{MANY}staff/"
OFFICES = ("deputy", "secretary", "member")


def _field(office: str, commission: str = "D1.tec") -> str:
    return f"to-{people.who(office, commission).person.hex}-{commission}"


def _filled(*offices: str, **emails: str) -> dict[str, str]:
    """A page on which addresses stand beside the holders of some offices; the fields of others are empty."""
    typed = {_field(one): emails.get(one, f"{one.title()}@new.example") for one in offices}
    return {_field("clerk", "U1.1.pec"): "", "letters": "ru"} | typed


def _invited(**emails: str) -> dict[str, str]:
    return _filled(*emails, **emails)


@pytest.fixture
def nobody(commissions: None) -> Client:
    """Only the chair has an account, and is at work."""
    Account.objects.exclude(person=people.who("chair").person).delete()
    return people.entered("chair")


@pytest.fixture
def committing(transactional_db: None, nobody: Client) -> Client:
    """The same where transactions end: what is noted beside the answer is written to the database."""
    return nobody


def _names(client: Client, address: str = MANY) -> list[str]:
    return [row.name for row in client.get(address).context["rows"]]


def _letters() -> dict[str, str]:
    """What became of the letter to each address."""
    all_mailed()
    return dict(Invitation.objects.filter(withdrawn_at=None).values_list("account__email", "letter"))


def _text(client: Client, address: str = MANY) -> str:
    page = client.get(address).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_screens_are_in_the_language(nobody: Client, language: str) -> None:
    for address in (MANY, STAFF, f"{MANY}?q=nobody"):
        answer = nobody.get(address.replace("/en/", f"/{language}/"))
        assert answer.status_code == 200, address
        assert said(language, "accounts.many.lead") in answer.content.decode()


def test_list_has_own_members_and_the_heads_of_those_beneath(nobody: Client) -> None:
    names = _names(nobody)
    assert _field("chair") not in names
    assert {_field(one) for one in OFFICES} <= set(names)
    assert len(names) == 6 + 2 * 2  # of each of the two precincts chair and secretary
    assert _field("member", "U1.1.pec") not in names
    assert len(_names(nobody, STAFF)) == 5
    _account("chair", "R1.rec")
    above = _names(people.entered("chair", "R1.rec"))
    assert _field("secretary") in above
    assert _field("deputy") not in above


def _account(office: str, commission: str) -> Account:
    one = people.who(office, commission)
    return Account.objects.create(person=one.person, email=one.email, language="en", created_at=people.BEGAN)


NARROWED = {
    "office=chair": 2, "level=precinct": 4, "under=U1.1": 2, "q=U1.2": 2, "q=адам+301": 1, "state=none": 10,
    "state=failed": 0, "state=expired&office=member": 0, "state=active": 10,
}  # fmt: skip


def test_list_is_narrowed_by_the_address(nobody: Client) -> None:
    found = {one: len(_names(nobody, f"{MANY}?{one}")) for one in NARROWED}
    assert found == NARROWED


def test_page_is_taken_whole_and_each_is_written_to(committing: Client) -> None:
    before = Entry.objects.count()
    answer = committing.post(f"{MANY}?level=district&page=2", _filled(*OFFICES))
    assert answer["Location"] == f"{MANY}?level=district"
    emails = {f"{one}@new.example" for one in OFFICES}
    assert _letters() == dict.fromkeys(emails, "sent")
    assert {letter.to[0] for letter in mail.outbox} == emails
    assert {str(letter.subject)[:19] for letter in mail.outbox} == {"Dauys: приглашение "}
    assert Entry.objects.count() == before + 3
    page = committing.get(answer["Location"]).content.decode()
    assert said("en", "accounts.many.done", n=3) in page
    assert {_field(one) for one in OFFICES} & set(_names(committing)) == set()
    for letter in mail.outbox:
        [link] = re.findall(r"http://testserver(/ru/desk/invitation/\S+)", str(letter.body))
        assert Client().get(link).status_code == 200
        assert link not in page


def test_fault_refuses_the_page_and_stands_beside_its_field(nobody: Client) -> None:
    typed = _invited(deputy="no address", secretary="a@new.example", member="A@new.example")
    page = nobody.post(MANY, typed).content.decode()
    assert page.count('aria-invalid="true"') == 3
    for code, office in (("A-01", "deputy"), ("K-41", "secretary"), ("K-41", "member")):
        assert f'<code>{code}</code> <a href="#{_field(office)}">' in page
        assert f'id="{_field(office)}-wrong"' in page
    assert 'value="no address"' in page
    assert 'value="A@new.example"' in page
    assert f'id="{_field("clerk", "U1.1.pec")}"' not in page  # of those appointed there
    assert not Invitation.objects.exists()
    assert mail.outbox == []


def test_page_without_an_address_is_refused(nobody: Client) -> None:
    page = nobody.post(MANY, {_field("deputy"): " ", "letters": "kk"}).content.decode()
    assert f'<a href="#{_field("deputy")}">{said("en", "accounts.many.nothing")}</a>' in page


def test_language_of_the_letters_is_one_of_ours(nobody: Client) -> None:
    page = nobody.post(MANY, _filled("deputy") | {"letters": "xx"}).content.decode()
    assert "Language of the letter: choose one of the list" in page
    assert not Invitation.objects.exists()


def test_page_sent_twice_ends_no_link(nobody: Client) -> None:
    nobody.post(MANY, _filled("deputy"))
    again = nobody.post(MANY, _filled("deputy", "member")).content.decode()
    assert "<code>K-39</code>" in again
    assert Invitation.objects.get().withdrawn_at is None
    all_mailed()


def test_who_left_meanwhile_is_told_with_the_address_that_was_typed(nobody: Client) -> None:
    Membership.objects.filter(person__code=people.who("deputy").person).update(
        valid_to=cast.AT.date(), left_by=OutsideAct.objects.first()
    )
    page = nobody.post(MANY, _filled("deputy", "member")).content.decode()
    assert said("en", "accounts.many.gone") in page
    assert "Deputy@new.example" in page
    assert not Invitation.objects.exists()


def test_who_is_not_theirs_is_invited_by_nobody(nobody: Client) -> None:
    _account("chair", "D2.tec")
    _account("chair", "R1.rec")
    assert people.entered("chair", "R1.rec").post(MANY, _filled("deputy")).status_code == 403
    beside = people.entered("chair", "D2.tec").post(MANY, _filled("deputy")).content.decode()
    assert said("en", "accounts.many.gone") in beside
    assert not Invitation.objects.exists()


def test_own_chair_is_not_invited(nobody: Client) -> None:
    Account.objects.all().delete()
    _account("secretary", "D1.tec")
    page = people.entered("secretary").post(MANY, _filled("chair")).content.decode()
    assert "<code>K-37</code>" in page


def test_more_than_a_page_is_refused(nobody: Client) -> None:
    typed = {f"to-{uuid4().hex}-D1.tec": "" for _ in range(50)} | _filled("deputy")
    page = nobody.post(MANY, typed).content.decode()
    assert said("en", "accounts.many.too_many", most=50) in page
    assert not Invitation.objects.exists()


def test_what_was_typed_outlasts_the_second_factor(nobody: Client, settings: Settings) -> None:
    settings.SECOND_FACTOR_ASKED = True
    auth.TOTP.activate(Account.objects.get(person=people.who("chair").person), "JBSWY3DPEHPK3PXP")
    address = sent(nobody, f"{MANY}?q=x", _filled("deputy"))["Location"]
    assert "/reauthenticate/?kept=1&" in address
    settings.SECOND_FACTOR_ASKED = False  # it was shown
    shown = said("en", "ui.unsent.is_shown")
    page = nobody.get(MANY).content.decode()
    assert shown in page
    assert 'value="Deputy@new.example"' in page
    assert '<option value="ru" selected>' in page
    assert shown not in nobody.get(f"{MANY}?q=nobody").content.decode()
    sent(nobody, MANY, _filled("deputy"))
    assert shown not in nobody.get(MANY).content.decode()
    all_mailed()


def test_what_was_refused_is_there_when_one_comes_back(nobody: Client) -> None:
    assert "<code>A-01</code>" in sent(nobody, MANY, _invited(deputy="no address")).content.decode()
    assert 'value="no address"' in nobody.get(MANY).content.decode()


def test_answer_does_not_wait_for_the_letters(committing: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "tests.web.slow_post.EmailBackend"
    slow_post.LET.clear()
    try:
        assert committing.post(MANY, _filled(*OFFICES)).status_code == 302
        assert mail.outbox == []
        assert (
            Entry.objects.filter(verb="issue_invitation").count() == 3
        )  # committed before any letter leaves
        assert "letter on its way 3" in _text(committing)
    finally:
        slow_post.LET.set()
    all_mailed()
    assert "letter sent 3" in _text(committing)


def test_refused_address_and_broken_connection_stop_no_other_letter(
    committing: Client, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "tests.web.choosy_post.EmailBackend"
    choosy_post.CALLS.clear()
    typed = _invited(deputy="d@refused.example", secretary="s@broken.example", member="m@new.example")
    committing.post(MANY, typed)
    wanted = {"d@refused.example": "failed", "s@broken.example": "sent", "m@new.example": "sent"}
    assert _letters() == wanted
    assert "letter not sent 1" in _text(committing)
    assert _names(committing, f"{MANY}?state=failed") == [_field("deputy")]
    assert 'value="d@refused.example"' in committing.get(f"{MANY}?state=failed").content.decode()
    assert 'value="d@refused.example"' not in committing.get(MANY).content.decode()
    assert "invited until 2 August 2021; letter not sent" in _text(
        committing, "/en/desk/accounts/?letter=failed"
    )
    assert "letter not sent" in _text(committing, f"/en/desk/accounts/D1.tec/{people.who('deputy').person}/")
    committing.post(MANY, _invited(deputy="right@new.example"))
    assert _letters()["right@new.example"] == "sent"
    assert "letter not sent 1" not in _text(committing)


def test_mail_server_out_of_reach_is_asked_once_and_all_are_told_so(
    committing: Client, settings: Settings
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # connects, and says nothing
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_TIMEOUT = 0.2
        committing.post(MANY, _filled(*OFFICES))
        assert set(_letters().values()) == {"failed"}
        silent.settimeout(1)
        silent.accept()[0].close()
        silent.setblocking(False)
        with pytest.raises(BlockingIOError):
            silent.accept()
    assert len(_names(committing, f"{MANY}?state=failed")) == 3
    assert 'class="panel alarm" id="letters"' in committing.get(MANY).content.decode()


def test_letter_whose_process_ended_is_told_as_not_sent(
    nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody.post(MANY, _filled("deputy"))
    all_mailed()
    Invitation.objects.update(letter="waiting")
    assert "letter on its way 1" in _text(nobody)
    monkeypatch.setenv("DAUYS_AT", (cast.AT + dt.timedelta(minutes=16)).isoformat())
    assert "letter not sent 1" in _text(nobody)
    assert _names(nobody, f"{MANY}?state=failed") == [_field("deputy")]


def test_without_a_mail_server_each_link_is_shown_once(
    committing: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = INTO_A_FOLDER, tmp_path / "mail"
    page = committing.post(MANY, _filled(*OFFICES)).content.decode()
    links = re.findall(r"http://testserver(/ru/desk/invitation/\S+?)</code>", page)
    assert len(links) == 3
    assert set(_letters().values()) == {"lies"}
    letters = [path.read_text(encoding="utf-8") for path in (tmp_path / "mail").iterdir()]
    assert len(letters) == 3
    assert all(sum(link in letter for letter in letters) == 1 for link in links)
    assert {Client().get(link).status_code for link in links} == {200}
    assert "letter lies in the folder mail 3" in _text(committing)


def test_single_invitation_notes_its_letter_too(nobody: Client, settings: Settings) -> None:
    address = f"/en/desk/accounts/D1.tec/{people.who('deputy').person}/invite/"
    nobody.post(address, {"email": "a@new.example", "letters": "kk"})
    assert Invitation.objects.get().letter == "sent"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    nobody.post(address, {"email": "a@new.example", "letters": "kk"})
    assert Invitation.objects.get(withdrawn_at=None).letter == "failed"


def test_staff_is_invited_in_the_own_commission(committing: Client) -> None:
    assert committing.post(STAFF, _filled("clerk", "auditor"))["Location"] == STAFF
    assert set(_letters()) == {"clerk@new.example", "auditor@new.example"}


def test_list_of_accounts_leads_there_whom_it_is_for(commissions: None) -> None:
    for office, commission, leads in (("chair", "D1.tec", True), ("auditor", "D1.tec", False)):
        client = people.entered(office, commission)
        assert (f'href="{MANY}"' in client.get("/en/desk/accounts/").content.decode()) is leads
        assert (f'href="{STAFF}"' in client.get("/en/desk/accounts/staff/").content.decode()) is leads


def test_list_asks_the_same_number_of_questions_for_many_rows(nobody: Client) -> None:
    def questions(address: str, *others: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            shown = nobody.get(address).context["shown"]
        assert shown.page.paginator.count in others, address
        return len(asked)

    nobody.get(MANY)  # a session begins
    few = [questions(MANY, 10), questions(STAFF, 5)]
    people.seat_many(300)
    assert [questions(MANY, 310), questions(STAFF, 305)] == few
    assert len(_names(nobody)) == 50
    assert len(_names(nobody, f"{MANY}?page=7")) == 10


def test_faults_of_many_rows_ask_no_more_to_be_shown(nobody: Client) -> None:
    """The page that comes back asks for its rows once, however many there are."""
    district = Commission.objects.get(code="D1.tec")
    many = Person.objects.bulk_create(Person(code=uuid4(), name=f"Адам {n}") for n in range(49))
    Appointment.objects.bulk_create(
        Appointment(
            commission=district, person=one, office="clerk", basis="№ 1", valid_from=members.FORMED_ON
        )
        for one in many
    )

    def questions(count: int) -> int:
        fields = {f"to-{one.code.hex}-D1.tec": "" for one in many[:count]}
        with CaptureQueriesContext(connection) as asked:
            nobody.post(STAFF, fields | {"letters": "kk"})
        return len(asked)

    questions(1)
    assert questions(3) == questions(49)
