"""Preliminary figures of others are on no screen: every address is opened by members of neighbours."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from dauys.apps.candidates.models import Candidate
from dauys.apps.elections.models import Contest, Election
from dauys.apps.results.actions import cancel_poll, establish_results, report_turnout
from dauys.apps.results.queries import open_book
from dauys.apps.results.queries.turnoutdesk import hours_of
from tests import cast
from tests.web import people, rows
from tests.web.polls import DESK, E, came, said
from tests.web.test_every_door import ADDRESSES, DOORS

UNITS = ("KZ", "R1", "D1", "D2", "U1", "U1.1", "U1.2", "U3", "U3.1")
LEAST = 1_000  # figures of their own are smaller, those of all others larger


@pytest.fixture
def night(commissions: None, election: Election) -> None:
    """Small figures at U1.1 and U3.1, large ones at their neighbours; one of these is kept out."""
    came("U1", "U1.1", [120, 80])
    came("U1", "U1.2", [7_013, 9_029], voters=30_011)
    came("U2", "U2.1", [5_003, 4_007], voters=20_021, stationary_ballots=9_019)
    hour = hours_of(election)[0]
    told = {"U1.1": (101, 400), "U1.2": (3_019, 30_011), "U2.1": (2_011, 20_021)}
    report_turnout(election, hour, told, by=cast.AIGERIM, at=cast.AT)


def large_figures() -> set[int]:
    """All figures that are not of those who look."""
    found: set[int] = set()
    for result in open_book(E, at=cast.AT).results.values():
        votes = [row.votes for row in result.votes or ()]
        found |= {one for one in (*result.lines.values(), *votes) if one and one >= LEAST}
    return found | {3_019, 2_011, 30_011, 20_021, 3_019 + 101, 3_019 + 2_011 + 101}


def large_in(text: str, figures: set[int]) -> list[int]:
    """Those that stand in a text by themselves: tokens and digests have any digits among their letters."""
    bare = re.sub(r"(?<=\d)[\s,\u00a0\u202f](?=\d{3}\b)", "", text)
    return [one for one in figures if re.search(rf"(?<!\w){one}(?!\w)", bare)]


def addresses() -> list[str]:
    """Every page of the workplace, of every unit where it is one of a unit; lists as CSV too."""
    found: list[str] = []
    for name in DOORS:
        named = rows.named(name, ADDRESSES[name])
        units = UNITS if "unit" in named else (None,)
        found += [reverse(name, kwargs=named | ({"unit": unit} if unit else {})) for unit in units]
    return [*found, *(f"{one}?format=csv" for one in found)]


def answered(client: Client, address: str) -> str:
    """The whole of a page or file; a stream closes itself at its end."""
    return client.get(address, follow=True).getvalue().decode(errors="replace")


@pytest.mark.parametrize(
    ("office", "commission"), [("chair", "U1.1.pec"), ("auditor", "U1.1.pec"), ("chair", "D2.tec")]
)
def test_preliminary_figures_of_others_are_on_no_screen(
    night: None, commission: str, office: str, settings: object, tmp_path: object
) -> None:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    client, figures = people.entered(office, commission), large_figures()
    assert len(figures) > 15
    wrong = {one: found for one in addresses() if (found := large_in(answered(client, one), figures))}
    assert wrong == {}


def test_commission_above_sees_them(night: None) -> None:
    for unit in ("KZ", "R1", "D1", "U1", "U1.2"):
        page = answered(people.entered("member", "KZ.cec"), f"{DESK}/results/{E}/{unit}/")
        assert large_in(page, large_figures())


@pytest.mark.parametrize("unit", ["KZ", "R1", "D1", "U1"])
def test_unit_above_shows_the_way_to_ones_own(night: None, unit: str) -> None:
    """Above one's own, while preliminary: no figures, and of the units beneath only those on one's line."""
    client = people.entered("member", "U1.1.pec")
    page = said(client.get(f"{DESK}/results/{E}/{unit}/"))
    assert "These figures are preliminary and belong to other commissions too" in page
    assert "1 row" in page
    (line,) = answered(client, f"{DESK}/results/{E}/{unit}/?format=csv").splitlines()[1:]
    below = {"KZ": "Бірінші облыс,—,,—,", "R1": "Бірінші аудан,—,,—,", "D1": "Бірінші ауыл,—,,—,"}
    assert line.startswith(below.get(unit, "№ 1,50.00%,200,120"))


def test_ones_own_part_says_nothing_of_the_whole_contest(night: None) -> None:
    """Who leads, wins and by how many votes is of all precincts."""
    page = said(people.entered("member", "U1.1.pec").get(f"{DESK}/results/{E}/U1.1/"))
    assert "120" in page
    assert "Fewest further votes" not in page
    assert "Elected" not in page
    above = said(people.entered("member").get(f"{DESK}/results/{E}/U1.1/"))
    assert "Elected: Үміткер U1 2" in above


def test_turnout_of_a_unit_above_leads_to_ones_own(night: None) -> None:
    client = people.entered("member", "U1.1.pec")
    answer = client.get(f"{DESK}/results/{E}/U1/turnout/")
    assert answer["Location"] == f"{DESK}/results/{E}/U1.1/turnout/"
    page = said(client.get(answer["Location"]))
    assert "belongs to other commissions too" in page
    assert "101" in page


@pytest.mark.parametrize("address", ["elections/{}/U1/", "elections/{}/"])
def test_contest_above_shows_who_stands_and_no_figures(night: None, address: str) -> None:
    page = said(people.entered("member", "U1.1.pec").get(f"{DESK}/{address.format(E)}"))
    assert "2 / 2" not in page
    assert "Elected" not in page


def test_established_figures_of_others_are_shown(night: None, contest: Contest) -> None:
    """The contest of a neighbour's precinct is established: the whole of it is shown, and no way further."""
    establish_results([contest], evidence="№ 8", by=cast.AIGERIM, at=cast.AT)
    client = people.entered("member", "U1.1.pec")
    answer = client.get(f"{DESK}/results/{E}/U1/")
    page = said(answer)
    assert "7,133" in page
    assert "Elected: Үміткер U1 2" in page
    assert "2 rows" in page
    assert f"/results/{E}/U1.1/" in answer.content.decode()
    assert f"/results/{E}/U1.2/" not in answer.content.decode()
    assert "2 / 2" in said(client.get(f"{DESK}/elections/{E}/U1/"))
    beside = said(people.entered("member", "D2.tec").get(f"{DESK}/results/{E}/R1/"))
    assert "7,133" not in beside  # the district beside has a contest that is not established


