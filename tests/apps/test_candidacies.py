"""Candidacies counted: as they stood on a day, and summed at every unit above the contests."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dauys.apps.candidates.actions import (
    Nomination,
    cancel_registration,
    nominate_candidates,
    refuse_registration,
    register_candidates,
    withdraw_candidates,
)
from dauys.apps.candidates.models import Candidate
from dauys.apps.candidates.queries import candidates_by_contest
from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import contests_of, law_of
from dauys.apps.results.queries.book import Candidacies, WayCount
from dauys.apps.results.queries.candidacies import candidacies_of
from dauys.apps.results.queries.countrybook import country_of
from tests import cast

WHO = {"by": cast.AIGERIM, "at": dt.datetime(2021, 7, 20, 12, tzinfo=dt.UTC)}
FIRST, SECOND, THIRD, LAST = (dt.date(2021, *day) for day in ((6, 28), (7, 1), (7, 6), (7, 12)))
CAPITAL = ZoneInfo("Asia/Almaty")


def code(unit: str, number: int) -> str:
    return f"{cast.contest(unit)}#{number}"


def nominations(*people: tuple[str, int, str, str | None, int]) -> list[Nomination]:
    return [
        Nomination(
            id=code(unit, number), name="Ұсынылған Адам", sex=sex, party=party, birth_year=year,
            nominated_by="party" if party else "self",
        )
        for unit, number, sex, party, year in people
    ]  # fmt: skip


@pytest.fixture
def campaign(election: Election) -> Election:
    """Nobody but those who come day by day: four nominated, one refused, one withdrawn, one cancelled."""
    Candidate.objects.all().delete()
    first = nominations(("U1", 1, "m", "Auyl", 1970), ("U2", 1, "f", None, 1981))
    nominate_candidates(election, first, FIRST, **WHO)
    second = nominations(("U1", 2, "f", None, 1990), ("U3", 1, "m", None, 1985), ("U3", 2, "m", "Auyl", 1960))
    nominate_candidates(election, second, SECOND, **WHO)
    everyone = [code("U1", 1), code("U2", 1), code("U1", 2), code("U3", 1)]
    register_candidates(election, everyone, THIRD, **WHO)
    refuse_registration(election, [code("U3", 2)], THIRD, "№ 7", **WHO)
    withdraw_candidates(election, [code("U3", 1)], LAST, "№ 8", **WHO)
    return election


def candidacies(election: Election, on: dt.date) -> dict[str, Candidacies]:
    country = country_of(election, list(contests_of(election)), law_of(election), ())
    people = candidates_by_contest(election)
    at = dt.datetime.combine(on, dt.time(18), CAPITAL)
    with CaptureQueriesContext(connection) as asked:
        found = candidacies_of(election, country, people, at)
    assert len(asked) == 0
    return found


def test_country_counts_who_stands_on_the_last_day(campaign: Election) -> None:
    assert candidacies(campaign, LAST)["KZ"] == Candidacies(
        contests=3, nominated=5, registered=3, refused=1, withdrawn=1, men=1, women=2,
        youngest=31, oldest=51, average_age="40.7",
        ways=(WayCount("way", "self", 3, 2), WayCount("party", "Auyl", 2, 1)),
        by_day=((FIRST, 2, 0), (SECOND, 5, 0), (THIRD, 5, 4)),
    )  # fmt: skip


def test_earlier_day_shows_what_was_known_then(campaign: Election) -> None:
    assert candidacies(campaign, THIRD)["KZ"].registered == 4
    on_second = candidacies(campaign, SECOND)["KZ"]
    assert (on_second.nominated, on_second.registered, on_second.refused, on_second.average_age) == (
        5,
        0,
        0,
        None,
    )
    assert on_second.by_day == ((FIRST, 2, 0), (SECOND, 5, 0))
    before = candidacies(campaign, dt.date(2021, 6, 27))["KZ"]
    assert (before.contests, before.nominated, before.ways, before.by_day) == (3, 0, (), ())


def test_day_is_that_of_the_contest_and_not_of_the_capital(campaign: Election) -> None:
    country = country_of(campaign, list(contests_of(campaign)), law_of(campaign), ())
    people = candidates_by_contest(campaign)
    # Half past midnight in the capital is still the day before in the west.
    night = dt.datetime.combine(SECOND, dt.time(0, 30), CAPITAL)
    assert candidacies_of(campaign, country, people, night)["KZ"].nominated == 2


def test_every_unit_at_and_above_a_contest_is_the_sum_of_its_children(campaign: Election) -> None:
    cancel_registration(campaign, [code("U1", 1)], LAST, "№ 9", **WHO)
    found = candidacies(campaign, LAST)
    assert set(found) == {"KZ", "R1", "D1", "D2", "U1", "U2", "U3"}
    children = {"KZ": ("R1",), "R1": ("D1", "D2"), "D1": ("U1", "U2"), "D2": ("U3",)}
    names = ("contests", "nominated", "registered", "refused", "withdrawn", "cancelled", "men", "women")
    for unit, own in children.items():
        for name in names:
            assert getattr(found[unit], name) == sum(getattr(found[child], name) for child in own)
        for place, (day, nominated, registered) in enumerate(found[unit].by_day):
            rows = [found[child].by_day[place] for child in own]
            assert (day, nominated, registered) == (
                day,
                sum(one[1] for one in rows),
                sum(one[2] for one in rows),
            )
            assert {one[0] for one in rows} == {day}
    assert (found["U1"].registered, found["U1"].cancelled, found["KZ"].cancelled) == (1, 1, 1)


def test_file_without_days_counts_and_has_no_course(election: Election) -> None:
    found = candidacies(election, LAST)["KZ"]
    assert (found.nominated, found.registered, found.by_day) == (7, 7, ())
