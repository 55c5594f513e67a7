"""How the precincts of a contest stand: their versions, which is the latest and which counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from dauys.apps.results import rules
from dauys.apps.results.models import ProtocolVersion, Release
from dauys.core.protocol import MISSING

_BLOCK = 50_000  # rows fetched at a time
_ITEM = 4  # bytes of a packed figure


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """The precincts of one contest that have a version, as columns (n,) in the order of their keys.

    `versions` are the keys of the latest versions' rows, `numbers` their numbers.
    """

    precincts: rules.Ints
    versions: rules.Ints
    numbers: rules.Ints
    state: rules.State

    def __len__(self) -> int:
        return len(self.precincts)

    def find(self, precincts: rules.Ints) -> rules.Ints:
        """The row of each precinct, -1 for one that has no version."""
        if not len(self):
            return np.full(len(precincts), -1, dtype=np.int64)
        rows = np.minimum(np.searchsorted(self.precincts, precincts), len(self) - 1)
        return np.where(self.precincts[rows] == precincts, rows, -1)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Stored versions as columns, ordered by contest, precinct and number; see `Standing`.

    `figures` is as wide as the widest version among them, `widths` (n,) how many figures each one has.
    """

    contests: rules.Ints
    precincts: rules.Ints
    keys: rules.Ints
    numbers: rules.Ints
    figures: npt.NDArray[np.int32]
    widths: rules.Ints
    errors: rules.Ints
    warnings: rules.Ints
    counts: npt.NDArray[np.bool_]

    def standing(self) -> dict[int, Standing]:
        """By contest key: the latest version of each precinct, and the figures of the one that counts."""
        changes = (np.diff(self.contests) != 0) | (np.diff(self.precincts) != 0)
        last = np.append(np.flatnonzero(changes), len(self.contests) - 1)
        first = np.append(0, last[:-1] + 1)
        # Row by row the nearest one so far that counts; before the precinct's first row it is not its own.
        counting = np.maximum.accumulate(np.where(self.counts, np.arange(len(self.counts)), -1))[last]
        contests, starts = np.unique(self.contests[last], return_index=True)
        ends = np.append(starts[1:], len(last))
        return {
            int(contest): self._standing(last[start:end], counting[start:end], first[start:end])
            for contest, start, end in zip(contests, starts, ends, strict=True)
        }

    def _standing(self, last: rules.Ints, counting: rules.Ints, first: rules.Ints) -> Standing:
        width = int(self.widths[first[0] : last[-1] + 1].max())
        latest, has_counted = self.figures[last, :width], counting >= first
        counted = latest
        if not self.counts[last].all():
            counted = np.where(has_counted[:, np.newaxis], self.figures[counting, :width], np.int32(MISSING))
        state = rules.State(
            latest, self.errors[last], self.warnings[last], self.counts[last], counted, has_counted
        )
        return Standing(self.precincts[last], self.keys[last], self.numbers[last], state)


def standing_of(contests: Collection[int], precincts: Collection[int] | None = None) -> dict[int, Standing]:
    """By contest key, of all precincts of the contests or only of those named: one query.

    Contests of which no version is stored are left out.
    """
    versions = ProtocolVersion.objects.filter(contest_id__in=contests)
    if precincts is not None:
        versions = versions.filter(precinct_id__in=precincts)
    rows = rows_of(versions)
    return rows.standing() if rows else {}


def rows_of(versions: QuerySet[ProtocolVersion]) -> Rows | None:
    """The versions as columns; None where there is none."""
    fields = (
        "contest_id", "precinct_id", "id", "number", "figures", "errors", "warnings", "accepted",
        "release__id",
    )  # fmt: skip
    ordered = versions.order_by("contest_id", "precinct_id", "number")
    return _rows([_columns(block) for block in _blocks(ordered.values_list(*fields))])


_OF_ONE = (
    "SELECT contest_id, precinct_id, version.id, number, figures, errors, warnings, accepted, release.id"  # noqa: S608
    f" FROM {ProtocolVersion._meta.db_table} version"
    f" LEFT JOIN {Release._meta.db_table} release ON release.version_id = version.id"
    " WHERE contest_id = %s AND precinct_id = %s ORDER BY number"
)


def standing_of_one(contest: int, precinct: int) -> dict[int, Standing]:
    """The same of one precinct of one contest; empty where it has no version."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_ONE, [contest, precinct])
        found = cursor.fetchall()
    rows = _rows([_columns(found)]) if found else None
    return rows.standing() if rows else {}


_COUNT = (
    f"SELECT COUNT(*) FROM {ProtocolVersion._meta.db_table}"  # noqa: S608 -- our own name
    " WHERE contest_id = %s AND precinct_id = %s"
)


def versions_of_one(contest: int, precinct: int) -> int:
    """How many versions the precinct has in the contest."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [contest, precinct])
        return int(cursor.fetchone()[0])


def _rows(blocks: Sequence[tuple[npt.NDArray[Any], ...]]) -> Rows | None:
    if not blocks:
        return None
    width = max(block[4].shape[1] for block in blocks)
    columns = [*zip(*blocks, strict=True)]
    columns[4] = tuple(rules.widened_rows(figures, width) for figures in columns[4])
    return Rows(*(np.concatenate(parts) for parts in columns))


def _blocks(rows: QuerySet[ProtocolVersion, Any]) -> Iterator[list[tuple[Any, ...]]]:
    """Rows as the database hands them out: the framework's own way to fetch them is a step for each value."""
    try:
        query, values = rows.query.sql_with_params()
    except EmptyResultSet:  # no contest or no precinct was named
        return
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, values)
        while block := cursor.fetchmany(_BLOCK):
            yield block


def _columns(block: Sequence[tuple[Any, ...]]) -> tuple[npt.NDArray[Any], ...]:
    columns = list(zip(*block, strict=True))
    figures, accepted, releases = columns[4], columns[7], columns[8]
    released = np.array([release is not None for release in releases])
    return (
        *(np.array(column, dtype=np.int64) for column in columns[:4]),
        rules.unpacked_rows(figures),
        np.array([len(packed) for packed in figures]) // _ITEM,
        *(np.array(column, dtype=np.int64) for column in columns[5:7]),
        np.array(accepted, dtype=bool) | released,
    )
