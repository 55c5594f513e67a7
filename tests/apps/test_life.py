"""The life of a contest: the calendar opens its stages, decisions bend and end it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dauys.apps.candidates.models import Candidate
from dauys.apps.elections.models import Contest
from dauys.apps.journal.queries import last_number
from dauys.apps.results.actions import (
    Terms,
    accept_protocol,
    call_repeat_election,
    cancel_poll,
    close_election,
    establish_results,
    extend_election,
    extend_nomination,
    release_protocol,
    report_turnout,
)
from dauys.apps.results.models import ContestDecision, Release
from dauys.apps.results.queries import missing_protocols, open_book
from dauys.apps.results.queries.figuring import verdicts_of
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


PRESUPPOSED: dict[str, tuple[str, Callable[[Contest], object]]] = {
    "extend_nomination": (
        "candidates_candidate",
        lambda one: extend_nomination(one, until=at(7, 12), evidence="№ 1", by=cast.AIGERIM, at=at(7, 9)),
    ),
    "extend_election": (
        "candidates_candidate",
        lambda one: extend_election(one, until=at(8, 1), evidence="№ 1", by=cast.AIGERIM, at=at(7, 20)),
    ),
    "call_repeat_election": (
        "results_establishment",
        lambda one: call_repeat_election(one, evidence="№ 1", by=cast.AIGERIM, at=at(8, 1)),
    ),
    "close_election": (
        "results_establishment",
        lambda one: close_election(one, evidence="№ 1", by=cast.AIGERIM, at=at(8, 1)),
    ),
}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite one writes at a time")
@pytest.mark.parametrize("verb", PRESUPPOSED)
def test_what_a_decision_presupposes_is_asked_once_nobody_else_writes(contest: Contest, verb: str) -> None:
    table, deed = PRESUPPOSED[verb]
    with CaptureQueriesContext(connection) as asked, suppress(Refused, NotAllowed):
        deed(contest)
    statements = [one["sql"] for one in asked]
    turn, answer = (
        next(place for place, one in enumerate(statements) if what in one)
        for what in ("pg_advisory_xact_lock", table)
    )
    assert turn < answer


def nominated_late(contest: Contest) -> None:
    """The second candidate is nominated on 10.07: until then there is only one."""
    Candidate.objects.filter(contest=contest, number="2").update(nominated_on=dt.date(2021, 7, 10))


def withdrawn(contest: Contest) -> None:
    """Only one candidate is left."""
    Candidate.objects.filter(contest=contest, number="2").update(status="withdrawn")


def test_extension_is_for_fewer_than_two_candidates(contest: Contest) -> None:
    with pytest.raises(Refused, match="R-99 2 candidates are nominated"):
        extend_nomination(contest, until=at(7, 11), evidence="№ 5", by=cast.AIGERIM, at=at(7, 9, 12))
    with pytest.raises(Refused, match="R-99 2 candidates are left"):
        extend_election(contest, until=at(7, 20), evidence="№ 6", by=cast.AIGERIM, at=at(7, 15))
    assert not ContestDecision.objects.exists()


def test_extended_election_takes_no_protocol_on_the_day_of_the_call(contest: Contest) -> None:
    withdrawn(contest)
    extend_election(contest, until=at(8, 9), evidence="№ 6", by=cast.AIGERIM, at=at(7, 23, 12))
    assert [contest_state(contest, at(7, day, 12)) for day in (24, 25, 26)] == ["extended"] * 3
    with pytest.raises(Refused, match="is extended: accept_protocol is not possible"):
        accept_protocol(
            contest, "U1.1", cast.lines(500, [200]), {"1": 200}, by=cast.AIGERIM, at=at(7, 25, 12)
        )
    assert contest_state(contest, at(8, 9)) == "counting"


def test_extended_nomination_lasts_until_its_new_end(contest: Contest) -> None:
    nominated_late(contest)
    extend_nomination(contest, until=at(7, 11, 18), evidence="№ 5", by=cast.AIGERIM, at=at(7, 9, 12))
    assert contest_state(contest, at(7, 9, 19)) == "nomination"
    assert contest_state(contest, at(7, 11, 18)) == "registration"
    assert contest_state(contest, at(7, 9, 11)) == "nomination"


@pytest.mark.parametrize("until", [at(7, 9, 12), at(7, 13)])
def test_extension_longer_than_the_law_allows_is_refused(contest: Contest, until: dt.datetime) -> None:
    nominated_late(contest)
    with pytest.raises(Refused, match="not later than 2021-07-12"):
        extend_nomination(contest, until=until, evidence="№ 5", by=cast.AIGERIM, at=at(7, 9, 12))


def test_nomination_is_not_extended_once_it_has_ended(contest: Contest) -> None:
    nominated_late(contest)
    with pytest.raises(NotAllowed):
        extend_nomination(contest, until=at(7, 11), evidence="№ 5", by=cast.AIGERIM, at=at(7, 9, 18))


def test_extended_election_goes_on_when_the_extension_ends(contest: Contest) -> None:
    withdrawn(contest)
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
    with pytest.raises(Refused, match="R-97"):
        close_election(contest, evidence="№ 8", by=cast.AIGERIM, at=cast.LATER)
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


@pytest.mark.parametrize("unsaid", ["", " ", "\u200b", "\u00a0\u2800\ufeff", "\u3164"])
def test_decision_without_evidence_is_refused(contest: Contest, unsaid: str) -> None:
    with pytest.raises(Refused, match="needs evidence"):
        cancel_poll(contest, reason=unsaid, by=cast.AIGERIM, at=cast.AT)
    with pytest.raises(Refused, match="R-93"):
        establish_results([contest], evidence=unsaid, by=cast.AIGERIM, at=cast.AT)


def test_established_result_stays_as_established(contest: Contest) -> None:
    """What a candidate's record says later changes nothing that the commission established."""
    counted(contest, [200, 100])
    Candidate.objects.filter(contest=contest, number="1").update(status="withdrawn")
    own = open_book(cast.ELECTION, at=cast.LATER).result("U1", contest.code)
    assert (own.outcome_kind, own.outcome_candidates) == ("elected", (f"{contest.code}#1",))
    assert (own.status, own.margin, own.alarm) == ("final", None, False)
    assert open_book(cast.ELECTION, at=cast.LATER).result("KZ").winners == (("party", "Auyl", 1),)


