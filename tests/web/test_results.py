"""Results at each level: who sees which, and that the numbers are those of the console."""

from __future__ import annotations

import re

import pytest

from dauys.apps.elections.models import Election, Party
from dauys.apps.results.queries import open_book
from dauys.apps.results.queries.board import read_board
from dauys.apps.territory.models import Unit
from tests import cast
from tests.web import people
from tests.web.polls import DESK, E, all_came, said

RESULTS = f"{DESK}/results"


@pytest.mark.parametrize("unit", ["KZ", "R1", "D1", "U1", "U1.1"])
def test_result_page_opens_at_each_level(commissions: None, unit: str) -> None:
    all_came()
    answer = people.entered("member", "KZ.cec").get(f"{RESULTS}/{E}/{unit}/")
    assert answer.status_code == 200


@pytest.mark.parametrize("address", [f"results/{E}/U1/", f"results/{E}/U1.1/", f"elections/{E}/U1/"])
def test_shares_have_two_decimals_as_on_the_public_pages(commissions: None, address: str) -> None:
    all_came()
    page = said(people.entered("member").get(f"{DESK}/{address}"))
    shares = re.findall(r"\d+\.(\d+)%", page)
    assert len(shares) >= 2
    assert {len(decimals) for decimals in shares} == {2}


def test_board_says_what_the_book_says(election: Election) -> None:
    """Each unit at each level, read by itself, has the figures of `dauys results --format json`."""
    all_came()
    book = open_book(E, at=cast.AT)
    for code in book.units:
        own = book.contest_of(code)
        board = read_board(election, Unit.objects.get(code=code), cast.AT)
        assert board is not None
        found = board.result(code)
        assert found is not None
        assert found.as_dict() == book.result(code, own).as_dict()


def test_menu_leads_to_own_unit(commissions: None) -> None:
    answer = people.entered("member").get(f"{RESULTS}/")
    assert answer["Location"] == f"{RESULTS}/{E}/D1/"


def test_result_of_foreign_unit_is_not_there(commissions: None) -> None:
    assert people.entered("chair", "D2.tec").get(f"{RESULTS}/{E}/U1/").status_code == 404
    assert people.entered("chair").get(f"{RESULTS}/{E}/U3/").status_code == 404


def test_result_shows_children_and_leaves_as_csv(commissions: None) -> None:
    all_came()
    client = people.entered("member")
    page = said(client.get(f"{RESULTS}/{E}/U1/"))
    assert "2 / 2" in page
    assert "Elected: Үміткер U1 1" in page
    answer = client.get(f"{RESULTS}/{E}/U1/?format=csv&sort=-participated")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[0].endswith("Үміткер U1 1,Үміткер U1 2,State")
    assert [line.split(",")[0] for line in lines[1:]] == ["№ 1", "№ 2"]
    assert "Protocols" not in lines[0]  # one of one: the state says whether it came


@pytest.mark.parametrize("named", [1, 2])
def test_names_above_many_columns_are_numbers_of_the_ballot_and_whole_for_who_listens(
    commissions: None, monkeypatch: pytest.MonkeyPatch, named: int
) -> None:
    monkeypatch.setattr("dauys.web.results.children.COLUMNS_BY_NAME", named)
    all_came()
    page = people.entered("member").get(f"{RESULTS}/{E}/U1/").content.decode()
    seen = '<span aria-hidden="true">№ 2</span><span class="unseen">Үміткер U1 2</span>'
    assert (seen in page) == (named == 1)
    assert '<td data-head="No.">2</td><th scope="row">Үміткер U1 2</th>' in page


@pytest.mark.parametrize(("language", "called"), [("kk", "«Ауыл»"), ("ru", "«Аул»"), ("en", "Village")])
@pytest.mark.parametrize("page", ["results", "elections"])
def test_party_is_called_in_the_language_of_the_page(
    election: Election, commissions: None, page: str, language: str, called: str
) -> None:
    Party.objects.create(election=election, name="Auyl", name_kk="«Ауыл»", name_ru="«Аул»", name_en="Village")
    all_came()
    shown = said(people.entered("member").get(f"/{language}/desk/{page}/{E}/U1/"))
    assert called in shown
    assert "Auyl" not in shown
