"""Guards: triggers of the database that refuse to change or delete a fact, whoever asks and by whatever way.

A table whose model is a `Fact` is only ever added to. Its last migration puts the guard up (`guarded`); one
that makes the table anew, as SQLite does for most changes of a table, puts it up again: a test counts them.
Inserting costs nothing: the guards stand before UPDATE, DELETE and TRUNCATE alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.apps import apps
from django.db import migrations, models

SAID = "is a fact: it is never changed or deleted"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION dauys_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A row of % {SAID}.', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


class Fact(models.Model):
    """A row that is written once. `may_change` are the columns that a verb sets later, all others stay."""

    may_change: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True


def guarded(table: str, columns: Sequence[str] = ()) -> migrations.RunPython:
    """The step of a migration that puts a guard up; `columns` are those that never change, all by default."""

    def up(_: Any, editor: Any) -> None:
        put_up(editor.connection, table, columns)

    def down(_: Any, editor: Any) -> None:
        take_down(editor.connection, table)

    return migrations.RunPython(up, down)


def put_up(connection: Any, table: str, columns: Sequence[str] = ()) -> None:
    """Have the database refuse to change (of `columns`, or any) and to delete rows of a table."""
    take_down(connection, table)
    quoted = ", ".join(map(connection.ops.quote_name, columns))
    update = f"UPDATE OF {quoted}" if quoted else "UPDATE"
    make = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    with connection.cursor() as cursor:
        for statement in make(connection.ops.quote_name(table), table, update):
            cursor.execute(statement)


def _on_sqlite(quoted: str, table: str, update: str) -> Iterator[str]:
    for event, when in (("update", update), ("delete", "DELETE")):
        yield (
            f"CREATE TRIGGER guard_{table}_{event} BEFORE {when} ON {quoted} BEGIN"
            f" SELECT RAISE(ABORT, 'A row of {table} {SAID}.'); END"
        )


def _on_postgresql(quoted: str, table: str, update: str) -> Iterator[str]:
    yield _FUNCTION
    for event, when, each in (
        ("update", update, "ROW"), ("delete", "DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT"),
    ):  # fmt: skip
        name, does = f"guard_{table}_{event}", f"FOR EACH {each} EXECUTE FUNCTION dauys_refuse()"
        yield f"CREATE TRIGGER {name} BEFORE {when} ON {quoted} {does}"
        # Also where a session says that it only copies (session_replication_role).
        yield f"ALTER TABLE {quoted} ENABLE ALWAYS TRIGGER {name}"


def take_down(connection: Any, table: str) -> None:
    """Take the guard of a table down: for a migration that changes it, and for tests that spoil facts."""
    is_postgresql = connection.vendor == "postgresql"
    on = f" ON {connection.ops.quote_name(table)}" if is_postgresql else ""
    with connection.cursor() as cursor:
        for event in ("update", "delete", "truncate") if is_postgresql else ("update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS guard_{table}_{event}{on}")


def facts() -> list[type[Fact]]:
    """Every table of facts of all rooms."""
    return [model for model in apps.get_models() if issubclass(model, Fact)]


def never_changing(model: type[Fact]) -> tuple[str, ...]:
    """The columns of a table that never change; empty where that is all of them."""
    if not model.may_change:
        return ()
    columns = (
        str(field.column) for field in model._meta.concrete_fields if field.name not in model.may_change
    )
    return tuple(columns)


def standing(connection: Any) -> set[str]:
    """The names of the guards that stand and work."""
    if connection.vendor == "postgresql":
        ask = "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'guard\\_%%' AND tgenabled = 'A'"
    else:
        ask = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard\\_%%' ESCAPE '\\'"
    with connection.cursor() as cursor:
        cursor.execute(ask.replace("%%", "%"))
        return {name for (name,) in cursor.fetchall()}


def unguarded(connection: Any) -> list[str]:
    """The tables of facts that a guard is missing from, in order."""
    stand = standing(connection)
    events = ("update", "delete", "truncate") if connection.vendor == "postgresql" else ("update", "delete")
    tables = sorted(model._meta.db_table for model in facts())
    return [table for table in tables if not {f"guard_{table}_{event}" for event in events} <= stand]
