"""What somebody changes by hand in the database, and which question names it: one table of both.

`verify` stands for what `dauys journal verify` asks, `recount` for `dauys recount` of the election. What no
question names stands here too, beside the sentence of docs/keeping.md that says so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction

from dauys.apps.candidates.actions import withdraw_candidates
from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import elections
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import breaks_in_chain, done_of
from dauys.apps.journal.rules import body_of
from dauys.apps.results.actions import recount
from dauys.apps.results.queries.sealing import unprovable
from dauys.apps.results.queries.witness import unfounded, unwitnessed
from tests import cast
from tests.apps.test_witness import lived

pytestmark = pytest.mark.usefixtures("unguarded")  # facts are spoiled by hand

__all__ = ["lived"]
KEEPING = Path(__file__).parents[2] / "docs" / "keeping.md"
U1 = cast.contest("U1")


def verify() -> list[str]:
    """What `dauys journal verify` names."""
    found = breaks_in_chain() + unfounded()
    return found + [words for election in elections() for words in unwitnessed(election)]


def by_hand(statement: str) -> None:
    """Change the database as somebody would who has it open, with no key between tables in the way."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        cursor.execute(statement)


@pytest.fixture
def mended(lived: Election) -> Iterator[Election]:
    """The election, taken back to before the test when it ends: no key is left that leads nowhere."""
    before = transaction.savepoint()
    yield lived
    transaction.savepoint_rollback(before)


PRECINCT = "(SELECT id FROM territory_unit WHERE code = 'U1.1')"
BOTH = ("verify", "recount")
NAMED = [
    ("DELETE FROM results_contestdecision", "tells of 1 decision, and 0 are stored", BOTH),
    ("DELETE FROM results_establishment", "tells of 1 established result, and 0 are stored", BOTH),
    ("DELETE FROM results_release", "tells of 1 release, and 0 are stored", BOTH),
    ("DELETE FROM results_turnoutreading", "tells of 1 turnout, and 0 are stored", BOTH),
    ("DELETE FROM results_protocolversion WHERE NOT accepted", "tells of 1 figures, and 0 are stored", BOTH),
    ("DELETE FROM results_intake WHERE id = (SELECT min(id) FROM results_intake)", "tells of 1 intake", BOTH),
    ("UPDATE results_intake SET election_id = 987654", "tells of 1 intake, and 0 are stored", BOTH),
    ("UPDATE results_establishment SET number = 2", "is 2, and it is no. 1 of its contest", BOTH),
    ("UPDATE results_establishment SET figures = {empty}", "The sums of the established result", BOTH),
    ("UPDATE results_tally SET last_entry = 1", "stored last entry 1", BOTH),
    ("UPDATE results_tally SET as_of = '2021-07-25 21:00:00+00'", "stored as of 2021-07-25T21:00", BOTH),
    ("UPDATE candidates_candidate SET name = 'x' WHERE number = '1'", f"candidates of {U1} is not as", BOTH),
    ("UPDATE candidates_candidate SET party = 'x'", f"candidates of {U1} is not as journal", BOTH),
    ("UPDATE candidates_candidate SET status = 'refused'", f"candidates of {U1} is not as journal", BOTH),
    ("UPDATE candidates_candidate SET birth_year = 1900", f"candidates of {U1} is not as journal", BOTH),
    ("UPDATE candidates_candidate SET number = '9' WHERE position = 0", f"{U1}#9 is here, and no", BOTH),
    ("DELETE FROM candidates_candidate WHERE number = '2'", f"{U1}#2 is in the journal, and it is not", BOTH),
    ("UPDATE elections_contest SET code = code || 'x'", f"The contest {U1} is in the journal", BOTH),
    ("UPDATE elections_contest SET is_early = true", f"The contest {U1} is not as journal entry", BOTH),
    ("UPDATE elections_election SET election_day = '2021-07-26'", "What is said of the election", BOTH),
    ("UPDATE elections_election SET note_en = 'x'", "What is said of the election", BOTH),
    ("UPDATE elections_election SET sample = true", "What is said of the election", BOTH),
    ("DELETE FROM law_edition", "is in the journal and is not stored so", ("verify",)),
    ("DELETE FROM law_edition", "is bound to an edition of the law, or lies in a country", ("verify",)),
    ("UPDATE law_edition SET digest = '00'", "is stored otherwise than the journal says", ("verify",)),
    ("UPDATE territory_unit SET path = path || 'x' WHERE code = 'U1.1'", "no place for precinct U1.1",
     ("recount",)),
    ("UPDATE territory_unit SET path = path || 'x' WHERE code = 'U1.1'", "its sums can't be counted again",
     ("recount",)),
    ("UPDATE territory_unit SET path = path || 'x' WHERE code = 'D1'", "no place for unit", ("recount",)),
    ("DELETE FROM territory_unit WHERE code = 'U1.2'", "which is not here", ("recount",)),
    (f"UPDATE elections_contest SET unit_id = {PRECINCT} WHERE code = '{U1}'",
     "its unit U1.1 is none that precincts hang on", ("recount",)),
]  # fmt: skip

UNSEEN = [
    "UPDATE territory_unit SET name_en = 'x' WHERE code = 'U1'",
    "UPDATE territory_unit SET valid_to = '2030-01-01' WHERE code = 'U1'",
]


@pytest.mark.parametrize(("statement", "said", "questions"), NAMED)
def test_change_by_hand_is_named(
    mended: Election, statement: str, said: str, questions: tuple[str, ...]
) -> None:
    by_hand(statement.format(empty="''" if connection.vendor == "postgresql" else "x''"))
    found = {"verify": verify, "recount": lambda: recount(mended).differences}
    for question in questions:
        assert any(said in words for words in found[question]()), (question, found[question]())


@pytest.mark.parametrize("statement", UNSEEN)
def test_change_that_nothing_proves_is_said_so_in_the_docs(mended: Election, statement: str) -> None:
    by_hand(statement)
    assert (verify(), recount(mended).differences) == ([], ())
    table = re.match(r"UPDATE (\w+)", statement)
    assert table is not None
    assert f"`{table[1]}`" in KEEPING.read_text().partition("Not held")[2]


def test_candidates_are_proved_by_the_last_entry_about_them(election: Election) -> None:
    on = dt.date(2021, 7, 20)
    before = dt.datetime(2021, 7, 21, tzinfo=dt.UTC)
    withdraw_candidates(election, [f"{U1}#2"], on, "№ 7", by=cast.AIGERIM, at=before)
    assert verify() == []
    by_hand("UPDATE candidates_candidate SET left_on = '2021-07-19' WHERE left_on IS NOT NULL")
    number = Entry.objects.get(verb="withdraw_candidates").number
    assert verify() == [f"The list of candidates of {U1} is not as journal entry {number} left it."]


def test_rows_from_before_the_digests_are_said_to_be_not_provable(election: Election) -> None:
    for entry in Entry.objects.all():
        done = done_of(entry)
        done.pop("seals", None)
        Entry.objects.filter(number=entry.number).update(body=body_of(done))
    assert unwitnessed(election) == []
    assert unprovable(election) == [
        f"{cast.ELECTION}: not provable, entered before the journal kept digests: {count} × {part}."
        for count, part in ((1, "election"), (3, "contests"), (3, "candidates"))
    ]


def test_questions_are_as_many_for_many_protocols_as_for_few(
    lived: Election, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(30):
        assert unwitnessed(lived) == []
