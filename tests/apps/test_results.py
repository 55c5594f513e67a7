"""Protocols, sums, coverage and decisions of one small election."""

from __future__ import annotations

import pytest

from dauys.apps.elections.models import Contest, Election
from dauys.apps.journal.models import Entry
from dauys.apps.results.actions import (
    Terms,
    accept_protocol,
    cancel_poll,
    establish_results,
    recount,
    release_protocol,
)
from dauys.apps.results.models import ProtocolVersion, Tally
from dauys.apps.results.queries import open_book
from dauys.apps.territory.actions import UnitRow, enter_territory
from dauys.core.findings import Refused
from dauys.core.lifecycle import NotAllowed
from tests import cast

pytestmark = pytest.mark.usefixtures("unguarded")  # facts are spoiled by hand


def accept(
    contest: Contest,
    precinct: str,
    voters: int,
    votes: list[int],
    *,
    terms: Terms | None = None,
    **other: int,
):
    """One protocol taken in, with the cast's lines."""
    numbered = {str(number): count for number, count in enumerate(votes, start=1)}
    figures = cast.lines(voters, votes, **other)
    return accept_protocol(
        contest, precinct, figures, numbered, terms or Terms(), by=cast.AIGERIM, at=cast.AT
    )


def book():
    return open_book(cast.ELECTION, at=cast.LATER)


def test_nothing_in_result_is_preliminary_and_undecided(election: Election) -> None:
    result = book().result("U1", cast.contest("U1"))
    assert (result.status, result.received, result.expected, result.outcome_kind) == (
        "preliminary",
        0,
        2,
        "undecided",
    )
    assert set(result.lines.values()) == {None}
    assert result.turnout is None


def test_accepted_protocols_sum_up_to_every_unit(election: Election, contest: Contest) -> None:
    accept(contest, "U1.1", 500, [200, 100], against=5, invalid=3)
    accept(contest, "U1.2", 400, [120, 130])
    accept(Contest.objects.get(code=cast.contest("U2")), "U2.1", 100, [40, 20])
    found = book()
    assert found.result("U1", contest.code).lines["voters_on_list"] == 900
    assert [row.votes for row in found.result("U1", contest.code).votes] == [320, 230]
    assert found.result("D1").lines["voters_on_list"] == 1000
    assert found.result("KZ").lines["voters_issued"] == 200 + 100 + 5 + 3 + 250 + 60
    assert (found.result("R1").received, found.result("R1").expected) == (3, 4)
    assert found.result("U1", contest.code).turnout == "62.00"
    assert recount(election).differences == ()


def test_contest_in_full_is_elected_and_final_once_established(contest: Contest) -> None:
    accept(contest, "U1.1", 500, [200, 100])
    before = book().result("U1", contest.code)
    assert (before.outcome_kind, before.margin, before.outstanding, before.alarm) == (
        "undecided",
        100,
        3000,
        True,
    )
    accept(contest, "U1.2", 400, [120, 130])
    result = book().result("U1", contest.code)
    assert (result.outcome_kind, result.outcome_candidates) == ("elected", (f"{contest.code}#1",))
    assert (result.status, result.alarm, result.margin) == ("preliminary", False, 90)
    establish_results([contest], evidence="№ 7", by=cast.AIGERIM, at=cast.LATER)
    assert book().result("U1", contest.code).status == "final"
    assert book().result("D1").status == "preliminary"


