"""Late duties beneath: counts by area, each with whom to call, filters, table; nothing of others."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from pytest_django import DjangoAssertNumQueries

from dauys.apps.calendar.actions import mark_done
from dauys.apps.elections.models import Contest
from dauys.apps.results.actions import cancel_poll
from tests import cast
from tests.web import people

LATE = "/en/desk/late/"
NOON = dt.datetime(2021, 7, 2, 7, 0, tzinfo=dt.UTC)  # of all limits only D-04 is over


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day of the campaign."""
    monkeypatch.setenv("DAUYS_AT", NOON.isoformat())


def page(commission: str = "R1.rec", address: str = LATE, office: str = "chair") -> str:
    answer = people.entered(office, commission).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def figures(text: str) -> list[int]:
    return [int(one) for one in re.findall(r"<dd>(\d+)</dd>", text)]


def areas(text: str) -> dict[str, list[int]]:
    found = re.findall(rf'<a href="{LATE}(\w+)/">[^<]*</a></th>((?:<td.*?</td>)+)', text)
    return {unit: [int(one) for one in re.findall(r">(\d+)</td>", cells)] for unit, cells in found}


def test_region_sees_its_districts_with_their_counts(commissions: None, noon: None) -> None:
    text = page()
    assert figures(text) == [2, 2, 4]  # two districts, the two precincts of U1
    assert areas(text) == {"D1": [1, 1, 3], "D2": [1, 1, 1]}
    mark_done(cast.ELECTION, ["D1"], "msg_day", evidence="№ 4", by=cast.AIGERIM, at=NOON)
    text = page()
    assert figures(text) == [1, 1, 4]
    assert areas(text) == {"D1": [0, 0, 3], "D2": [1, 1, 1]}


def test_each_late_duty_says_whom_to_call(commissions: None, noon: None) -> None:
    row = page().split('id="duties"')[1]
    assert "D-04. " in row
    assert "+7 000 000 00 00" in row
    assert "chair: Адам 300" in row
    assert "secretary: Адам 302" in row


def test_way_leads_from_the_country_down_to_the_district(commissions: None, noon: None) -> None:
    assert set(areas(page("KZ.cec"))) == {"R1"}
    assert set(areas(page("KZ.cec", f"{LATE}R1/"))) == {"D1", "D2"}
    text = page("KZ.cec", f"{LATE}D1/")
    assert figures(text) == [1, 1, 3]
    crumbs = re.search(r'<nav class="crumbs".*?</nav>', text, re.DOTALL)
    assert crumbs is not None
    assert re.findall(r'href="([^"]+)"', crumbs[0]) == [LATE, f"{LATE}R1/"]


def test_own_commission_is_not_beneath_itself(commissions: None, noon: None) -> None:
    assert figures(page("D1.tec")) == [0, 0, 2]
    assert "No commission beneath" in page("U1.1.pec")


def test_late_duties_are_narrowed_by_duty_and_election(
    commissions: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAUYS_AT", (NOON + dt.timedelta(days=30)).isoformat())
    everything, one = page(), page(address=f"{LATE}?duty=list_display")
    assert figures(everything)[0] > figures(one)[0] == 2
    assert areas(one) == {"D1": [2, 2, 3], "D2": [0, 0, 1]}
    assert figures(page(address=f"{LATE}?election=other"))[0] == 0


def test_late_duties_leave_as_a_table(commissions: None, noon: None) -> None:
    answer = people.entered("chair", "R1.rec").get(f"{LATE}?format=csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Commission"], row["Days late"], row["Chair"]) for row in rows] == [
        ("Комиссия D1", "7", "Адам 300"), ("Комиссия D2", "7", "Адам 400"),
    ]  # fmt: skip


@pytest.mark.parametrize(("commission", "status"), [("D2.tec", 404), ("U1.1.pec", 404), ("R1.rec", 200)])
def test_area_of_others_and_above_is_not_there(commissions: None, commission: str, status: int) -> None:
    assert people.entered("chair", commission).get(f"{LATE}D1/").status_code == status
    assert people.entered("chair", commission).get(f"{LATE}nothing/").status_code == 404


def test_ended_contest_asks_nothing_more(commissions: None, noon: None) -> None:
    for unit in ("U1", "U2"):
        cancel_poll(Contest.objects.get(code=cast.contest(unit)), reason="№ 7", by=cast.AIGERIM, at=NOON)
    assert areas(page()) == {"D2": [1, 1, 1]}


def test_number_of_questions_does_not_grow_with_late_duties(
    commissions: None, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = people.entered("chair", "KZ.cec")
    monkeypatch.setenv("DAUYS_AT", NOON.isoformat())
    client.get(LATE)
    with django_assert_max_num_queries(12) as asked:
        client.get(LATE)
    few = len(asked)
    monkeypatch.setenv("DAUYS_AT", (NOON + dt.timedelta(days=60)).isoformat())
    with django_assert_max_num_queries(few):
        assert figures(client.get(LATE).content.decode())[0] > 20


def test_hours_and_moments_beneath_are_counted_on_the_first_page(
    commissions: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What districts owe at hours of election day (D-39) and precincts at a moment (D-36) is no limit."""
    monkeypatch.setenv("DAUYS_AT", "2021-07-25T09:00:00+00:00")
    beneath = page(address="/en/desk/today/").split('id="beneath"')[1]

    def counts(code: str) -> list[int]:
        found = re.search(rf'<th scope="row">{code}\..*?</tr>', beneath, re.DOTALL)
        return [int(one) for one in re.findall(r">(\d+)(?:</a>)?</td>", found[0])] if found else []

    assert counts("D-39") == [2, 0, 2, 0]
    assert counts("D-36")[0] == 2
    assert counts("D-31") == []  # the first day on which something may be done
    at = dt.datetime(2021, 7, 25, 8, tzinfo=dt.UTC)
    mark_done(cast.ELECTION, ["D1"], "turnout", evidence="№ 4", by=cast.AIGERIM, at=at)
    beneath = page(address="/en/desk/today/").split('id="beneath"')[1]
    assert counts("D-39") == [2, 1, 1, 0]
    assert "D-39" not in page().split('id="duties"')[1]  # no limit, so never overdue
