"""Versions of protocols as they leave: the figures of a contest as one array, no row looked at alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import polars as pl
from django.db import connection
from django.db.models import QuerySet

from dauys.apps.elections.models import Contest, Election
from dauys.apps.results import rules
from dauys.apps.results.models import Intake, ProtocolVersion, Release
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import subtree
from dauys.core.lifecycle import PROTOCOL

Which = Literal["counting", "latest", "all"]
"""Of each precinct the version that counts, the latest one whether it counts or not, or every version."""

Keys = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
Figures = npt.NDArray[np.int32]

FETCHED = (
    4_096  # rows that the database hands over at a time: so many stay in the cache while they are turned
)

ACCEPTED = PROTOCOL.step(PROTOCOL.first, "import_protocols", "accepted")
KEPT_OUT = PROTOCOL.step(PROTOCOL.first, "import_protocols", "kept_out")
RELEASED = PROTOCOL.step(KEPT_OUT, "release_protocol")
SUPERSEDED = PROTOCOL.step(ACCEPTED, "correct_protocol")
STATES = (ACCEPTED, KEPT_OUT, RELEASED, SUPERSEDED)


@dataclass(frozen=True, slots=True, eq=False)
class Precincts:
    """The precincts of a unit in tree order: their codes, and their place in that order by key."""

    codes: pl.Series
    _keys: Keys  # sorted
    _places: Rows  # of each sorted key

    def places(self, keys: Keys) -> Rows:
        """The place of each key, -1 for a precinct that lies elsewhere."""
        if not len(self._keys):
            return np.full(len(keys), -1, dtype=np.intp)
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return np.where(self._keys[at] == keys, self._places[at], -1)


@dataclass(frozen=True, slots=True, eq=False)
class Versions:
    """Versions of one contest, by precinct in tree order, then by number.

    `places` index Precincts.codes, `states` index STATES, `figures` int32 (n, lines + candidates) with
    MISSING, `intakes` are keys.
    """

    contest: Contest
    places: Rows
    numbers: Keys
    states: Rows
    intakes: Keys
    keys: Keys
    figures: Figures

    def only(self, chosen: Flags | Rows | slice) -> Versions:
        """Some of them."""
        return Versions(
            self.contest, self.places[chosen], self.numbers[chosen], self.states[chosen],
            self.intakes[chosen], self.keys[chosen], self.figures[chosen],
        )  # fmt: skip


def columns_of(rows: QuerySet[Any, Any]) -> Iterator[tuple[tuple[Any, ...], ...]]:
    """The answers of a `values_list` column by column, many rows at a time, as the database gives them."""
    sql, params = rows.query.sql_with_params()
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while found := cursor.fetchmany(FETCHED):
            yield tuple(zip(*found, strict=True))


def precincts_in(unit: Unit) -> Precincts:
    """All precincts at and beneath a unit, on whatever day: one query."""
    rows = subtree(unit).filter(kind="precinct").order_by().values_list("id", "code", "path")
    keys, codes, paths = [], [], []
    for key, code, path in columns_of(rows):
        keys.append(np.array(key, dtype=np.int64))
        codes.append(pl.Series(code, dtype=pl.String))
        paths.append(pl.Series(path, dtype=pl.String))
    if not keys:
        return Precincts(pl.Series(dtype=pl.String), np.empty(0, np.int64), np.empty(0, np.intp))
    in_tree = pl.concat(paths).arg_sort()
    key_of_place = np.concatenate(keys)[in_tree.to_numpy()]
    places = np.argsort(key_of_place)
    return Precincts(pl.concat(codes).gather(in_tree), key_of_place[places], places)


def versions_of(contest: Contest, width: int, precincts: Precincts, which: Which) -> Versions:
    """The versions asked for, of the precincts given: two queries."""
    rows = ProtocolVersion.objects.filter(contest=contest).order_by()
    read = _read(rows, width)
    places = precincts.places(read.keys_of_precincts)
    order = np.lexsort((read.numbers, places))
    order = order[np.searchsorted(places[order], 0) :]  # those that lie elsewhere come first
    found = Versions(
        contest,
        places[order],
        read.numbers[order],
        _states(contest, read, order, places[order]),
        read.intakes[order],
        read.keys[order],
        read.figures if np.array_equal(order, np.arange(len(places))) else read.figures[order],
    )
    return _chosen(found, which)


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """Columns of the table as they came, in no order."""

    keys: Keys
    keys_of_precincts: Keys
    numbers: Keys
    accepted: Flags
    intakes: Keys
    figures: Figures


def _read(rows: QuerySet[ProtocolVersion], width: int) -> _Read:
    pieces: list[list[npt.NDArray[Any]]] = [[np.empty(0, np.int64)] for _ in range(5)]
    figures: list[Figures] = [np.empty((0, width), np.int32)]
    names = ("id", "precinct_id", "number", "accepted", "intake_id", "figures")
    for *columns, packed in columns_of(rows.values_list(*names)):
        for piece, column in zip(pieces, columns, strict=True):
            piece.append(np.array(column, dtype=np.int64))
        figures.append(_unpacked(packed, width))
    keys, precincts, numbers, accepted, intakes = (np.concatenate(piece) for piece in pieces)
    return _Read(keys, precincts, numbers, accepted.astype(bool), intakes, np.concatenate(figures))


def _unpacked(packed: Sequence[bytes | memoryview], width: int) -> Figures:
    """The figures as one buffer; only where a candidate came later are rows looked at one by one."""
    joined = b"".join(packed)
    # A row is never longer than `width`, so together they are as long as that only if each of them is.
    if len(joined) == len(packed) * width * np.dtype(np.int32).itemsize:
        return np.frombuffer(joined, dtype="<i4").reshape(len(packed), width)
    return rules.unpack(packed, width).astype(np.int32)


def _states(contest: Contest, read: _Read, order: Rows, places: Rows) -> Rows:
    """The state of each version by its index in STATES, the versions in their order."""
    released = np.array(
        Release.objects.filter(version__contest=contest).values_list("version_id", flat=True), dtype=np.int64
    )
    accepted, free = read.accepted[order], np.isin(read.keys[order], released)
    states = np.where(accepted, STATES.index(ACCEPTED), STATES.index(KEPT_OUT))
    states[free] = STATES.index(RELEASED)
    stands = _last(places)
    # A version that counts goes on counting beside a later one that is kept out.
    counting = np.flatnonzero(accepted | free)
    stands[counting[_last(places[counting])]] = True
    states[~stands] = STATES.index(SUPERSEDED)
    return states


def _last(places: Rows) -> Flags:
    """The last of each run of equal places."""
    last = np.ones(len(places), dtype=bool)
    last[:-1] = places[1:] != places[:-1]
    return last


def _chosen(found: Versions, which: Which) -> Versions:
    if which == "all":
        return found
    if which == "latest":
        chosen = _last(found.places)
    else:
        chosen = np.isin(found.states, (STATES.index(ACCEPTED), STATES.index(RELEASED)))
    return found if chosen.all() else found.only(chosen)


def intakes_of(election: Election) -> dict[int, Intake]:
    """The intakes of an election by key: one query."""
    return Intake.objects.filter(election=election).in_bulk()
