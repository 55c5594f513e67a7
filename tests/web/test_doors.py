"""The first page: who is let in, and what those see who are not."""

from __future__ import annotations

import pytest
from django.test import Client

from dauys.apps.commissions.actions import appoint_staff
from dauys.apps.commissions.models import Appointment, Commission
from tests import cast
from tests.apps import members
from tests.web import people

TODAY = "/en/desk/today/"


@pytest.mark.django_db
def test_stranger_is_sent_to_the_login() -> None:
    answer = Client().get(TODAY)
    assert answer.status_code == 302
    assert answer["Location"] == "/en/desk/account/login/?next=%2Fen%2Fdesk%2Ftoday%2F"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_chair_sees_today_in_each_language(commissions: None, language: str) -> None:
    answer = people.entered("chair").get(f"/{language}/desk/today/")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.content.decode()


def test_answer_forbids_inline_scripts_and_frames(commissions: None) -> None:
    answer = people.entered("chair").get(TODAY)
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cache-Control"] == "private, no-store"


def test_missing_page_answers_in_the_language(commissions: None) -> None:
    answer = people.entered("member").get("/ru/desk/nothing/")
    assert answer.status_code == 404
    assert "Страница не найдена" in answer.content.decode()


@pytest.fixture
def two_capacities(commissions: None) -> Client:
    """The chair of D1, who is auditor of D2 as well and acts as such; forms are checked as from a browser."""
    beside = Commission.objects.select_related("unit").get(code="D2.tec")
    person = people.who("chair").person
    appoint_staff(beside, person, "auditor", "№ 9", members.FORMED_ON, by=cast.AIGERIM, at=cast.AT)
    client = people.entered("chair")
    client.post("/en/desk/capacities/", {"capacity": "KZ/D2.tec:auditor"})
    return client


def test_capacity_that_was_chosen_is_the_one_that_acts(two_capacities: Client) -> None:
    assert two_capacities.get(TODAY).context["desk"].holds.office == "auditor"


def test_capacity_that_ended_is_not_replaced_in_silence(two_capacities: Client) -> None:
    Appointment.objects.filter(basis="№ 9").update(valid_to=cast.AT.date())
    answer = two_capacities.get(TODAY)
    assert (answer.status_code, answer["Location"]) == (302, "/en/desk/capacities/")
    two_capacities.post("/en/desk/capacities/", {"capacity": "KZ/D1.tec:chair"})
    assert two_capacities.get(TODAY).context["desk"].holds.office == "chair"


def test_form_of_another_capacity_can_no_longer_be_sent(two_capacities: Client) -> None:
    checked = Client(enforce_csrf_checks=True)
    checked.cookies = two_capacities.cookies
    token = str(checked.get("/en/desk/capacities/").context["csrf_token"])
    told = {"capacity": "KZ/D1.tec:chair", "csrfmiddlewaretoken": token}
    assert checked.post("/en/desk/capacities/", told).status_code == 302
    assert checked.post("/en/desk/capacities/", told).status_code == 403
