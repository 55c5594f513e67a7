"""The turnout that a page shows: of the protocols received or, while none is in, of the latest reading."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dauys.apps.publication.pages.reading import Reading
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import Result, TurnoutPoint


@dataclass(frozen=True, slots=True)
class Attendance:
    """A turnout with what it is a share of; `read` is the reading it was taken from, None with protocols."""

    percent: str | None
    count: int | None
    registered: int | None
    as_of: dt.datetime  # of the latest fact behind it
    read: TurnoutPoint | None = None


def attendance(reading: Reading, result: Result) -> Attendance:
    """The turnout of a unit as far as it is known."""
    point = _latest(reading, result.unit) if result.expected and not result.received else None
    if point is None:
        return Attendance(result.turnout, result.turnout_count, result.registered, result.as_of)
    as_of = max(result.as_of, point.hour_at)
    return Attendance(point.percent, point.voted, point.on_list, as_of, point)


def _latest(reading: Reading, code: str) -> TurnoutPoint | None:
    """The latest hour of which any precinct under the unit reported."""
    points = reading.book.turnouts.get(code, ())
    return next((point for point in reversed(points) if point.precincts), None)


def turnout_words(voice: Voice, shown: Attendance) -> str:
    """What the turnout is a share of; empty where there is none."""
    if shown.percent is None:
        return ""
    count, registered = voice.number(shown.count), voice.number(shown.registered)
    key = "turnout_of" if shown.read is None else "turnout_read"
    return voice.said("figures", key, count=count, registered=registered)


def heading(voice: Voice, shown: Attendance) -> str:
    """`Turnout`, or of a reading `Turnout at 20:00`."""
    if shown.read is None:
        return voice.said("figures", "turnout")
    return voice.said("figures", "turnout_at", hour=hour(voice, shown.read))


def mark(voice: Voice, shown: Attendance) -> str:
    """What stands beside a turnout taken from a reading: `at 20:00, by readings`; else nothing."""
    return voice.said("figures", "read_at", hour=hour(voice, shown.read)) if shown.read is not None else ""


def hour(voice: Voice, point: TurnoutPoint) -> str:
    """The hour of a reading, on the clock of the capital."""
    at = point.hour_at
    return voice.once(("hour", at), lambda: f"{at.astimezone(voice.reading.capital):%H:%M}")
