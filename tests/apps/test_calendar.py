"""Duties: due by the law, done on evidence, shown as they were at a moment."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from dauys.apps.calendar.actions import adopt_term, mark_done
from dauys.apps.calendar.models import Mark
from dauys.apps.calendar.queries import Held, PlanRow, kept_calendar, plan_rows, summed_rows
from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import law_of
from dauys.apps.results.queries import open_book
from dauys.apps.results.queries.plans import plan_of_unit
from dauys.apps.territory.models import Unit
from dauys.core.findings import Refused
from tests import cast

DONE_AT = dt.datetime(2021, 7, 1, 6, 0, tzinfo=dt.UTC)


def state(at: dt.datetime, unit: str = "D1", code: str = "pub_tec") -> tuple[str, str]:
    row = next(row for row in open_book(cast.ELECTION, at=at).plan(unit) if row.term.code == code)
    return row.state, row.evidence


def test_duty_is_coming_then_overdue_until_it_is_marked_done(election: Election) -> None:
    assert state(dt.datetime(2021, 7, 1, tzinfo=dt.UTC)) == ("coming", "")
    assert state(dt.datetime(2021, 7, 8, tzinfo=dt.UTC)) == ("overdue", "")
    mark_done(cast.ELECTION, ["D1"], "pub_tec", evidence="№ 4", by=cast.AIGERIM, at=cast.AT, done_at=DONE_AT)
    assert state(dt.datetime(2021, 7, 8, tzinfo=dt.UTC)) == ("done", "№ 4")
    assert state(DONE_AT - dt.timedelta(seconds=1)) == ("coming", "")
    assert state(dt.datetime(2021, 7, 8, tzinfo=dt.UTC), unit="D2") == ("overdue", "")


def test_plan_is_in_the_local_time_of_the_unit(election: Election) -> None:
    book = open_book(cast.ELECTION, at=cast.AT)
    due = {
        unit: next(row.term.due_at for row in book.plan(unit) if row.term.code == "nom_end")
        for unit in ("KZ", "D1")
    }
    assert {unit: at.isoformat() for unit, at in due.items()} == {
        "KZ": "2021-07-09T18:00:00+06:00",
        "D1": "2021-07-09T18:00:00+05:00",
    }


@pytest.mark.parametrize(("deadline", "evidence"), [("no_such", "№ 4"), ("pub_tec", " "), ("results", "№ 4")])
def test_mark_of_an_unknown_duty_without_evidence_or_of_one_that_follows_from_contests_is_refused(
    election: Election, deadline: str, evidence: str
) -> None:
    with pytest.raises(Refused):
        mark_done(cast.ELECTION, ["D1"], deadline, evidence=evidence, by=cast.AIGERIM, at=cast.AT)
    assert Mark.objects.count() == 0


WEST = ZoneInfo("Asia/Aqtau")


def adopt(deadline: str, due_at: dt.datetime, starts_at: dt.datetime | None = None, unit: str = "D1"):
    return adopt_term(
        cast.ELECTION, [unit], deadline, due_at=due_at, starts_at=starts_at, evidence="№ 2", by=cast.AIGERIM,
        at=DONE_AT,
    )  # fmt: skip


def term(unit: str, code: str) -> PlanRow:
    rows = open_book(cast.ELECTION, at=DONE_AT).plan(unit)
    return next(row for row in rows if row.term.code == code)


def test_term_set_by_a_commission_counts_in_its_units_with_what_follows_from_it(election: Election) -> None:
    adopt("nom_end", dt.datetime(2021, 7, 7, 18, tzinfo=WEST))
    row = term("D1", "nom_end")
    assert (row.term.due_at.isoformat(), row.adopted) == ("2021-07-07T18:00:00+05:00", "№ 2")
    assert term("D1", "nom_ext").term.due_at.date() == dt.date(2021, 7, 10)
    assert term("D2", "nom_end").term.due_at.date() == dt.date(2021, 7, 9)
    moment = dt.datetime(2021, 7, 8, tzinfo=WEST)
    states = {
        contest.unit: contest.state for contest in open_book(cast.ELECTION, at=moment).contests.values()
    }
    assert states == {"U1": "registration", "U2": "registration", "U3": "nomination"}


def test_hours_of_voting_are_chosen_within_the_bounds_of_the_law(election: Election) -> None:
    day = dt.datetime(2021, 7, 25, tzinfo=WEST)
    adopt("vote", day.replace(hour=22), day.replace(hour=6))
    assert term("D1", "vote").term.starts_at.hour == 6
    for start, end in ((5, 20), (7, 23), (20, 7)):
        with pytest.raises(Refused):
            adopt("vote", day.replace(hour=end), day.replace(hour=start))


@pytest.mark.parametrize(
    ("deadline", "due_at"),
    [
        ("pub_tec", dt.datetime(2021, 7, 7, 18, tzinfo=WEST)),
        ("nom_end", dt.datetime(2021, 7, 25, 18, tzinfo=WEST)),
        ("nom_end", dt.datetime(2021, 6, 25, 18, tzinfo=WEST)),
    ],
)
def test_term_about_which_there_is_no_choice_is_not_set(
    election: Election, deadline: str, due_at: dt.datetime
) -> None:
    with pytest.raises(Refused):
        adopt(deadline, due_at)


def test_sum_of_plans_counts_those_done_and_those_with_another_term(election: Election) -> None:
    for unit, evidence in (("D1", "№ 4"), ("D2", "№ 5")):
        row = next(row for row in summed() if row.term.code == "pub_tec")
        assert (row.state, row.done_by, row.plans) == ("overdue", 0 if unit == "D1" else 1, 2)
        mark_done(cast.ELECTION, [unit], "pub_tec", evidence=evidence, by=cast.AIGERIM, at=DONE_AT)
    row = next(row for row in summed() if row.term.code == "pub_tec")
    assert (row.state, row.done_by, row.plans, row.evidence) == ("done", 2, 2, "")
    assert {row.elsewhen for row in summed()} == {0}
    adopt("nom_end", dt.datetime(2021, 7, 7, 18, tzinfo=WEST))
    assert next(row for row in summed() if row.term.code == "nom_end").elsewhen == 1


def summed() -> list[PlanRow]:
    return open_book(cast.ELECTION, at=dt.datetime(2021, 7, 8, tzinfo=dt.UTC)).plan("KZ")


def test_duty_is_not_marked_as_done_at_a_time_to_come(election: Election) -> None:
    later = cast.AT + dt.timedelta(minutes=1)
    with pytest.raises(Refused) as refused:
        mark_done(
            cast.ELECTION, ["D1"], "pub_tec", evidence="№ 4", by=cast.AIGERIM, at=cast.AT, done_at=later
        )
    assert [fault.code for fault in refused.value.faults] == ["D-96"]
    assert Mark.objects.count() == 0


def test_sum_is_late_where_one_beneath_it_is_by_the_term_that_counts_there(election: Election) -> None:
    for unit, day in (("D1", 4), ("D2", 6)):
        done_at = dt.datetime(2021, 7, day, 9, tzinfo=dt.UTC)
        mark_done(
            cast.ELECTION, [unit], "pub_tec", evidence="№ 4", by=cast.AIGERIM, at=cast.AT, done_at=done_at
        )
    at = dt.datetime(2021, 7, 8, tzinfo=dt.UTC)
    assert [state(at, unit)[0] for unit in ("D1", "D2", "KZ")] == ["done", "done_late", "done_late"]
    row = next(row for row in summed() if row.term.code == "pub_tec")
    assert (row.done_by, row.late_by, row.plans) == (2, 1, 2)


AFTER = dt.datetime(2021, 7, 29, tzinfo=dt.UTC)  # the term has passed
LAST = dt.datetime(2021, 7, 27, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("contests", "at", "expected"),
    [
        (Held(3, 2, 0, LAST), LAST, ("coming", None)),
        (Held(3, 2, 0, LAST), AFTER, ("overdue", None)),
        (Held(3, 3, 0, LAST), AFTER, ("done", LAST)),
        (Held(3, 2, 1, LAST), AFTER, ("done", LAST)),
        (Held(3, 3, 0, AFTER), AFTER, ("done_late", AFTER)),
        (Held(2, 0, 2), AFTER, ("not_arisen", None)),
    ],
)
def test_results_are_established_once_every_contest_that_was_not_cancelled_is(
    election: Election, contests: Held, at: dt.datetime, expected: tuple[str, dt.datetime | None]
) -> None:
    pack = law_of(election)
    keeper = Unit.objects.get(code="D1")
    rows = plan_rows(pack, election, keeper, "Asia/Aqtau", at, kept_calendar(election), contests)
    row = next(row for row in rows if row.term.code == "results")
    assert (row.state, row.done_at) == expected
    assert row.held == contests


def test_sum_of_contests_adds_up_and_passes_over_commissions_with_nothing_left(election: Election) -> None:
    pack, kept = law_of(election), kept_calendar(election)
    plans = [
        plan_rows(pack, election, Unit.objects.get(code=code), "Asia/Aqtau", AFTER, kept, held)
        for code, held in (("D1", Held(3, 3, 0, LAST)), ("D2", Held(1, 0, 1)))
    ]
    row = next(
        row for row in summed_rows(pack, election, "Asia/Aqtau", AFTER, plans) if row.term.code == "results"
    )
    assert (row.state, row.done_by, row.plans, row.held) == ("done", 1, 1, Held(4, 3, 1, LAST))


def test_plan_of_a_unit_is_that_of_its_commission_or_the_sum_of_those_beneath(election: Election) -> None:
    at = dt.datetime(2021, 7, 8, tzinfo=dt.UTC)
    mark_done(cast.ELECTION, ["D1"], "pub_tec", evidence="№ 4", by=cast.AIGERIM, at=cast.AT, done_at=DONE_AT)
    book = open_book(cast.ELECTION, at=at)
    for code, state_ in (("D1", "done"), ("U1", "done"), ("D2", "overdue"), ("KZ", "overdue")):
        rows = plan_of_unit(election, Unit.objects.get(code=code), at)
        assert next(row.state for row in rows if row.term.code == "pub_tec") == state_
        if code != "U1":
            assert rows == book.plan(code)
