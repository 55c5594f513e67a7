"""The pages of one unit side by side, in one order for every unit: a page that a unit lacks has no tab."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dauys.apps.publication.pages.addresses import link, unit_folder
from dauys.apps.publication.pages.reading import PRECINCT
from dauys.apps.publication.pages.voice import Voice

COMPARE = "compare/"
PLANS = "calendar/all/"
MATRIX_CANDIDATES = 60
FEWEST = 2  # units between which votes can spread, or that can be compared


def views(voice: Voice, folder: str, code: str, current: str) -> list[dict[str, Any]] | None:
    """Links from a folder to the pages of a unit; None where there is but one."""
    tails = list(_tails(voice, code))
    if len(tails) == 1:
        return None
    base = unit_folder(voice.language, voice.election, code)
    said = voice.words["views"]
    return [
        {"name": said[word], "href": link(folder, base + tail), "current": tail == current}
        for word, tail in tails
    ]


def _tails(voice: Voice, code: str) -> Iterator[tuple[str, str]]:
    """The words and folders of the pages that a unit has."""
    book = voice.book
    yield "results", ""
    if code in book.commissions:
        yield "commission", "commission/"
    if code in voice.reading.with_plan:
        yield "calendar", "calendar/"
        if has_plans(voice, code):
            yield "plans", PLANS
    if has_candidates(voice, code):
        yield "candidates", "candidates/"
    if has_turnout(voice, code):
        yield "turnout", "turnout/"
    if has_matrix(voice, code):
        yield "matrix", "results/"
    if has_comparison(voice, code):
        yield "compare", COMPARE


def has_candidates(voice: Voice, code: str) -> bool:
    """True for the unit of a contest, and for units above contests whose candidates were counted."""
    contest = voice.reading.contest(code)
    return contest.unit == code if contest is not None else code in voice.book.candidacies


def has_plans(voice: Voice, code: str) -> bool:
    """True where the plan of a unit is the sum of plans beneath it, which stand side by side on a page."""
    return any(row.plans is not None for row in voice.book.plan(code))


def has_comparison(voice: Voice, code: str) -> bool:
    """True for the root where several units above the contests lie right beneath it."""
    children = voice.reading.children(code)
    return (
        code == voice.book.root
        and len(children) >= FEWEST
        and all(voice.reading.contest(unit.code) is None for unit in children)
    )


def has_turnout(voice: Voice, code: str) -> bool:
    """True above the precincts where turnout was reported; a precinct shows its own on its page."""
    points = voice.book.turnouts.get(code, ())
    return voice.book.units[code].kind != PRECINCT and any(point.precincts for point in points)


def has_matrix(voice: Voice, code: str) -> bool:
    """True where votes spread over several units, for candidates not too many to read."""
    result = voice.reading.result(code)
    if result is None or result.contest is None or len(voice.reading.children(code)) < FEWEST:
        return False
    if result.state == "cancelled" and not result.received:
        return False
    return 0 < len(voice.reading.ballot(result)) <= MATRIX_CANDIDATES
