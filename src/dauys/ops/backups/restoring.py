"""Taking a backup in: into an empty database, in one transaction that ends only when all of it is proved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.management.color import no_style
from django.db import (
    DEFAULT_DB_ALIAS,
    DataError,
    IntegrityError,
    InterfaceError,
    NotSupportedError,
    ProgrammingError,
    connection,
    connections,
    transaction,
)
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Field, Model

from dauys.apps.elections.queries import elections
from dauys.apps.files.actions import keep_stream
from dauys.apps.files.queries import troubles
from dauys.apps.journal.actions import take_turn
from dauys.apps.journal.queries import breaks_in_chain, entries
from dauys.apps.results.actions import recount
from dauys.core.findings import Fault, Refused
from dauys.ops.backups.reading import Backup, opened
from dauys.ops.backups.shape import CHUNK, Manifest, Member, room_models, rows_of
from dauys.ops.steps import Steps

Progress = Callable[[int, int], None]
# What values of a row say that are of another kind than its column, or than the database takes.
UNFIT = (
    ValueError, TypeError, AttributeError, OverflowError,
    IntegrityError, DataError, InterfaceError, NotSupportedError, ProgrammingError,
)  # fmt: skip
# What figures and texts say from which nothing can be counted.
SENSELESS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, ObjectDoesNotExist)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought: rows of how many tables, and what does not hold in it, in words."""

    manifest: Manifest
    differences: tuple[str, ...]


def restore_backup(
    file: Path, *, with_differences: bool = False, progress: Progress | None = None
) -> Restored:
    """Load a backup into the database of this installation, whole or not at all.

    The database must be empty; its tables are brought to the version of the backup first, and to this
    version afterwards. Before anything is kept, the number of rows, the journal's chain and every sum are
    proved. Raises Refused for a damaged file, a database that holds something, a backup of a later version,
    and for what does not hold, unless it is taken `with_differences`.
    """
    with opened(file) as backup:
        steps = _steps(file, backup.manifest)
        _refuse_full(file)
        is_older = _to_version(steps)
        with transaction.atomic():
            take_turn()
            _refuse_full(file)  # again, now that nobody else can write
            _load(file, backup, _models(steps), progress)
            for blob in backup.manifest.files:  # before the rows that name them are kept
                with backup.bytes_of(blob) as content:
                    keep_stream(content, blob.sha256)
            found = () if is_older else _unproved(backup.manifest)
            if found and not with_differences:
                remedy = "To keep it as it was when the backup was made: --with-differences."
                raise Refused([Fault("U-16", words, remedy, str(file)) for words in found])
        if is_older:
            _to_version(None)
            found = _unproved(backup.manifest)
        return Restored(backup.manifest, found)


def _steps(file: Path, manifest: Manifest) -> list[tuple[str, str]]:
    """The last steps of the backup's tables; Refused when this version does not know one of them."""
    known = MigrationExecutor(connection).loader.disk_migrations
    for step in manifest.migrations.items():
        if step not in known:
            remedy = f"Use the version that made it ({manifest.made_by}), or a later one."
            said = f"The backup was made by a later version of Dauys: {'.'.join(step)}."
            raise Refused([Fault("U-14", said, remedy, str(file))])
    return list(manifest.migrations.items())


def _refuse_full(file: Path) -> None:
    """Refused when a table of a room holds a row."""
    there = set(connection.introspection.table_names())
    tables = [model._meta.db_table for model in room_models() if model._meta.db_table in there]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                remedy = "Name another DAUYS_HOME or DATABASE_URL; a restore never mixes with what stands."
                said = f"The database is not empty: {table} has rows."
                raise Refused([Fault("U-15", said, remedy, str(file))])


