"""New versions of protocols as columns: what is stored of them, and the digest that the journal keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dauys.apps.results.rules.figures import Ints, packed_rows

BLOCK = 50_000  # versions; what is made of one block after the other needs memory for one only

Bytes = npt.NDArray[np.uint8]
Witnessed = tuple[int, int, int, bytes | memoryview, bool]


@dataclass(frozen=True, slots=True, eq=False)
class Versions:
    """Versions of the protocols of one contest as columns (n,), in any order; `figures` is (n, k).

    `broken` says which of the texts `codes` names the relations that each does not hold.
    """

    contest: int
    precincts: Ints
    numbers: Ints
    figures: npt.NDArray[np.integer]
    errors: npt.NDArray[np.integer]
    warnings: npt.NDArray[np.integer]
    codes: tuple[str, ...]
    broken: Ints
    accepted: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.precincts)

    def blocks(self) -> Iterator[Versions]:
        """The same in the order of the precincts' keys, BLOCK of them at a time, figures packed."""
        order = np.argsort(self.precincts, kind="stable")
        for start in range(0, len(self), BLOCK):
            yield self.take(order[start : start + BLOCK])

    def alike(self) -> Iterator[Versions]:
        """The same in groups: of one number, of one text of broken relations, accepted or not.

        The numbers of errors and warnings follow from the text. Most of a country is one group.
        """
        kinds = (self.numbers * 2 + self.accepted) * len(self.codes) + self.broken
        order = np.argsort(kinds, kind="stable")
        cuts = np.flatnonzero(np.diff(kinds[order])) + 1
        yield from map(self.take, np.split(order, cuts))

    def take(self, rows: npt.NDArray[np.intp]) -> Versions:
        """Some of them, in the order of `rows`, figures packed."""
        return Versions(
            self.contest, self.precincts[rows], self.numbers[rows], packed_rows(self.figures[rows]),
            self.errors[rows], self.warnings[rows], self.codes, self.broken[rows], self.accepted[rows],
        )  # fmt: skip

    def rows(self) -> Iterator[Witnessed]:
        """The same one by one."""
        packed = packed_rows(self.figures)
        for at in range(len(self)):
            yield (
                self.contest, int(self.precincts[at]), int(self.numbers[at]), packed[at].tobytes(),
                bool(self.accepted[at]),
            )  # fmt: skip

    @property
    def width(self) -> int:
        """How many bytes the figures of one version take."""
        return int(self.figures.shape[1]) * np.dtype(np.int32).itemsize


def digest_of_versions(parts: Sequence[Versions]) -> str:
    """SHA-256 (hex) over new versions: the same as `digest_of_rows` of them, a block at a time.

    It stands in the journal beside the intake, so that figures changed behind its back don't go unseen.
    """
    if sum(map(len, parts)) == 1:
        return digest_of_rows(row for part in parts for row in part.rows())
    found = hashlib.sha256()
    for part in sorted(parts, key=lambda part: part.contest):
        for block in part.blocks():
            for rows in _alike(block):
                found.update(_text(block, rows).data)
    return found.hexdigest()


def digest_of_rows(rows: Iterable[Witnessed]) -> str:
    """The digest of stored versions: keys of contest and precinct, number, figures, accepted or not."""
    return digest_of_sorted(sorted(rows, key=lambda row: row[:3]))


def digest_of_sorted(rows: Iterable[Witnessed]) -> str:
    """The same of rows that come by contest, precinct and number: none of them is kept."""
    found = hashlib.sha256()
    for contest, precinct, number, figures, accepted in rows:
        packed = bytes(figures)
        found.update(f"{contest}:{precinct}:{number}:{int(accepted)}:{len(packed)}:".encode() + packed)
    return found.hexdigest()


def _alike(block: Versions) -> Iterator[slice]:
    """Stretches of rows whose keys and numbers have equally many digits: their texts are equally long."""
    digits = np.stack([_lengths(block.precincts), _lengths(block.numbers)])
    cuts = np.flatnonzero((digits[:, 1:] != digits[:, :-1]).any(axis=0)) + 1
    return (slice(*ends) for ends in pairwise([0, *cuts.tolist(), len(block)]))


def _text(block: Versions, rows: slice) -> Bytes:
    """What the digest reads of some rows (m, bytes): `contest:precinct:number:accepted:length:figures`."""
    figures = block.figures[rows]
    height = len(figures)
    return np.hstack(
        [
            _repeated(f"{block.contest}:", height),
            _digits(block.precincts[rows]),
            _repeated(":", height),
            _digits(block.numbers[rows]),
            _repeated(":", height),
            _digits(block.accepted[rows].astype(np.int64)),
            _repeated(f":{block.width}:", height),
            figures.view(np.uint8),
        ]
    )


def _repeated(text: str, height: int) -> Bytes:
    signs = np.frombuffer(text.encode(), dtype=np.uint8)
    return np.broadcast_to(signs, (height, len(signs)))


def _lengths(values: Ints) -> Ints:
    """How many digits each number (0 or more) is written with."""
    return np.searchsorted(_POWERS, values, side="right") + 1


_POWERS = 10 ** np.arange(1, 19, dtype=np.int64)


def _digits(values: Ints) -> Bytes:
    """Numbers with equally many digits as text (m, digits)."""
    count = int(_lengths(values[:1])[0])
    powers = 10 ** np.arange(count - 1, -1, -1, dtype=np.int64)
    return (values[:, np.newaxis] // powers % 10 + ord("0")).astype(np.uint8)
