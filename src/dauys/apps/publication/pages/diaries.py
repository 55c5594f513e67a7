"""A calendar plan as an iCalendar file (RFC 5545), so that a commission has its terms in its own calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from icalendar import Calendar, Event

from dauys.apps.calendar.queries import PlanRow
from dauys.apps.publication.pages.duties import contests_said
from dauys.apps.publication.pages.voice import Voice
from dauys.core.timetable import Term

CALENDAR_ENDS = b"END:VCALENDAR\r\n"
EVENT_BEGINS = b"BEGIN:VEVENT\r\n"
LONGEST_LINE = 75
DONE = "✓"  # before what is done
DAY = dt.timedelta(days=1)
FIRST_SECOND = dt.time(0, 0)
LAST_SECOND = dt.time(23, 59, 59)


def diary(
    voice: Voice,
    code: str,
    rows: Sequence[PlanRow],
    as_of: dt.datetime,
    more: Iterable[tuple[str, Event]] = (),
) -> bytes:
    """The terms that have a time, as events, stamped with the latest fact: equal facts give equal bytes.

    `more` are further events with names of their own: terms that were moved for single contests.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Dauys//Calendar plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{voice.said('calendar', 'of', unit=voice.names[code])}. {voice.title}")
    stamp = f"DTSTAMP:{as_of.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    named = [
        *((row.term.code, _event(voice, row)) for row in rows),
        *((name, bytes(event.to_ical())) for name, event in more),
    ]
    events = (
        _with_own_lines(event, (f"UID:{voice.election}.{code}.{name}@dauys", stamp)) for name, event in named
    )
    return bytes(calendar.to_ical()).replace(CALENDAR_ENDS, b"".join(events) + CALENDAR_ENDS)


def _event(voice: Voice, row: PlanRow) -> bytes:
    """The lines of an event that all units of one clock share; writing them is slow, so it is done once."""
    term = row.term
    key = (term.code, str(term.starts_at), str(term.due_at), row.state if row.done_at else "", row.held)
    if key not in voice.events:
        voice.events[key] = bytes(event_of(voice, row).to_ical())
    return voice.events[key]


def _with_own_lines(event: bytes, lines: Sequence[str]) -> bytes:
    """An event with the lines that are its own."""
    own = "".join(_folded(line) + "\r\n" for line in lines).encode()
    return event.replace(EVENT_BEGINS, EVENT_BEGINS + own, 1)


def _folded(line: str) -> str:
    """A line of ASCII cut as RFC 5545 asks: at most 75 octets, each further piece after a space."""
    rest = line[LONGEST_LINE:]
    step = LONGEST_LINE - 1
    pieces = [line[:LONGEST_LINE], *(f" {rest[at : at + step]}" for at in range(0, len(rest), step))]
    return "\r\n".join(pieces)


def event_of(voice: Voice, row: PlanRow) -> Event:
    """One term as an event, marked when it is done: whole days where no hour is named, else UTC times."""
    event, term = Event(), row.term
    start, end = stretch(term)
    event.add("dtstart", start)
    if end is not None:
        event.add("dtend", end)
    is_done = row.done_at is not None
    mark = f"{DONE} " if is_done else ""
    event.add("summary", f"{mark}{term.number}. {term.activity.in_language(voice.language)}")
    if is_done:
        event.add("categories", [voice.said("term", row.state)])
    lines = [description(voice, term)]
    if row.state == "done_late":
        lines.append(voice.said("term", row.state))
    if row.held is not None:
        lines.append(contests_said(voice, row.held))
    event.add("description", "\n".join(lines))
    return event


def stretch(term: Term) -> tuple[dt.date, dt.date | None]:
    """Start and end for a calendar: days, the end not included, or moments in UTC; no end for a point."""
    start = term.starts_at or term.due_at
    if start is None:
        raise ValueError(f"{term.code} has no time yet")
    end = term.due_at or start
    whole_days = (opens_its_day(term, start) or ends_its_day(start)) and (
        ends_its_day(end) or opens_its_day(term, end)
    )
    if whole_days:
        return start.date(), end.date() + DAY
    return start.astimezone(dt.UTC), end.astimezone(dt.UTC) if end > start else None


def description(voice: Voice, term: Term) -> str:
    """The rule of a term, who has to do it and where it comes from, in lines."""
    said = voice.words["calendar"]
    lines = [
        term.rule_words.in_language(voice.language),
        f"{said['responsible']}: {term.responsible.in_language(voice.language)}",
    ]
    if term.article:
        lines.append(f"{said['basis']}: {term.article}")
    if term.is_default:
        lines.append(said["default"])
    return "\n".join(lines)


def ends_its_day(at: dt.datetime) -> bool:
    """True for the last second of a day: a limit without an hour."""
    return at.time() == LAST_SECOND


def opens_its_day(term: Term, at: dt.datetime) -> bool:
    """True for the first second of a day where the rule itself does not name midnight."""
    return at.time() == FIRST_SECOND and "00:00" not in term.rule
