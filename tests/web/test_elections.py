"""Elections and contests on the screens: lists in scope, and the life of one contest."""

from __future__ import annotations

import pytest

from tests import cast
from tests.web import people
from tests.web.polls import DESK, E, all_came, said

ELECTIONS = f"{DESK}/elections"


def test_elections_are_listed_with_law_and_status(commissions: None) -> None:
    page = said(people.entered("member").get(f"{ELECTIONS}/"))
    assert E in page
    assert "kz/akim/2021" in page
    assert "preliminary" in page


def test_contests_listed_are_those_in_scope(commissions: None) -> None:
    own = said(people.entered("member").get(f"{ELECTIONS}/{E}/"))
    assert "Бірінші ауыл" in own
    assert "Екінші ауыл" in own
    assert "Үшінші ауыл" not in own
    above = said(people.entered("member", "R1.rec").get(f"{ELECTIONS}/{E}/"))
    assert "Үшінші ауыл" in above
    beneath = said(people.entered("member", "U1.1.pec").get(f"{ELECTIONS}/{E}/"))
    assert "Екінші ауыл" not in beneath


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_contest_page_opens_in_each_language(commissions: None, language: str) -> None:
    all_came()
    answer = people.entered("chair").get(f"/{language}/desk/elections/{E}/U1/")
    assert answer.status_code == 200
    assert cast.contest("U1") in answer.content.decode()


def test_foreign_contest_is_not_there(commissions: None) -> None:
    assert people.entered("chair", "D2.tec").get(f"{ELECTIONS}/{E}/U1/").status_code == 404
    assert people.entered("chair").get(f"{ELECTIONS}/{E}/nowhere/").status_code == 404


@pytest.mark.parametrize(
    ("office", "commission", "is_told"),
    [("chair", "KZ.cec", True), ("secretary", "D1.tec", False), ("chair", "U1.1.pec", False)],
)
def test_way_to_call_an_election_is_told_to_whom_it_is_offered(
    commissions: None, office: str, commission: str, is_told: bool
) -> None:
    page = said(people.entered(office, commission).get(f"{DESK}/elections/"))
    assert ("The call of an election is entered as a file" in page) == is_told