def _to_version(steps: Sequence[tuple[str, str]] | None) -> bool:
    """Bring the empty tables to those steps, or to this version; whether this version has further ones.

    A backup tells the steps of what it keeps: all other tables of libraries are always new ones.
    """
    executor = Steps(connection)
    newest = executor.loader.graph.leaf_nodes()
    told = dict(steps or ())
    others = [step for step in newest if step[0] not in settings.ROOMS and step[0] not in told]
    executor.migrate(newest if steps is None else [*steps, *others])
    return bool(MigrationExecutor(connection).migration_plan(newest))


def _models(steps: Sequence[tuple[str, str]]) -> dict[str, type[Model]]:
    """By table, the models as they were at those steps."""
    state = MigrationExecutor(connection).loader.project_state(list(steps))
    return {model._meta.db_table: model for model in room_models(state.apps)}


def _load(file: Path, backup: Backup, models: dict[str, type[Model]], progress: Progress | None) -> None:
    """Every table, row by row; Refused for what the database can't take."""
    done, total = 0, backup.manifest.rows
    for member in backup.manifest.tables:
        model = models.get(member.table)
        named = {str(field.column): field for field in (model._meta.concrete_fields if model else ())}
        if sorted(named) != sorted(member.columns):
            raise _unfit(file, member, "its columns are not those of the table")
        fields = [named[column] for column in member.columns]
        rows = rows_of(fields, backup.lines(member))
        try:
            for count in _stored(member, fields, rows):
                done += count
                if progress is not None:
                    progress(done, total)
        except UNFIT as error:
            raise _unfit(file, member, str(error)) from None
    try:
        connection.check_constraints()
    except IntegrityError as error:
        raise _unfit(file, None, str(error)) from None
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
            cursor.execute(statement)


def _stored(member: Member, fields: Sequence[Field[Any, Any]], rows: Iterator[list[Any]]) -> Iterator[int]:
    """Insert rows by the quickest way of the database, saying how many went in each time."""
    quote = connection.ops.quote_name
    table, columns = quote(member.table), ", ".join(map(quote, member.columns))
    prepare = [(at, field) for at, field in enumerate(fields) if _needs_adapting(field)]
    marks = ", ".join(["%s"] * len(fields))
    base = connections[DEFAULT_DB_ALIAS]  # not by the name that asks anew each time, for each of many rows
    while chunk := list(islice(rows, CHUNK)):
        for at, field in prepare:
            for row in chunk:
                if row[at] is not None:
                    row[at] = field.get_db_prep_value(row[at], base)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with (
                    connection.wrap_database_errors,
                    cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
                ):
                    for row in chunk:
                        copy.write_row(row)
            else:
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", chunk)  # noqa: S608
        yield len(chunk)


def _needs_adapting(field: Field[Any, Any]) -> bool:
    kinds = {"DateTimeField", "DateField", "UUIDField", "JSONField"}
    return field.get_internal_type() in kinds


def _unproved(manifest: Manifest) -> tuple[str, ...]:
    """What does not hold in the database as it stands now."""
    try:
        return _differences(manifest)
    except Refused as refused:
        return tuple(str(fault) for fault in refused.faults)
    except SENSELESS as error:
        return (f"It can't be counted again: {type(error).__name__} {error}.",)


def _differences(manifest: Manifest) -> tuple[str, ...]:
    last = entries().last()
    found = breaks_in_chain()
    if {"entries": last.number if last else 0, "last": last.digest if last else ""} != manifest.journal:
        found.append("The last entry of the journal is not the one that the backup names.")
    for election in elections():
        found += recount(election).differences
    found += [f"The stored file {sha256} was not whole when the backup was made." for sha256 in manifest.lost]
    found += [f"The stored file {one.sha256} is {one.kind}." for one in troubles() if one.kind != "orphan"]
    return tuple(dict.fromkeys(found))


def _unfit(file: Path, member: Member | None, why: str) -> Refused:
    remedy = "The file was changed after it was made: take another backup."
    place = f"{file}: {member.file}" if member else str(file)
    return Refused([Fault("U-12", f"The backup can't be loaded: {why}.", remedy, place)])
