"""The database: does it answer, is it set for safety, do its tables fit, do journal, facts and time hold."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from dauys.apps.elections.queries import elections
from dauys.apps.journal.models import unguarded
from dauys.apps.journal.queries import breaks_in_chain, entries
from dauys.apps.law.models import Edition
from dauys.apps.law.queries import changed_since
from dauys.apps.results.models import ProtocolVersion
from dauys.apps.results.queries.witness import unfounded, unwitnessed
from dauys.core.findings import Refused
from dauys.ops.doctor.answers import Answer, State, error, fine, warning
from dauys.ops.doctor.factors import factors
from dauys.ops.doctor.keeping import files

SKEW = dt.timedelta(seconds=5)  # between this machine's clock and the database's; a setting of ours
FEW = 5_000  # protocols, up to which the doctor holds every fact beside the journal: a second or two
POSTGRESQL = 150000  # the oldest that this version is tried with
SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "server_encoding": "UTF8"}


def database(now: dt.datetime) -> Iterator[Answer]:
    """Everything that can be said of the database; stops at what makes the rest pointless."""
    connection: Any = connections["default"]
    try:
        connection.ensure_connection()
        yield from _sqlite(connection) if connection.vendor == "sqlite" else _postgresql(connection, now)
        executor = MigrationExecutor(connection)
    except (DatabaseError, OSError) as refused:
        said = " ".join(str(refused).split())
        yield error("database", said, "Check DATABASE_URL or DAUYS_HOME, the right to it, and the disk.")
        return
    answer = _migrations(executor)
    yield answer
    if answer.state is not State.FINE or not executor.loader.applied_migrations:
        return
    yield from _guards(connection)
    yield from _journal(now)
    yield from _laws()
    yield from files()
    yield from factors()


def _sqlite(connection: Any) -> Iterator[Answer]:
    with connection.cursor() as cursor:
        values = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        spoiled = [row[0] for row in cursor.execute("PRAGMA quick_check(5)").fetchall() if row[0] != "ok"]
    found = f"SQLite at {connection.settings_dict['NAME']}"
    if spoiled:
        yield error(
            "database", f"{found} is damaged: {spoiled[0]}.", "Restore the last backup: dauys restore."
        )
    elif values != {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}:
        said = f"{found} does not write as it should: {values}."
        yield error("database", said, "Keep the home on a local disk.")
    else:
        yield fine("database", f"{found}, whole, writes through to the disk")
    yield from _queue(connection.queue)


def _queue(file: Path) -> Iterator[Answer]:
    """What keeps writers from their queue; numbers in it that are none are set right by the next writer."""
    if file.exists() and not file.is_file():
        remedy = "Move it away: the next command makes the queue anew."
        yield error("database", f"{file}, the queue of writers, is no file", remedy)
    elif file.exists() and not os.access(file, os.R_OK | os.W_OK):
        remedy = "Give whoever runs Dauys the right to it, or take it away: the next command makes it anew."
        yield error("database", f"{file}, the queue of writers, can't be written", remedy)


def _postgresql(connection: Any, now: dt.datetime) -> Iterator[Answer]:
    with connection.cursor() as cursor:
        values = {}
        for name in SAFE:
            cursor.execute(f"SHOW {name}")
            values[name] = cursor.fetchone()[0]
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
    found = f"PostgreSQL {'.'.join(map(str, connection.get_database_version()))}"
    unsafe = {name: value for name, value in values.items() if value != SAFE[name]}
    if connection.pg_version < POSTGRESQL:
        yield error("database", f"{found} is too old.", "PostgreSQL 15 or later is needed.")
    elif unsafe:
        said = f"{found} may lose or change what it was given: {unsafe}."
        yield error("database", said, f"Set {', '.join(f'{name} = {SAFE[name]}' for name in unsafe)}.")
    else:
        yield fine("database", f"{found}, writes through to the disk")
    if abs(there - now) > SKEW:
        said = f"the clock of the database shows {there.isoformat(timespec='seconds')}"
        yield warning("time", said, "Let both machines take their time from the same place.")


def _migrations(executor: MigrationExecutor) -> Answer:
    loader = executor.loader
    applied = loader.applied_migrations
    strange = [".".join(step) for step in applied if step not in loader.disk_migrations]
    if strange:
        remedy = "Use the version that made it, or another DAUYS_HOME or DATABASE_URL."
        return error("migrations", f"the tables are of another version: {strange[0]}", remedy)
    if not applied:
        return fine("migrations", "none yet: nothing was entered here")
    open_steps = executor.migration_plan(loader.graph.leaf_nodes())
    if open_steps:
        remedy = "Any command takes them, like dauys results --list; then ask the doctor again."
        return warning("migrations", f"the tables are of an earlier version, by {len(open_steps)}", remedy)
    return fine("migrations", "the tables are of this version")


def _journal(now: dt.datetime) -> Iterator[Answer]:
    breaks, last = breaks_in_chain(), entries().last()
    for words in breaks[:5]:
        yield error("journal", words, "Find out who wrote to the database; compare with a backup.")
    if not breaks:
        count = f"{last.number if last else 0:,} entries"
        yield from _facts(f"the chain of {count} is whole")
    if last and last.at > now:
        said = f"the last entry of the journal is of {last.at.isoformat(timespec='seconds')}, later than now"
        yield error("time", said, "Set the clock of this machine; was it set back?")


def _facts(chain: str) -> Iterator[Answer]:
    """Whether facts are as the journal says: asked here where they are few, else said how to ask."""
    strange = unfounded()
    if ProtocolVersion.objects.count() <= FEW:
        held = f"{chain}, and the facts are as it says"
        strange += [words for election in elections() for words in unwitnessed(election)]
    else:
        held = f"{chain}; the facts were not held beside it: dauys journal verify does that"
    for words in strange[:5]:
        remedy = "See all with dauys journal verify; find out who wrote to the database, compare a backup."
        yield error("journal", words, remedy)
    if not strange:
        yield fine("journal", held)


def _guards(connection: Any) -> Iterator[Answer]:
    if missing := unguarded(connection):
        said = f"the database no longer refuses to change facts: {', '.join(missing)}"
        remedy = "Find out who took the guards down; dauys journal verify, then dauys journal guard."
        yield error("guards", said, remedy)
    else:
        yield fine("guards", "the database refuses to change or delete facts")


def _laws() -> Iterator[Answer]:
    for edition in Edition.objects.filter(election__isnull=False).distinct().order_by("law", "id"):
        try:
            if changed_since(edition):
                said = f"the rules of {edition.law} on disk are not those of {edition.installed_at:%Y-%m-%d}"
                remedy = "Elections bound to them take no more writes: put the pack back as it was."
                yield warning("laws", said, remedy)
                continue
        except Refused as refused:
            yield error("laws", str(refused.faults[0]), "Put the pack back as it was: dauys law check.")
            continue
        yield fine("laws", f"{edition.law} is as it was installed")
