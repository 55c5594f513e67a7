"""The pages of one unit side by side, in one order for every unit: a page that a unit lacks has no tab."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dauys.apps.publication.pages.addresses import link, unit_folder
from dauys.apps.publication.pages.reading import PRECINCT
from dauys.apps.publication.pages.voice import Voice
from dauys.press.rendering import Markup

COMPARE = "compare/"
PRECINCTS = "precincts/"  # of a unit that has its precincts as rows
PLANS = "calendar/all/"
MATRIX_CANDIDATES = 60
FEWEST = 2  # units between which votes can spread, or that can be compared


def views(voice: Voice, folder: str, code: str, current: str) -> Markup | None:
    """Links from a folder to the pages of a unit; None where there is but one."""
    tails = voice.reading.once(("tails", code), lambda: tuple(_tails(voice, code)))
    if len(tails) == 1:
        return None
    base = unit_folder(voice.language, voice.election, code)
    below = folder.removeprefix(base)  # the links between pages of a unit are the same for all units
    return voice.once(("views", below, current, tails), lambda: _views(voice, below, tails, current))


def _views(voice: Voice, below: str, tails: Sequence[tuple[str, str]], current: str) -> Markup:
    said = voice.words["views"]
    here = f"unit/{below}"
    return tabs(voice, [(said[word], link(here, f"unit/{tail}"), tail == current) for word, tail in tails])


def tabs(voice: Voice, links: Sequence[tuple[str, str, bool]]) -> Markup:
    """Links to pages side by side: (name, address, whether it is the page itself)."""
    return voice.renderer.piece("views.html", {"views": links}).with_address("")


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
    if code in voice.book.precincts:
        yield "precincts", PRECINCTS
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
