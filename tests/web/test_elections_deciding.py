"""Decisions about a contest through their forms: offered when the table has them, done, or refused."""

from __future__ import annotations

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from pytest_django import Settings

from dauys.apps.accounts.models import Account
from dauys.apps.candidates.models import Candidate
from dauys.apps.journal.models import Entry
from dauys.apps.results.models import ContestDecision, Establishment
from tests import cast
from tests.web import people
from tests.web.polls import DESK, E, all_came, came, confirmed, said

U1 = f"{DESK}/elections/{E}/U1"
DAYS = {"nomination": "2021-07-01T12:00+06:00", "registration": "2021-07-10T12:00+06:00"}


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> object:
    """Another moment than the evening of election day."""
    return lambda stage: monkeypatch.setenv("DAUYS_AT", DAYS[stage])


def test_poll_is_cancelled_by_the_chair_with_a_reason(commissions: None) -> None:
    client = people.entered("chair")
    page = said(client.get(f"{U1}/cancel-poll/"))
    assert "What will happen" in page
    assert "counting of votes → poll cancelled" in page
    refused = said(client.post(f"{U1}/cancel-poll/", {"evidence": ""}))
    assert "Act or reason: fill this in" in refused
    assert client.post(f"{U1}/cancel-poll/", {"evidence": "№ 8"})["Location"] == f"{U1}/"
    assert ContestDecision.objects.get().verb == "cancel_poll"
    assert "The poll is cancelled." in said(client.get(f"{U1}/"))


def test_decision_that_says_nothing_is_refused_in_words(commissions: None) -> None:
    page = said(people.entered("chair").post(f"{U1}/cancel-poll/", {"evidence": "\u2800"}))
    assert "Act or reason: fill this in" in page
    assert not ContestDecision.objects.exists()


def test_contest_page_offers_only_what_the_table_allows(commissions: None) -> None:
    page = people.entered("chair").get(f"{U1}/").content.decode()
    assert f'href="{U1}/cancel-poll/"' in page
    assert f'href="{U1}/close-election/"' not in page
    assert "possible at: result established" in page
    assert "0 of 2 protocols count" in page


def test_verb_that_is_not_possible_now_is_not_asked_again(commissions: None) -> None:
    client = people.entered("chair")
    assert "Not possible now." in said(client.post(f"{U1}/close-election/", {"evidence": "№ 9"}))
    assert not ContestDecision.objects.exists()


def test_results_of_several_contests_are_established_at_once(commissions: None) -> None:
    all_came()
    client = people.entered("chair")
    address = f"{DESK}/elections/{E}/establish/"
    listed = client.get(address).content.decode()
    assert 'value="U1"' in listed
    assert 'value="U2"' not in listed  # its protocol is kept out
    assert "Elected: Үміткер U1 1" in said(client.get(f"{address}?unit=U1"))
    question = said(client.post(address, {"unit": ["U1", "U3"], "evidence": "№ 10"}))
    for told in ("Elected: Үміткер U1 1", "Үміткер U1 2 170", "Act or reason: № 10"):
        assert told in question
    assert not Establishment.objects.exists()
    done = confirmed(client, address, {"unit": ["U1", "U3"], "evidence": "№ 10"})
    assert done["Location"] == f"{DESK}/elections/{E}/"
    assert [one.contest.code for one in Establishment.objects.all()] == [cast.contest("U1")]


def test_result_is_established_then_closed(commissions: None) -> None:
    all_came()
    client = people.entered("chair")
    assert confirmed(client, f"{U1}/establish-results/", {"evidence": "№ 10"}).status_code == 302
    assert Establishment.objects.get().outcome == "elected"
    assert "nobody" not in said(client.get(f"{U1}/close-election/"))
    assert client.post(f"{U1}/close-election/", {"evidence": "№ 11"}).status_code == 302
    assert "closed" in said(client.get(f"{U1}/"))


