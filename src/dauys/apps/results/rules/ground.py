"""The part of the tree that one verb works on: units above the precincts in tree order, and the precincts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from dauys.core.rollup import Tree

STEP = 4  # letters of a unit's path per level (territory.Unit.steplen)


@dataclass(frozen=True, slots=True)
class Place:
    """A precinct: its key and the index of the unit that it hangs on."""

    id: int
    code: str
    path: str
    above: int


@dataclass(frozen=True, slots=True)
class Ground:
    """Units in pre-order (`ids`, `paths`, index of the `parents`, −1 for the root) and precincts by code."""

    ids: tuple[int, ...]
    paths: tuple[str, ...]
    parents: tuple[int, ...]
    precincts: Mapping[str, Place]
    index_of_path: Mapping[str, int] = field(repr=False)

    def within(self, path: str) -> slice:
        """The slice of units at and beneath a path: they are contiguous in pre-order."""
        first = self.index_of_path[path]
        last = first + 1
        while last < len(self.paths) and self.paths[last].startswith(path):
            last += 1
        return slice(first, last)

    def tree(self, part: slice) -> Tree:
        """The tree of a slice, its first unit as root."""
        parents = np.array(self.parents[part], dtype=np.int64) - part.start
        parents[0] = -1
        return Tree(parents)

    def above(self, index: int) -> list[int]:
        """Indexes of the units strictly above a unit, nearest first."""
        found = []
        while (index := self.parents[index]) >= 0:
            found.append(index)
        return found


def ground_of(units: Iterable[tuple[int, str, str, str]]) -> Ground:
    """The ground of (id, code, kind, path) rows in order of their paths; parents must be among them."""
    ids: list[int] = []
    paths: list[str] = []
    parents: list[int] = []
    index: dict[str, int] = {}
    precincts: dict[str, Place] = {}
    for key, code, kind, path in units:
        above = index.get(path[:-STEP], -1)
        if kind == "precinct":
            precincts[code] = Place(key, code, path, above)
        else:
            index[path] = len(ids)
            ids.append(key)
            paths.append(path)
            parents.append(above)
    return Ground(tuple(ids), tuple(paths), tuple(parents), precincts, index)
