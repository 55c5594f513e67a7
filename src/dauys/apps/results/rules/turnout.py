"""What hinders a turnout reading: its own figures, and those of the same precinct at other hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from dauys.core.findings import Fault
from dauys.core.protocol import LIMIT

Figures = tuple[int, int]  # (voted, on_list)


def faults_of_reading(
    code: str,
    hour_at: dt.datetime,
    reading: Figures,
    known: Mapping[dt.datetime, Figures],
    *,
    has_reason: bool,
) -> list[Fault]:
    """Faults of one reading beside those that stand for the precinct; none for one that stands already."""
    if known.get(hour_at) == reading:
        return []
    voted, on_list = reading
    if not 0 <= voted <= on_list <= LIMIT:
        message = f"{code}: {voted} voted, {on_list} on the list."
        remedy = f"Both are whole numbers from 0 to {LIMIT}, and nobody votes who is not on the list."
        return [Fault("V-02", message, remedy, column="voted", value=str(voted))]
    faults = _falling(code, hour_at, voted, known)
    if hour_at in known and not has_reason:
        message = f"{code} reported {known[hour_at][0]} of {known[hour_at][1]} for this hour."
        faults.append(Fault("V-04", message, "A changed reading needs a reason.", value=str(voted)))
    return faults


def _falling(
    code: str, hour_at: dt.datetime, voted: int, known: Mapping[dt.datetime, Figures]
) -> list[Fault]:
    """A reading below the one before it, or above the one after it (a reading may come late)."""
    before = max((hour for hour in known if hour < hour_at), default=None)
    after = min((hour for hour in known if hour > hour_at), default=None)
    remedy = "Who voted has voted: correct the reading, or the other one with a reason first."
    faults = []
    if before is not None and voted < known[before][0]:
        message = f"{code}: {voted} voted, fewer than the {known[before][0]} of the reading before."
        faults.append(Fault("V-03", message, remedy, column="voted", value=str(voted)))
    if after is not None and voted > known[after][0]:
        message = f"{code}: {voted} voted, more than the {known[after][0]} of the reading after."
        faults.append(Fault("V-03", message, remedy, column="voted", value=str(voted)))
    return faults
