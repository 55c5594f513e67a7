"""Rows → figures → findings: packing, what a precinct adds to the sums, where it hangs in the tree."""

from dauys.apps.results.rules.figures import (
    Ints,
    broken_codes,
    broken_counts,
    digest_of_versions,
    pack_rows,
    pack_sums,
    unpack,
    unpack_sums,
    widened,
)
from dauys.apps.results.rules.ground import Ground, Place, ground_of
from dauys.apps.results.rules.shares import COUNTS, Share, State, largest_above, most_votes, share_of
from dauys.apps.results.rules.turnout import Figures, faults_of_reading

__all__ = [
    "COUNTS",
    "Figures",
    "Ground",
    "Ints",
    "Place",
    "Share",
    "State",
    "broken_codes",
    "broken_counts",
    "digest_of_versions",
    "faults_of_reading",
    "ground_of",
    "largest_above",
    "most_votes",
    "pack_rows",
    "pack_sums",
    "share_of",
    "unpack",
    "unpack_sums",
    "widened",
]
