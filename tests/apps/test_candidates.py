"""Candidates over time: each step for many at once, or for none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dauys.apps.candidates.actions import (
    CandidateEntry,
    ElectionEntry,
    Nomination,
    cancel_registration,
    enter_candidates,
    nominate_candidates,
    refuse_registration,
    register_candidates,
    withdraw_candidates,
)
from dauys.apps.candidates.models import Candidate
from dauys.apps.candidates.queries import candidates_of, status_on
from dauys.apps.elections.models import Contest, Election
from dauys.apps.journal.models import Entry
from dauys.apps.results.actions import accept_protocol
from dauys.apps.results.queries import open_book
from dauys.core.findings import Refused
from tests import cast

JUNE_28 = dt.date(2021, 6, 28)
JULY_5 = dt.date(2021, 7, 5)
JULY_9 = dt.date(2021, 7, 9)
NEW = [f"{cast.contest('U1')}#3", f"{cast.contest('U1')}#4", f"{cast.contest('U2')}#3"]
WHO = {"by": cast.AIGERIM, "at": dt.datetime(2021, 7, 20, 12, tzinfo=dt.UTC)}

Step = Callable[[Election, list[str], dt.date], int]
STEPS: dict[str, Step] = {
    "register_candidates": lambda e, ids, on: register_candidates(e, ids, on, **WHO),
    "refuse_registration": lambda e, ids, on: refuse_registration(e, ids, on, "№ 7", **WHO),
    "withdraw_candidates": lambda e, ids, on: withdraw_candidates(e, ids, on, "№ 8", **WHO),
    "cancel_registration": lambda e, ids, on: cancel_registration(e, ids, on, "№ 9", **WHO),
}


def nomination(code: str, **facts: object) -> Nomination:
    return Nomination.model_validate({"id": code, "name": "Ұсынылған Адам"} | facts)


def nominate(election: Election, *codes: str, on: dt.date = JUNE_28) -> int:
    return nominate_candidates(election, [nomination(code) for code in codes], on, **WHO)


def person(code: str) -> Candidate:
    contest, _, number = code.rpartition("#")
    return Candidate.objects.get(contest__code=contest, number=number)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(fault.code, fault.value) for fault in refused.value.faults]


def test_nomination_takes_the_next_positions_of_each_contest(election: Election) -> None:
    assert nominate(election, *NEW) == 3
    assert [person(code).position for code in NEW] == [2, 3, 2]
    assert [(person(code).status, person(code).nominated_on) for code in NEW] == [("nominated", JUNE_28)] * 3
    last = Entry.objects.order_by("-number").first()
    assert last is not None
    assert (last.verb, last.subject, last.law) == (
        "nominate_candidates",
        f"election:{cast.ELECTION}",
        cast.LAW,
    )
    assert all(code in last.body for code in NEW)
    assert "Ұсынылған" not in last.body  # the journal keeps ids, never a person's name


def test_nomination_is_taken_whole_or_refused_with_every_fault(election: Election) -> None:
    standing, stranger = f"{cast.contest('U1')}#1", f"{cast.contest('U9')}#1"
    rows = [nomination(code) for code in (NEW[0], NEW[0], standing, stranger, f"{cast.contest('U1')}#a/b")]
    before = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        nominate_candidates(election, rows, dt.date(2021, 7, 27), **WHO)
    assert codes(refused) == [
        ("C-01", f"{cast.contest('U1')}#a/b"),
        ("C-02", NEW[0]),
        ("C-05", "2021-07-27"),
        ("C-04", stranger),
        ("C-10", standing),
    ]
    assert (Candidate.objects.count(), Entry.objects.count()) == (7, before)


def test_nomination_says_nothing_about_what_comes_later(election: Election) -> None:
    row = CandidateEntry(id=NEW[0], name="Ұсынылған Адам", status="registered", registered_on=JULY_9)
    nominate_candidates(election, [row], JUNE_28, **WHO)
    assert (person(NEW[0]).status, person(NEW[0]).registered_on) == ("nominated", None)


def test_each_step_sets_state_and_day_of_all_in_one_entry(election: Election) -> None:
    nominate(election, *NEW)
    before = Entry.objects.count()
    assert register_candidates(election, NEW[:2], JULY_5, **WHO) == 2
    assert refuse_registration(election, NEW[2:], JULY_5, "№ 7", **WHO) == 1
    assert withdraw_candidates(election, NEW[:1], JULY_9, "№ 8", **WHO) == 1
    assert cancel_registration(election, NEW[1:2], JULY_9, "№ 9", **WHO) == 1
    assert Entry.objects.count() == before + 4
    assert [(one.status, one.registered_on, one.left_on) for one in map(person, NEW)] == [
        ("withdrawn", JULY_5, JULY_9),
        ("registration_cancelled", JULY_5, JULY_9),
        ("refused", None, JULY_5),
    ]


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        ("register_candidates", "registered"),
        ("refuse_registration", "registered"),
        ("cancel_registration", "nominated"),
        ("register_candidates", "refused"),
        ("withdraw_candidates", "withdrawn"),
        ("register_candidates", "registration_cancelled"),
    ],
)
def test_step_outside_the_table_is_refused_for_all(election: Election, verb: str, state: str) -> None:
    nominate(election, *NEW)
    able = "registered" if verb == "cancel_registration" else "nominated"
    Candidate.objects.filter(nominated_on=JUNE_28).update(status=able)
    Candidate.objects.filter(id__in=[person(code).id for code in NEW[1:]]).update(status=state)
    before = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        STEPS[verb](election, NEW, JULY_5)
    assert codes(refused) == [("C-06", code) for code in NEW[1:]]
    assert (person(NEW[0]).status, Entry.objects.count()) == (able, before)


def test_step_needs_known_candidates_a_day_and_a_reason(election: Election) -> None:
    nominate(election, *NEW)
    nobody = f"{cast.contest('U1')}#9"
    with pytest.raises(Refused) as refused:
        withdraw_candidates(election, [NEW[0], NEW[0], nobody], dt.date(2021, 6, 27), "  ", **WHO)
    assert codes(refused) == [("C-02", NEW[0]), ("C-04", nobody), ("C-07", "2021-06-27"), ("C-09", "")]
    with pytest.raises(Refused) as refused:
        register_candidates(election, NEW, dt.date(2021, 8, 1), **WHO)
    assert codes(refused) == [("C-05", "2021-08-01")]


def test_no_candidate_is_no_entry(election: Election) -> None:
    before = Entry.objects.count()
    assert (nominate(election), register_candidates(election, [], JULY_5, **WHO)) == (0, 0)
    assert Entry.objects.count() == before


def test_step_costs_the_same_number_of_queries_for_many(election: Election) -> None:
    def cost(ids: list[str]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            nominate(election, *ids)
            register_candidates(election, ids, JULY_5, **WHO)
        return len(asked)

    contests = [cast.contest(unit) for unit in cast.UNITS]
    cost([f"{contests[0]}#9"])  # the election's law is read once
    few = cost([f"{contests[0]}#10"])
    assert cost([f"{code}#{number}" for code in contests for number in range(20, 40)]) == few


def test_status_on_a_day_follows_the_days(election: Election) -> None:
    nominate(election, *NEW)
    register_candidates(election, NEW[:1], JULY_5, **WHO)
    withdraw_candidates(election, NEW[:1], JULY_9, "№ 8", **WHO)
    refuse_registration(election, NEW[1:2], JULY_5, "№ 7", **WHO)
    days = [dt.date(2021, 6, 27), JUNE_28, JULY_5, dt.date(2021, 7, 8), JULY_9]
    one, other = person(NEW[0]), person(NEW[1])
    assert [status_on(one, day) for day in days] == [
        None,
        "nominated",
        "registered",
        "registered",
        "withdrawn",
    ]
    assert [status_on(other, day) for day in days] == [None, "nominated", "refused", "refused", "refused"]
    without_days = person(f"{cast.contest('U1')}#1")
    assert status_on(without_days, dt.date(2021, 1, 1)) == "registered"


def test_database_itself_refuses_days_out_of_order(election: Election) -> None:
    nominate(election, NEW[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.filter(id=person(NEW[0]).id).update(registered_on=dt.date(2021, 6, 1))


def test_candidate_never_registered_needs_no_votes(election: Election, contest: Contest) -> None:
    nominate(election, *NEW)
    refuse_registration(election, NEW[:2], JULY_5, "№ 7", **WHO)
    lines, votes = cast.lines(500, [200, 100], against=3), {"1": 200, "2": 100}
    report = accept_protocol(contest, "U1.1", lines, votes, by=cast.AIGERIM, at=cast.AT)
    assert (report.new, report.kept_out) == (1, 0)
    sheet = open_book(cast.ELECTION, at=cast.LATER).sheet(contest.code, "U1.1")
    assert sheet is not None
    assert list(sheet.votes.values()) == [200, 100, 0, 0]
    assert all(finding.holds is not None for finding in sheet.findings if finding.severity == "error")


# The whole file


def entered(**changes: object) -> ElectionEntry:
    """The file of the cast, its first candidate changed."""
    content = cast.election_file()
    content["contests"][0]["candidates"][0] |= changes  # type: ignore[index]
    return ElectionEntry.model_validate(content)


def test_file_may_tell_the_days_and_keeps_those_it_does_not_tell(election: Election) -> None:
    first = candidates_of(Contest.objects.get(code=cast.contest("U1")))[0]
    days = {"nominated_on": "2021-06-28", "registered_on": "2021-07-05"}
    assert enter_candidates(entered(**days), **WHO).changed_candidates == 1
    assert enter_candidates(entered(**days), **WHO).changed_candidates == 0
    enter_candidates(entered(status="withdrawn", left_on="2021-07-09"), **WHO)
    first.refresh_from_db()
    assert (first.status, first.nominated_on, first.registered_on, first.left_on) == (
        "withdrawn",
        JUNE_28,
        JULY_5,
        JULY_9,
    )


def test_file_leads_a_candidate_over_several_steps_and_never_back(election: Election) -> None:
    nominate(election, NEW[2])
    content = cast.election_file()
    people = content["contests"][1]["candidates"]  # type: ignore[index]
    later = {"id": NEW[2], "name": "Ұсынылған Адам", "status": "registration_cancelled"}
    people.append(later)
    enter_candidates(ElectionEntry.model_validate(content), **WHO)
    assert person(NEW[2]).status == "registration_cancelled"
    later["status"] = "registered"
    with pytest.raises(Refused) as refused:
        enter_candidates(ElectionEntry.model_validate(content), **WHO)
    assert codes(refused) == [("C-06", "registered")]
    assert [fault.column for fault in refused.value.faults] == ["contests[1].candidates[2]"]
    assert person(NEW[2]).status == "registration_cancelled"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"nominated_on": "2021-07-06", "registered_on": "2021-07-05"}, "C-07"),
        ({"left_on": "2021-07-05"}, "C-08"),
        ({"registered_on": "2021-07-28"}, "C-05"),
        ({"status": "refused", "registered_on": "2021-07-05"}, "C-06"),
    ],
)
def test_file_with_days_that_cannot_be_is_refused(
    election: Election, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        enter_candidates(entered(**changes), **WHO)
    assert refused.value.faults[0].code == code
    assert Candidate.objects.exclude(registered_on=None).count() == 0


MORNING = dt.datetime(2021, 7, 24, 19, tzinfo=dt.UTC)  # 00:00 of election day in the west of the country


def at_night(hours: int) -> dict[str, object]:
    return {"by": cast.AIGERIM, "at": MORNING + dt.timedelta(hours=hours)}


@pytest.mark.parametrize("hours", [0, 6, 9000])
def test_candidates_stay_as_they_are_from_election_day_on(election: Election, hours: int) -> None:
    """By no verb, by no file; the file as it stands, and a contest that comes with its call, are taken."""
    nominate(election, *NEW)
    late, before = at_night(hours), Entry.objects.count()
    first = f"{cast.contest('U1')}#1"
    tries: list[Callable[[], object]] = [
        lambda: nominate_candidates(election, [nomination(f"{cast.contest('U1')}#9")], JUNE_28, **late),
        lambda: register_candidates(election, NEW[:1], JULY_9, **late),
        lambda: refuse_registration(election, NEW[:1], JULY_9, "№ 7", **late),
        lambda: withdraw_candidates(election, [first], JULY_9, "№ 8", **late),
        lambda: cancel_registration(election, [first], JULY_9, "№ 9", **late),
    ]
    for one in tries:
        with pytest.raises(Refused) as refused:
            one()
        assert codes(refused) == [("C-11", cast.contest("U1"))]
    assert (Entry.objects.count(), person(first).status) == (before, "registered")


@pytest.mark.parametrize("changes", [{"name": "Басқа Адам"}, {"status": "withdrawn"}])
def test_file_changes_no_candidate_from_election_day_on(election: Election, changes: dict[str, str]) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        enter_candidates(entered(**changes), **at_night(0), place="election.json")
    assert codes(refused) == [("C-11", cast.contest("U1"))]
    assert enter_candidates(entered(), **at_night(0)).changed_candidates == 0
    assert Entry.objects.count() == before
    assert enter_candidates(entered(**changes), **at_night(-1)).changed_candidates == 1


def test_nobody_leaves_after_the_last_day_of_the_law(election: Election) -> None:
    who = {"by": cast.AIGERIM, "at": dt.datetime(2021, 7, 24, 9, tzinfo=dt.UTC)}
    first = f"{cast.contest('U1')}#1"
    for leave in (withdraw_candidates, cancel_registration):
        with pytest.raises(Refused) as refused:
            leave(election, [first], dt.date(2021, 7, 24), "№ 8", **who)
        assert codes(refused) == [("C-12", "2021-07-24")]
    with pytest.raises(Refused) as refused:
        enter_candidates(entered(status="withdrawn", left_on="2021-07-24"), **who)
    assert codes(refused) == [("C-12", "2021-07-24")]
    assert withdraw_candidates(election, [first], dt.date(2021, 7, 23), "№ 8", **who) == 1
