"""The calendar page of a unit's commission: every duty with its term, its basis and its state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from dauys.apps.calendar.queries import PlanRow
from dauys.apps.publication.pages.addresses import link, unit_folder
from dauys.apps.publication.pages.diaries import diary, ends_its_day, opens_its_day
from dauys.apps.publication.pages.duties import contests_said, counted, latest_fact
from dauys.apps.publication.pages.figures import caption
from dauys.apps.publication.pages.frames import Place, frame
from dauys.apps.publication.pages.laws import validity
from dauys.apps.publication.pages.leaves import Leaf, csv_bytes, json_bytes, leaf
from dauys.apps.publication.pages.moved import (
    Moved,
    latest_of,
    moved_cell,
    moved_events,
    moved_notes,
    moved_record,
    moved_terms,
)
from dauys.apps.publication.pages.parts import Part, parts_of
from dauys.apps.publication.pages.tabs import has_plans, views
from dauys.apps.publication.pages.voice import Voice
from dauys.core.norms.records import Grade
from dauys.core.timetable import Term, days_outside
from dauys.press import wording

ROWS = 60
TONES = {
    "done": "good", "done_late": "care", "overdue": "bad", "due": "care", "open": "care", "unmarked": "care",
}  # fmt: skip
FILE = "calendar.ics"
Cells = tuple[str | int | None, ...]  # of one term, under HEADER


def calendar_pages(voice: Voice, code: str) -> Iterator[Leaf]:
    """The plan of one unit's commission: the only page that depends on the moment shown besides facts."""
    plan = voice.book.plan(code)
    # sorted() keeps the order of the law among terms of one moment; those without one come last.
    dated = sorted((row for row in plan if row.term.at is not None), key=_utc)
    rows = [*dated, *(row for row in plan if row.term.at is None)]
    base = f"{unit_folder(voice.language, voice.election, code)}calendar/"
    moved = moved_terms(voice, code, rows)
    as_of = latest_of(moved, latest_fact(voice, plan))
    heading = voice.said("calendar", "heading")
    cells = [_cells(voice, row) for row in rows]
    facts = json_bytes({**_plan_record(voice, code, cells), "moved": moved_record(moved)})
    extras = [
        ("table.csv", _plan_csv(rows, cells, moved)),
        (FILE, diary(voice, code, dated, as_of, moved_events(voice, moved))),
    ]
    for part in parts_of(len(rows), ROWS):
        place = Place(base, "calendar", voice.names[code], code, as_of, part, (heading,))
        context = {
            **frame(voice, place, twins=[("csv", "table.csv"), ("ics", FILE)]),
            "views": views(voice, place.folder, code, "calendar/"),
            "calendar": _context(voice, rows, len(dated), part, code),
            "moved": moved_notes(voice, moved),
            "all": link(place.folder, f"{base}all/") if has_plans(voice, code) else "",
            "all_said": voice.said("plans", "heading" if code == voice.book.root else "heading_of"),
        }
        yield leaf(voice, place, "calendar.html", context, facts, extras)


def _utc(row: PlanRow) -> str:
    at = row.term.at
    return at.astimezone(dt.UTC).isoformat() if at is not None else ""


def _context(voice: Voice, rows: list[PlanRow], dated: int, part: Part, code: str) -> dict[str, Any]:
    start = (part.number - 1) * part.size
    tables = [
        _table(voice, "dated", rows[start : min(start + part.size, dated)], part, len(rows)),
        _table(voice, "undated", rows[max(start, dated) : start + part.size], part, len(rows)),
    ]
    return {
        "shown": voice.said("calendar", "shown", when=voice.moment(voice.book.at, code)),
        "counts": counted(voice, rows),
        "outside": _outside(voice, rows),
        "ics": FILE if part.first else f"../../{FILE}",
        "tables": [table for table in tables if table["rows"]],
    }


def _outside(voice: Voice, rows: Sequence[PlanRow]) -> str:
    """That the edition is not in force on days of the plan, where it is so."""
    election = voice.book.election
    given = {"CALL": election.called_on, "E": election.election_day}
    days = days_outside(voice.book.pack, given, [row.term for row in rows])
    if not days:
        return ""
    return voice.said(
        "calendar", "outside", law=voice.book.pack.id, period=validity(voice),
        first=voice.day(days[0]), last=voice.day(days[-1]),
    )  # fmt: skip


def _table(voice: Voice, name: str, rows: Sequence[PlanRow], part: Part, total: int) -> dict[str, Any]:
    said = voice.words["calendar"]
    return {
        "id": name,
        "heading": said[name],
        "said": said["undated_said"] if name == "undated" else "",
        "caption": caption(voice, said[name], part, total),
        "rows": [_row(voice, row) for row in rows],
    }


