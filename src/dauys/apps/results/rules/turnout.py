"""What hinders a turnout reading: its own figures, and those of the same precinct at other hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from dauys.core.findings import Fault
from dauys.core.norms import Pack
from dauys.core.protocol import LIMIT

Figures = tuple[int, int]  # (voted, on_list)


def hours_of_turnout(pack: Pack) -> tuple[int, ...]:
    """The hours of the day, in capital time, at which turnout is told; none where the pack names none.

    Those of the setting `turnout_hours`, then every hour up to `turnout_preliminary_hour`.
    """
    named = {setting.name: setting.value for setting in pack.settings}
    hours = [int(hour) for hour in named.get("turnout_hours", "").split(",") if hour.strip()]
    last = int(named.get("turnout_preliminary_hour", "0"))
    return (*hours, *range(hours[-1] + 1, last + 1)) if hours else ()


def fault_of_hour(
    hour_at: dt.datetime, at: dt.datetime, day: dt.date, hours: Sequence[int], opens_at: dt.datetime | None
) -> Fault | None:
    """What is wrong with the hour of a reading, given in capital time, known `at`; None where it fits.

    It lies on election day and has come. It is one of `hours`; where there are none it is not before the
    voting opens: a default of ours.
    """
    said = hour_at.isoformat()

    def fault(code: str, message: str, remedy: str = "Correct the hour.") -> Fault:
        return Fault(code, f"{said} {message}", remedy, column="hour_at", value=said)

    if hour_at > at:
        return fault("V-05", "is still to come.")
    if hour_at.date() != day:
        return fault("V-05", "is not of election day.")
    if opens_at is not None and hour_at < opens_at:
        return fault("V-08", f"is before the voting opens ({opens_at:%H:%M}).")
    sharp = hour_at == hour_at.replace(minute=0, second=0, microsecond=0)
    if not hours or (sharp and hour_at.hour in hours):
        return None
    told = ", ".join(map(str, hours))
    message = f"is none of the hours at which turnout is told: {told} h, time of the capital."
    return fault("V-08", message, "Correct the hour; dauys law show names the setting.")


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
