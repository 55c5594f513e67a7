"""The pages of one unit side by side, in one order for every unit: a page that a unit lacks has no tab."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dauys.apps.publication.pages.addresses import link, unit_folder
from dauys.apps.publication.pages.reading import PRECINCT
from dauys.apps.publication.pages.voice import Voice

MATRIX_CANDIDATES = 60


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
    if has_candidates(voice, code):
        yield "candidates", "candidates/"
    if has_turnout(voice, code):
        yield "turnout", "turnout/"
    if has_matrix(voice, code):
        yield "matrix", "results/"


def has_candidates(voice: Voice, code: str) -> bool:
    """True for the unit of a contest, and for units above contests whose candidates were counted."""
    contest = voice.reading.contest(code)
    return contest.unit == code if contest is not None else code in voice.book.candidacies


def has_turnout(voice: Voice, code: str) -> bool:
    """True above the precincts where turnout was reported; a precinct shows its own on its page."""
    return voice.book.units[code].kind != PRECINCT and bool(voice.book.turnouts.get(code))


def has_matrix(voice: Voice, code: str) -> bool:
    """True where votes spread over several units, for candidates not too many to read."""
    contest = voice.reading.contest(code)
    if contest is None or not 0 < len(contest.candidates) <= MATRIX_CANDIDATES:
        return False
    return len(voice.reading.children(code)) > 1
