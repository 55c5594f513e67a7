"""The part of the tree that one verb works on: units above the precincts in tree order, and the precincts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Ints = npt.NDArray[np.int64]

STEP = 4  # letters of a unit's path per level (territory.Unit.steplen)
_AFTER = "~"  # sorts after every sign of a path
_FEW = 50  # precincts; among so few a dictionary finds a code sooner than a join does


@dataclass(frozen=True, slots=True, eq=False)
class Precincts:
    """Precincts as columns (n,): `codes`, `ids` (their keys), `above` (index of the unit each hangs on)."""

    codes: pl.Series
    ids: Ints
    above: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def find(self, codes: Sequence[str] | pl.Series) -> Ints:
        """The index of each code, -1 for one that is not known (or null)."""
        if len(self) < _FEW:
            known = {code: at for at, code in enumerate(self.codes.to_list())}
            return np.array([known.get(code, -1) for code in codes], dtype=np.int64)
        wanted = pl.LazyFrame({"code": pl.Series(codes, dtype=pl.String)}).with_row_index("row")
        here = pl.LazyFrame({"code": self.codes}).with_row_index("at")
        found = wanted.join(here, on="code").select("row", "at").collect()
        # In no order: to be told the order costs the join half as much again.
        at = np.full(len(codes), -1, dtype=np.int64)
        at[found["row"].to_numpy()] = found["at"].to_numpy()
        return at

    def beneath(self, places: Ints, first: int | Ints, last: int | Ints) -> npt.NDArray[np.bool_]:
        """Which of the places (n,; -1 for none) hang on the units from `first` to before `last`."""
        if not len(self):
            return np.zeros(len(places), dtype=bool)
        above = self.above[places]
        hangs: npt.NDArray[np.bool_] = (places >= 0) & (above >= first) & (above < last)
        return hangs


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Units in pre-order (`ids`, `paths`) and the precincts."""

    ids: Ints
    paths: tuple[str, ...]
    precincts: Precincts

    def within(self, path: str) -> slice:
        """The slice of units at and beneath a path: they are contiguous in pre-order."""
        return slice(bisect_left(self.paths, path), bisect_left(self.paths, path + _AFTER))


def ground_of(ids: Sequence[int] | Ints, paths: Sequence[str], precincts: Precincts) -> Ground:
    """The ground of units in order of their paths."""
    return Ground(np.array(ids, np.int64), tuple(paths), precincts)
