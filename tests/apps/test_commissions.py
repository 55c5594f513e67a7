"""Commissions: entered, formed, changed while the mandate stands; every row has an act and a period."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from dauys.apps.commissions.actions import (
    CommissionRow,
    Entered,
    Formed,
    elect_officers,
    end_mandate,
    enter_commissions,
    form_commissions,
    replace_member,
    restore_member,
    suspend_member,
)
from dauys.apps.commissions.models import Commission, Mandate, Membership, OutsideAct
from dauys.apps.commissions.queries import (
    Composition,
    commission_of,
    commissions_above,
    commissions_under,
    composition_on,
    compositions,
    findings_about,
    in_words,
    mandates_of,
    memberships_of,
    vacancies,
)
from dauys.apps.journal.queries import breaks_in_chain, entries_about
from dauys.apps.people.actions import PostEntry, TieEntry, enter_people
from dauys.apps.territory.queries import unit_of
from dauys.core.bodies import Standing
from dauys.core.findings import Refused
from dauys.core.norms import Words, load_pack
from tests import cast
from tests.apps import members

WHO = {"by": cast.AIGERIM, "at": cast.AT}


@pytest.fixture
def entered(country: None) -> None:
    enter_commissions(members.ROWS, **WHO)
    enter_people(members.people(20), **WHO)


@pytest.fixture
def formed(entered: None) -> None:
    form_commissions("KZ", [members.formation()], **WHO)


def seated(day: dt.date = members.DAY, commission: str = members.TEC) -> Composition:
    found = commission_of("KZ", commission)
    assert found is not None
    return composition_on(found, day)


def who(found: Composition) -> list[tuple[int, str]]:
    return [(member.person.int, member.office) for member in found.members]


def test_commissions_stand_over_the_tree(entered: None) -> None:
    beneath = commissions_under(unit_of("KZ", "D1"))
    assert [commission.code for commission in beneath] == ["D1.tec", "U1.1.pec", "U1.2.pec"]
    above = commissions_above(unit_of("KZ", "U1.1"))
    assert [commission.level for commission in above] == ["precinct", "district", "regional", "central"]
    assert commissions_under(unit_of("KZ", "KZ"), "district").count() == 2


def test_same_file_twice_changes_nothing_and_contacts_are_corrected(entered: None) -> None:
    assert enter_commissions(members.ROWS, **WHO) == Entered(0, 0, 6)
    moved = members.ROWS[2].model_copy(update={"address": "Бейбітшілік көшесі, 1"})
    assert enter_commissions([moved], dry_run=True, **WHO) == Entered(0, 1, 0)
    assert commission_of("KZ", members.TEC).address == ""
    assert enter_commissions([moved], **WHO) == Entered(0, 1, 0)
    assert commission_of("KZ", members.TEC).address == "Бейбітшілік көшесі, 1"
    assert '"before":{"address":""}' in entries_about("country:KZ").last().body


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"unit": "D9"}, "No unit D9"),
        ({"unit": "U1.2"}, "no commission of this level"),
        ({"code": "U1.2.pec"}, "do not move"),
        ({"code": "other"}, "is D1.tec"),
    ],
)
def test_file_with_one_wrong_row_is_refused_whole(entered: None, change: dict[str, str], said: str) -> None:
    good = members.ROWS[0].model_copy(update={"phone": "1"})
    with pytest.raises(Refused, match=said):
        enter_commissions([good, members.ROWS[2].model_copy(update=change)], **WHO)
    assert commission_of("KZ", "KZ.cec").phone != "1"


@pytest.mark.parametrize("wrong", [{"level": "city"}, {"name_kk": ""}, {"email": "office"}, {"code": "a b"}])
def test_row_that_does_not_stand_is_refused(wrong: dict[str, str]) -> None:
    row = {"code": "D1.tec", "unit": "D1", "level": "district", "name_kk": "Комиссия"}
    with pytest.raises(ValidationError):
        CommissionRow.model_validate(row | wrong)


def test_composition_is_that_of_the_day(formed: None) -> None:
    assert seated(members.FORMED_ON - dt.timedelta(days=1)).mandate is None
    found = seated(members.FORMED_ON)
    assert who(found) == [(1, "chair"), (2, "deputy"), (3, "secretary"), (4, ""), (5, ""), (6, ""), (7, "")]
    assert (found.seats, found.vacant) == (7, 0)
    assert found.members[0].joined_by.number == "12"
    assert found.holder("chair").name == "Адам 1"


def test_formation_is_told_in_the_journal_without_names(formed: None) -> None:
    entry = entries_about("commission:KZ/D1.tec").get()
    assert entry.verb == "form_commissions"
    assert "Адам" not in entry.body
    assert '"number":"12"' in entry.body
    assert breaks_in_chain() == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"commission": "D9.tec"}, "no such commission"),
        ({"members": ()}, "nobody was elected"),
        ({"members": (members.member(1), members.member(1))}, "named twice"),
        ({"members": (members.member(1, office="chair"), members.member(2, office="chair"))}, "are chair"),
        ({"members": (members.member(99),)}, "no such person"),
        ({"valid_from": dt.date(2019, 1, 9)}, "was adopted on"),
    ],
)
def test_formation_with_a_fault_is_refused_whole(entered: None, facts: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said):
        form_commissions("KZ", [members.formation(members.PEC, 5), members.formation(**facts)], **WHO)
    assert (Mandate.objects.count(), Membership.objects.count(), OutsideAct.objects.count()) == (0, 0, 0)


def test_commission_is_not_formed_twice_at_once(entered: None) -> None:
    with pytest.raises(Refused, match="twice at once"):
        form_commissions("KZ", [members.formation(), members.formation()], **WHO)


def test_new_mandate_ends_the_one_before_it(formed: None) -> None:
    again = members.formation(first=8, act=members.LATER_ACT, valid_from=members.DAY)
    assert form_commissions("KZ", [again], **WHO) == Formed(1, 7, 1)
    assert who(seated())[0] == (8, "chair")
    assert who(seated(members.DAY - dt.timedelta(days=1)))[0] == (1, "chair")
    new, old = mandates_of(commission_of("KZ", members.TEC))
    assert (old.valid_to, old.ended_by, new.valid_to) == (members.DAY, new.formed_by, None)
    with pytest.raises(Refused, match="last mandate began"):
        form_commissions("KZ", [members.formation()], **WHO)


def test_member_is_replaced_by_an_act(formed: None) -> None:
    replace_member("KZ", members.replacement(leaving=1, joining=8), **WHO)
    found = seated()
    assert [number for number, _ in who(found)] == [2, 3, 4, 5, 6, 7, 8]
    assert found.holder("chair") is None
    left = memberships_of(found.commission).get(person__code=members.code_of(1))
    assert (left.valid_to, left.left_by.number, left.left_reason) == (members.DAY, "31", "өз еркімен")
    assert who(seated(members.DAY - dt.timedelta(days=1)))[0] == (1, "chair")


def test_texts_stand_in_the_languages_that_were_given(formed: None) -> None:
    """What one language lacks is what was given without a language."""
    commission = Commission.objects.get(code=members.TEC)
    commission.address, commission.address_en = "Үлгі көшесі, 1", "1 Sample Street"
    assert in_words(commission, "hours") is None
    assert in_words(commission, "address") == Words(
        kk="Үлгі көшесі, 1", ru="Үлгі көшесі, 1", en="1 Sample Street"
    )


def test_vacancy_tells_since_when_why_and_by_which_act(formed: None) -> None:
    change = members.replacement(joining=None, reason_ru="по собственному желанию")
    replace_member("KZ", change, by=cast.AIGERIM, at=cast.AT)
    commission = Commission.objects.get(code=members.TEC)
    day_before = composition_on(commission, members.DAY - dt.timedelta(days=1))
    assert (day_before.vacant, day_before.left) == (0, ())
    vacancy = composition_on(commission, members.DAY).left[0]
    assert (vacancy.since, vacancy.left_by and vacancy.left_by.number) == (members.DAY, "31")
    assert vacancy.reason == Words(kk="өз еркімен", ru="по собственному желанию", en="өз еркімен")
    came = members.replacement(leaving=None, joining=8, on=dt.date(2021, 7, 6))
    replace_member("KZ", came, by=cast.AIGERIM, at=cast.AT)
    assert composition_on(commission, dt.date(2021, 7, 6)).left == ()


def test_vacant_seat_is_shown_and_filled(formed: None) -> None:
    replace_member("KZ", members.replacement(joining=None), **WHO)
    everywhere = Commission.objects.filter(code=members.TEC)
    assert [found.vacant for found in vacancies(everywhere, members.DAY)] == [1]
    replace_member("KZ", members.replacement(leaving=None), **WHO)
    assert vacancies(everywhere, members.DAY) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (members.replacement(leaving=9), "no member"),
        (members.replacement(joining=6), "member already"),
        (members.replacement(joining=99), "no such person"),
        (members.replacement(leaving=None), "seats are taken"),
        (members.replacement(leaving=None, joining=None), "nobody leaves"),
        (members.replacement(reason=" "), "reason of leaving"),
        (members.replacement(on=dt.date(2021, 6, 27)), "was adopted on"),
        (members.replacement(commission="D2.tec"), "no mandate stands"),
        (members.replacement(joining=None, act=members.ACT, on=members.FORMED_ON), "or later"),
    ],
)
def test_replacement_with_a_fault_changes_nothing(formed: None, change: object, said: str) -> None:
    with pytest.raises(Refused, match=said):
        replace_member("KZ", change, **WHO)
    assert len(seated().members) == 7
    assert entries_about("commission:KZ/D1.tec").count() == 1


def test_offices_change_hands_at_a_meeting(formed: None) -> None:
    assert elect_officers("KZ", members.officers(chair=2, deputy=1, secretary=3), **WHO) == 2
    assert who(seated())[:3] == [(2, "chair"), (1, "deputy"), (3, "secretary")]
    assert who(seated(members.DAY - dt.timedelta(days=1)))[:2] == [(1, "chair"), (2, "deputy")]
    with pytest.raises(Refused, match="two offices"):
        elect_officers("KZ", members.officers(chair=4, deputy=4), **WHO)
    with pytest.raises(Refused, match="or later"):
        elect_officers("KZ", members.officers(chair=4), **WHO)
    with pytest.raises(Refused, match="no member"):
        elect_officers("KZ", members.officers(chair=9), **WHO)


def test_suspended_member_is_stood_in_for_and_comes_back(formed: None) -> None:
    suspend_member("KZ", members.rest(), **WHO)
    with pytest.raises(Refused, match="rest already"):
        suspend_member("KZ", members.rest(), **WHO)
    assert [member.person.int for member in seated().members if member.suspended] == [5]
    replace_member("KZ", members.replacement(leaving=None), **WHO)
    assert (len(seated().members), seated().vacant) == (8, 0)
    restore_member("KZ", members.returning(), **WHO)
    assert not any(member.suspended for member in seated(dt.date(2021, 7, 28)).members)
    with pytest.raises(Refused, match="do not rest"):
        restore_member("KZ", members.returning(), **WHO)


def test_ended_mandate_leaves_nobody_in_office(formed: None) -> None:
    with pytest.raises(Refused, match="or later"):
        end_mandate("KZ", members.ending(members.FORMED_ON).model_copy(update={"act": members.ACT}), **WHO)
    end_mandate("KZ", members.ending(), **WHO)
    assert (seated().mandate, seated().members, seated().vacant) == (None, (), 0)
    assert len(seated(members.DAY - dt.timedelta(days=1)).members) == 7
    with pytest.raises(Refused, match="no mandate stands"):
        end_mandate("KZ", members.ending(), **WHO)


def test_number_of_questions_does_not_grow(entered: None, django_assert_num_queries) -> None:
    form_commissions(
        "KZ",
        [members.formation(), members.formation(members.PEC, 5, 8), members.formation("U1.2.pec", 5, 13)],
        **WHO,
    )
    country = unit_of("KZ", "KZ")
    with django_assert_num_queries(5):
        found = compositions(commissions_under(country), members.DAY)
        assert [len(one.members) for one in found.values()] == [0, 0, 7, 5, 5, 0]


def test_findings_join_rows_ties_posts_and_voters(entered: None, django_assert_num_queries) -> None:
    form_commissions("KZ", [members.formation(count=6), members.formation(members.PEC, 6, 8)], **WHO)
    enter_people(
        [],
        ties=[
            TieEntry(person=members.code_of(1), other=members.code_of(2), relation="spouse"),
            TieEntry(person=members.code_of(20), other=members.code_of(3), relation="subordinate"),
        ],
        posts=[PostEntry(person=members.code_of(4), kind="judge")],
        **WHO,
    )
    chosen = commissions_under(unit_of("KZ", "KZ"))
    found = compositions(chosen, members.DAY)
    standing = {members.TEC: Standing(own=frozenset({str(members.code_of(20))}))}
    with django_assert_num_queries(2):
        answers = findings_about(found, chosen, load_pack(cast.LAW), voters={"U1.1": 403}, standing=standing)
    broken = {
        code: {one.finding.code: one.persons for one in said if one.finding.holds is False}
        for code, said in answers.items()
    }
    assert broken == {
        members.TEC: {
            "B-02": (),
            "B-23": (str(members.code_of(4)),),
            "B-24": (str(members.code_of(3)),),
            "B-30": (str(members.code_of(1)), str(members.code_of(2))),
        },
        members.PEC: {"B-06": ()},
    }
