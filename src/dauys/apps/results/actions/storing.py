"""Writing many versions at once: COPY on PostgreSQL, executemany on SQLite; the same rows either way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from dauys.apps.results.models import ProtocolVersion, Release

_COLUMNS = (
    "contest_id", "precinct_id", "number", "figures", "errors", "warnings", "broken", "accepted", "intake_id",
)  # fmt: skip


class VersionRow(NamedTuple):
    """One version as it is stored, the intake's key apart."""

    contest: int
    precinct: int
    number: int
    figures: bytes
    errors: int
    warnings: int
    broken: str
    accepted: bool


def store_versions(rows: Sequence[VersionRow], intake: int) -> None:
    """Insert the rows under the intake's key."""
    table = ProtocolVersion._meta.db_table
    columns = ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((*row, intake))
        else:
            marks = ", ".join(["%s"] * len(_COLUMNS))
            cursor.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608 -- names of our own table
                [(*row, intake) for row in rows],
            )


def store_releases(versions: Sequence[int], reason: str, *, at: dt.datetime, entry: int) -> None:
    """Release versions that were kept out."""
    Release.objects.bulk_create(
        [Release(version_id=key, at=at, reason=reason, journal_number=entry) for key in versions],
        batch_size=500,
    )
