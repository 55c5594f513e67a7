"""Compositions: each rule of the law holds or does not, with both counts and the persons concerned."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dauys.core.bodies import (
    CLOSE,
    NOBODY_STANDS,
    POSTS,
    Answer,
    Member,
    Seats,
    Standing,
    check_seats,
    majority,
    quorum,
    statutory_size,
    term_ends_on,
)
from dauys.core.findings import Severity
from dauys.core.norms import load_pack

PACK = load_pack("kz/akim/2021")
DAY = dt.date(2021, 7, 5)


def member(person: str, office: str = "", **facts: object) -> Member:
    return Member(person, office, **({"workplace": f"place of {person}"} | facts))


def seats(count: int = 7, level: str = "district", **facts: object) -> Seats:
    offices = ["chair", "deputy", "secretary"] + [""] * count
    seated = tuple(member(f"m{place}", offices[place]) for place in range(count))
    return replace(Seats(level, count, seated, formed_on=dt.date(2019, 1, 10)), **facts)


def changed(found: Seats, place: int, **facts: object) -> Seats:
    """The same with one member changed."""
    kept = list(found.members)
    kept[place] = replace(kept[place], **facts)
    return replace(found, members=tuple(kept))


def answers(found: Seats, standing: Standing = NOBODY_STANDS, day: dt.date = DAY) -> dict[str, Answer]:
    return {answer.finding.code: answer for answer in check_seats(PACK, found, day, standing)}


def sides(answer: Answer) -> tuple[bool | None, int | None, str, int | None]:
    finding = answer.finding
    return finding.holds, finding.left, finding.op, finding.right


def test_full_district_commission_passes_every_rule() -> None:
    found = answers(seats())
    assert list(found) == ["B-02", "B-31", "B-10", "B-09", "B-23", "B-24", "B-30", "B-25"]
    assert {answer.finding.holds for answer in found.values()} == {True}
    assert {answer.persons for answer in found.values()} == {()}


@pytest.mark.parametrize(
    ("level", "number", "voters", "code", "expected"),
    [
        ("central", 7, None, "B-01", (True, 7, "==", 7)),
        ("district", 6, None, "B-02", (False, 6, "==", 7)),
        ("regional", 8, None, "B-03", (False, 8, "==", 7)),
        ("precinct", 5, 2000, "B-04", (True, 5, "<=", 7)),
        ("precinct", 3, 403, "B-04", (False, 3, ">=", 5)),
        ("precinct", 9, 2000, "B-04", (False, 9, "<=", 7)),
        ("precinct", 9, 2001, "B-05", (True, 9, "<=", 9)),
        ("precinct", 5, 2001, "B-05", (False, 5, ">=", 7)),
        ("precinct", 5, None, "B-32", (None, None, "<=", 2000)),
    ],
)
def test_size_is_that_of_the_level_and_the_voters(
    level: str, number: int, voters: int | None, code: str, expected: tuple[object, ...]
) -> None:
    assert sides(answers(seats(number, level, voters=voters))[code]) == expected


@pytest.mark.parametrize(("number", "holds"), [(5, True), (6, False), (7, True), (8, False)])
def test_b06_precinct_commission_is_odd(number: int, holds: bool) -> None:
    assert sides(answers(seats(number, "precinct", voters=2500))["B-06"]) == (holds, number % 2, "==", 1)
    assert "B-06" not in answers(seats(number))


def test_b31_vacant_seat_is_a_warning() -> None:
    found = answers(seats(6, number=7))["B-31"]
    assert sides(found) == (False, 6, "==", 7)
    assert found.finding.severity is Severity.WARNING


def test_b31_who_stands_in_for_a_suspended_member_is_not_one_too_many() -> None:
    eight = seats(8, number=7)
    assert sides(answers(eight)["B-31"]) == (False, 8, "==", 7)
    assert sides(answers(changed(eight, 4, suspended=True))["B-31"]) == (True, 7, "==", 7)


def test_b10_each_office_has_one_holder() -> None:
    assert sides(answers(changed(seats(), 2, office=""))["B-10"]) == (False, 2, "==", 3)
    doubled = answers(changed(seats(), 1, office="chair"))["B-10"]
    assert (sides(doubled), doubled.persons) == ((False, 1, "==", 3), ("m0", "m1"))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2024, 1, 9), (True, 4, "<", 5)),
        (dt.date(2024, 1, 10), (False, 5, "<", 5)),
    ],
)
def test_b09_term_is_five_years(day: dt.date, expected: tuple[object, ...]) -> None:
    assert sides(answers(seats(), day=day)["B-09"]) == expected


@given(st.dates(dt.date(2019, 1, 1), dt.date(2021, 12, 31)))
@example(dt.date(2020, 2, 29))
def test_b09_term_ends_on_the_first_day_that_breaks_the_rule(formed_on: dt.date) -> None:
    ends_on = term_ends_on(PACK, formed_on, formed_on)
    assert ends_on is not None
    held = [
        answers(seats(formed_on=formed_on), day=ends_on - dt.timedelta(days=days))["B-09"].finding.holds
        for days in (1, 0)
    ]
    assert held == [True, False]


def test_law_without_a_term_ends_none() -> None:
    assert term_ends_on(load_pack("ge/president/2013"), DAY, DAY) is None


def test_b09_unknown_beginning_is_unchecked() -> None:
    assert sides(answers(seats(formed_on=None))["B-09"]) == (None, None, "<", 5)


@pytest.mark.parametrize("post", POSTS)
def test_b23_holder_of_a_barred_post_is_named(post: str) -> None:
    found = answers(changed(seats(), 3, posts=frozenset({post}), suspended=True))["B-23"]
    assert (sides(found), found.persons) == ((False, 1, "==", 0), ("m3",))


def test_b23_candidates_and_proxies_are_barred_until_suspended() -> None:
    standing = Standing(candidates=frozenset({"m3", "x"}), proxies=frozenset({"m4"}))
    found = answers(seats(), standing)["B-23"]
    assert (sides(found), found.persons) == ((False, 2, "==", 0), ("m3", "m4"))
    resting = changed(changed(seats(), 3, suspended=True), 4, suspended=True)
    assert sides(answers(resting, standing)["B-23"]) == (True, 0, "==", 0)


def test_b24_candidates_kin_and_subordinates_rest_in_its_own_election_only() -> None:
    near = changed(changed(seats(), 3, close=frozenset({"x"})), 4, superiors=frozenset({"x"}))
    found = answers(near, Standing(own=frozenset({"x"})))["B-24"]
    assert (sides(found), found.persons) == ((False, 2, "==", 0), ("m3", "m4"))
    assert sides(answers(near, Standing(candidates=frozenset({"x"})))["B-24"]) == (True, 0, "==", 0)
    resting = changed(changed(near, 3, suspended=True), 4, suspended=True)
    assert sides(answers(resting, Standing(own=frozenset({"x"})))["B-24"]) == (True, 0, "==", 0)


def test_b30_kin_do_not_sit_together_whichever_end_the_tie_has() -> None:
    found = answers(changed(seats(), 5, close=frozenset({"m1", "elsewhere"})))["B-30"]
    assert (sides(found), found.persons) == ((False, 2, "==", 0), ("m1", "m5"))
    assert {"spouse", "sibling", "grandchild"} <= set(CLOSE)


@pytest.mark.parametrize(
    ("places", "expected", "persons"),
    [
        (["School"] * 3 + ["a", "b", "c", "d"], (True, 3, "<=", 3), ()),
        (["School", " school", "SCHOOL ", "School", "a", "b", "c"], (False, 4, "<=", 3), 4),
        (
            ["«Тулпар» ЖШС", '"Тулпар" ЖШС', "“тулпар” ЖШС", "Тулпар  ЖШС.", "a", "b", "c"],
            (False, 4, "<=", 3),
            4,
        ),
        (["School"] * 3 + ["a", "b", "c", "—"], (None, 3, "<=", 3), ()),
        (["School"] * 3 + ["a", "b", "c", ""], (None, 3, "<=", 3), ()),
        (["School"] * 2 + ["a", "b", "c", "d", ""], (True, 2, "<=", 3), ()),
        (["School"] * 4 + [""] * 3, (False, 4, "<=", 3), 4),
    ],
)
def test_b25_not_more_than_half_work_in_one_place(
    places: list[str], expected: tuple[object, ...], persons: object
) -> None:
    found = seats()
    for place, workplace in enumerate(places):
        found = changed(found, place, workplace=workplace)
    answer = answers(found)["B-25"]
    assert sides(answer) == expected
    assert len(answer.persons) == (persons or 0)


@pytest.mark.parametrize(("number", "needed", "votes"), [(5, 4, 3), (7, 5, 4), (9, 6, 5)])
def test_quorum_and_majority_count_all_members(number: int, needed: int, votes: int) -> None:
    assert (quorum(PACK, number, DAY), majority(PACK, number, DAY)) == (needed, votes)


@given(st.integers(1, 99))
def test_quorum_is_the_least_number_that_is_two_thirds(number: int) -> None:
    needed, votes = quorum(PACK, number, DAY), majority(PACK, number, DAY)
    assert 3 * needed >= 2 * number > 3 * (needed - 1)
    assert 2 * votes > number >= 2 * (votes - 1)


def test_law_without_rules_about_bodies_asks_nothing() -> None:
    georgia = load_pack("ge/president/2013")
    assert check_seats(georgia, seats(), DAY) == ()
    assert (quorum(georgia, 7, DAY), majority(georgia, 7, DAY)) == (None, None)
    assert statutory_size(georgia, "precinct", 900, DAY) is None
