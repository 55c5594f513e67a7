"""Terms that a decision moved for single contests: in the plan of the commission that runs them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from dauys.apps.calendar.queries import PlanRow
from dauys.apps.publication.pages.lives import EXTENSIONS, basis, decided, record
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import ContestNode, DecisionNode
from dauys.core.timetable import Term
from dauys.press.diaries import text, when

LIMIT = 12  # contests named beside one term
EXTENSION = "extend"  # the term of the law within which an election is extended

Moved = tuple[Term, ContestNode, DecisionNode]


def moved_terms(voice: Voice, code: str, plan: Sequence[PlanRow]) -> list[Moved]:
    """Which terms of the plan of a unit were put off, for which contest beneath it, by which decision."""
    return [
        (row.term, contest, one)
        for contest in voice.reading.decided_below.get(code, ())
        for one in contest.decisions
        for row in plan
        if one.verb in EXTENSIONS and _is_moved(row.term, one)
    ]


def _is_moved(term: Term, one: DecisionNode) -> bool:
    """An extended nomination puts off its end, which opens the registration."""
    return term.stage == "registration" if one.verb == "extend_nomination" else term.code == EXTENSION


def latest_of(moved: Sequence[Moved], as_of: dt.datetime) -> dt.datetime:
    """The time of the latest of these decisions, or `as_of` if that is later."""
    return max([as_of, *(one.at for _, _, one in moved)])


def moved_notes(voice: Voice, moved: Sequence[Moved]) -> dict[str, list[str]]:
    """By code of a term, what stands beside it: `For …: until …`."""
    found: dict[str, list[str]] = {}
    for term, contest, one in moved:
        found.setdefault(term.code, []).append(_note(voice, contest, one))
    for notes in found.values():
        if (more := len(notes) - LIMIT) > 0:
            notes[LIMIT:] = [voice.said("notices", "more", n=voice.number(more))]
    return found


def _note(voice: Voice, contest: ContestNode, one: DecisionNode) -> str:
    return voice.said(
        "calendar", "moved", unit=voice.names[contest.unit], until=_until(voice, contest, one),
        basis=basis(voice, one),
    ).strip()  # fmt: skip


def _until(voice: Voice, contest: ContestNode, one: DecisionNode) -> str:
    return voice.moment(one.until_at, contest.unit) if one.until_at is not None else voice.number(None)


def moved_cell(moved: Sequence[Moved], term: Term) -> str:
    """The same in one cell of a table: the unit and the new end of the term, one after another."""
    return "; ".join(
        f"{contest.unit} {one.until_at.isoformat()}"
        for moved_term, contest, one in moved
        if moved_term.code == term.code and one.until_at is not None
    )


def moved_record(moved: Sequence[Moved]) -> list[dict[str, Any]]:
    """The same as JSON."""
    return [{"term": term.code, **record(contest, one)} for term, contest, one in moved]


def moved_events(voice: Voice, moved: Sequence[Moved]) -> Iterator[tuple[str, bytes]]:
    """The new ends as lines of events of a calendar file, each with a name that no other event has."""
    for number, (term, contest, one) in enumerate(moved):
        if one.until_at is None:
            continue
        activity = term.activity.in_language(voice.language)
        lines = (
            text("SUMMARY", f"{term.number}. {activity}: {voice.names[contest.unit]}"),
            when("DTSTART", one.until_at),
            text("DESCRIPTION", f"{decided(voice, contest, one)}. {basis(voice, one)}".strip()),
        )
        yield f"{term.code}.{contest.unit}.{number}", b"".join(lines)
