"""The rehearsal: each of its eight contests comes out as the law, or its silence, has it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from dauys.apps.calendar.queries import Held
from dauys.apps.results.queries import open_book
from dauys.core.norms import load_pack
from dauys.core.outcome import Verdict, alarm, decide
from dauys.core.protocol import form_of
from dauys.ops.demo.country import Contest, Version, country, rehearsal
from dauys.ops.demo.country.rehearsal import CASES
from dauys.ops.demo.replay import END
from dauys.ops.demo.replay.campaign import campaign
from dauys.ops.demo.replay.event import CAPITAL
from dauys.ops.demo.replay.ground import ground
from dauys.ops.demo.replay.night import night


@pytest.fixture(scope="module")
def contests() -> dict[str, Contest]:
    return dict(zip(CASES, rehearsal().contests(), strict=True))


def _verdict(contest: Contest, *, first: bool = False) -> Verdict:
    """What the law decides, by the versions that stand in the end or by the first ones."""
    versions = [own.versions[0 if first else -1] for own in contest.precincts if own.versions]
    votes: Counter[str] = Counter({str(one.number): 0 for one in contest.ballot})
    for version in versions:
        votes.update(version.votes)
    return decide(
        load_pack("kz/akim/2021").outcome,
        votes=votes,
        participated=_sum(versions, "participated"),
        against_all=_sum(versions, "against_all"),
        standing={str(one.number) for one in contest.ballot if not one.withdrawn_at},
        complete=len(versions) == len(contest.precincts),
        cancelled=contest.cancelled_at is not None,
    )


def _sum(versions: list[Version], line: str) -> int:
    return sum(version.lines[line] for version in versions)


def test_a_tie_means_a_repeat_election(contests: dict[str, Contest]) -> None:
    verdict = _verdict(contests["tie"])
    assert (verdict.kind, verdict.reason, verdict.candidates) == ("repeat_election", "tie", ("1", "2"))


def test_the_cancelled_poll_has_no_protocol(contests: dict[str, Contest]) -> None:
    contest = contests["cancelled"]
    assert not any(precinct.versions for precinct in contest.precincts)
    assert _verdict(contest).kind == "cancelled"


def test_a_correction_after_establishment_changes_the_winner(contests: dict[str, Contest]) -> None:
    contest = contests["corrected"]
    assert _verdict(contest, first=True).candidates == ("2",)
    assert _verdict(contest).candidates == ("1",)
    assert contest.established_at
    assert contest.reopened_at
    assert contest.established_again_at
    assert contest.established_at < contest.reopened_at < contest.established_again_at


def test_missing_votes_are_above_the_margin(contests: dict[str, Contest]) -> None:
    contest = contests["missing"]
    missing = [precinct for precinct in contest.precincts if not precinct.versions]
    verdict = _verdict(contest)
    assert (verdict.kind, verdict.reason) == ("undecided", "incomplete")
    assert alarm(verdict, sum(precinct.voters for precinct in missing))
    assert contest.established_at is None


def test_nomination_is_extended_for_a_second_candidate(contests: dict[str, Contest]) -> None:
    """Article 113-3(6): fewer than two at the end; not more than three days; the superior akim nominates."""
    contest = contests["extended"]
    end = dt.datetime(2021, 10, 8, 18, tzinfo=contest.candidates[0].nominated_at.tzinfo)
    assert [one.nominated_by for one in contest.candidates if one.nominated_at > end] == ["superior_akim"]
    assert sum(one.nominated_at < end for one in contest.candidates) == 1
    assert contest.nomination_extended_to == end + dt.timedelta(days=3)
    assert _verdict(contest).kind == "elected"


def test_who_withdrew_in_time_keeps_the_place_on_the_ballot(contests: dict[str, Contest]) -> None:
    """Article 113-6: up to two days before the day."""
    contest = contests["withdrawn"]
    gone = [one for one in contest.ballot if one.withdrawn_at]
    assert [one.number for one in gone] == [3]
    assert gone[0].withdrawn_at
    assert gone[0].withdrawn_at.date() <= dt.date(2021, 10, 22)
    assert _verdict(contest).candidates == ("1",)


def test_against_all_first_is_left_undecided(contests: dict[str, Contest]) -> None:
    assert _verdict(contests["against_all"]).reason == "against_all_first"


def test_one_protocol_is_released_with_an_error(contests: dict[str, Contest]) -> None:
    form = form_of(load_pack("kz/akim/2021").protocol)
    for what, contest in contests.items():
        for precinct in contest.precincts:
            for version in precinct.versions:
                broken = [
                    finding.code
                    for finding in form.check(version.lines, list(version.votes.values()))
                    if finding.holds is False
                ]
                assert broken == (["P-03"] if version.released_at else []), what
    released = contests["released"].precincts[0].final
    assert released.release_reason
    assert released.released_at
    assert released.released_at > released.at


def test_the_rehearsal_shares_nothing_with_july(contests: dict[str, Contest]) -> None:
    july = country()
    districts = {district.code for region in july.regions for district in region.districts}
    assert not districts & {district.code for region in rehearsal().regions for district in region.districts}
    assert not {contest.unit for contest in july.contests()} & {one.unit for one in contests.values()}
    assert rehearsal().election != july.election


@pytest.mark.django_db
def test_calendar_of_the_rehearsal_says_what_its_contests_say() -> None:
    land = rehearsal()
    begin = dt.datetime(2021, 6, 24, 9, tzinfo=CAPITAL)
    happened = [*ground(begin), *campaign(land), *night(land)]
    for event in sorted(happened, key=lambda event: event.at):
        if event.at <= END:
            event.do()
    book = open_book(land.election, at=END)
    states = Counter(contest.state for contest in book.contests.values())
    assert states == {"established": 4, "repeated": 1, "cancelled": 1, "counting": 2}
    for unit in ("195800000", "190000000", "KZ"):
        rows = {row.term.code: row for row in book.plan(unit)}
        assert rows["results"].held == Held(8, 5, 1, dt.datetime(2021, 10, 27, 16, tzinfo=CAPITAL))
        assert (rows["results"].state, rows["results"].done_at) == ("overdue", None)
        assert rows["pec_protocol"].state == "passed"  # not marked: one protocol never came
        assert {code for code, row in rows.items() if row.state == "done_late"} == set()
        assert {code for code, row in rows.items() if row.state == "unmarked"} == set()


def test_protocols_of_the_sample_are_delivered_late_only_where_they_came_after_the_count() -> None:
    land = country()
    due = {region.zone: dt.datetime(2021, 7, 26, 8, tzinfo=ZoneInfo(region.zone)) for region in land.regions}
    delivered = {
        district.code: max(
            precinct.versions[0].at for contest in district.contests for precinct in contest.precincts
        )
        for region in land.regions
        for district in region.districts
    }
    late = {
        district.code
        for region in land.regions
        for district in region.districts
        if delivered[district.code] > due[region.zone]
    }
    marks = [event for event in campaign(land) if event.what == "pec_protocol"]
    assert len(late) == 13
    assert max(event.at for event in marks) == max(delivered.values())
    assert {event.what for event in campaign(land)}.isdisjoint({"results"})
