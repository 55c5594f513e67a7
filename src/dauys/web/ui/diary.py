"""Terms as an iCalendar file (RFC 5545), for the calendar programs of those who owe them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpResponse

from dauys.apps.calendar.queries import PlanRow
from dauys.core.timetable import Term
from dauys.press.diaries import calendar, event, text, when
from dauys.web.ui import words
from dauys.web.ui.terms import held_said, is_whole_day

DONE = "✓"  # before what is done
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """One term of one commission: `uid` names it for good, `whose` in words."""

    uid: str
    row: PlanRow
    whose: str


def diary(name: str, events: Iterable[Event], stamp: dt.datetime, language: str) -> bytes:
    """A calendar of the terms that have a time, in their order."""
    stamped = when("DTSTAMP", stamp.astimezone(dt.UTC).replace(microsecond=0))
    dated = (one for one in events if one.row.term.at is not None)
    return calendar("-//Dauys//Duties//EN", name, (event((stamped, *_lines(one, language))) for one in dated))


def diary_answer(name: str, content: bytes) -> HttpResponse:
    """The file, to be saved or subscribed to."""
    headers = {"Content-Disposition": f'inline; filename="{name}.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _lines(one: Event, language: str) -> Iterator[bytes]:
    term, row = one.row.term, one.row
    mark = f"{DONE} " if row.done_at is not None else ""
    start, end = stretch(term)
    yield text("UID", f"{one.uid}@dauys")
    yield text("SUMMARY", f"{mark}{term.number}. {term.activity.in_language(language)} — {one.whose}")
    yield when("DTSTART", start)
    if end is not None:
        yield when("DTEND", end)
    yield text("CATEGORIES", words.said(language, f"terms.states.{row.state}"))
    yield text("DESCRIPTION", "\n".join(_description(row, language)))


def _description(row: PlanRow, language: str) -> Iterator[str]:
    term = row.term
    yield term.rule_words.in_language(language)
    yield f"{words.said(language, 'terms.heads.responsible')}: {term.responsible.in_language(language)}"
    if term.article:
        yield f"{words.said(language, 'terms.heads.article')}: {term.article}"
    if term.is_default:
        yield words.said(language, "terms.default")
    if row.held is not None:
        yield held_said(row.held, language)
    if row.evidence:
        yield words.said(language, "terms.evidence", evidence=row.evidence)


def stretch(term: Term) -> tuple[dt.date, dt.date | None]:
    """Start and end for a calendar: days, the end not included, or moments in UTC; no end for a point."""
    start = term.starts_at or term.due_at
    if start is None:
        raise ValueError(f"{term.code} has no time yet")
    end = term.due_at or start
    if is_whole_day(term, start) and is_whole_day(term, end):
        return start.date(), end.date() + DAY
    return start.astimezone(dt.UTC), end.astimezone(dt.UTC) if end > start else None