def test_book_of_a_moment_before_the_establishment_does_not_know_it(contest: Contest) -> None:
    counted(contest, [200, 100])
    early = open_book(cast.ELECTION, at=cast.AT).contests[contest.code]
    assert (early.state, early.established_at, early.decisions) == ("counting", None, ())
    assert contest_state(contest, cast.AT) == "counting"


def test_establishing_nothing_or_one_contest_twice_is_refused(contest: Contest) -> None:
    for named in ([], [contest, contest]):
        with pytest.raises(Refused, match="R-98"):
            establish_results(named, evidence="№ 7", by=cast.AIGERIM, at=cast.LATER)


@pytest.mark.parametrize("ended", [cancel_poll, None])
def test_release_asks_for_the_state_of_its_contest(contest: Contest, ended: object) -> None:
    broken = cast.lines(500, [200, 100], stationary_ballots=1)
    accept_protocol(contest, "U1.1", broken, {"1": 200, "2": 100}, by=cast.AIGERIM, at=cast.AT)
    if ended:
        cancel_poll(contest, reason="№ 9", by=cast.AIGERIM, at=cast.AT)
        with pytest.raises(NotAllowed):
            release_protocol(contest, "U1.1", reason="№ 10", by=cast.AIGERIM, at=cast.LATER)
    else:
        release_protocol(contest, "U1.1", reason="№ 10", by=cast.AIGERIM, at=cast.LATER)
    assert Release.objects.count() == (0 if ended else 1)


def test_result_is_not_established_on_figures_that_came_after_they_were_looked_at(contest: Contest) -> None:
    seen, whole = last_number(), cast.lines(500, [200, 100])
    for precinct in ("U1.1", "U1.2"):
        accept_protocol(contest, precinct, whole, {"1": 200, "2": 100}, by=cast.AIGERIM, at=cast.AT)
    with pytest.raises(Refused, match="R-89"):
        establish_results([contest], evidence="№ 7", by=cast.AIGERIM, at=cast.LATER, seen=seen)
    seen = last_number()
    cancel_poll(Contest.objects.get(code=cast.contest("U3")), reason="№ 9", by=cast.AIGERIM, at=cast.LATER)
    assert establish_results([contest], evidence="№ 7", by=cast.AIGERIM, at=cast.LATER, seen=seen)


