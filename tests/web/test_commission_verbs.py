"""The verbs of a commission through their forms: done, confirmed, refused with what to do, sent twice."""

from __future__ import annotations

import datetime as dt
import re
from uuid import uuid4

from django.test import Client
from pytest_django import Settings

from dauys.apps.commissions.models import Commission
from dauys.apps.commissions.queries import Composition, commission_of, composition_on, mandates_of
from dauys.apps.journal.models import Entry
from dauys.apps.people.models import Person
from tests import cast
from tests.web import people

PAGE = "/en/desk/commissions/D1.tec/"
FORMS = ("replacement", "officers", "rest", "return", "formation", "contacts", "end")
ACT = {"body": "Бірінші аудандық мәслихат", "number": "44", "adopted_on": "2021-07-01", "title": ""}
ON = {"on": "2021-07-10"} | ACT
TODAY = cast.AT.date()
MEMBER = people.who("member").person
GONE = MEMBER.int + 1


def person(offset: int) -> str:
    return str(Person.objects.get(code=people.members.code_of(MEMBER.int + offset)).code)


def d1() -> Commission:
    found = commission_of("KZ", "D1.tec")
    assert found is not None
    return found


def sits(day: dt.date = TODAY) -> Composition:
    return composition_on(d1(), day)


def said(client: Client, form: str, typed: dict[str, str]) -> str:
    """The answer to a form that is sent, as a reader sees it: the page it leads to where it was done."""
    answer = client.post(f"{PAGE}{form}/", typed, follow=True)
    assert answer.status_code in (200, 422)
    text = re.sub(r"<[^>]+>", " ", answer.content.decode().replace("\xa0", " "))
    return " ".join(text.split())


def replaced(**typed: str) -> dict[str, str]:
    empty = {"leaving": "", "reason": "", "joining": "", "name": "", "new_code": str(uuid4())}
    return ON | empty | typed


def test_contacts_are_changed_and_corrected_when_wrong(commissions: None) -> None:
    client = people.entered("secretary")
    stands = {"name_kk": "Комиссия D1", "phone": "+7 000 000 00 00"}
    assert "E-mail: this is not written as it has to be" in said(
        client, "contacts", stands | {"email": "nobody"}
    )
    assert d1().email == ""
    done = said(client, "contacts", stands | {"email": "tec@example.org", "address_ru": "ул. Образцовая, 1"})
    assert "Changed: E-mail, Address, in Russian." in done
    assert "tec@example.org" in done
    entries = Entry.objects.filter(verb="enter_commissions").count()
    again = said(client, "contacts", stands | {"email": "tec@example.org", "address_ru": "ул. Образцовая, 1"})
    assert "Nothing changed" in again
    assert Entry.objects.filter(verb="enter_commissions").count() == entries


def test_member_is_replaced_by_a_new_person_once_it_is_confirmed(commissions: None) -> None:
    client = people.entered("secretary")
    typed = replaced(
        leaving=person(1), reason="own wish", joining="new", name="Ерлан Үлгі", workplace="№ 9 мектеп"
    )
    asked = said(client, "replacement", typed)
    assert f"On 10 July 2021 Адам {GONE} leaves the commission and Ерлан Үлгі joins." in asked
    assert "Reason: own wish" in asked
    assert "By the act: " in asked
    assert len(sits().members) == 7
    assert not Person.objects.filter(name="Ерлан Үлгі").exists()
    done = said(client, "replacement", typed | {"confirmed": "1"})
    assert f"From 10 July 2021: Адам {GONE} left, Ерлан Үлгі joined." in done
    assert "Ерлан Үлгі" in {one.name for one in sits().members}
    assert f"Адам {GONE}" in {one.name for one in sits(dt.date(2021, 7, 9)).members}
    again = said(client, "replacement", typed | {"confirmed": "1"})
    assert "Who leaves: choose one of the list" in again  # they left already
    assert Person.objects.filter(name="Ерлан Үлгі").count() == 1


