"""Calendar plans: which are on one's line, what stands in one, filters, calendar file, table."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from pytest_django import DjangoAssertNumQueries

from dauys.apps.calendar.actions import mark_done
from dauys.apps.elections.models import Election
from dauys.apps.results.queries.plans import plan_of_unit
from dauys.apps.territory.models import Unit
from dauys.core.timetable import STATES
from dauys.web.plans.counting import COLUMNS
from tests import cast
from tests.web import people

PLANS = "/en/desk/plans/"
OWN = f"{PLANS}{cast.ELECTION}/D1/"
NOON = dt.datetime(2021, 7, 2, 7, 0, tzinfo=dt.UTC)


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day of the campaign."""
    monkeypatch.setenv("DAUYS_AT", NOON.isoformat())


def page(address: str = PLANS, office: str = "member", commission: str = "D1.tec") -> str:
    answer = people.entered(office, commission).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(text: str) -> list[str]:
    return re.findall(r'<th scope="row">(D-\d\d)', text)


def test_every_state_stands_in_one_column() -> None:
    assert sorted(state for states in COLUMNS.values() for state in states) == sorted(STATES)


@pytest.mark.parametrize(
    ("commission", "units"),
    [("KZ.cec", ["D1", "D2"]), ("R1.rec", ["D1", "D2"]), ("D1.tec", ["D1"]), ("U1.1.pec", ["D1"])],
)
def test_plans_on_the_line_of_a_commission_are_listed(
    commissions: None, commission: str, units: list[str]
) -> None:
    text = page(commission=commission)
    assert re.findall(rf'<th scope="row"><a href="{PLANS}{cast.ELECTION}/(\w+)/"', text) == units


def test_list_is_searched_by_the_name_of_the_area(commissions: None) -> None:
    text = page(f"{PLANS}?q=екінші", commission="R1.rec")
    assert re.findall(rf'href="{PLANS}{cast.ELECTION}/(D\d)/"', text) == ["D2"]
    assert "Nothing matches" in page(f"{PLANS}?q=жоқ", commission="R1.rec")


def test_plan_has_every_term_with_the_state_of_the_public_pages(
    commissions: None, election: Election, noon: None
) -> None:
    mark_done(cast.ELECTION, ["D1"], "pub_tec", evidence="№ 4", by=cast.AIGERIM, at=NOON)
    wanted = plan_of_unit(election, Unit.objects.get(code="D1"), NOON)
    client = people.entered("member")
    found = client.get(OWN).context["found"].rows
    assert [(row.term, row.state, row.evidence) for row in found] == [
        (row.term, row.state, row.evidence) for row in wanted
    ]
    assert len(rows(client.get(OWN).content.decode())) == len(wanted) == 48


def test_plan_of_a_region_is_what_those_beneath_come_to(
    commissions: None, election: Election, noon: None
) -> None:
    mark_done(cast.ELECTION, ["D1"], "pub_tec", evidence="№ 4", by=cast.AIGERIM, at=NOON)
    text = page(f"{PLANS}{cast.ELECTION}/R1/", commission="R1.rec")
    assert "What the plans of 2 commissions come to" in text
    assert "Done by 1 of 2 commissions" in text
    found = people.entered("member", "R1.rec").get(f"{PLANS}{cast.ELECTION}/R1/").context["found"].rows
    wanted = plan_of_unit(election, Unit.objects.get(code="R1"), NOON)
    assert [row.state for row in found] == [row.state for row in wanted]


def test_plan_is_narrowed_by_state_and_stage(commissions: None, noon: None) -> None:
    assert rows(page(f"{OWN}?state=overdue")) == ["D-04"]
    assert rows(page(f"{OWN}?stage=silence")) == ["D-34", "D-35", "D-32", "D-36"]
    assert set(rows(page(f"{OWN}?stage=voting"))) >= {"D-37", "D-38"}
    assert "Nothing matches" in page(f"{OWN}?state=done&stage=silence")


def test_plan_leaves_as_a_table_and_as_a_calendar(commissions: None, noon: None) -> None:
    client = people.entered("member")
    table = client.get(f"{OWN}?format=csv&state=overdue").content.decode()
    assert table.startswith("\ufeffRule,Duty,")
    assert [line[:4] for line in table.splitlines()[1:]] == ["D-04"]
    diary = client.get(f"{OWN}plan.ics")
    assert diary["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"UID:{cast.ELECTION}.D1.nom_end@dauys\r\n" in diary.content.decode()
    assert diary.content.count(b"BEGIN:VEVENT") == 37


def test_precinct_duties_say_by_how_many_they_are_done(commissions: None, noon: None) -> None:
    mark_done(cast.ELECTION, ["U1.1"], "list_display", evidence="№ 4", by=cast.AIGERIM, at=NOON)
    assert "Done by 1 of 2 commissions" in page(OWN)


def test_term_is_set_from_the_plan_of_ones_own_commission_only(commissions: None, noon: None) -> None:
    assert f"/today/{cast.ELECTION}/D1/vote/term/" in page(OWN, "chair")
    for office, commission in (("member", "D1.tec"), ("chair", "R1.rec"), ("chair", "U1.1.pec")):
        assert "/term/" not in page(OWN, office, commission)


@pytest.mark.parametrize("address", [OWN, f"{OWN}plan.ics"])
def test_plan_of_another_commission_is_not_there(commissions: None, address: str) -> None:
    answer = people.entered("chair", "D2.tec").get(address)
    assert answer.status_code == 404


@pytest.mark.parametrize("unit", ["U1.1", "U1", "nothing"])
def test_unit_without_a_plan_has_no_page(commissions: None, unit: str) -> None:
    assert people.entered("chair").get(f"{PLANS}{cast.ELECTION}/{unit}/").status_code == 404


def test_number_of_questions_does_not_grow_with_marks(
    commissions: None, noon: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = people.entered("chair", "KZ.cec")
    client.get(PLANS)
    with django_assert_max_num_queries(14) as asked:
        client.get(PLANS)
    few = len(asked)
    mark_done(cast.ELECTION, ["D1", "D2"] * 150, "msg_day", evidence="№ 4", by=cast.AIGERIM, at=NOON)
    client.get(PLANS)
    with django_assert_max_num_queries(few):
        client.get(PLANS)
