"""Duties: due by the law, done on evidence, shown as they were at a moment."""

from __future__ import annotations

import datetime as dt

import pytest

from dauys.apps.calendar.actions import mark_done
from dauys.apps.calendar.models import Mark
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
