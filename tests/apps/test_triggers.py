"""The database itself refuses to change or delete a fact, on SQLite and on PostgreSQL, asked by raw SQL."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from dauys.apps.elections.models import Election
from dauys.apps.files.actions import store_file, withdraw_file
from dauys.apps.files.models import StoredFile
from dauys.apps.journal.models import Entry, Fact, put_up, take_down
from dauys.apps.journal.models.guards import facts, never_changing, unguarded
from dauys.apps.results.models import Tally
from tests import cast
from tests.apps import papers
from tests.apps.test_witness import lived

__all__ = ["lived"]

FACTS = {
    "journal_entry", "results_intake", "results_protocolversion", "results_release", "results_turnoutreading",
    "results_contestdecision", "results_establishment", "calendar_mark", "calendar_adoptedterm",
    "files_storedfile",
}  # fmt: skip


@pytest.fixture
def filled(lived: Election, tmp_path: Path, settings: Any) -> Election:
    """A row, at least, in every table of facts but that of adopted terms; no key waits to be checked."""
    settings.HOME = tmp_path
    content = io.BytesIO(papers.pdf())
    store_file("0001", "a.pdf", content, "№ 7", code=UUID(int=1), by=cast.AIGERIM, at=cast.AT)
    connection.check_constraints()
    return lived


def _tried(statement: str) -> str:
    """What the database says to a statement; nothing of it stays."""
    with transaction.atomic():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        except IntegrityError as refused:
            return str(refused)
        finally:
            transaction.set_rollback(True)
    return "done"


def test_tables_of_facts_are_those_that_the_house_names(db: None) -> None:
    assert {model._meta.db_table for model in facts()} == FACTS


def test_every_table_of_facts_has_its_guard(db: None) -> None:
    assert unguarded(connection) == []


def test_every_column_but_those_a_verb_sets_is_guarded(filled: Election) -> None:
    passed = {
        f"{model._meta.db_table}.{field.column}"
        for model in facts()
        for field in model._meta.concrete_fields
        if model.objects.exists()  # type: ignore[attr-defined]
        and _tried(f"UPDATE {model._meta.db_table} SET {_quoted(field)} = {_quoted(field)}") == "done"
    }
    wanted = {f"{model._meta.db_table}.{name}" for model in facts() for name in model.may_change}
    assert passed == wanted


def _quoted(field: models.Field[Any, Any]) -> str:
    return connection.ops.quote_name(str(field.column))


@pytest.mark.parametrize("table", sorted(FACTS - {"calendar_adoptedterm"}))
def test_row_of_a_fact_is_neither_changed_nor_deleted(filled: Election, table: str) -> None:
    key = "number" if table == "journal_entry" else "id"
    for statement in (f"UPDATE {table} SET {key} = {key} + 1000", f"DELETE FROM {table}"):
        assert f"{table} is a fact" in _tried(statement), statement


def test_adopted_term_is_neither_changed_nor_deleted(filled: Election) -> None:
    until = cast.AT.replace(day=3)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, country_id FROM elections_election")
        election, country = cursor.fetchone()
    stands = {"election_id": election, "unit_id": country, "due_at": until, "adopted_at": cast.AT}
    model = next(one for one in facts() if one._meta.db_table == "calendar_adoptedterm")
    model.objects.create(deadline="nom_end", evidence="№ 4", **stands)  # type: ignore[attr-defined]
    for statement in ("UPDATE calendar_adoptedterm SET evidence = 'x'", "DELETE FROM calendar_adoptedterm"):
        assert "calendar_adoptedterm is a fact" in _tried(statement), statement


def test_row_is_not_replaced_either(filled: Election) -> None:
    if connection.vendor == "sqlite":
        statement = "INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry WHERE number = 1"
    else:
        statement = (
            "INSERT INTO journal_entry SELECT * FROM journal_entry WHERE number = 1"
            " ON CONFLICT (number) DO UPDATE SET person = 'x'"
        )
    assert "journal_entry is a fact" in _tried(statement)


def test_table_is_not_truncated(filled: Election) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL truncates")
    for table in FACTS:
        assert "is a fact" in _tried(f"TRUNCATE {table} CASCADE"), table
    assert "is a fact" in _tried("TRUNCATE elections_contest CASCADE")


def test_session_that_only_copies_is_refused_too(filled: Election) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has such sessions")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        assert "is a fact" in _tried("DELETE FROM journal_entry")
        transaction.set_rollback(True)


def test_framework_cannot_empty_an_installation(filled: Election) -> None:
    """`flush` of the framework is refused; only the tests' own lifts the guards (tests/conftest.py)."""
    from django.core.management.color import no_style
    from django.core.management.sql import sql_flush

    statements = [one for one in sql_flush(no_style(), connection, allow_cascade=True) if "journal" in one]
    assert "is a fact" in _tried(statements[0].replace(";", ""))


def test_sums_are_no_facts_and_follow_them(filled: Election) -> None:
    assert not issubclass(Tally, Fact)
    assert Tally.objects.update(received=7) > 0


def test_withdrawal_of_a_file_passes_its_guard(filled: Election) -> None:
    withdraw_file(StoredFile.objects.get(), "№ 8", by=cast.AIGERIM, at=cast.LATER)
    assert StoredFile.objects.get().withdrawn_at == cast.LATER
    assert "is a fact" in _tried("UPDATE files_storedfile SET sha256 = 'x'")


def test_guard_that_is_gone_is_missed(filled: Election) -> None:
    take_down(connection, "calendar_mark")
    assert unguarded(connection) == ["calendar_mark"]
    put_up(connection, "calendar_mark")
    assert unguarded(connection) == []
    assert "is a fact" in _tried("DELETE FROM calendar_mark")


@pytest.mark.django_db(transaction=True)
def test_guards_stand_again_after_the_framework_emptied_a_test() -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert unguarded(connection) == []
    assert Entry.objects.count() == 0


def test_columns_of_a_file_that_stay_are_all_but_its_withdrawal() -> None:
    stay = set(never_changing(StoredFile))
    assert {"withdrawn_at", "withdrawn_by", "withdrawal_reason"} & stay == set()
    assert {"id", "sha256", "of", "name"} <= stay
    assert never_changing(Entry) == ()