@pytest.mark.parametrize("commission", ["U1.1.pec", "D2.tec"])
def test_cancelled_figures_of_others_are_told_by_no_difference(
    night: None, commission: str, settings: object, tmp_path: object
) -> None:
    """All beneath D1 is settled, one of it cancelled: its sums less what is established tell the rest."""
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    came("U2", "U2.1", [120, 81], reason="№ 7 recount")
    contests = {one.unit.code: one for one in Contest.objects.select_related("unit")}
    cancel_poll(contests["U1"], reason="№ 9 court", by=cast.AIGERIM, at=cast.AT)
    establish_results([contests["U2"]], evidence="№ 8", by=cast.AIGERIM, at=cast.AT)
    assert open_book(E, at=cast.AT).results[(None, "D1")].status == "final"
    figures = large_figures() - {2_011, 20_021}
    client = people.entered("chair", commission)
    wrong = {one: found for one in addresses() if (found := large_in(answered(client, one), figures))}
    assert wrong == {}
    assert large_in(answered(people.entered("chair"), f"{DESK}/results/{E}/D1/"), figures)


@pytest.mark.parametrize("votes", [0, 5])
def test_withdrawn_candidate_with_votes_of_others_has_no_column(
    commissions: None, election: Election, votes: int
) -> None:
    """A heading would tell that a neighbour has votes for who left."""
    came("U1", "U1.1", [200, 0])
    came("U1", "U1.2", [195, votes])
    Candidate.objects.filter(contest__unit__code="U1", number="2").update(status="withdrawn")
    address = f"{DESK}/results/{E}/U1/?format=csv"
    heading = answered(people.entered("member", "U1.1.pec"), address).splitlines()[0]
    assert "Үміткер U1 1" in heading
    assert "Үміткер U1 2" not in heading
    above = answered(people.entered("member"), address).splitlines()[0]
    assert ("Үміткер U1 2" in above) == bool(votes)
