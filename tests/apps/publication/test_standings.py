"""Who leads, what is decided, and what a protocol became: the same in tables as on the pages they lead to."""

from __future__ import annotations

from pathlib import Path

import pytest

from dauys.apps.publication.actions import publish
from tests.apps.publication.books import AT, Protocol, book, seat
from tests.apps.publication.site import page
from tests.cast import ELECTION

AGAINST = Protocol(votes=(40, 30), against=50)


def text(site: Path, code: str, language: str = "en") -> str:
    """The words of a page, hard spaces as plain ones."""
    return page(site, f"{language}/{ELECTION}/{code}").text.replace("\u00a0", " ")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three contests in which "against all" is first: complete, incomplete, established; and others."""
    folder = tmp_path_factory.mktemp("standings")
    seats = [
        seat("U1", 2, [AGAINST], state="counting"),
        seat("U2", 2, [AGAINST, Protocol()], state="counting"),
        seat("U3", 2, [AGAINST], state="established"),
        seat("U4", 2, [Protocol(votes=(60, 40)), Protocol()], state="counting"),
        seat("U5", 2, [Protocol(votes=(200, 100), wrong={"stationary_ballots": 310}, state="released")]),
        seat("U6", 2, [Protocol()], state="counting"),
    ]
    publish(book(seats), folder, at=AT)
    return folder


@pytest.mark.parametrize(
    ("language", "undecided", "so_far"),
    [
        ("kk", "анықталмады: ең көп дауысты «Бәріне қарсымын» жолы алды", "«Бәріне қарсымын»: 41,67%"),
        ("ru", "не определен: больше всего голосов у строки «Против всех»", "«Против всех»: 41,67 %"),
        ("en", "not decided: “Against all” has the most votes", "“Against all”: 41.67%"),
    ],
)
def test_no_table_lets_a_candidate_lead_where_more_are_against_all(
    site: Path, language: str, undecided: str, so_far: str
) -> None:
    table = text(site, "D1", language)
    assert table.count(undecided) == 2  # all protocols in, and established
    assert so_far in table  # one protocol is missing
    assert so_far in text(site, "U1", language)  # the precinct in the table of its contest
    for code in ("U1", "U2", "U3"):
        assert f"Үміткер {code} 1" not in table


def test_preliminary_contest_says_who_leads_so_far(site: Path) -> None:
    table = text(site, "D1")
    assert "leading so far: Үміткер U4 1: 60.00%" in table
    assert "leading so far: “Against all”: 41.67%" in table
    assert "Leading so far: Үміткер U4 1" in text(site, "U4")
    assert "So far “Against all” has the most votes" in text(site, "U2")
    assert "leading so far: —" not in table


def test_complete_contest_waits_for_the_commission_and_for_no_votes(site: Path) -> None:
    words = text(site, "U1")
    assert "waiting for the result to be established" in words
    assert "All protocols are in. Waiting for the election commission to establish the result." in words
    assert "does not say who decides" in words
    for said in ("Fewest further votes", "Votes still out", "counting of votes", "Leading so far"):
        assert said not in words
    assert "counting of votes" in text(site, "U2")
    assert "Fewest further votes that could change the outcome: 11." in text(site, "U2")


def test_line_against_all_is_the_first_one_where_it_has_most_votes(site: Path) -> None:
    html = page(site, f"en/{ELECTION}/U1").html
    rows = html.partition('id="votes"')[2].partition("</table>")[0].split("<tr")[2:]
    assert ["first" in row.partition(">")[0] for row in rows] == [False, False, True]


def test_protocol_has_one_state_in_every_place(site: Path) -> None:
    table = text(site, "U5").partition("Polling precincts")[2]
    assert table.count("released into the totals") == 2  # in the table, and among protocols with errors
    assert "accepted error" not in table
    assert "released into the totals" in text(site, "U5.1")
