"""How figures stand in a row of the database: packed integers, -1 for a figure that is missing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from dauys.core.protocol import MISSING, ColumnFindings

Ints = npt.NDArray[np.int64]
_PROTOCOL = np.dtype("<i4")
_SUMS = np.dtype("<i8")


def pack_rows(figures: npt.NDArray[np.integer]) -> list[bytes]:
    """Each row of an (n, k) array as the bytes of one protocol version."""
    rows = np.ascontiguousarray(figures, dtype=_PROTOCOL)
    buffer, width = rows.tobytes(), rows.shape[1] * _PROTOCOL.itemsize
    return [buffer[start : start + width] for start in range(0, len(buffer), width)] if width else []


def unpack(packed: Sequence[bytes | memoryview], width: int) -> Ints:
    """Protocol versions as an (n, width) array; one older than a candidate is widened with MISSING."""
    size = width * _PROTOCOL.itemsize
    if all(len(row) == size for row in packed):
        joined = b"".join(packed)
        return np.frombuffer(joined, dtype=_PROTOCOL).reshape(len(packed), width).astype(np.int64)
    figures = np.full((len(packed), width), MISSING, dtype=np.int64)
    for at, row in enumerate(packed):
        values = np.frombuffer(row, dtype=_PROTOCOL)
        figures[at, : len(values)] = values
    return figures


def pack_sums(sums: Ints) -> bytes:
    """Sums (or counts of figures present) as bytes."""
    return np.ascontiguousarray(sums, dtype=_SUMS).tobytes()


def unpack_sums(packed: bytes | memoryview, width: int) -> Ints:
    """Sums as an array of `width`, zeros where the row is shorter."""
    return widened(np.frombuffer(packed, dtype=_SUMS).astype(np.int64), width)


def widened(sums: Ints, width: int) -> Ints:
    """The sums with zeros for candidates that were added after they were stored."""
    return np.pad(sums, (0, width - len(sums))) if len(sums) < width else sums


def broken_codes(checked: ColumnFindings) -> dict[int, str]:
    """By row: the codes of the relations it breaks, in the law's order; rows that break none are absent."""
    codes: dict[int, str] = {}
    for relation, row in np.argwhere(checked.holds == 0).tolist():
        codes[row] = f"{codes[row]} {checked.codes[relation]}" if row in codes else checked.codes[relation]
    return codes


def broken_counts(checked: ColumnFindings) -> dict[str, int]:
    """By code of the relation: how many rows break it; relations that none breaks are absent."""
    counts = (checked.holds == 0).sum(axis=1).tolist()
    return {code: count for code, count in zip(checked.codes, counts, strict=True) if count}


def digest_of_versions(rows: Iterable[tuple[int, int, int, bytes | memoryview, bool]]) -> str:
    """SHA-256 (hex) over versions: keys of contest and precinct, number, figures, accepted or not.

    It stands in the journal beside the intake, so that figures changed behind its back don't go unseen.
    """
    found = hashlib.sha256()
    for contest, precinct, number, figures, accepted in sorted(
        (contest, precinct, number, bytes(figures), accepted)
        for contest, precinct, number, figures, accepted in rows
    ):
        found.update(f"{contest}:{precinct}:{number}:{int(accepted)}:{len(figures)}:".encode() + figures)
    return found.hexdigest()
