"""Steps of candidates through their forms: chosen by checkboxes, shown before, done or refused in words."""

from __future__ import annotations

import datetime as dt

import pytest

from dauys.apps.candidates.models import Candidate
from tests import cast
from tests.web import people
from tests.web.polls import DESK, E, said

U1 = f"{DESK}/elections/{E}/U1"


@pytest.fixture(autouse=True)
def before_the_vote(monkeypatch: pytest.MonkeyPatch) -> None:
    """Candidates change until election day begins."""
    monkeypatch.setenv("DAUYS_AT", "2021-07-10T12:00+06:00")


def statuses() -> dict[str, str]:
    return dict(Candidate.objects.filter(contest__code=cast.contest("U1")).values_list("number", "status"))


def nominate(number: str = "3", **facts: str) -> dict[str, str]:
    return {"number": number, "name": "Үміткер Үш", "on": "2021-07-02"} | facts


def test_person_is_nominated(commissions: None) -> None:
    client = people.entered("secretary")
    assert 'value="3"' in client.get(f"{U1}/nominate/").content.decode()  # the next number
    assert (
        client.post(f"{U1}/nominate/", nominate(way="self", sex="f", birth_year="1980"))["Location"]
        == f"{U1}/"
    )
    found = Candidate.objects.get(contest__code=cast.contest("U1"), number="3")
    assert (found.status, found.nominated_by, found.nominated_on) == (
        "nominated",
        "self",
        dt.date(2021, 7, 2),
    )


def test_nomination_is_refused_in_words(commissions: None) -> None:
    client = people.entered("secretary")
    assert "C-10" in said(client.post(f"{U1}/nominate/", nominate("1")))
    assert "C-05" in said(client.post(f"{U1}/nominate/", nominate(on="2021-07-20")))
    assert "C-13" in said(client.post(f"{U1}/nominate/", nominate(name="Екі\nжол")))
    assert "Full name: fill this in" in said(client.post(f"{U1}/nominate/", nominate(name="")))
    assert set(statuses()) == {"1", "2"}


def test_several_are_registered_at_once(commissions: None) -> None:
    client = people.entered("chair")
    for number in ("3", "4"):
        client.post(f"{U1}/nominate/", nominate(number))
    page = client.get(f"{U1}/").content.decode()
    assert 'name="id" value="3"' in page
    confirm = said(client.get(f"{U1}/register-candidates/?id=3&id=4"))
    assert "3. Үміткер Үш: nominated → registered" in confirm
    assert (
        client.post(f"{U1}/register-candidates/", {"id": ["3", "4"], "on": "2021-07-09"}).status_code == 302
    )
    assert statuses() == dict.fromkeys("1234", "registered")


@pytest.mark.parametrize(
    ("verb", "start", "end"),
    [
        ("refuse-registration", "nominated", "refused"),
        ("withdraw-candidates", "registered", "withdrawn"),
        ("cancel-registration", "registered", "registration_cancelled"),
    ],
)
def test_step_with_a_reason_is_taken_or_refused(commissions: None, verb: str, start: str, end: str) -> None:
    Candidate.objects.filter(contest__code=cast.contest("U1"), number="1").update(status=start)
    client = people.entered("secretary")
    told = {"id": "1", "on": "2021-07-09", "reason": "№ 5"}
    assert "Act or reason: fill this in" in said(client.post(f"{U1}/{verb}/", told | {"reason": " "}))
    assert "C-09" in said(client.post(f"{U1}/{verb}/", told | {"reason": "\u3164"}))
    assert statuses()["1"] == start
    assert client.post(f"{U1}/{verb}/", told).status_code == 302
    assert statuses()["1"] == end


def test_nobody_chosen_leads_back(commissions: None) -> None:
    client = people.entered("chair")
    assert "Nobody is chosen." in said(client.get(f"{U1}/withdraw-candidates/"))
    assert "Nobody is chosen." in said(
        client.post(f"{U1}/withdraw-candidates/", {"on": "2021-07-09", "reason": "№"})
    )
    assert statuses() == {"1": "registered", "2": "registered"}


def test_member_sees_no_checkbox(commissions: None) -> None:
    assert 'type="checkbox"' not in people.entered("member").get(f"{U1}/").content.decode()
