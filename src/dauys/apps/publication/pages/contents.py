"""Which pages there are: of an election, and of each unit."""

from __future__ import annotations

from collections.abc import Iterator

from dauys.apps.publication.pages.calendars import calendar_pages
from dauys.apps.publication.pages.candidacies import candidacies_pages
from dauys.apps.publication.pages.candidates import candidate_pages
from dauys.apps.publication.pages.commissions import commission_pages
from dauys.apps.publication.pages.comparisons import comparison_pages
from dauys.apps.publication.pages.finder import find_pages
from dauys.apps.publication.pages.fronts import election_page
from dauys.apps.publication.pages.laws import law_pages
from dauys.apps.publication.pages.leaves import Leaf
from dauys.apps.publication.pages.matrices import matrix_pages
from dauys.apps.publication.pages.plans import plans_pages
from dauys.apps.publication.pages.precincts import precinct_pages
from dauys.apps.publication.pages.precincttables import precinct_table_pages
from dauys.apps.publication.pages.reading import PRECINCT
from dauys.apps.publication.pages.sources import source_pages
from dauys.apps.publication.pages.tabs import (
    has_candidates,
    has_comparison,
    has_matrix,
    has_plans,
    has_turnout,
)
from dauys.apps.publication.pages.turnouts import turnout_pages
from dauys.apps.publication.pages.units import unit_pages
from dauys.apps.publication.pages.voice import Voice


def election_leaves(voice: Voice) -> Iterator[Leaf]:
    """The pages of an election that belong to no unit, in one language."""
    yield from election_page(voice)
    yield from find_pages(voice)
    yield from source_pages(voice)
    yield from law_pages(voice)


def unit_leaves(voice: Voice, code: str, kind: str) -> Iterator[Leaf]:
    """All pages of one unit in one language."""
    if code in voice.book.commissions:
        yield from commission_pages(voice, code)
    if kind == PRECINCT:
        yield from precinct_pages(voice, code)
        return
    yield from unit_pages(voice, code)
    if has_comparison(voice, code):
        yield from comparison_pages(voice, code)
    if has_matrix(voice, code):
        yield from matrix_pages(voice, code)
    if code in voice.book.precincts:
        yield from precinct_table_pages(voice, code)
    if has_candidates(voice, code):
        contest = voice.reading.contest(code)
        yield from candidate_pages(voice, contest) if contest else candidacies_pages(voice, code)
    if code in voice.reading.with_plan:
        yield from calendar_pages(voice, code)
        if has_plans(voice, code):
            yield from plans_pages(voice, code)
    if has_turnout(voice, code):
        yield from turnout_pages(voice, code)
