"""A calendar plan as an iCalendar file (RFC 5545), so that a commission has its terms in its own calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from dauys.apps.calendar.queries import PlanRow
from dauys.apps.publication.pages.duties import contests_said
from dauys.apps.publication.pages.voice import Voice
from dauys.core.timetable import Term
from dauys.press.diaries import calendar, event, text, when

DONE = "✓"  # before what is done
DAY = dt.timedelta(days=1)
FIRST_SECOND = dt.time(0, 0)
LAST_SECOND = dt.time(23, 59, 59)


def diary(
    voice: Voice,
    code: str,
    rows: Sequence[PlanRow],
    as_of: dt.datetime,
    more: Iterable[tuple[str, bytes]] = (),
) -> bytes:
    """The terms that have a time, as events, stamped with the latest fact: equal facts give equal bytes.

    `more` are the lines of further events, with names of their own: terms moved for single contests.
    """
    stamp = when("DTSTAMP", as_of.astimezone(dt.UTC))
    named = [*((row.term.code, _lines(voice, row)) for row in rows), *more]
    events = (
        event((text("UID", f"{voice.election}.{code}.{name}@dauys"), stamp, lines)) for name, lines in named
    )
    name = f"{voice.said('calendar', 'of', unit=voice.names[code])}. {voice.title}"
    return calendar("-//Dauys//Calendar plan//EN", name, events)


def _lines(voice: Voice, row: PlanRow) -> bytes:
    """The lines of an event that all units of one clock share, kept for the next of them."""
    term = row.term
    key = (term.code, term.starts_at, term.due_at, row.state if row.done_at else "", row.held)
    if key not in voice.events:
        voice.events[key] = _worded(voice, row)
    return voice.events[key]


def _worded(voice: Voice, row: PlanRow) -> bytes:
    """One term as an event, marked when it is done: whole days where no hour is named, else UTC times."""
    term = row.term
    start, end = stretch(term)
    is_done = row.done_at is not None
    mark = f"{DONE} " if is_done else ""
    lines = [text("SUMMARY", f"{mark}{term.number}. {term.activity.in_language(voice.language)}")]
    lines.append(when("DTSTART", start))
    if end is not None:
        lines.append(when("DTEND", end))
    if is_done:
        lines.append(text("CATEGORIES", voice.said("term", row.state)))
    said = [description(voice, term)]
    if row.state == "done_late":
        said.append(voice.said("term", row.state))
    if row.held is not None:
        said.append(contests_said(voice, row.held))
    lines.append(text("DESCRIPTION", "\n".join(said)))
    return b"".join(lines)


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
