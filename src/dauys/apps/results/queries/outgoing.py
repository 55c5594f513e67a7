"""Versions of protocols as they leave: the figures of a contest as one array, no row looked at alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
from dauys.apps.territory.queries import FETCHED, precinct_columns
from dauys.core.lifecycle import PROTOCOL

Which = Literal["counting", "latest", "all"]
"""Of each precinct the version that counts, the latest one whether it counts or not, or every version."""

Keys = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
Figures = npt.NDArray[np.int32]

WORD = 8  # bytes that are compared at once

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

    `places` index Precincts.codes, `states` index STATES, `intakes` are keys: empty where nobody asked for
    them. `rows` say where each stands in `read`, the figures in the order in which they were read.
    """

    contest: Contest
    places: Rows
    numbers: Keys
    states: Rows
    intakes: Keys
    rows: Rows
    read: Figures

    @property
    def figures(self) -> Figures:
        """int32 (n, lines + candidates) with MISSING: put in order here, so that it is done part by part."""
        return self.read[self.rows]

    def only(self, chosen: Flags | Rows | slice) -> Versions:
        """Some of them."""
        intakes = self.intakes[chosen] if len(self.intakes) else self.intakes
        return Versions(
            self.contest, self.places[chosen], self.numbers[chosen], self.states[chosen], intakes,
            self.rows[chosen], self.read,
        )  # fmt: skip


def columns_of(rows: QuerySet[Any, Any]) -> Iterator[tuple[tuple[Any, ...], ...]]:
    """The answers of a `values_list` column by column, many rows at a time, as the database gives them."""
    sql, params = rows.query.sql_with_params()
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while found := cursor.fetchmany(FETCHED):
            yield tuple(zip(*found, strict=True))


Order = Callable[[Unit], Precincts]
"""Reads the precincts of a unit; who writes several files of one unit has them read once for all."""


def precincts_in(unit: Unit) -> Precincts:
    """All precincts at and beneath a unit, on whatever day: one query."""
    found = precinct_columns(unit)
    in_tree = _in_tree(found["path"])
    keys = found["id"].to_numpy()[in_tree]
    places = np.argsort(keys)
    return Precincts(found["code"].gather(in_tree), keys[places], places)


def _in_tree(paths: pl.Series) -> Rows:
    """The order of the paths, by their letters eight at a time: ten times as quick as letter by letter."""
    letters = np.array(paths.to_list(), dtype=np.bytes_)
    words = -(-letters.dtype.itemsize // WORD)
    padded = letters.astype(f"S{words * WORD}")  # filled with zeros, so that what ends early comes first
    return np.lexsort(padded.view(">u8").reshape(-1, words).astype(np.uint64).T[::-1])


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """Reads the versions of contests: of which precincts, which of them, and whether with their intakes.

    `released` are the keys of versions that a decision let count, for all contests at once.
    """

    precincts: Precincts
    which: Which
    released: Keys
    with_intakes: bool = False

    def versions_of(self, contest: Contest, width: int) -> Versions:
        """The versions asked for of one contest with `width` figures: one query."""
        read = self._read(ProtocolVersion.objects.filter(contest=contest).order_by(), width)
        places = self.precincts.places(read["precinct_id"])
        order = np.lexsort((read["number"], places))
        order = order[np.searchsorted(places[order], 0) :]  # those that lie elsewhere come first
        found = Versions(
            contest,
            places[order],
            read["number"][order],
            _states(read["accepted"][order], self._are_released(read, order), places[order]),
            read["intake_id"][order] if self.with_intakes else np.empty(0, np.int64),
            order,
            read["figures"],
        )
        return _chosen(found, self.which)

    def _read(self, rows: QuerySet[ProtocolVersion], width: int) -> dict[str, npt.NDArray[Any]]:
        """Columns of the table as they came, in no order; only those that are needed, as each takes time."""
        names = ["precinct_id", "number", "accepted"]
        names += ["id"] if len(self.released) else []
        names += ["intake_id"] if self.with_intakes else []
        pieces: list[list[npt.NDArray[Any]]] = [[np.empty(0, np.int64)] for _ in names]
        figures: list[Figures] = [np.empty((0, width), np.int32)]
        for *columns, packed in columns_of(rows.values_list(*names, "figures")):
            for piece, column in zip(pieces, columns, strict=True):
                piece.append(np.array(column, dtype=np.int64))
            figures.append(_unpacked(packed, width))
        read = {name: np.concatenate(piece) for name, piece in zip(names, pieces, strict=True)}
        return read | {"figures": np.concatenate(figures)}

    def _are_released(self, read: dict[str, npt.NDArray[Any]], order: Rows) -> Flags:
        if not len(self.released):
            return np.zeros(len(order), dtype=bool)
        return np.isin(read["id"][order], self.released)


def reader_of(
    contests: Sequence[Contest], precincts: Precincts, which: Which, *, with_intakes: bool = False
) -> Reader:
    """A reader of these contests: one query."""
    released = Release.objects.filter(version__contest__in=contests).values_list("version_id", flat=True)
    keys = np.array(list(released) if contests else [], dtype=np.int64)
    return Reader(precincts, which, keys, with_intakes)


def _unpacked(packed: Sequence[bytes | memoryview], width: int) -> Figures:
    """The figures as one buffer; only where a candidate came later are rows looked at one by one."""
    joined = b"".join(packed)
    # A row is never longer than `width`, so together they are as long as that only if each of them is.
    if len(joined) == len(packed) * width * np.dtype(np.int32).itemsize:
        return np.frombuffer(joined, dtype="<i4").reshape(len(packed), width)
    return rules.unpack(packed, width).astype(np.int32)


def _states(accepted: Keys, free: Flags, places: Rows) -> Rows:
    """The state of each version by its index in STATES, the versions in their order."""
    states = np.where(accepted > 0, STATES.index(ACCEPTED), STATES.index(KEPT_OUT))
    states[free] = STATES.index(RELEASED)
    stands = _last(places)
    # A version that counts goes on counting beside a later one that is kept out.
    counting = np.flatnonzero((accepted > 0) | free)
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
