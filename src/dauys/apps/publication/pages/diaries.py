"""A calendar plan as an iCalendar file (RFC 5545), so that a commission has its terms in its own calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from icalendar import Calendar, Event

from dauys.apps.calendar.queries import PlanRow
from dauys.apps.publication.pages.voice import Voice
from dauys.core.timetable import Term

CALENDAR_ENDS = b"END:VCALENDAR\r\n"
EVENT_BEGINS = b"BEGIN:VEVENT\r\n"
LONGEST_LINE = 75
DAY = dt.timedelta(days=1)
FIRST_SECOND = dt.time(0, 0)
LAST_SECOND = dt.time(23, 59, 59)


def diary(voice: Voice, code: str, rows: Sequence[PlanRow], as_of: dt.datetime) -> bytes:
    """The terms that have a time, as events, stamped with the latest fact: equal facts give equal bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Dauys//Calendar plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{voice.said('calendar', 'of', unit=voice.names[code])}. {voice.title}")
    stamp = f"DTSTAMP:{as_of.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    events = (
        _with_own_lines(
            _event(voice, row.term), (f"UID:{voice.election}.{code}.{row.term.code}@dauys", stamp)
        )
        for row in rows
    )
    return bytes(calendar.to_ical()).replace(CALENDAR_ENDS, b"".join(events) + CALENDAR_ENDS)


def _event(voice: Voice, term: Term) -> bytes:
    """The lines of an event that all units of one clock share; writing them is slow, so it is done once."""
    key = (term.code, str(term.starts_at), str(term.due_at))
    if key not in voice.events:
        voice.events[key] = bytes(event_of(voice, term).to_ical())
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


def event_of(voice: Voice, term: Term) -> Event:
    """One term as an event: whole days where the law names no hour, else UTC times."""
    event = Event()
    start, end = _stretch(term)
    event.add("dtstart", start)
    if end is not None:
        event.add("dtend", end)
    event.add("summary", f"{term.number}. {term.activity.in_language(voice.language)}")
    event.add("description", _description(voice, term))
    return event


def _stretch(term: Term) -> tuple[dt.date, dt.date | None]:
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


def _description(voice: Voice, term: Term) -> str:
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