def test_protocol_is_not_corrected_that_came_after_it_was_looked_at(contest: Contest) -> None:
    def take(most: int, over: int) -> int:
        votes = [most, 300 - most]
        lines, terms = cast.lines(500, votes), Terms(reason="№ 11", over=over)
        by_number = dict(zip("12", votes, strict=True))
        return accept_protocol(contest, "U1.1", lines, by_number, terms, by=cast.AIGERIM, at=cast.AT).changes

    assert [take(200, over=0), take(190, over=1)] == [1, 1]
    for over in (0, 1, 3):
        with pytest.raises(Refused, match="R-89"):
            take(180, over=over)
    assert take(190, over=1) == 0  # what came is the same
    assert take(180, over=2) == 1


def test_protocol_is_not_released_that_came_after_it_was_looked_at(contest: Contest) -> None:
    seen, broken = last_number(), cast.lines(500, [200, 100], stationary_ballots=1)
    accept_protocol(contest, "U1.1", broken, {"1": 200, "2": 100}, by=cast.AIGERIM, at=cast.AT)
    with pytest.raises(Refused, match="R-89"):
        release_protocol(contest, "U1.1", reason="№ 10", by=cast.AIGERIM, at=cast.LATER, seen=seen)
    seen, whole = last_number(), cast.lines(500, [200, 100])
    accept_protocol(contest, "U1.2", whole, {"1": 200, "2": 100}, by=cast.AIGERIM, at=cast.AT)
    assert release_protocol(contest, "U1.1", reason="№ 10", by=cast.AIGERIM, at=cast.LATER, seen=seen)


def test_figure_without_a_place_in_the_protocol_is_refused(contest: Contest) -> None:
    lines, votes = cast.lines(500, [200, 100]), {"1": 200, "2": 100}
    with pytest.raises(Refused, match=r"P-94 .*'voters'"):
        accept_protocol(contest, "U1.1", lines | {"voters": 1}, votes, by=cast.AIGERIM, at=cast.AT)
    with pytest.raises(Refused, match=r"P-94 .*'3'"):
        accept_protocol(contest, "U1.1", lines, votes | {"3": 5}, by=cast.AIGERIM, at=cast.AT)


def decisions(unit: str = "U1") -> list[tuple[str, str]]:
    """Verb and evidence of what the book tells about the contest in a unit."""
    node = open_book(cast.ELECTION, at=cast.LATER).contests[cast.contest(unit)]
    return [(one.verb, one.evidence) for one in node.decisions]


def test_book_tells_every_decision_earliest_first(contest: Contest) -> None:
    until = at(7, 11, 18)
    nominated_late(contest)
    extend_nomination(contest, until=until, evidence="№ 5", by=cast.AIGERIM, at=at(7, 9, 12))
    counted(contest, [200, 100])
    votes = {"1": 210, "2": 90}
    for number, reason in ((1, "№ 6"), (2, "№ 7б")):
        changed = cast.lines(500 + number, [210, 90])
        terms = Terms(reason=reason)
        accept_protocol(contest, "U1.2", changed, votes, terms, by=cast.AIGERIM, at=cast.LATER)
    establish_results([contest], evidence="№ 8", by=cast.AIGERIM, at=cast.LATER)
    close_election(contest, evidence="№ 9", by=cast.AIGERIM, at=cast.LATER)
    assert decisions() == [
        ("extend_nomination", "№ 5"),
        ("establish_results", "№ 7"),
        ("correct_protocol", "№ 6"),
        ("establish_results", "№ 8"),
        ("close_election", "№ 9"),
    ]
    assert decisions("U2") == []
    found = open_book(cast.ELECTION, at=cast.LATER)
    assert found.contests[contest.code].decisions[0].until_at == until
    told = found.result("U1", contest.code).as_dict()
    assert (told["state"], told["decisions"][0]["verb"]) == ("closed", "extend_nomination")
    assert dt.datetime.fromisoformat(told["decisions"][0]["until_at"]) == until
    assert "decisions" not in found.result("KZ").as_dict()


def test_correction_before_the_result_is_established_opens_nothing_again(contest: Contest) -> None:
    accept_protocol(
        contest, "U1.2", cast.lines(501, [1, 2]), {"1": 1, "2": 2}, by=cast.AIGERIM, at=cast.AT
    )  # fmt: skip
    terms = Terms(reason="№ 6")
    votes = {"1": 200, "2": 100}
    accept_protocol(contest, "U1.2", cast.lines(500, [200, 100]), votes, terms, by=cast.AIGERIM, at=cast.AT)
    counted(contest, [200, 100])
    assert decisions() == [("establish_results", "№ 7")]


