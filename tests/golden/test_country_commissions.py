"""The generated commissions: one per unit, composed as the law asks, of people who stand nowhere."""

from __future__ import annotations

from collections import Counter

import pytest

from dauys.core.bodies import Member as Seated
from dauys.core.bodies import Seats, check_seats
from dauys.core.norms import load_pack
from dauys.ops.demo.country import Commission, commissions, country, rehearsal
from dauys.ops.demo.country.published import PRECINCT_MEMBERS


@pytest.fixture(scope="module")
def found() -> tuple[Commission, ...]:
    return commissions()


def test_one_commission_for_each_unit(found: tuple[Commission, ...]) -> None:
    """One central, 14 regional, 176 district and 1,847 precinct ones; the rehearsal adds its own."""
    own = rehearsal()
    extra = sum(len(contest.precincts) for contest in own.contests())
    assert Counter(one.level for one in found) == {
        "central": 1, "regional": 14, "district": 176 + 1, "precinct": 1_847 + extra,
    }  # fmt: skip
    assert len({one.code for one in found}) == len(found)
    assert len({(one.unit, one.level) for one in found}) == len(found)


def test_composition_breaks_no_rule_but_for_a_few_vacancies(found: tuple[Commission, ...]) -> None:
    pack = load_pack("kz/akim/2021")
    voters = {
        precinct.code: precinct.voters
        for land in (country(), rehearsal())
        for contest in land.contests()
        for precinct in contest.precincts
    }
    broken: Counter[str] = Counter()
    for one in found:
        members = tuple(
            Seated(str(member.person), member.office, member.workplace) for member in one.standing
        )
        seats = Seats(one.level, one.seats, members, voters.get(one.unit), one.formed_on)
        answers = check_seats(pack, seats, country().election_day)
        broken.update(answer.finding.code for answer in answers if answer.finding.holds is False)
    vacant = sum(one.seats > len(one.standing) for one in found)
    assert 0 < vacant < 30
    assert set(broken) <= {"B-31"}
    assert broken["B-31"] == vacant


def test_a_party_proposes_one_member(found: tuple[Commission, ...]) -> None:
    for one in found:
        if one.level == "central":
            assert {member.proposed_by for member in one.members} == {""}
            continue
        proposed = Counter(member.proposed_by for member in one.members)
        assert set(proposed.values()) == {1}


def test_members_published_of_a_region_are_its_members(found: tuple[Commission, ...]) -> None:
    """No seat is vacant where the number of members was published."""
    land = country()
    for region in land.regions:
        if region.code in PRECINCT_MEMBERS:
            precincts = {precinct.code for contest in region.contests() for precinct in contest.precincts}
            members = sum(len(one.standing) for one in found if one.unit in precincts)
            assert members == PRECINCT_MEMBERS[region.code]


def test_texts_stand_in_three_languages(found: tuple[Commission, ...]) -> None:
    for one in found:
        for names in (one.address, one.hours, one.formed_by):
            assert len({names.kk, names.ru, names.en}) == 3
            assert " · " not in names.kk + names.ru + names.en
            assert one.level == "central" or not set(names.en) & set("әіңғүұқөһы")


def test_members_are_different_people_and_no_candidates(found: tuple[Commission, ...]) -> None:
    names = [member.name for one in found for member in one.members]
    standing = {person.name for contest in country().contests() for person in contest.candidates}
    assert len(set(names)) == len(names)
    assert not standing & set(names)
    assert len({member.person for one in found for member in one.members}) == len(names)
