"""How the precincts of a contest stand: their versions, which is the latest and which counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np

from dauys.apps.results import rules
from dauys.apps.results.models import ProtocolVersion
from dauys.core.protocol import MISSING


@dataclass(frozen=True, slots=True)
class Standing:
    """One precinct: its latest version and the figures of the version that counts, packed."""

    version: int  # key of the latest version's row
    number: int
    figures: bytes
    errors: int
    warnings: int
    counts: bool
    counted: bytes | None

    def as_released(self) -> Standing:
        """The same precinct once its latest version counts."""
        return replace(self, counts=True, counted=self.figures)


def standing_of(
    contests: Collection[int], precincts: Collection[int] | None = None
) -> dict[int, dict[int, Standing]]:
    """By contest key and precinct key, of all precincts of the contests or only of those named: one query."""
    versions = ProtocolVersion.objects.filter(contest_id__in=contests)
    if precincts is not None:
        versions = versions.filter(precinct_id__in=precincts)
    rows = versions.order_by("contest_id", "precinct_id", "number").values_list(
        "contest_id",
        "precinct_id",
        "id",
        "number",
        "figures",
        "errors",
        "warnings",
        "accepted",
        "release__id",
    )
    found: dict[int, dict[int, Standing]] = {contest: {} for contest in contests}
    for contest, precinct, key, number, figures, errors, warnings, accepted, release in rows.iterator():
        packed = bytes(figures)
        counts = accepted or release is not None
        before = found[contest].get(precinct)
        counted = packed if counts else (before.counted if before else None)
        found[contest][precinct] = Standing(key, number, packed, errors, warnings, counts, counted)
    return found


def state_of(standing: Iterable[Standing], width: int) -> rules.State:
    """The same as arrays, in the order given."""
    rows = list(standing)
    missing = np.full(width, MISSING, dtype="<i4").tobytes()
    return rules.State(
        latest=rules.unpack([row.figures for row in rows], width),
        errors=np.array([row.errors for row in rows], dtype=np.int64),
        warnings=np.array([row.warnings for row in rows], dtype=np.int64),
        counts=np.array([row.counts for row in rows], dtype=bool),
        counted=rules.unpack([row.counted or missing for row in rows], width),
        has_counted=np.array([row.counted is not None for row in rows], dtype=bool),
    )
