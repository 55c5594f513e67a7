"""Writing many versions at once: COPY on PostgreSQL, executemany on SQLite; the same rows either way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from dauys.apps.results.models import ProtocolVersion, Release, Tally
from dauys.apps.results.rules import COUNTS

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

    def witnessed(self) -> tuple[int, int, int, bytes, bool]:
        """What the journal's digest is made of."""
        return self.contest, self.precinct, self.number, self.figures, self.accepted


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
