"""Writing many rows at once: versions by COPY on PostgreSQL, a group by a statement on SQLite."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from dauys.apps.results.actions.copying import COLUMNS, copy_versions
from dauys.apps.results.models import Intake, ProtocolVersion, Release, Tally
from dauys.apps.results.rules import COUNTS, Versions

_INTAKE = [field.attname for field in Intake._meta.concrete_fields if not field.primary_key]
_INSERT_INTAKE = (
    f"INSERT INTO {Intake._meta.db_table} ({', '.join(_INTAKE)})"  # noqa: S608 -- our own names
    f" VALUES ({', '.join('%s' for _ in _INTAKE)}) RETURNING id"
)


def store_intake(intake: Intake) -> int:
    """Insert the intake; its key."""
    values = {name: getattr(intake, name) for name in _INTAKE}
    values["at"] = connection.ops.adapt_datetimefield_value(intake.at)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_INTAKE, list(values.values()))
        return int(cursor.fetchone()[0])


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


_SUMS = ("figures", "present", *COUNTS, "largest_base")
_SELECT_TALLIES = (
    f"SELECT unit_id, id, {', '.join(_SUMS)} FROM {Tally._meta.db_table}"  # noqa: S608 -- our own names
    " WHERE contest_id = %s AND unit_id IN ({marks})"
)
_UPDATE_TALLY = (
    f"UPDATE {Tally._meta.db_table} SET {', '.join(f'{name} = %s' for name in _SUMS)}, last_entry = %s,"  # noqa: S608
    " as_of = CASE WHEN as_of < %s THEN %s ELSE as_of END WHERE id = %s"
)


_NEW = ("election_id", "contest_id", "unit_id", *_SUMS, "last_entry", "as_of")
_INSERT_TALLY = (
    f"INSERT INTO {Tally._meta.db_table} ({', '.join(_NEW)})"  # noqa: S608 -- our own names
    f" VALUES ({', '.join('%s' for _ in _NEW)})"
)


def store_tallies(tallies: Sequence[Tally], *, at: dt.datetime, entry: int) -> None:
    """Write the first sums of units."""
    moment = connection.ops.adapt_datetimefield_value(at)
    own = _NEW[: -len(("last_entry", "as_of"))]
    _write(_INSERT_TALLY, [(*(getattr(tally, name) for name in own), entry, moment) for tally in tallies])


def known_tallies(contest: int, units: Sequence[int]) -> dict[int, Tally]:
    """The sums stored for units of a contest, by unit key; what `rewrite_tallies` writes of each."""
    with connection.cursor() as cursor:
        marks = ", ".join("%s" for _ in units)
        cursor.execute(_SELECT_TALLIES.format(marks=marks), [contest, *units])
        rows = cursor.fetchall()
    return {
        unit: Tally(id=key, contest_id=contest, unit_id=unit, **dict(zip(_SUMS, sums, strict=True)))
        for unit, key, *sums in rows
    }


def rewrite_tallies(tallies: Sequence[Tally], *, at: dt.datetime, entry: int) -> None:
    """Write the sums of known tallies; the framework's own bulk update costs ten times as much."""
    moment = connection.ops.adapt_datetimefield_value(at)
    rows = [(*(getattr(tally, name) for name in _SUMS), entry, moment, moment, tally.id) for tally in tallies]
    _write(_UPDATE_TALLY, rows)


def _write(statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def store_releases(versions: Sequence[int], reason: str, *, at: dt.datetime, entry: int) -> None:
    """Release versions that were kept out."""
    if versions:
        Release.objects.bulk_create(
            [Release(version_id=key, at=at, reason=reason, journal_number=entry) for key in versions],
            batch_size=500,
        )
