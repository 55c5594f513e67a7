"""The life of a contest: the calendar opens its stages, decisions bend and end it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from dauys.apps.elections.models import Contest
from dauys.apps.results.actions import (
    Terms,
    accept_protocol,
    call_repeat_election,
    cancel_poll,
    close_election,
    establish_results,
    extend_election,
    extend_nomination,
)
from dauys.apps.results.queries import open_book
from dauys.apps.results.queries.states import contest_state
from dauys.core.findings import Refused
from dauys.core.lifecycle import NotAllowed
from tests import cast

WEST = ZoneInfo("Asia/Aqtau")


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    return dt.datetime(2021, month, day, hour, minute, tzinfo=WEST)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (at(6, 24, 23, 59), "planned"),
        (at(6, 25), "called"),
        (at(6, 26), "nomination"),
        (at(7, 9, 17, 59), "nomination"),
        (at(7, 9, 18), "registration"),
        (at(7, 14, 18), "campaign"),
        (at(7, 24), "silence"),
        (at(7, 25, 6, 59), "silence"),
        (at(7, 25, 7), "voting"),
        (at(7, 25, 20), "counting"),
        (at(8, 25), "counting"),
    ],
)
def test_calendar_opens_each_stage_in_the_local_time_of_the_contest(
    contest: Contest, moment: dt.datetime, state: str
) -> None:
    assert contest_state(contest, moment) == state
    assert open_book(cast.ELECTION, at=moment).contests[contest.code].state == state


def test_protocol_is_not_taken_before_the_voting(contest: Contest) -> None:
    votes = {"1": 200, "2": 100}
    lines = cast.lines(500, [200, 100])
    with pytest.raises(Refused, match="is silence: accept_protocol is not possible"):
        accept_protocol(contest, "U1.1", lines, votes, Terms(), by=cast.AIGERIM, at=at(7, 25, 6))
    taken = accept_protocol(contest, "U1.1", lines, votes, Terms(), by=cast.AIGERIM, at=at(7, 25, 12))
    assert taken.new == 1


def test_extended_nomination_lasts_until_its_new_end(contest: Contest) -> None:
    extend_nomination(contest, until=at(7, 11, 18), evidence="№ 5", by=cast.AIGERIM, at=at(7, 9, 12))
    assert contest_state(contest, at(7, 9, 19)) == "nomination"
    assert contest_state(contest, at(7, 11, 18)) == "registration"
    assert contest_state(contest, at(7, 9, 11)) == "nomination"


@pytest.mark.parametrize("until", [at(7, 9, 12), at(7, 13)])
def test_extension_longer_than_the_law_allows_is_refused(contest: Contest, until: dt.datetime) -> None:
    with pytest.raises(Refused, match="not later than 2021-07-12"):
        extend_nomination(contest, until=until, evidence="№ 5", by=cast.AIGERIM, at=at(7, 9, 12))


def test_nomination_is_not_extended_once_it_has_ended(contest: Contest) -> None:
    with pytest.raises(NotAllowed):
        extend_nomination(contest, until=at(7, 11), evidence="№ 5", by=cast.AIGERIM, at=at(7, 9, 18))


def test_extended_election_goes_on_when_the_extension_ends(contest: Contest) -> None:
    extend_election(contest, until=at(7, 20), evidence="№ 6", by=cast.AIGERIM, at=at(7, 15))
    assert [contest_state(contest, at(7, day)) for day in (14, 16, 20)] == [
        "registration",
        "extended",
        "campaign",
    ]


def counted(contest: Contest, second: list[int]) -> None:
    for precinct, votes in (("U1.1", [200, 100]), ("U1.2", second)):
        numbered = {"1": votes[0], "2": votes[1]}
        accept_protocol(contest, precinct, cast.lines(500, votes), numbered, by=cast.AIGERIM, at=cast.AT)
    establish_results([contest], evidence="№ 7", by=cast.AIGERIM, at=cast.LATER)


def test_tie_is_repeated_and_an_elected_contest_is_closed(contest: Contest) -> None:
    counted(contest, [100, 200])
    assert open_book(cast.ELECTION, at=cast.LATER).result("U1", contest.code).outcome_reason == "tie"
    call_repeat_election(contest, evidence="№ 8", by=cast.AIGERIM, at=cast.LATER)
    assert contest_state(contest, cast.LATER) == "repeated"
    with pytest.raises(NotAllowed):
        close_election(contest, evidence="№ 9", by=cast.AIGERIM, at=cast.LATER)


def test_elected_contest_is_closed_and_not_repeated(contest: Contest) -> None:
    counted(contest, [200, 100])
    with pytest.raises(Refused, match=r"outcome of .* is elected"):
        call_repeat_election(contest, evidence="№ 8", by=cast.AIGERIM, at=cast.LATER)
    close_election(contest, evidence="№ 9", by=cast.AIGERIM, at=cast.LATER)
    assert contest_state(contest, cast.LATER) == "closed"
    assert open_book(cast.ELECTION, at=cast.LATER).result("U1", contest.code).status == "final"


def test_decision_without_evidence_is_refused(contest: Contest) -> None:
    with pytest.raises(Refused, match="needs evidence"):
        cancel_poll(contest, reason=" ", by=cast.AIGERIM, at=cast.AT)
