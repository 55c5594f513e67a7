"""The terms of many commissions by time: those that fall together stand once, with how many share them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from dauys.apps.calendar.queries import Held, PlanRow, held_in_all
from dauys.apps.publication.pages.calendars import term_words
from dauys.apps.publication.pages.diaries import DONE, description, ends_its_day, opens_its_day, stretch
from dauys.apps.publication.pages.duties import contests_said
from dauys.apps.publication.pages.lives import basis, decided
from dauys.apps.publication.pages.moved import Moved
from dauys.apps.publication.pages.voice import Voice
from dauys.core.timetable import Term
from dauys.press import wording
from dauys.press.diaries import calendar, event, text, when

FEW = 12  # commissions that an event names one by one; more are counted by the units beneath
HEADER = (
    "code", "number", "activity", "starts_at", "due_at", "zone", "commissions", "done", "done_late",
    "moved_for",
)  # fmt: skip


@dataclass(frozen=True)  # without slots: what is counted over hundreds of rows is kept
class Shared:
    """One term at one time: the commissions whose plans have it then, and how many of them have it done.

    Terms without an hour fall together in all zones, as whole days; terms with one only where it is the
    same moment.
    """

    term: Term  # of the first of them, on its clock
    span: tuple[dt.date, dt.date | None]  # as a calendar has it: whole days, or moments in UTC
    rows: tuple[tuple[str, PlanRow], ...]  # by unit of the commission, or of the contest
    decision: str = ""  # by which the term was moved for a single contest

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The units of the commissions."""
        return tuple(code for code, _ in self.rows)

    @cached_property
    def done(self) -> int:
        """How many have it done."""
        return sum(row.done_at is not None for _, row in self.rows)

    @cached_property
    def late(self) -> int:
        """How many of them after the term."""
        return sum(row.state == "done_late" for _, row in self.rows)

    @cached_property
    def held(self) -> Held | None:
        """What became of the contests that the duty follows from, where it does."""
        return held_in_all([row.held for _, row in self.rows if row.held is not None])

    @property
    def is_owed(self) -> bool:
        """Whether it is a duty that somebody marks done; not so a right, or a stage that ends by itself."""
        owed = self.term.kind == "limit" and self.term.is_duty and not self.term.conditional
        return self.done > 0 or (owed and not self.decision)

    @property
    def is_done(self) -> bool:
        """Whether all have."""
        return self.done == len(self.rows)

    @property
    def zone(self) -> str:
        """The clock that the hour is told by; empty where there is none."""
        return "" if not isinstance(self.span[0], dt.datetime) else wording.offset(_at(self.term))


def shared_terms(voice: Voice, codes: Sequence[str], moved: Sequence[Moved]) -> list[Shared]:
    """The terms with a known time in the plans of some commissions, by time, then in the order of the law.

    Terms that a decision moved for a single contest stand with the new end beside those of the plans.
    """
    found: dict[tuple[str, Any], list[tuple[str, PlanRow]]] = {}
    for code in codes:
        for row in voice.book.plan(code):
            if row.term.at is not None:
                found.setdefault((row.term.code, stretch(row.term)), []).append((code, row))
    terms = [Shared(rows[0][1].term, span, tuple(rows)) for (_, span), rows in found.items()]
    terms += _moved_terms(voice, moved)
    return sorted(terms, key=lambda one: _at(one.term).astimezone(dt.UTC).replace(tzinfo=None))


def _moved_terms(voice: Voice, moved: Sequence[Moved]) -> Iterator[Shared]:
    for term, contest, one in moved:
        if one.until_at is None:
            continue
        until = replace(term, starts_at=None, due_at=voice.reading.local(one.until_at, contest.unit))
        said = f"{decided(voice, contest, one)}. {basis(voice, one)}".strip()
        yield Shared(until, stretch(until), ((contest.unit, PlanRow(until, "")),), said)


def _at(term: Term) -> dt.datetime:
    if term.at is None:
        raise ValueError(f"{term.code} has no time yet")
    return term.at


def agenda(voice: Voice, code: str, shared: Sequence[Shared], as_of: dt.datetime, page: str) -> bytes:
    """The terms as an iCalendar file (RFC 5545), one event each; equal facts give equal bytes.

    `page` is the address of the page about them, from the root of the site.
    """
    stamp = when("DTSTAMP", as_of.astimezone(dt.UTC))
    name = f"{voice.said('plans', 'of', unit=voice.names[code])}. {voice.title}"
    events = (event(_lines(voice, code, one, stamp, page)) for one in shared)
    return calendar("-//Dauys//Calendar plans//EN", name, events)


def _lines(voice: Voice, code: str, one: Shared, stamp: bytes, page: str) -> Iterator[bytes]:
    start, end = one.span
    yield text("SUMMARY", _summary(voice, one))
    yield when("DTSTART", start)
    if end is not None:
        yield when("DTEND", end)
    yield stamp
    yield text("UID", f"{voice.election}.{code}.all.{one.term.code}.{_stamp(one.span)}@dauys")
    if one.is_done:
        yield text("CATEGORIES", voice.said("term", "done_late" if one.late else "done"))
    yield text("DESCRIPTION", "\n".join(_description(voice, code, one, page)))
    yield text("LOCATION", _location(voice, one))


