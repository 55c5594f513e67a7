"""What is stored beside what the journal says: entries gone, rows changed, bytes that are no figures."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from dauys.apps.calendar.actions import mark_done
from dauys.apps.calendar.models import Mark
from dauys.apps.elections.models import Contest, Election
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import breaks_in_chain
from dauys.apps.results.actions import (
    accept_protocol,
    cancel_poll,
    establish_results,
    recount,
    release_protocol,
    report_turnout,
)
from dauys.apps.results.models import (
    ContestDecision,
    Establishment,
    Intake,
    ProtocolVersion,
    Release,
    Tally,
    TurnoutReading,
)
from dauys.apps.results.queries.witness import unwitnessed, without_beginning
from tests import cast

pytestmark = pytest.mark.usefixtures("unguarded")  # facts are spoiled by hand

HOUR = dt.datetime(2021, 7, 25, 4, 0, tzinfo=dt.UTC)


@pytest.fixture
def lived(election: Election, contest: Contest) -> Election:
    """An election with a reading, a mark, a release, an established result and a cancelled poll."""
    report_turnout(election, HOUR, {"U1.1": (10, 500)}, by=cast.AIGERIM, at=cast.AT)
    mark_done(cast.ELECTION, ["D1"], "msg_day", evidence="№ 3", by=cast.AIGERIM, at=cast.AT)
    accept_protocol(
        contest, "U1.1", cast.lines(500, [200, 100]), {"1": 200, "2": 100}, by=cast.AIGERIM, at=cast.AT
    )
    broken = cast.lines(500, [120, 130]) | {"stationary_ballots": 1}
    accept_protocol(contest, "U1.2", broken, {"1": 120, "2": 130}, by=cast.AIGERIM, at=cast.AT)
    release_protocol(contest, "U1.2", reason="№ 4", by=cast.AIGERIM, at=cast.AT)
    establish_results([contest], evidence="№ 5", by=cast.AIGERIM, at=cast.LATER)
    other = Contest.objects.get(code=cast.contest("U2"))
    cancel_poll(other, reason="№ 6", by=cast.AIGERIM, at=cast.AT)
    assert breaks_in_chain() + without_beginning() + unwitnessed(election) == []
    assert recount(election).differences == ()
    return election


def test_facts_whose_journal_is_gone_are_named(lived: Election) -> None:
    Entry.objects.all().delete()
    assert f"{cast.ELECTION} is here, and no entry of the journal says how it came." in without_beginning()
    assert any("which a stored fact cites" in words for words in unwitnessed(lived))


def test_tail_that_was_cut_off_is_named(lived: Election) -> None:
    last = Entry.objects.order_by("-number")[0]
    Entry.objects.filter(number=last.number).delete()
    assert breaks_in_chain() == []
    assert unwitnessed(lived) == [
        f"The journal has no entry {last.number}, which a stored fact cites.",
    ]


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        (Establishment, {"outcome": "repeat_election"}, "The outcome of the established result of"),
        (Establishment, {"candidates": ["x#9"]}, "The candidates of the established result of"),
        (Establishment, {"evidence": "№ 99"}, "The evidence of the established result of"),
        (ContestDecision, {"verb": "close_election"}, "The verb of the decision close_election"),
        (ContestDecision, {"evidence": "№ 99"}, "The evidence of the decision cancel_poll"),
        (ContestDecision, {"until_at": cast.LATER}, "The until of the decision cancel_poll"),
        (Release, {"reason": "x"}, "The grounds of the release of U1.2"),
        (Intake, {"reason": "x"}, "The reason of intake"),
        (Intake, {"sha256": "0" * 64}, "The sha256 of intake"),
        (TurnoutReading, {"voted": 11}, "The readings of the turnout of"),
        (TurnoutReading, {"reason": "x"}, "The reason of the turnout of"),
        (Mark, {"evidence": "№ 99"}, "The mark of msg_day in D1 is stored otherwise"),
    ],
)  # fmt: skip
def test_row_unlike_its_entry_is_named(lived: Election, table, change: dict[str, object], said: str) -> None:
    table.objects.update(**change)
    assert any(words.startswith(said) for words in unwitnessed(lived))


def test_decision_moved_to_another_contest_is_named(lived: Election) -> None:
    ContestDecision.objects.update(contest=Contest.objects.get(code=cast.contest("U3")))
    assert any(words.startswith("The subject of the decision cancel_poll") for words in unwitnessed(lived))


def test_mark_that_was_deleted_is_named(lived: Election) -> None:
    Mark.objects.all().delete()
    assert unwitnessed(lived) == ["The mark of msg_day in D1 is in the journal and is not stored so."]


@pytest.mark.parametrize(("column", "value"), [("body", "{"), ("body", "[]"), ("body", "[" * 100_000)])
def test_entry_that_is_no_entry_any_more_is_named(lived: Election, column: str, value: str) -> None:
    entry = Entry.objects.get(verb="establish_results")
    Entry.objects.filter(number=entry.number).update(**{column: value})
    assert breaks_in_chain() == [
        f"Entry {entry.number} (establish_results) was changed after it was written."
    ]
    assert any(f"is not what journal entry {entry.number} says" in words for words in unwitnessed(lived))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps no moment that is none.")
def test_entry_without_a_moment_is_named(lived: Election) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET at = 'garbage' WHERE number = 2")
    assert breaks_in_chain() == ["Entry 2 (install_edition) was changed after it was written."]


@pytest.mark.parametrize("figures", [b"\x00", b"", b"\x00" * 4, b"\x00" * 4000])
def test_figures_that_are_none_are_named_by_a_recount(lived: Election, figures: bytes) -> None:
    ProtocolVersion.objects.filter(precinct__code="U1.1").update(figures=figures)
    said = f"{cast.contest('U1')} U1.1 version 1: its figures can't be read."
    assert said in recount(lived).differences


@pytest.mark.parametrize("column", ["figures", "present"])
def test_sums_that_are_none_are_named_by_a_recount(lived: Election, column: str) -> None:
    Tally.objects.filter(unit__code="U1").update(**{column: b"\x00"})
    assert recount(lived).differences == (f"{cast.contest('U1')} U1: the stored sums can't be read.",)
