"""One relation that one protocol of a file does not hold, as whoever handed it in is told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Breach:
    """One relation that one protocol of a file does not hold.

    `line` is that of the file, `op` the sign that should stand between `left` and `right`; a side is None
    where a figure is missing. `counts` tells whether the protocol counts all the same.
    """

    line: int
    contest: str
    precinct: str
    code: str
    severity: str
    left: int | None
    op: str
    right: int | None
    counts: bool