def test_number_of_questions_about_the_life_of_contests_does_not_grow(
    contest: Contest,
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            open_book(cast.ELECTION, at=cast.LATER)
        return len(asked)

    counted(contest, [200, 100])
    votes = {"1": 210, "2": 90}
    changed = cast.lines(500, [210, 90])
    terms = Terms(reason="№ 6")
    accept_protocol(contest, "U1.2", changed, votes, terms, by=cast.AIGERIM, at=cast.LATER)
    before = cost()
    establish_results([contest], evidence="№ 8", by=cast.AIGERIM, at=cast.LATER)
    accept_protocol(contest, "U1.1", changed, votes, terms, by=cast.AIGERIM, at=cast.LATER)
    for unit in ("U2", "U3"):
        cancel_poll(Contest.objects.get(unit__code=unit), reason="№ 9", by=cast.AIGERIM, at=cast.LATER)
    assert cost() == before


def test_nothing_is_expected_of_a_cancelled_poll(contest: Contest) -> None:
    """Neither in its own coverage nor in the sums above, nor by an import or the turnout of an hour."""
    election = contest.election
    noon = at(7, 25, 11)
    report_turnout(
        election, noon, {"U1.1": (9, 90), "U2.1": (5, 50)}, by=cast.AIGERIM, at=noon + dt.timedelta(minutes=5)
    )
    assert missing_protocols(election) == 4
    cancel_poll(contest, reason="№ 9", by=cast.AIGERIM, at=at(7, 25, 14))
    assert missing_protocols(election) == 2
    book = open_book(cast.ELECTION, at=cast.LATER)
    own = book.result("U1", contest.code)
    assert (own.status, own.received, own.expected, own.outstanding, own.alarm) == ("final", 0, 0, 0, False)
    assert book.result("U1.1", contest.code).expected == 0
    assert [book.result(code).expected for code in ("D1", "R1", "KZ")] == [1, 2, 2]
    assert [(one.precincts, one.expected, one.voted) for one in book.turnouts["KZ"]] == [(2, 3, 14)]
    assert (book.turnouts["U1"][0].precincts, book.turnouts["U1"][0].expected) == (1, 1)
    assert (len(book.turnouts["U1.1"]), len(book.turnouts["U1.2"]), len(book.turnouts["U3.1"])) == (1, 0, 1)
    assert book.result("KZ").status == "preliminary"


def test_protocol_that_came_before_the_cancellation_hides_none_that_is_missing(contest: Contest) -> None:
    votes = {"1": 200, "2": 100}
    accept_protocol(contest, "U1.1", cast.lines(500, [200, 100]), votes, by=cast.AIGERIM, at=cast.AT)
    cancel_poll(contest, reason="№ 9", by=cast.AIGERIM, at=cast.AT)
    book = open_book(cast.ELECTION, at=cast.LATER)
    assert (book.result("U1", contest.code).received, book.result("U1", contest.code).expected) == (1, 1)
    assert [book.result(code, contest.code).expected for code in ("U1.1", "U1.2")] == [1, 0]
    assert (book.result("KZ").received, book.result("KZ").expected) == (1, 3)
    assert missing_protocols(contest.election) == 2
    assert verdicts_of([contest])[contest.id][1].expected == 1
    for parent in ("KZ", "R1", "D1", "U1"):
        whole = book.result(parent, book.contest_of(parent))
        parts = [book.result(code, book.contest_of(code)) for code in book.units[parent].children]
        assert whole.received == sum(part.received for part in parts)
        assert whole.expected == sum(part.expected for part in parts)


def test_election_is_final_when_every_part_that_is_not_cancelled_is(contest: Contest) -> None:
    cancel_poll(contest, reason="№ 9", by=cast.AIGERIM, at=cast.AT)
    others = list(Contest.objects.exclude(id=contest.id).order_by("code"))
    for one in others:
        votes = [30, 20] if one.unit.code == "U2" else [30, 20, 10]
        numbered = {str(number): count for number, count in enumerate(votes, start=1)}
        precinct = f"{one.unit.code}.1"
        accept_protocol(one, precinct, cast.lines(90, votes), numbered, by=cast.AIGERIM, at=cast.AT)
    assert missing_protocols(contest.election) == 0
    establish_results(others, evidence="№ 7", by=cast.AIGERIM, at=cast.LATER)
    whole = open_book(cast.ELECTION, at=cast.LATER).result("KZ")
    assert (whole.status, whole.received, whole.expected) == ("final", 2, 2)
