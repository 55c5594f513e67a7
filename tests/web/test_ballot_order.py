"""Whoever stands is listed by their number on the ballot; figures stay with whom they were typed for."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.test import Client

from dauys.apps.candidates.models import Candidate
from dauys.apps.candidates.queries import ballot_order
from dauys.apps.elections.models import Election
from dauys.apps.results.models import ProtocolVersion
from dauys.apps.results.queries.protocolsheet import protocol_sheet
from dauys.apps.territory.models import Unit
from tests import cast
from tests.web import people
from tests.web.polls import DESK, E, said

RESULTS = f"{DESK}/results/{E}"
ENTER = f"{RESULTS}/U1.1/protocol/enter/"
PAGE = f"{RESULTS}/U1.1/protocol/"
TENTH, SECOND = "Үміткер U1 1", "Үміткер U1 2"  # who was nominated first has number 10


@pytest.fixture
def clerk(commissions: None) -> Client:
    standing = Candidate.objects.filter(contest__code=cast.contest())
    standing.filter(position=0).update(number="10")
    return people.entered("clerk")


def typed(second: int, tenth: int, **other: str) -> dict[str, str]:
    """The form as the paper has it: number 2 before number 10."""
    lines = {f"line-{code}": str(one) for code, one in cast.lines(400, [second, tenth]).items()}
    return {"version": "0"} | lines | {"votes-2": str(second), "votes-10": str(tenth)} | other


def fields(page: str) -> list[str]:
    return re.findall(r'<input id="(votes-\d+)"', page)


def in_order(text: str, *parts: str) -> bool:
    places = [text.index(part) for part in parts]
    return places == sorted(places)


def test_ballot_has_2_before_10_and_words_last_by_the_alphabet() -> None:
    people_ = [SimpleNamespace(number=one, name=one) for one in ("b", "10", "2", "a", "1")]
    assert [one.number for one in ballot_order(people_)] == ["1", "2", "10", "a", "b"]


def test_typed_votes_go_to_whose_number_they_were_typed_at(clerk: Client) -> None:
    assert fields(clerk.get(ENTER).content.decode()) == ["votes-2", "votes-10"]
    assert clerk.post(ENTER, typed(120, 80)).status_code == 302
    version = ProtocolVersion.objects.get()
    assert version.errors == 0
    text = said(clerk.get(PAGE))
    assert in_order(text, f"2 {SECOND} 120", f"10 {TENTH} 80")


def test_review_of_a_doubtful_paper_keeps_the_order_and_what_was_typed(clerk: Client) -> None:
    page = clerk.post(ENTER, typed(120, 80, **{"line-stationary_ballots": "205"})).content.decode()
    assert fields(page) == ["votes-2", "votes-10"]
    assert 'name="votes-2" value="120"' in page
    assert 'name="votes-10" value="80"' in page


def test_correction_starts_from_the_figures_of_each_and_changes_only_the_one_typed(clerk: Client) -> None:
    clerk.post(ENTER, typed(120, 80))
    page = clerk.get(ENTER).content.decode()
    assert 'name="votes-2" value="120"' in page
    assert 'name="votes-10" value="80"' in page
    sent = typed(130, 70, version="1", reason="Қате терілген")
    assert clerk.post(ENTER, sent).status_code == 302
    text = said(clerk.get(PAGE))
    assert in_order(text, f"2 {SECOND} 120 130", f"10 {TENTH} 80 70")


def test_results_and_contest_list_by_number_and_give_each_their_own_votes(clerk: Client) -> None:
    clerk.post(ENTER, typed(120, 80))
    contest = said(clerk.get(f"{DESK}/elections/{E}/U1/"))
    assert in_order(contest, f"2 {SECOND}", f"10 {TENTH}")
    for unit in ("U1.1", "U1"):
        text = said(clerk.get(f"{RESULTS}/{unit}/"))
        assert re.search(rf"{SECOND} [^0-9]*120 .*{TENTH} [^0-9]*80 ", text)
    head, first, *_ = (
        clerk.get(f"{RESULTS}/U1/", {"format": "csv"}).getvalue().decode("utf-8-sig").splitlines()
    )
    names, cells = head.split(","), first.split(",")
    assert names.index(SECOND) + 1 == names.index(TENTH)
    assert (cells[names.index(SECOND)], cells[names.index(TENTH)]) == ("120", "80")


def test_table_of_protocols_has_the_votes_of_each_by_id(clerk: Client) -> None:
    clerk.post(ENTER, typed(120, 80))
    sheet = protocol_sheet(Election.objects.get(code=E), Unit.objects.get(code="U1"))
    table = next(sheet.parts(False))
    assert table[f"votes:{cast.contest()}#2"].to_list() == [120]
    assert table[f"votes:{cast.contest()}#10"].to_list() == [80]


def test_steps_of_candidates_show_the_chosen_in_the_order_of_the_ballot(
    clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAUYS_AT", "2021-07-10T12:00+06:00")  # before election day
    Candidate.objects.filter(contest__code=cast.contest()).update(status="nominated")
    chair = people.entered("chair")
    text = said(chair.get(f"{DESK}/elections/{E}/U1/register-candidates/", {"id": ["10", "2"]}))
    assert in_order(text, SECOND, TENTH)