def _row(voice: Voice, row: PlanRow) -> dict[str, Any]:
    term, language = row.term, voice.language
    said = voice.words["calendar"]
    notes = [term.note.in_language(language)] if term.note else []
    if term.conditional:
        notes.append(said["conditional"])
    if term.held_on is not None:
        notes.append(voice.said("calendar", "held", when=voice.day(term.held_on)))
    if row.adopted:
        notes.append(voice.said("calendar", "adopted", evidence=row.adopted))
    if row.elsewhen:
        notes.append(voice.said("calendar", "elsewhen", n=voice.number(row.elsewhen)))
    return {
        "code": term.code,
        "term": term_words(voice, term),
        "rule": term.rule_words.in_language(language),
        "activity": f"{term.number}. {term.activity.in_language(language)}",
        "notes": notes,
        "responsible": term.responsible.in_language(language),
        "article": term.article or "—",
        "grade": said["default"] if term.is_default else said["practice"] if term.grade == Grade.SRC else "",
        "state": voice.said("term", row.state),
        "tone": TONES.get(row.state, ""),
        "done": _done(voice, row),
    }


def _done(voice: Voice, row: PlanRow) -> list[str]:
    """When a duty was done and on which evidence, or how far its contests are; of a sum, by how many."""
    notes = [contests_said(voice, row.held)] if row.held is not None else []
    if row.done_by and row.plans:
        notes.append(voice.said("calendar", "done_by", n=voice.of(row.done_by, row.plans)))
    if row.late_by:
        notes.append(voice.said("calendar", "late_by", n=voice.number(row.late_by)))
    if row.done_at is not None:
        at = row.term.at
        local = row.done_at.astimezone(at.tzinfo) if at is not None else row.done_at
        said = wording.moment(local, voice.language, zone=False)
        notes.append(voice.said("calendar", "done_at", when=said))
    if row.evidence:
        notes.append(voice.said("calendar", "evidence", evidence=row.evidence))
    return notes


def term_words(voice: Voice, term: Term) -> str:
    """The time of a term as its kind asks: by, from, between, at; said to depend where it has none."""
    start, due = term.starts_at, term.due_at
    if start is None and due is None:
        return voice.day(term.held_on) if term.held_on is not None else voice.said("calendar", "unknown")
    if due is None or start is None:
        key = "until" if start is None else "from"
        return voice.said("calendar", key, when=_time(voice, term, due or start))
    if start == due:
        return _time(voice, term, due)
    if start.date() == due.date():
        if opens_its_day(term, start) and ends_its_day(due):
            return voice.day(due.date())
        return f"{voice.day(due.date())}, {start:%H:%M}–{due:%H:%M}"
    return voice.said("calendar", "between", start=_time(voice, term, start), end=_time(voice, term, due))


def _time(voice: Voice, term: Term, at: dt.datetime | None) -> str:
    if at is None:
        return voice.number(None)
    if ends_its_day(at) or opens_its_day(term, at):
        return voice.day(at.date())
    return wording.moment(at, voice.language, zone=False)


def _plan_record(voice: Voice, code: str, cells: Sequence[Cells]) -> dict[str, Any]:
    """The plan as JSON: the rows of `dauys calendar plan` with their state at the moment shown."""
    return {
        "election": voice.election,
        "unit": code,
        "shown_at": voice.reading.local(voice.book.at, code).isoformat(),
        "terms": [dict(zip(HEADER, row, strict=True)) for row in cells],
    }


HEADER = (
    "code", "number", "activity", "article", "grade", "responsible", "rule", "anchor", "starts_at", "due_at",
    "note", "state", "done_at", "evidence", "adopted", "done_by", "late_by", "plans",
    "contests", "established", "cancelled",
)  # fmt: skip


def _cells(voice: Voice, row: PlanRow) -> Cells:
    term, language, held = row.term, voice.language, row.held
    return (
        term.code, term.number, term.activity.in_language(language), term.article, term.grade.value,
        term.responsible.in_language(language), term.rule, term.anchor, _iso(term.starts_at),
        _iso(term.due_at), term.note.in_language(language) if term.note else None, row.state,
        _iso(row.done_at), row.evidence, row.adopted, row.done_by, row.late_by, row.plans,
        *((held.contests, held.established, held.cancelled) if held is not None else (None,) * 3),
    )  # fmt: skip


def _iso(at: dt.datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _plan_csv(rows: Sequence[PlanRow], cells: Sequence[Cells], moved: Sequence[Moved]) -> bytes:
    """The plan as a table; the last column says for which contests a term was moved, and to when."""
    whole = ((*own, moved_cell(moved, row.term)) for row, own in zip(rows, cells, strict=True))
    return csv_bytes((*HEADER, "moved"), whole)