def test_established_contest_is_opened_again_by_a_correction_only(contest: Contest) -> None:
    accept(contest, "U1.1", 500, [200, 100])
    accept(contest, "U1.2", 400, [120, 130])
    establish_results([contest], evidence="№ 7", by=cast.AIGERIM, at=cast.LATER)
    with pytest.raises(NotAllowed):
        establish_results([contest], evidence="№ 8", by=cast.AIGERIM, at=cast.LATER)
    accept(contest, "U1.2", 400, [130, 130], terms=Terms(reason="сайлаушылар тізімі"))
    found = book()
    assert found.contests[contest.code].state == "reopened"
    assert found.result("U1", contest.code).status == "preliminary"
    assert found.result("U1", contest.code).votes[0].votes == 330
    establish_results([contest], evidence="№ 8", by=cast.AIGERIM, at=cast.LATER)
    node = book().contests[contest.code]
    assert [(one.outcome, one.candidates, one.evidence) for one in node.establishments] == [
        ("elected", (f"{contest.code}#1",), "№ 7"), ("elected", (f"{contest.code}#1",), "№ 8"),
    ]  # fmt: skip
    assert recount(contest.election).differences == ()


def test_same_protocol_twice_changes_nothing(contest: Contest) -> None:
    first = accept(contest, "U1.1", 500, [200, 100])
    second = accept(contest, "U1.1", 500, [200, 100])
    assert (first.new, second.changes, second.unchanged) == (1, 0, 1)
    assert ProtocolVersion.objects.count() == 1


def test_changed_protocol_needs_a_reason_and_keeps_the_old_version(contest: Contest) -> None:
    accept(contest, "U1.1", 500, [200, 100])
    with pytest.raises(Refused, match="reason"):
        accept(contest, "U1.1", 500, [201, 99])
    accept(contest, "U1.1", 500, [201, 99], terms=Terms(reason="қайта санау"))
    sheet = book().sheet(contest.code, "U1.1")
    assert [(note.number, note.state, note.reason) for note in sheet.versions] == [
        (1, "superseded", ""),
        (2, "accepted", "қайта санау"),
    ]
    assert [[(one.code, one.before, one.after) for one in note.changes] for note in sheet.versions] == [
        [(f"votes:{contest.code}#1", 200, 201), (f"votes:{contest.code}#2", 100, 99)],
        [],
    ]
    assert [row.votes for row in book().result("U1", contest.code).votes] == [201, 99]
    assert recount(contest.election).differences == ()


def test_broken_protocol_is_kept_out_until_released(contest: Contest) -> None:
    report = accept(contest, "U1.1", 500, [200, 100], stationary_ballots=310)
    assert (report.kept_out, report.with_errors) == (1, 1)
    result = book().result("U1", contest.code)
    assert (result.received, result.kept_out, result.lines["voters_on_list"], result.errors) == (
        1,
        1,
        None,
        1,
    )
    release_protocol(contest, "U1.1", reason="№ 3 шешім", by=cast.AIGERIM, at=cast.LATER)
    result = book().result("U1", contest.code)
    assert (result.kept_out, result.lines["voters_on_list"], result.errors) == (0, 500, 1)
    assert book().sheet(contest.code, "U1.1").state == "released"
    with pytest.raises(NotAllowed):
        release_protocol(contest, "U1.1", reason="тағы", by=cast.AIGERIM, at=cast.LATER)
    assert recount(contest.election).differences == ()


def test_broken_correction_leaves_the_version_before_it_counting(contest: Contest) -> None:
    accept(contest, "U1.1", 500, [200, 100])
    accept(contest, "U1.1", 500, [210, 100], terms=Terms(reason="түзету"), stationary_ballots=1)
    result = book().result("U1", contest.code)
    assert (result.votes[0].votes, result.kept_out, result.errors) == (200, 1, 1)
    assert recount(contest.election).differences == ()


def test_cancelled_poll_has_no_winner(contest: Contest) -> None:
    accept(contest, "U1.1", 500, [200, 100])
    accept(contest, "U1.2", 400, [120, 130])
    cancel_poll(contest, reason="№ 9 шешім", by=cast.AIGERIM, at=cast.LATER)
    result = book().result("U1", contest.code)
    assert (result.outcome_kind, result.outcome_candidates, result.status) == ("cancelled", (), "final")
    with pytest.raises(NotAllowed):
        establish_results([contest], evidence="№ 7", by=cast.AIGERIM, at=cast.LATER)