def test_replacement_refused_keeps_what_was_typed_and_says_what_to_do(commissions: None) -> None:
    client = people.entered("secretary")
    answer = client.post(f"{PAGE}replacement/", replaced(joining="new", name="Бір Адам"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "K-22" in page
    assert 'href="#id_leaving"' in page
    assert 'value="Бір Адам"' in page
    for language, sentence in (("kk", "Барлық орын толы"), ("ru", "Все места заняты")):
        page = client.post(
            f"/{language}/desk/commissions/D1.tec/replacement/", replaced(joining="new", name="A")
        )
        assert sentence in page.content.decode()
    assert "Reason: fill this in" in said(client, "replacement", replaced(leaving=person(1)))
    early = replaced(leaving=person(1), reason="own wish") | {"adopted_on": "2021-07-11"}
    assert "K-12" in said(client, "replacement", early)
    assert "choose one of the list" in said(client, "replacement", replaced(leaving=str(uuid4()), reason="x"))
    long = replaced(leaving=person(1), reason="a\nb")
    assert "Reason: this is not written as it has to be" in said(client, "replacement", long)
    assert len(sits().members) == 7


def test_seat_left_vacant_is_filled_once_however_often_it_is_sent(commissions: None) -> None:
    client = people.entered("secretary")
    for offset in (1, 2):
        left = said(client, "replacement", replaced(leaving=person(offset), reason="own wish", confirmed="1"))
        assert "the seat is vacant" in left
    came = replaced(joining="new", name="Жаңа Мүше") | {"on": "2021-07-12"}
    assert "From 12 July 2021: Жаңа Мүше joined." in said(client, "replacement", came)
    assert "K-34" in said(client, "replacement", came)
    back = replaced(joining=person(2), on="2021-07-20")
    assert f"Адам {GONE + 1} joined" in said(client, "replacement", back)  # one who sat before, by name
    assert sits().vacant == 0


def test_officers_are_elected_and_nothing_changes_the_second_time(commissions: None) -> None:
    client = people.entered("chair")
    typed = ON | {"chair": "", "deputy": person(1), "secretary": ""}
    assert f"Elected. deputy chair: Адам {GONE}." in said(client, "officers", typed)
    found = sits().holder("deputy")
    assert found is not None
    assert found.name == f"Адам {GONE}"
    assert "Nothing changed" in said(client, "officers", typed)
    both = typed | {"chair": person(2), "secretary": person(2), "on": "2021-07-15"}
    assert "K-09" in said(client, "officers", both)


def test_duties_rest_and_are_taken_up_again(commissions: None) -> None:
    client = people.entered("secretary")
    typed = ON | {"person": person(1), "reason": "kin of a candidate", "until": ""}
    assert f"The duties of Адам {GONE} rest from 10 July 2021." in said(client, "rest", typed)
    assert [one.name for one in sits().members if one.suspended] == [f"Адам {GONE}"]
    assert "choose one of the list" in said(client, "rest", typed)  # they rest already
    assert "K-20" in said(client, "return", ON | {"person": person(1)})  # not before the day they began
    back = ON | {"person": person(1), "on": "2021-07-24"}
    assert f"Адам {GONE} takes up the duties again from 24 July 2021." in said(client, "return", back)
    assert "choose one of the list" in said(client, "return", back)
    assert not any(one.suspended for one in sits().members)
    assert any(one.suspended for one in sits(dt.date(2021, 7, 23)).members)


def test_mandate_ends_once_it_is_confirmed(commissions: None) -> None:
    chair = people.entered("chair", "R1.rec")  # those who sit lose their office with the mandate
    typed = ON | {"reason": "court decision"}
    asked = said(chair, "end", typed)
    assert "On 10 July 2021 the powers of the whole composition end; members: 7." in asked
    assert sits().mandate is not None
    changed = chair.post(f"{PAGE}end/", typed | {"change": "1"}).content.decode()
    assert 'value="court decision"' in changed
    done = said(chair, "end", typed | {"confirmed": "1"})
    assert "From 10 July 2021 the powers of the composition ended" in done
    assert "Nobody sits on this day" in done
    assert "K-15" in said(chair, "end", typed | {"confirmed": "1"})
    assert people.entered("chair").get(PAGE).status_code == 403  # no office today


def test_commission_is_formed_from_rows_that_grow(commissions: None) -> None:
    chair = people.entered("chair", "R1.rec")
    head = ON | {"seats": "3", "rows": "2"}
    rows = {
        "row1-joining": person(1), "row1-office": "chair", "row1-new_code": str(uuid4()),
        "row2-name": "Жаңа Мүше", "row2-office": "secretary", "row2-birth_year": "1990",
        "row2-new_code": str(uuid4()),
    }  # fmt: skip
    page = chair.post(f"{PAGE}formation/", head | rows | {"more": "1"}).content.decode()
    assert 'value="Жаңа Мүше"' in page
    assert 'name="row3-name"' in page
    assert rows["row2-new_code"] in page
    wrong = head | rows | {"rows": "3", "row3-joining": "new", "row3-name": "", "row3-new_code": str(uuid4())}
    assert "3. Name: fill this in" in said(chair, "formation", wrong)
    twice = said(chair, "formation", head | rows | {"row2-office": "chair"})
    assert "K-09" in twice
    assert "found: chair" in twice
    named = head | rows | {"row2-joining": person(1), "row2-name": ""}
    assert f"found: Адам {GONE}" in said(chair, "formation", named)  # K-08, by name and not by code
    assert "the new one begins (members: 2)" in said(chair, "formation", head | rows)
    done = said(chair, "formation", head | rows | {"confirmed": "1"})
    assert "The commission is formed from 10 July 2021; members: 2." in done
    assert (sits().seats, sits().vacant) == (3, 1)
    assert [one.name for one in sits().members] == [f"Адам {GONE}", "Жаңа Мүше"]
    assert "K-34" in said(chair, "formation", head | rows | {"confirmed": "1"})
    assert mandates_of(d1()).count() == 2


def test_form_is_for_those_whose_office_has_the_verb(commissions: None) -> None:
    """Every form is walked office by office in test_every_door; here, one as a reader meets it."""
    seen = [
        people.entered(office, commission).get(f"{PAGE}replacement/").status_code
        for office, commission in (("chair", "R1.rec"), ("auditor", "D1.tec"), ("chair", "U1.1.pec"))
    ]
    assert seen == [200, 403, 404]


def test_second_factor_is_asked_before_any_form_is_shown_or_taken(
    commissions: None, settings: Settings
) -> None:
    settings.SECOND_FACTOR_ASKED = True
    client = people.entered("secretary")
    session = client.session
    session["second_factor_enrolled"] = True
    session.save()
    assert client.get(PAGE).status_code == 200
    for form in FORMS:
        for answer in (client.get(f"{PAGE}{form}/"), client.post(f"{PAGE}{form}/", ON | {"confirmed": "1"})):
            assert answer.status_code == 302
            assert "reauthenticate" in answer["Location"]
    assert len(sits().members) == 7
