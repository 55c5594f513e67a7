"""Rows → figures → findings: packing, what a precinct adds to the sums, where it hangs in the tree."""

from dauys.apps.results.rules.breach import Breach
from dauys.apps.results.rules.figures import (
    Ints,
    Protocols,
    are_sums,
    broken_codes,
    broken_counts,
    pack_sums,
    packed_rows,
    size_of_protocol,
    unpack,
    unpack_sums,
    unpacked_rows,
    unpacked_sums,
    widened,
    widened_rows,
    width_of_sums,
)
from dauys.apps.results.rules.ground import STEP, Ground, Precincts, ground_of
from dauys.apps.results.rules.shares import COUNTS, Share, State, largest_above, most_votes, share_of
from dauys.apps.results.rules.turnout import (
    Figures,
    fault_of_hour,
    faults_of_reading,
    hours_of_turnout,
)
from dauys.apps.results.rules.versions import Versions, digest_of_sorted, digest_of_versions

__all__ = [
    "COUNTS",
    "STEP",
    "Breach",
    "Figures",
    "Ground",
    "Ints",
    "Precincts",
    "Protocols",
    "Share",
    "State",
    "Versions",
    "are_sums",
    "broken_codes",
    "broken_counts",
    "digest_of_sorted",
    "digest_of_versions",
    "fault_of_hour",
    "faults_of_reading",
    "ground_of",
    "hours_of_turnout",
    "largest_above",
    "most_votes",
    "pack_sums",
    "packed_rows",
    "share_of",
    "size_of_protocol",
    "unpack",
    "unpack_sums",
    "unpacked_rows",
    "unpacked_sums",
    "widened",
    "widened_rows",
    "width_of_sums",
]
