"""How the duties of a plan stand, in columns that add up to all of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

from dauys.apps.calendar.queries import Held, PlanRow
from dauys.apps.publication.pages.voice import Voice

# Every state of core.timetable stands in one column; a test holds it.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "done": ("done",),
    "done_late": ("done_late",),
    "overdue": ("overdue",),
    "due": ("due",),
    "ahead": ("coming", "open"),
    "unmarked": ("unmarked",),
    "lapsed": ("passed", "not_arisen"),
    "undated": ("unknown",),
}
ALWAYS = ("done", "overdue", "ahead")  # said even when there are none


def counts_of(plan: Iterable[PlanRow]) -> dict[str, int]:
    """How many terms of a plan stand in each column."""
    states = Counter(row.state for row in plan)
    return {column: sum(states[state] for state in own) for column, own in COLUMNS.items()}


def counted(voice: Voice, plan: Iterable[PlanRow]) -> str:
    """The columns in a sentence; those that are empty and not asked for are left out."""
    counts = counts_of(plan)
    said = [
        f"{voice.said('plans', column)}: {voice.number(count)}"
        for column, count in counts.items()
        if count or column in ALWAYS
    ]
    return ". ".join(said) + "."


def contests_said(voice: Voice, held: Held) -> str:
    """How many contests a duty follows from, and what became of them; empty kinds are left out."""
    counts = {
        "contests_established": held.established,
        "contests_cancelled": held.cancelled,
        "contests_open": held.open,
    }
    said = [voice.said("calendar", key, n=voice.number(count)) for key, count in counts.items() if count]
    return f"{voice.said('calendar', 'contests', n=voice.number(held.contests))}: {', '.join(said)}"


def latest_fact(voice: Voice, rows: Iterable[PlanRow]) -> dt.datetime:
    """When the last duty was done or result established, or the beginning of the day of the call."""
    found = [voice.reading.called_at]
    for row in rows:
        found += [at for at in (row.done_at, row.held.last_at if row.held else None) if at is not None]
    return max(found)
