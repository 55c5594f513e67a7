"""Commissions: the list in scope on a day, the page of one, and who sat on a day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dauys.apps.commissions.actions import replace_member, suspend_member
from dauys.apps.commissions.models import Commission, Mandate, Membership, Office
from dauys.apps.commissions.queries import (
    breaking_a_rule,
    commissions_under,
    compositions,
    counted_commissions,
    findings_about,
)
from dauys.apps.people.actions import PostEntry, TieEntry, enter_people
from dauys.apps.people.models import Person
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import unit_of
from dauys.core.norms import load_pack
from tests import cast
from tests.apps import members
from tests.web import people

LIST = "/en/desk/commissions/"
PAGE = f"{LIST}D1.tec/"
GONE = people.who("member").person.int + 1  # one who sits in D1 beside those who log in
TODAY = cast.AT.date()


def text_of(address: str, office: str = "member", commission: str = "D1.tec") -> str:
    answer = people.entered(office, commission).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def rows_of(query: str, client: Client) -> dict[str, list[str]]:
    """The rows of the CSV by code."""
    answer = client.get(f"{LIST}?format=csv&{query}")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    return {line.split(",")[1]: line.split(",") for line in lines[1:]}


def one_leaves(number: int) -> None:
    change = members.replacement(number, None)
    replace_member("KZ", change, by=cast.AIGERIM, at=cast.AT)


@pytest.fixture
def changed(commissions: None) -> None:
    """A member of D1's commission left on 5 July and nobody came."""
    one_leaves(GONE)


def test_commissions_list_holds_own_and_those_beneath(commissions: None) -> None:
    client = people.entered("member")
    rows = rows_of("", client)
    assert set(rows) == {"D1.tec", "U1.1.pec", "U1.2.pec"}
    assert rows["D1.tec"][5:7] == ["7", "0"]  # seats, vacant
    assert rows["D1.tec"][4] == f"Адам {people.who('chair').person.int}"
    for language in ("kk", "ru", "en"):
        assert "D1.tec" in client.get(f"/{language}/desk/commissions/").content.decode()


def test_commissions_list_is_narrowed_in_the_address(changed: None) -> None:
    client = people.entered("member")
    assert set(rows_of("level=precinct", client)) == {"U1.1.pec", "U1.2.pec"}
    assert set(rows_of("state=vacant", client)) == {"D1.tec"}
    assert rows_of("state=vacant&on=2021-07-04", client) == {}  # the day before, everybody sat
    assert set(rows_of("part=U1&q=комиссия", client)) == {"U1.1.pec", "U1.2.pec"}
    assert set(rows_of("state=unformed&on=2018-01-01", client)) == {"D1.tec", "U1.1.pec", "U1.2.pec"}
    assert set(rows_of("state=findings", client)) == {"D1.tec"}
    assert rows_of("", client)["D1.tec"][8] == "1"
    assert rows_of("", client)["U1.1.pec"][8] == "0"
    page = client.get(f"{LIST}?on=2021-07-04&sort=-vacant").content.decode()
    assert "/en/desk/commissions/D1.tec/?on=2021-07-04" in page


def test_commissions_list_asks_a_constant_number_of_questions(commissions: None) -> None:
    client, asked = people.entered("member"), []
    client.get(LIST)
    for first, count in ((100, 3), (200, 297)):
        many(first, count)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] < 30


def many(first: int, count: int) -> None:
    """As many precincts with a commission that has a mandate and a member."""
    above = unit_of("KZ", "U2")
    assert above is not None
    numbers = range(first, first + count)
    units = Unit.objects.bulk_create(
        Unit(
            country="KZ", code=f"U2.{number}", kind="precinct", path=f"{above.path}Z{number:03d}",
            depth=above.depth + 1, name_kk=f"Учаске № {number}",
        )
        for number in numbers
    )  # fmt: skip
    made = Commission.objects.bulk_create(
        Commission(country="KZ", code=f"{unit.code}.pec", unit=unit, level="precinct", name_kk=unit.name_kk)
        for unit in units
    )
    cited = Mandate.objects.select_related("formed_by").first()
    person = Person.objects.first()
    assert cited is not None
    assert person is not None
    mandates = Mandate.objects.bulk_create(
        Mandate(commission=one, seats=5, formed_by=cited.formed_by, valid_from=members.FORMED_ON)
        for one in made
    )
    Membership.objects.bulk_create(
        Membership(mandate=one, person=person, joined_by=cited.formed_by, valid_from=members.FORMED_ON)
        for one in mandates
    )