def test_result_is_not_established_while_a_protocol_is_missing(contest: Contest) -> None:
    accept(contest, "U1.1", 500, [200, 100])
    with pytest.raises(Refused, match="1 of 2"):
        establish_results([contest], evidence="№ 7", by=cast.AIGERIM, at=cast.LATER)


def test_recount_names_a_tampered_sum(election: Election, contest: Contest) -> None:
    accept(contest, "U1.1", 500, [200, 100])
    Tally.objects.filter(contest=contest, unit__code="U1").update(received=2)
    assert recount(election).differences == (f"{contest.code} U1: stored received 2, counted again 1.",)


def test_unknown_or_foreign_precinct_is_refused(contest: Contest) -> None:
    with pytest.raises(Refused, match=r"No precinct U9\.1"):
        accept(contest, "U9.1", 500, [200, 100])
    with pytest.raises(Refused, match="does not lie in U1"):
        accept(contest, "U2.1", 500, [200, 100])


def test_figure_beyond_the_limit_is_refused(contest: Contest) -> None:
    for wrong in (-1, 10_000_000):
        with pytest.raises(Refused, match="whole number from 0"):
            accept(contest, "U1.1", 500, [200, 100], voters_outside=wrong)
    assert ProtocolVersion.objects.count() == 0


def test_one_protocol_costs_the_same_number_of_queries_in_any_country(
    contest: Contest, django_assert_max_num_queries
) -> None:
    accept(contest, "U1.1", 500, [200, 100])
    more = [
        {"code": f"U1.{number}", "parent": "U1", "kind": "precinct", "name_kk": "№"}
        for number in range(3, 60)
    ]
    enter_territory([UnitRow.model_validate(row) for row in more], by=cast.AIGERIM, at=cast.AT)
    for number in range(3, 60):
        accept(contest, f"U1.{number}", 500, [200, 100])
    with django_assert_max_num_queries(16):  # PostgreSQL: its turn is a query, in the entry once more
        accept(contest, "U1.2", 500, [200, 100])


def test_recount_names_figures_changed_behind_the_journal(election: Election, contest: Contest) -> None:
    accept(contest, "U1.1", 500, [200, 100])
    version = ProtocolVersion.objects.get()
    swapped = bytes(version.figures)
    ProtocolVersion.objects.update(figures=swapped[:-8] + swapped[-4:] + swapped[-8:-4])
    tally = Tally.objects.get(contest=contest, unit__code="U1")
    sums = bytes(tally.figures)
    Tally.objects.filter(id=tally.id).update(figures=sums[:-16] + sums[-8:] + sums[-16:-8])
    assert recount(election).differences == (
        "The figures taken in by journal entry 5 are not those it was written for.",
    )


def test_recount_names_a_fact_whose_entry_is_gone(election: Election, contest: Contest) -> None:
    accept(contest, "U1.1", 500, [200, 100])
    Entry.objects.filter(number=5).delete()
    assert recount(election).differences == ("The journal has no entry 5, which a stored fact cites.",)


def test_correction_kept_out_says_which_version_counts(contest: Contest) -> None:
    accept(contest, "U1.1", 500, [200, 100])
    accept(contest, "U1.1", 500, [210, 100], terms=Terms(reason="түзету"), stationary_ballots=1)
    sheet = book().sheet(contest.code, "U1.1")
    assert (sheet.number, sheet.counted_number) == (2, 1)
    assert [note.state for note in sheet.versions] == ["accepted", "kept_out"]
    release_protocol(contest, "U1.1", reason="№ 3", by=cast.AIGERIM, at=cast.LATER)
    sheet = book().sheet(contest.code, "U1.1")
    assert sheet.counted_number == 2
    assert [note.state for note in sheet.versions] == ["superseded", "released"]
