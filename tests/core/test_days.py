"""Counting of days: the cases read in sources, and what must be true of every date."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dauys.core import days

ANY_DAY = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2200, 12, 31))
AMOUNT = st.integers(min_value=0, max_value=3660)
MONTHS = st.integers(min_value=0, max_value=600)


@pytest.mark.parametrize(
    ("election_day", "amount", "term", "source"),
    [
        ("2023-11-05", 30, "2023-10-05", "vesti-kazakhstan.net: nomination of district akims"),
        ("2023-11-05", 25, "2023-10-10", "vesti-kazakhstan.net: registration"),
        ("2023-09-17", 25, "2023-08-22", "gov.kz karaganda-aktogay 30102: nomination"),
        ("2023-09-17", 20, "2023-08-27", "gov.kz karaganda-aktogay 30102: registration"),
        ("2025-10-26", 30, "2025-09-25", "ru.200.news: nomination, Tselinograd"),
        ("2025-10-26", 25, "2025-09-30", "ru.200.news: registration, Tselinograd"),
        ("2021-07-25", 15, "2021-07-09", "egemen.kz 280508, akmolinform.kz 9287: nomination"),
        ("2021-07-25", 10, "2021-07-14", "kt.kz, inform.kz a3815785: registration"),
    ],
)
def test_full_days_before_gives_the_dates_read_in_sources(
    election_day: str, amount: int, term: str, source: str
) -> None:
    computed = days.full_days_before(dt.date.fromisoformat(election_day), amount)
    assert computed == dt.date.fromisoformat(term), source


def test_days_before_gives_the_end_of_campaigning_of_2021() -> None:
    assert days.days_before(dt.date(2021, 7, 25), 1) == dt.date(2021, 7, 24)


def test_days_after_gives_the_terms_counted_from_the_call_of_2021() -> None:
    called_on = dt.date(2021, 6, 25)
    assert days.days_after(called_on, 1) == dt.date(2021, 6, 26)
    assert days.days_after(called_on, 10) == dt.date(2021, 7, 5)
    assert days.days_after(called_on, 15) == dt.date(2021, 7, 10)


@pytest.mark.parametrize(
    ("day", "amount", "expected"),
    [
        ("2021-07-25", 1, "2021-08-25"),
        ("2021-01-31", 1, "2021-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2021-12-31", 2, "2022-02-28"),
        ("2021-10-31", 1, "2021-11-30"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2021-11-30", 3, "2022-02-28"),
    ],
)
def test_months_after_ends_on_the_last_day_of_a_short_month(day: str, amount: int, expected: str) -> None:
    assert days.months_after(dt.date.fromisoformat(day), amount) == dt.date.fromisoformat(expected)


def test_months_before_ends_on_the_last_day_of_a_short_month() -> None:
    assert days.months_before(dt.date(2021, 3, 31), 1) == dt.date(2021, 2, 28)
    assert days.months_before(dt.date(2021, 1, 15), 1) == dt.date(2020, 12, 15)


@given(day=ANY_DAY, amount=st.integers(min_value=0, max_value=400))
def test_full_days_before_leaves_exactly_that_many_days_between(day: dt.date, amount: int) -> None:
    term = days.full_days_before(day, amount)
    between = range(term.toordinal() + 1, day.toordinal())
    assert len(between) == amount


@given(day=ANY_DAY, amount=AMOUNT)
def test_days_before_undoes_days_after(day: dt.date, amount: int) -> None:
    assert days.days_before(days.days_after(day, amount), amount) == day
    assert days.full_days_before(day, amount) == days.days_before(day, amount) - dt.timedelta(days=1)


@given(day=ANY_DAY, amount=MONTHS)
def test_months_after_keeps_the_day_of_the_month_where_it_exists(day: dt.date, amount: int) -> None:
    later = days.months_after(day, amount)
    assert (later.year - day.year) * 12 + later.month - day.month == amount
    assert later.day == min(day.day, calendar.monthrange(later.year, later.month)[1])


@given(day=ANY_DAY, other=ANY_DAY, amount=MONTHS)
def test_months_after_never_turns_two_days_round(day: dt.date, other: dt.date, amount: int) -> None:
    first, second = sorted((day, other))
    assert days.months_after(first, amount) <= days.months_after(second, amount)


@given(day=ANY_DAY)
def test_months_after_by_twelve_is_a_year(day: dt.date) -> None:
    later = days.months_after(day, 12)
    assert later.year == day.year + 1
    assert (later.month, later.day) == (day.month, day.day) or (day.month, day.day) == (2, 29)


def test_counting_outside_the_calendar_is_an_overflow() -> None:
    for count in ("days_after", "months_after"):
        with pytest.raises(OverflowError):
            days.counted(dt.date.max, count, 1)
    for count in ("days_before", "full_days_before", "months_before"):
        with pytest.raises(OverflowError):
            days.counted(dt.date.min, count, 1)


def test_counted_knows_every_way_of_counting_and_no_other() -> None:
    assert days.counted(dt.date(2021, 7, 25), "on", 0) == dt.date(2021, 7, 25)
    assert days.counted(dt.date(2021, 7, 25), "full_days_before", 15) == dt.date(2021, 7, 9)
    with pytest.raises(KeyError):
        days.counted(dt.date(2021, 7, 25), "working_days_before", 1)
