"""Turnout by the hour: readings that never fall, and the sums above them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import contests_of, expected_precincts, law_of
from dauys.apps.journal.models import Entry
from dauys.apps.results import rules
from dauys.apps.results.actions import TurnoutReport, TurnoutRow, cancel_poll, import_turnout, report_turnout
from dauys.apps.results.models import TurnoutReading
from dauys.apps.results.queries import open_book
from dauys.apps.results.queries.book import TurnoutPoint
from dauys.apps.results.queries.countrybook import Country, country_of
from dauys.apps.results.queries.turnouts import turnouts_of
from dauys.apps.territory.actions import UnitRow, enter_territory
from dauys.apps.territory.models import Unit
from dauys.core.findings import Refused
from dauys.core.norms import load_pack
from dauys.core.rights import Actor
from tests import cast
from tests.apps.test_results import accept

CAPITAL = ZoneInfo("Asia/Almaty")
TEN, NOON, FOUR = (dt.datetime(2021, 7, 25, hour, tzinfo=CAPITAL) for hour in (10, 12, 16))
AT = dt.datetime(2021, 7, 25, 16, 5, tzinfo=CAPITAL)

Readings = dict[str, tuple[int, int]]


def report(
    election: Election, hour_at: dt.datetime, readings: Readings, *, reason: str = "", at: dt.datetime = AT
) -> TurnoutReport:
    return report_turnout(election, hour_at, readings, reason=reason, by=cast.AIGERIM, at=at)


def opened(election: Election) -> Country:
    return country_of(election, list(contests_of(election)), law_of(election), ())


def turnouts(election: Election, at: dt.datetime = AT) -> dict[str, tuple[TurnoutPoint, ...]]:
    return turnouts_of(election, opened(election), expected_precincts(list(contests_of(election))), at)


def faults(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(fault.code, fault.value) for fault in refused.value.faults]


def test_readings_sum_up_to_every_unit(election: Election) -> None:
    assert report(election, TEN, {"U1.1": (50, 500), "U1.2": (30, 400), "U3.1": (10, 90)}).new == 3
    report(election, NOON, {"U1.1": (120, 500), "U1.2": (80, 401), "U2.1": (20, 100), "U3.1": (10, 90)})
    found = turnouts(election)
    assert [(p.hour_at, p.precincts, p.expected, p.voted, p.on_list, p.percent) for p in found["KZ"]] == [
        (TEN, 3, 4, 90, 990, "9.09"),
        (NOON, 4, 4, 230, 1091, "21.08"),
    ]
    assert found["U2.1"][0] == TurnoutPoint(TEN, 0, 1, 0, 0, None)
    for parent in ("KZ", "R1", "D1", "D2", "U1", "U2", "U3"):
        children = opened(election).units[parent].children
        for hour, point in enumerate(found[parent]):
            for name in ("precincts", "expected", "voted", "on_list"):
                assert getattr(point, name) == sum(getattr(found[code][hour], name) for code in children)


def test_unit_has_no_points_before_the_first_reading(election: Election) -> None:
    report(election, TEN, {"U1.1": (50, 500)}, at=AT)
    assert set(turnouts(election, at=TEN).values()) == {()}
    assert len(turnouts(election)["KZ"]) == 1


def test_reading_below_the_one_before_or_above_the_one_after_is_refused(election: Election) -> None:
    report(election, TEN, {"U1.1": (50, 500), "U1.2": (30, 400)})
    report(election, FOUR, {"U1.1": (90, 500)})
    before = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        report(election, NOON, {"U1.1": (49, 500), "U1.2": (30, 400)})
    assert faults(refused) == [("V-03", "49")]
    with pytest.raises(Refused) as refused:
        report(election, NOON, {"U1.1": (91, 500)})
    assert faults(refused) == [("V-03", "91")]
    assert (TurnoutReading.objects.count(), Entry.objects.count()) == (3, before)
    assert report(election, NOON, {"U1.1": (50, 500)}).new == 1


def test_changed_reading_needs_a_reason_and_then_the_latest_counts(election: Election) -> None:
    report(election, TEN, {"U1.1": (50, 500), "U1.2": (30, 400)})
    changed: Readings = {"U1.1": (55, 500), "U1.2": (30, 400)}
    with pytest.raises(Refused) as refused:
        report(election, TEN, changed, reason=" ")
    assert faults(refused) == [("V-04", "55")]
    later = AT + dt.timedelta(minutes=1)
    assert report(election, TEN, changed, reason="№ 4", at=later) == TurnoutReport(0, 1, 1)
    assert list(TurnoutReading.objects.order_by("id").values_list("voted", "reason")) == [
        (50, ""),
        (30, ""),
        (55, "№ 4"),
    ]
    assert turnouts(election, at=later)["U1"][0].voted == 85
    assert turnouts(election, at=AT)["U1"][0].voted == 80


def test_same_readings_again_change_nothing(election: Election) -> None:
    report(election, TEN, {"U1.1": (50, 500)})
    before = Entry.objects.count()
    assert report(election, TEN, {"U1.1": (50, 500)}) == TurnoutReport(0, 0, 1)
    assert Entry.objects.count() == before


def test_every_fault_of_the_readings_is_named(election: Election) -> None:
    with pytest.raises(Refused) as refused:
        report(election, TEN, {"U1.1": (501, 500), "U1.2": (-1, 400), "U9.1": (1, 2), "U1": (1, 2)})
    assert sorted(faults(refused)) == [("V-01", "U1"), ("V-01", "U9.1"), ("V-02", "-1"), ("V-02", "501")]
    for hour_at in (FOUR + dt.timedelta(hours=1), TEN - dt.timedelta(days=1)):
        with pytest.raises(Refused) as refused:
            report(election, hour_at, {"U1.1": (1, 500)})
        assert [code for code, _ in faults(refused)] == ["V-05"]


@pytest.mark.parametrize("time", ["10:30", "10:00:01", "11:00", "09:00"])
def test_moment_that_is_no_hour_of_turnout_is_refused(election: Election, time: str) -> None:
    hour_at = dt.datetime.fromisoformat(f"2021-07-25T{time}+06:00")
    with pytest.raises(Refused, match=r"10, 12, 14, 16, 18, 20, 21, 22 h, time of the capital") as refused:
        report(election, hour_at, {"U1.1": (1, 500)})
    assert [code for code, _ in faults(refused)] == ["V-08"]
    assert TurnoutReading.objects.count() == 0


def test_preliminary_hours_and_another_offset_are_hours_of_turnout(election: Election) -> None:
    evening = dt.datetime(2021, 7, 25, 22, 5, tzinfo=CAPITAL)
    for hour_at in (evening.replace(minute=0), dt.datetime(2021, 7, 25, 15, 0, tzinfo=dt.UTC)):
        assert report(election, hour_at, {"U1.1": (1, 500)}, at=evening).new == 1


def test_pack_without_hours_takes_any_moment_since_the_voting_opened() -> None:
    pack = load_pack("ge/president/2013")
    assert rules.hours_of_turnout(pack) == ()
    day, tbilisi = dt.date(2013, 10, 27), ZoneInfo("Asia/Tbilisi")
    opens_at, at = (dt.datetime(2013, 10, 27, hour, tzinfo=tbilisi) for hour in (8, 20))

    def code(hour_at: dt.datetime) -> str | None:
        found = rules.fault_of_hour(hour_at, at, day, (), opens_at)
        return found.code if found else None

    assert code(opens_at) is code(opens_at.replace(hour=12, minute=17)) is None
    assert code(opens_at - dt.timedelta(minutes=1)) == "V-08"
    assert code(opens_at - dt.timedelta(days=1)) == code(at + dt.timedelta(minutes=1)) == "V-05"


def test_contest_takes_readings_only_while_it_votes_or_counts(election: Election, contest: Contest) -> None:
    early = dt.datetime(2021, 7, 25, 0, 30, tzinfo=CAPITAL)
    with pytest.raises(Refused) as refused:
        report(election, early, {"U1.1": (1, 500)}, at=early)
    assert faults(refused) == [("V-08", early.isoformat()), ("V-06", contest.code)]
    cancel_poll(contest, reason="№ 1", by=cast.AIGERIM, at=TEN)
    with pytest.raises(Refused) as refused:
        report(election, TEN, {"U1.1": (1, 500), "U2.1": (1, 100)})
    assert faults(refused) == [("V-06", contest.code)]


def test_number_of_queries_does_not_grow_with_the_country(election: Election) -> None:
    def cost() -> tuple[int, int]:
        readings: Readings = {
            code: (1, 10) for code, unit in opened(election).units.items() if unit.kind == "precinct"
        }
        with CaptureQueriesContext(connection) as written:
            report(election, TEN, readings, reason="№ 1")
        ground = opened(election)
        with CaptureQueriesContext(connection) as read:
            turnouts_of(election, ground, expected_precincts(ground.contests), AT)
        return len(written), len(read)

    before = cost()
    more = [UnitRow(code=f"U2.{n}", parent="U2", kind="precinct", name_kk=f"№ {n}") for n in range(2, 60)]
    enter_territory(more, by=cast.AIGERIM, at=cast.AT)
    assert cost() == before
    assert before[1] <= 4


def row(precinct: str, hour_at: dt.datetime, voted: int) -> TurnoutRow:
    return TurnoutRow(precinct=precinct, hour_at=hour_at, voted=voted, on_list=500)


def test_file_is_taken_hour_by_hour_or_refused_with_its_lines(election: Election) -> None:
    rows = [row("U1.1", NOON, 90), row("U1.1", TEN, 50), row("U1.2", TEN, 40)]
    terms = {"place": "turnout.csv", "by": cast.AIGERIM, "at": AT}
    assert import_turnout(election, rows, lines=[2, 3, 4], dry_run=True, **terms).new == 3
    assert TurnoutReading.objects.count() == 0
    wrong = [*rows, row("U9.1", NOON, 1), row("U1.2", NOON, 39), row("U1.1", NOON, 90)]
    with pytest.raises(Refused) as refused:
        import_turnout(election, wrong, lines=[2, 3, 4, 5, 6, 7], **terms)
    assert sorted((fault.code, fault.place, fault.line) for fault in refused.value.faults) == [
        ("V-01", "turnout.csv", 5),
        ("V-03", "turnout.csv", 6),
        ("V-07", "turnout.csv", 7),
    ]
    assert TurnoutReading.objects.count() == 0
    assert import_turnout(election, rows, lines=[2, 3, 4], **terms) == TurnoutReport(3, 0, 0)


def test_what_is_wrong_in_every_hour_of_a_file_is_said_once(election: Election) -> None:
    contest = Contest.objects.get(code=cast.contest("U1"))
    cancel_poll(contest, reason="№ 1", by=cast.AIGERIM, at=AT)
    rows = [row("U1.1", TEN, 50), row("U1.1", NOON, 90)]
    with pytest.raises(Refused) as refused:
        import_turnout(election, rows, lines=[2, 3], place="t.csv", by=cast.AIGERIM, at=AT)
    assert faults(refused) == [("V-06", contest.code)]


def test_file_of_which_every_row_is_wrong_says_what_is_wrong(election: Election, contest: Contest) -> None:
    """For whoever runs contests: nobody answers for rows that are nowhere, and no row is left to be taken."""
    district = Unit.objects.get(code="D1").path
    clerk = Actor("somebody", "clerk", district, second_factor=True)
    for rows, found in (
        ([row("U9.1", TEN, 1)], [("V-01", 2)]),
        ([row("U1.1", TEN, 9_999)], [("V-02", 2)]),
    ):
        with pytest.raises(Refused) as refused:
            import_turnout(election, rows, lines=[2], place="t.csv", by=clerk, at=AT)
        assert [(one.code, one.line) for one in refused.value.faults] == found


def test_reading_of_a_missing_precinct_bounds_the_votes_still_out(election: Election) -> None:
    contest = Contest.objects.get(code=cast.contest("U1"))
    accept(contest, "U1.1", 500, [200, 100])
    assert open_book(cast.ELECTION, at=AT).result("U1", contest.code).outstanding == 3000
    report(election, TEN, {"U1.1": (50, 500), "U1.2": (30, 400)})
    report(election, NOON, {"U1.2": (80, 401)})
    result = open_book(cast.ELECTION, at=AT).result("U1", contest.code)
    assert (result.outstanding, result.margin, result.alarm) == (401, 100, True)
    report(election, NOON, {"U1.2": (80, 99)}, reason="тізім", at=AT + dt.timedelta(minutes=1))
    result = open_book(cast.ELECTION, at=AT).result("U1", contest.code)
    assert (result.outstanding, result.alarm) == (99, False)


def test_precinct_without_a_reading_keeps_the_maximum_of_the_law(election: Election) -> None:
    contest = Contest.objects.get(code=cast.contest("U1"))
    report(election, TEN, {"U1.2": (30, 400)})
    assert open_book(cast.ELECTION, at=AT).result("U1", contest.code).outstanding == 3400
