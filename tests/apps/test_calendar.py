"""Duties: due by the law, done on evidence, shown as they were at a moment."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from dauys.apps.calendar.actions import adopt_term, mark_done
from dauys.apps.calendar.models import Mark
from dauys.apps.calendar.queries import PlanRow
from dauys.apps.elections.models import Election
from dauys.apps.results.queries import open_book
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


@pytest.mark.parametrize(("deadline", "evidence"), [("no_such", "№ 4"), ("pub_tec", " ")])
def test_mark_of_an_unknown_duty_or_without_evidence_is_refused(
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
