"""How figures stand in a row of the database: packed integers, -1 for a figure that is missing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dauys.core.protocol import MISSING, ColumnFindings

Ints = npt.NDArray[np.int64]
Protocols = npt.NDArray[np.int64] | npt.NDArray[np.int32]  # (n, lines + candidates)
_PROTOCOL = np.dtype("<i4")
_SUMS = np.dtype("<i8")


def size_of_protocol(width: int) -> int:
    """How many bytes a protocol version with so many figures takes."""
    return width * _PROTOCOL.itemsize


def are_sums(packed: bytes | memoryview) -> bool:
    """Whether bytes can be sums at all: whole figures."""
    return len(packed) % _SUMS.itemsize == 0


def packed_rows(figures: npt.NDArray[np.integer]) -> npt.NDArray[np.int32]:
    """An (n, k) array laid out so that the bytes of its rows are those of n protocol versions."""
    return np.ascontiguousarray(figures, dtype=_PROTOCOL)


def unpacked_rows(packed: Sequence[bytes | memoryview], width: int = 0) -> npt.NDArray[np.int32]:
    """Protocol versions as an (n, k) array, `width` or as wide as the widest; MISSING fills up."""
    sizes = set(map(len, packed))
    width = width or max(sizes, default=0) // _PROTOCOL.itemsize
    if sizes <= {width * _PROTOCOL.itemsize}:
        return np.frombuffer(b"".join(packed), dtype=_PROTOCOL).reshape(len(packed), width)
    figures = np.full((len(packed), width), MISSING, dtype=_PROTOCOL)
    for at, row in enumerate(packed):
        values = np.frombuffer(row, dtype=_PROTOCOL)
        figures[at, : len(values)] = values
    return figures


def widened_rows(figures: Protocols, width: int) -> Protocols:
    """Protocol versions (n, k) as (n, width), MISSING for candidates that were added later."""
    lacking = width - figures.shape[1]
    if lacking <= 0:
        return figures
    wide = np.full((len(figures), width), MISSING, dtype=figures.dtype)
    wide[:, : figures.shape[1]] = figures
    return wide


def unpack(packed: Sequence[bytes | memoryview], width: int) -> Ints:
    """Protocol versions as an (n, width) array; one older than a candidate is widened with MISSING."""
    return unpacked_rows(packed, width).astype(np.int64)


def pack_sums(sums: Ints) -> bytes:
    """Sums (or counts of figures present) as bytes."""
    return np.ascontiguousarray(sums, dtype=_SUMS).tobytes()


def width_of_sums(packed: bytes | memoryview) -> int:
    """How many figures packed sums hold."""
    return len(packed) // _SUMS.itemsize


def unpacked_sums(packed: Sequence[bytes | memoryview], width: int) -> Ints:
    """The sums of n tallies as an (n, width) array, zeros where a row is shorter."""
    if {len(row) for row in packed} == {width * _SUMS.itemsize}:
        return np.frombuffer(b"".join(packed), dtype=_SUMS).astype(np.int64).reshape(len(packed), width)
    return np.array([unpack_sums(row, width) for row in packed], dtype=np.int64)


def unpack_sums(packed: bytes | memoryview, width: int) -> Ints:
    """Sums as an array of `width`, zeros where the row is shorter."""
    return widened(np.frombuffer(packed, dtype=_SUMS).astype(np.int64), width)


def widened(sums: Ints, width: int) -> Ints:
    """The sums with zeros for candidates that were added after they were stored."""
    return np.pad(sums, (0, width - len(sums))) if len(sums) < width else sums


def broken_codes(checked: ColumnFindings) -> tuple[tuple[str, ...], Ints]:
    """The codes of the relations that rows break, in the law's order, and which of these texts each row has.

    The first text is "": of the rows that break none.
    """
    which = np.zeros(checked.holds.shape[1], dtype=np.int64)
    broken = checked.holds == 0
    rows = np.flatnonzero(broken.any(axis=0))
    if not len(rows):
        return ("",), which
    kinds, which[rows] = np.unique(np.packbits(broken[:, rows], axis=0), axis=1, return_inverse=True)
    found = np.unpackbits(kinds, axis=0, count=len(checked.codes)).T
    codes = np.array(checked.codes, dtype=object)
    which[rows] += 1
    return ("", *(" ".join(codes[one.view(np.bool_)]) for one in found)), which


def broken_counts(checked: ColumnFindings) -> dict[str, int]:
    """By code of the relation: how many rows break it; relations that none breaks are absent."""
    counts = (checked.holds == 0).sum(axis=1).tolist()
    return {code: count for code, count in zip(checked.codes, counts, strict=True) if count}
