"""Writing many rows at once: versions by COPY on PostgreSQL, a group by a statement on SQLite."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from django.db import connection
from django.db.backends.utils import CursorWrapper

from dauys.apps.results.actions.copying import COLUMNS, copy_versions
from dauys.apps.results.models import ProtocolVersion, Release, Tally
from dauys.apps.results.rules import COUNTS, Versions


def store_versions(parts: Sequence[Versions], intake: int) -> None:
    """Insert the versions under the intake's key."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            copy_versions(cursor, parts, intake)
        else:
            _insert(cursor, parts, intake)


def _insert(cursor: CursorWrapper, parts: Sequence[Versions], intake: int) -> None:
    """A group of versions by one statement, which unfolds their keys and cuts their figures apart.

    SQLite looks for a table's last key and opens its checks of foreign keys by statement: one for each row
    would cost more than twice as much.
    """
    figures = "substr(%s, 1 + key * %s, %s)"
    query = (
        f"INSERT INTO {ProtocolVersion._meta.db_table} ({', '.join(COLUMNS)})"  # noqa: S608 -- our own names
        f" SELECT %s, value, %s, {figures}, %s, %s, %s, %s, %s FROM json_each(%s)"
    )
    for group in (group for part in parts for block in part.blocks() for group in block.alike()):
        errors, warnings, broken = int(group.errors[0]), int(group.warnings[0]), group.codes[group.broken[0]]
        values = (
            group.contest, int(group.numbers[0]), group.figures.tobytes(), group.width, group.width,
            errors, warnings, broken, bool(group.accepted[0]), intake, json.dumps(group.precincts.tolist()),
        )  # fmt: skip
        cursor.execute(query, values)


def rewrite_tallies(tallies: Sequence[Tally]) -> None:
    """Write the sums of known tallies; the framework's own bulk update costs ten times as much."""
    columns = ("figures", "present", *COUNTS, "largest_base", "last_entry")
    marks = ", ".join(f"{column} = %s" for column in (*columns, "as_of"))
    adapt = connection.ops.adapt_datetimefield_value
    rows = [
        (*(getattr(tally, column) for column in columns), adapt(tally.as_of), tally.id) for tally in tallies
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {Tally._meta.db_table} SET {marks} WHERE id = %s", rows)  # noqa: S608


def store_releases(versions: Sequence[int], reason: str, *, at: dt.datetime, entry: int) -> None:
    """Release versions that were kept out."""
    Release.objects.bulk_create(
        [Release(version_id=key, at=at, reason=reason, journal_number=entry) for key in versions],
        batch_size=500,
    )
