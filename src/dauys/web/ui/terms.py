"""A term of a calendar plan in words, and the row in which a screen shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse

from dauys.apps.calendar.queries import Held, PlanRow
from dauys.apps.elections.queries import Election
from dauys.core.norms import Pack
from dauys.core.timetable import Term
from dauys.press import wording
from dauys.web.ui import words
from dauys.web.ui.doors import Desk

TONES: Mapping[str, str] = {
    "done": "good", "done_late": "care", "overdue": "bad", "due": "care", "open": "care", "unmarked": "care",
}  # fmt: skip
# Where a duty is done, by its code: the address of the screen, and the verb that opens it.
SCREENS: Mapping[str, tuple[str, str]] = {
    "results": ("results", "see_results"),
    "count": ("results", "see_results"),
    "pec_protocol": ("results", "see_results"),
    "turnout": ("results", "see_results"),
    "call": ("elections", "see_elections"),
    "election_day": ("elections", "see_elections"),
    "nom_end": ("elections", "see_elections"),
    "reg_end": ("elections", "see_elections"),
    "pub_tec": ("commissions", "see_commissions"),
    "pub_pec": ("commissions", "see_commissions"),
    "reg_msg": ("publication", "see_publication"),
    "results_msg": ("publication", "see_publication"),
}
Action = tuple[str, str, bool]  # address, words, whether it is the one to be done
FIRST_SECOND, LAST_SECOND = dt.time(0, 0), dt.time(23, 59, 59)


def election_name(election: Election, language: str) -> str:
    """What an election is called: by its day."""
    return words.said(
        language, "terms.election", day=wording.day_as_attribute(election.election_day, language)
    )


def is_whole_day(term: Term, at: dt.datetime) -> bool:
    """Whether a time of a term stands for its day: no hour is named."""
    return at.time() == LAST_SECOND or (at.time() == FIRST_SECOND and "00:00" not in term.rule)


def when_said(term: Term, language: str) -> str:
    """The time of a term as its kind asks: by, from, between, at; said to depend where it has none."""
    start, due = term.starts_at, term.due_at
    if start is None and due is None:
        return wording.day(term.held_on, language) if term.held_on else words.said(language, "terms.unknown")
    if start is None or due is None:
        key = "terms.until" if start is None else "terms.from"
        return words.said(language, key, when=_time(term, due or start, language))
    if start == due:
        return _time(term, due, language)
    if start.date() == due.date():
        day = wording.day(due.date(), language)
        if is_whole_day(term, start) and is_whole_day(term, due):
            return day
        return f"{day}, {start:%H:%M}–{due:%H:%M} ({wording.offset(due)})"
    first, last = _time(term, start, language), _time(term, due, language)
    return words.said(language, "terms.between", start=first, end=last)


def _time(term: Term, at: dt.datetime | None, language: str) -> str:
    if at is None:
        return wording.DASH
    return wording.day(at.date(), language) if is_whole_day(term, at) else wording.moment(at, language)


@dataclass(slots=True)
class Line:
    """One row as `terms/rows.html` shows it: everything in words."""

    code: str
    activity: str
    when: str
    rule: str
    responsible: str
    article: str
    article_url: str
    state: str
    tone: str
    notes: list[str]
    done: list[str]  # when it was done, how far its contests are
    evidence: str
    link: str = ""  # of the act that shows it
    file: str = ""  # what the file that shows it is called
    file_url: str = ""
    election: str = ""  # where rows of several stand together
    actions: list[Action] = field(default_factory=list)


def line_of(row: PlanRow, pack: Pack, language: str) -> Line:
    """A row of a plan in words."""
    term = row.term
    return Line(
        code=term.code,
        activity=f"{term.number}. {term.activity.in_language(language)}",
        when=when_said(term, language),
        rule=term.rule_words.in_language(language),
        responsible=term.responsible.in_language(language),
        article=term.article,
        article_url=pack.source(term.source).url if term.source and term.article else "",
        state=words.said(language, f"terms.states.{row.state}"),
        tone=TONES.get(row.state, ""),
        notes=_notes(row, language),
        done=_done(row, language),
        evidence=row.evidence,
    )


def _notes(row: PlanRow, language: str) -> list[str]:
    term = row.term
    notes = [term.note.in_language(language)] if term.note else []
    if term.is_default:
        notes.append(words.said(language, "terms.default"))
    if term.conditional:
        notes.append(words.said(language, "terms.conditional"))
    if term.held_on is not None:
        notes.append(words.said(language, "terms.held", when=wording.day(term.held_on, language)))
    if row.adopted:
        notes.append(words.said(language, "terms.adopted", evidence=row.adopted))
    if row.elsewhen:
        notes.append(words.said(language, "terms.elsewhen", n=wording.number(row.elsewhen, language)))
    return notes


def _done(row: PlanRow, language: str) -> list[str]:
    found = [held_said(row.held, language)] if row.held is not None else []
    if row.done_by and row.plans:
        found.append(words.said(language, "terms.done_by", n=row.done_by, of=row.plans))
    if row.late_by:
        found.append(words.said(language, "terms.late_by", n=row.late_by))
    if row.done_at is not None:
        at = row.term.at or row.term.held_at
        local = row.done_at.astimezone(at.tzinfo) if at is not None else row.done_at
        found.append(words.said(language, "terms.done_at", when=wording.moment(local, language)))
    return found


def held_said(held: Held, language: str) -> str:
    """How many contests a duty follows from, and what became of them; empty kinds are left out."""
    counts = {"established": held.established, "cancelled": held.cancelled, "open": held.open}
    parts = [words.said(language, f"terms.contests.{key}", n=n) for key, n in counts.items() if n]
    return f"{words.said(language, 'terms.contests.all', n=held.contests)}: {', '.join(parts)}"


def screen_of(term: Term, desk: Desk) -> tuple[str, str] | None:
    """The screen where a duty is done and what it is called; None where the office opens none."""
    name, verb = SCREENS.get(term.code, ("", ""))
    if not name or not desk.may(verb):
        return None
    try:
        return reverse(name), desk.said(f"ui.menu.{name}")
    except NoReverseMatch:
        return None
