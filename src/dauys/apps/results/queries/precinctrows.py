"""Precincts as columns, under the unit right above: for elections so large that one is a row, not a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dauys.apps.results import rules
from dauys.core.norms.records import Words

PARTED = "\x1f"  # between codes and names of precincts in one text: neither holds a control character
EXPECTED, ACCEPTED, RELEASED, KEPT_OUT, CANCELLED = range(5)
STATES = ("expected", "accepted", "released", "kept_out", "cancelled")
COUNTING = (ACCEPTED, RELEASED)  # states of a version whose figures are in the sums above
NO_FLAG, WARNING, ERROR = range(3)

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class PrecinctRows:
    """The precincts right beneath one unit, in natural order of their codes; all columns are (n,).

    A precinct has one row, of the latest version of its protocol or of none (version 0). Where the latest is
    kept out and an earlier one counts, it has a row of each, the one that counts first. So the rows whose
    state is among COUNTING add up to the unit, and no figure that came is left out.
    """

    contest: str
    precincts: int  # rows that are no second row of a precinct
    codes: str  # of the n rows, joined by PARTED
    names: Words  # the same
    expected: Flags  # the call asks for its protocol
    versions: rules.Ints
    states: npt.NDArray[np.int8]  # places in STATES
    flags: npt.NDArray[np.int8]  # of the latest version: NO_FLAG, WARNING, ERROR
    broken: rules.Ints  # places in `texts`
    received: rules.Ints  # places in `moments`; 0 where nothing came
    latest: rules.Ints  # of the latest fact about the row, the same way
    figures: npt.NDArray[np.int32]  # (n, lines + candidates), MISSING where there is none
    measures: Mapping[str, rules.Ints]  # registered, turnout_count, participated; UNKNOWN where not known
    texts: tuple[str, ...]  # codes of relations that do not hold: "P-05 P-07"; shared by all units
    moments: tuple[dt.datetime, ...]  # ascending, the call first; shared by all units

    def __len__(self) -> int:
        return len(self.states)

    @property
    def counting(self) -> Flags:
        """Which rows are in the sums above."""
        return np.isin(self.states, COUNTING)

    def as_of(self, rows: slice) -> dt.datetime:
        """The time of the latest fact about some rows."""
        return self.moments[int(self.latest[rows].max(initial=0))]


UNKNOWN = -(2**62)  # a measure that is not known: one that is may be below 0