def test_broken_rules_of_the_database_are_those_of_the_core(commissions: None) -> None:
    """Each rule broken in one commission: the filter finds what composing and checking finds."""
    by, at = cast.AIGERIM, cast.AT
    first = {code: 100 * (number + 1) for number, code in enumerate(people.FORMED)}
    held = PostEntry(person=members.code_of(first["KZ.cec"] + 4), kind="judge")
    tie = TieEntry(
        person=members.code_of(first["R1.rec"] + 4),
        other=members.code_of(first["R1.rec"] + 5),
        relation="child",
    )
    enter_people([], posts=[held], ties=[tie], by=by, at=at)
    Membership.objects.filter(mandate__commission__code="D2.tec").update(workplace="«Мектеп»  № 1")
    Office.objects.filter(mandate__commission__code="U1.2.pec", kind="deputy").delete()
    suspend_member("KZ", members.rest(first["D1.tec"] + 4), by=by, at=at)
    enter_people(members.people(1, 900), by=by, at=at)
    replace_member("KZ", members.replacement(None, 900, on=dt.date(2021, 7, 20)), by=by, at=at)  # stands in
    root, pack = unit_of("KZ", "KZ"), load_pack("kz/akim/2021")
    assert root is not None
    chosen = commissions_under(root)
    seen = set()
    for day in (TODAY, dt.date(2021, 7, 10), dt.date(2024, 1, 9), dt.date(2024, 1, 10), dt.date(2018, 1, 1)):
        answers = findings_about(compositions(chosen, day), chosen, pack)
        broken = {code for code, found in answers.items() if any(one.finding.holds is False for one in found)}
        ids = breaking_a_rule(counted_commissions(chosen, day), pack, day)
        assert set(chosen.filter(pk__in=ids).values_list("code", flat=True)) == broken
        seen.add(frozenset(broken))
    assert {"KZ.cec", "R1.rec", "D2.tec", "U1.2.pec"} in seen
    assert frozenset(people.FORMED) in seen  # when the term is over, all
    assert frozenset() in seen


def test_commission_page_tells_who_sat_on_a_day(changed: None) -> None:
    name = f"Адам {GONE}"
    before, after = text_of(f"{PAGE}?on=2021-07-04"), text_of(PAGE)
    composed = after.split("</table>")[0]
    assert name in before.split("</table>")[0]
    assert name not in composed
    assert "1 vacant seat" in after
    assert "1 vacant seat" not in before
    assert "left" in after  # and in the history, with the act
    assert "№ 31" in after


def test_commission_page_tells_what_the_law_says_in_each_language(changed: None) -> None:
    client = people.entered("auditor")
    for language, wrong in (
        ("kk", "Құрамдағы мүшелер: 6"),
        ("ru", "Членов в составе: 6"),
        ("en", "Members who sit: 6"),
    ):
        page = client.get(f"/{language}/desk/commissions/D1.tec/").content.decode()
        assert wrong in page
        assert "B-31" in page


def test_commission_above_is_seen_as_the_public_sees_it(commissions: None) -> None:
    number = people.who("chair", "R1.rec").person.int
    page = text_of(f"{LIST}R1.rec/")
    assert f"Адам {number}" in page
    assert "мектеп" not in page  # where somebody works is not for those beneath
    assert "мектеп" in text_of(f"{LIST}U1.1.pec/")
    assert "End the mandate" not in page


def test_commission_page_leads_to_its_accounts_and_journal_where_the_office_may(commissions: None) -> None:
    page, of_member = text_of(PAGE, "chair"), text_of(PAGE)
    for link in ("/en/desk/accounts/?q=D1.tec", "/en/desk/journal/?row=D1.tec"):
        assert link in page
        assert link not in of_member
        assert people.entered("chair").get(link).status_code == 200
    assert f'/en/desk/elections/{cast.ELECTION}/">Election of 25\u00a0July 2021</a>' in page


def test_commission_of_another_is_not_there(commissions: None) -> None:
    for office in ("chair", "secretary", "member", "auditor", "clerk"):
        client = people.entered(office)
        for page in ("", "replacement/", "contacts/"):
            assert client.get(f"{LIST}D2.tec/{page}").status_code == 404
        assert client.get(f"{LIST}nobody/").status_code == 404


def test_commission_page_asks_a_number_of_questions_that_does_not_grow(commissions: None) -> None:
    client = people.entered("member")
    asked = []
    for _ in range(2):
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        asked.append(len(queries))
        one_leaves(GONE) if len(asked) == 1 else None
    assert asked[1] <= asked[0] + 1  # who left a vacant seat is one question more