def test_repeat_election_is_called_after_a_tie(commissions: None) -> None:
    came("U1", "U1.1", [50, 60])
    came("U1", "U1.2", [60, 50], voters=300)
    client = people.entered("chair")
    confirmed(client, f"{U1}/establish-results/", {"evidence": "№ 10"})
    assert "nobody is elected" in said(client.get(f"{U1}/close-election/"))
    assert client.post(f"{U1}/call-repeat-election/", {"evidence": "№ 11"}).status_code == 302
    assert ContestDecision.objects.get().verb == "call_repeat_election"


def test_nomination_is_extended_where_too_few_stand(commissions: None, on: object) -> None:
    on("nomination")  # type: ignore[operator]
    client = people.entered("secretary")
    assert "There are 2 candidates" in said(client.get(f"{U1}/extend-nomination/"))
    Candidate.objects.filter(contest__code=cast.contest("U1")).delete()
    told = {"until_day": "2021-07-12", "until_time": "18:00", "evidence": "№ 3"}
    late = said(client.post(f"{U1}/extend-nomination/", told | {"until_day": "2021-08-12"}))
    assert "R-96" in late
    assert client.post(f"{U1}/extend-nomination/", told).status_code == 302
    until = ContestDecision.objects.get().until_at
    assert until == dt.datetime.fromisoformat("2021-07-12T18:00+05:00")  # by the clock of the place


def test_election_is_extended_where_too_few_are_left(commissions: None, on: object) -> None:
    on("registration")  # type: ignore[operator]
    Candidate.objects.filter(contest__code=cast.contest("U1")).delete()
    told = {"until_day": "2021-07-20", "until_time": "18:00", "evidence": "№ 4"}
    assert people.entered("chair").post(f"{U1}/extend-election/", told).status_code == 302
    assert ContestDecision.objects.get().verb == "extend_election"


@pytest.mark.parametrize("verb", ["cancel-poll", "establish-results", "nominate", "register-candidates"])
def test_verbs_are_behind_their_doors(commissions: None, verb: str) -> None:
    """A member may not, a superior may not, a foreign chair finds nothing."""
    assert people.entered("member").get(f"{U1}/{verb}/").status_code == 403
    assert people.entered("chair", "R1.rec").get(f"{U1}/{verb}/").status_code == 403
    assert people.entered("chair", "D2.tec").get(f"{U1}/{verb}/").status_code == 404
    assert not Entry.objects.filter(verb=verb.replace("-", "_")).exists()


@pytest.mark.parametrize("verb", ["cancel-poll", "establish-results", "withdraw-candidates"])
def test_second_factor_is_asked_before_typing(commissions: None, settings: Settings, verb: str) -> None:
    settings.SECOND_FACTOR_ASKED = True
    client = people.entered("chair")
    account = Account.objects.get(person=people.who("chair").person)
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "x"})
    for answer in (client.get(f"{U1}/{verb}/"), client.post(f"{U1}/{verb}/", {"evidence": "№ 8"})):
        assert answer.status_code == 302
        assert "reauthenticate" in answer["Location"]
    assert not ContestDecision.objects.exists()


def test_result_is_asked_about_again_where_figures_changed_meanwhile(commissions: None) -> None:
    all_came()
    client, address, sent = people.entered("chair"), f"{U1}/establish-results/", {"evidence": "№ 10"}
    page = client.post(address, sent).content.decode()
    seal = page.partition('name="confirmed" value="')[2].partition('"')[0]
    came("U1", "U1.1", [121, 79], reason="Қате жазылған")
    again = said(client.post(address, sent | {"confirmed": seal}))
    assert "changed while you were looking" in again
    assert "Үміткер U1 1 191" in again
    assert not Establishment.objects.exists()
    changed = client.post(address, sent | {"change": "1"}).content.decode()
    assert "№ 10</textarea>" in changed
    assert confirmed(client, address, sent).status_code == 302
