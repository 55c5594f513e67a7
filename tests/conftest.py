"""What the tests share: the small country, called and ready to vote."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from hypothesis import settings

from dauys.apps.candidates.actions import enter_candidates
from dauys.apps.candidates.rules import ElectionEntry
from dauys.apps.elections.models import Contest, Election
from dauys.apps.journal.models import put_up, take_down
from dauys.apps.journal.models.guards import facts, never_changing
from dauys.apps.journal.models.guards import unguarded as missing_guards
from dauys.apps.results.queries import boards, dutyground, resting
from dauys.apps.territory.actions import enter_territory
from dauys.apps.territory.rules import UnitRow
from tests import cast

# A loaded machine is no reason to fail: time is measured in bench/, never in a test.
settings.register_profile("dauys", deadline=None)
settings.load_profile("dauys")


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What a process keeps while the journal confirms it: tests write the same journal again and again."""
    resting._kept.clear()
    boards._kept.clear()
    boards._tops.clear()
    dutyground.forget()


@pytest.fixture
def unguarded(db: None) -> Iterator[None]:
    """The guards of facts taken down within the transaction of a test that spoils facts by hand."""
    for model in facts():
        take_down(connection, model._meta.db_table)
    yield
    if not connection.in_atomic_block:  # nothing is rolled back: a test that commits puts them up again
        for model in facts():
            put_up(connection, model._meta.db_table, never_changing(model))


@pytest.fixture(scope="session", autouse=True)
def emptying_passes_guards() -> Iterator[None]:
    """The framework empties every table after a test that committed: its guards are lifted for just that."""
    emptied = BaseDatabaseOperations.execute_sql_flush

    def lifted(operations: BaseDatabaseOperations, statements: list[str]) -> None:
        base = operations.connection
        guarded = {model._meta.db_table: never_changing(model) for model in facts()}
        stood = {table for table in guarded if table not in missing_guards(base)}
        with transaction.atomic():
            for table in stood:
                take_down(base, table)
            emptied(operations, statements)
            for table in stood:
                put_up(base, table, guarded[table])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", lifted)
        yield


@pytest.fixture
def country(db: None) -> None:
    """The small country of the cast, entered."""
    enter_territory([UnitRow(**row) for row in cast.territory_rows()], by=cast.AIGERIM, at=cast.AT)


@pytest.fixture
def election(country: None) -> Election:
    """Its election, called, with its candidates."""
    entry = ElectionEntry.model_validate(cast.election_file())
    enter_candidates(entry, by=cast.AIGERIM, at=cast.AT)
    return Election.objects.get(code=cast.ELECTION)


@pytest.fixture
def contest(election: Election) -> Contest:
    """The contest in U1, of two precincts and two candidates."""
    return Contest.objects.get(code=cast.contest("U1"))