def _stamp(span: tuple[dt.date, dt.date | None]) -> str:
    """Start and end in one word, so that the same term at the same time keeps its name."""
    return "-".join(f"{at:%Y%m%dT%H%M%SZ}" if isinstance(at, dt.datetime) else f"{at:%Y%m%d}"
                    for at in span if at is not None)  # fmt: skip


def _summary(voice: Voice, one: Shared) -> str:
    mark = f"{DONE} " if one.is_done else ""
    who = _commission(voice, one.units[0]) if len(one.units) == 1 else _many(voice, one)
    return f"{mark}{one.term.number}. {one.term.activity.in_language(voice.language)} — {who}"


def _many(voice: Voice, one: Shared) -> str:
    return voice.said("plans", "many", n=voice.number(len(one.units)))


def _commission(voice: Voice, code: str) -> str:
    """The name of the commission of a unit; of one that nobody entered the name of the unit."""
    commission = voice.book.commissions.get(code)
    return commission.names.in_language(voice.language) if commission is not None else voice.names[code]


def _location(voice: Voice, one: Shared) -> str:
    """The nearest unit that holds all of them, and the clock of the hour."""
    ways = [(*voice.reading.way(code), code) for code in one.units]
    shared = [codes[0] for codes in zip(*ways, strict=False) if len(set(codes)) == 1]
    name = voice.names[shared[-1]]
    return f"{name} ({one.zone})" if one.zone else name


def _description(voice: Voice, code: str, one: Shared, page: str) -> Iterator[str]:
    yield one.decision or description(voice, one.term)
    if one.is_owed:
        yield voice.said("calendar", "done_by", n=voice.of(one.done, len(one.units)))
    if one.late:
        yield voice.said("calendar", "late_by", n=voice.number(one.late))
    if one.held is not None:
        yield contests_said(voice, one.held)
    if len(one.units) == 1 and one.rows[0][1].evidence:
        yield voice.said("calendar", "evidence", evidence=one.rows[0][1].evidence)
    yield _whose(voice, code, one)
    yield voice.said("plans", "page", page=page)


def _whose(voice: Voice, code: str, one: Shared) -> str:
    """The commissions by name where they are few, else the units that they lie in, with how many in each."""
    if len(one.units) <= FEW:
        return "; ".join(_commission(voice, unit) for unit in one.units)
    depth = len(voice.reading.way(code)) + 1
    counts = Counter((*voice.reading.way(unit), unit)[depth] for unit in one.units)
    return ", ".join(
        f"{voice.names[unit]} ({voice.number(count)})" if count > 1 else voice.names[unit]
        for unit, count in counts.items()
    )


def term_row(voice: Voice, one: Shared) -> dict[str, str]:
    """One row of the table of terms by time."""
    when = term_words(voice, one.term)
    return {
        "term": f"{when} ({one.zone})" if one.zone else when,
        "activity": f"{one.term.number}. {one.term.activity.in_language(voice.language)}",
        "moved": f"{voice.names[one.units[0]]}: {one.decision}" if one.decision else "",
        "commissions": voice.number(len(one.units)),
        "done": voice.number(one.done if one.is_owed else None),
        "late": voice.said("calendar", "late_by", n=voice.number(one.late)) if one.late else "",
        "contests": contests_said(voice, one.held) if one.held is not None else "",
        "sign": DONE if one.is_done else "",
    }


def term_cells(voice: Voice, one: Shared) -> tuple[str | int | None, ...]:
    """One row of the table of terms as a file: days where no hour is told; what nobody owes is not done."""
    term = one.term
    return (
        term.code, term.number, term.activity.in_language(voice.language), _iso(term, term.starts_at),
        _iso(term, term.due_at), one.zone, len(one.units),
        one.done if one.is_owed else None, one.late if one.is_owed else None,
        one.units[0] if one.decision else "",
    )  # fmt: skip


def _iso(term: Term, at: dt.datetime | None) -> str | None:
    """A day where the term goes by days, in whatever zone; else a moment."""
    if at is None:
        return None
    return at.date().isoformat() if ends_its_day(at) or opens_its_day(term, at) else at.isoformat()


def term_record(one: Shared) -> dict[str, Any]:
    """One term in the JSON of the page, the same in all languages."""
    term = one.term
    return {
        "code": term.code, "number": term.number, "starts_at": _iso(term, term.starts_at),
        "due_at": _iso(term, term.due_at), "zone": one.zone, "commissions": len(one.units),
        "done": one.done if one.is_owed else None,
        "done_late": one.late if one.is_owed else None,
        "moved_for": one.units[0] if one.decision else None,
    }  # fmt: skip
