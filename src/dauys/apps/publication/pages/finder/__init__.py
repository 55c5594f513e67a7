"""Find my precinct without a script: by place, by the first letter of a name, by number within a region."""

from __future__ import annotations

from collections.abc import Iterator

from dauys.apps.publication.pages.finder.ground import find_folder
from dauys.apps.publication.pages.finder.letters import letter_links, letter_pages
from dauys.apps.publication.pages.finder.numbers import number_pages, numbers_folder
from dauys.apps.publication.pages.finder.places import place_pages
from dauys.apps.publication.pages.leaves import Leaf
from dauys.apps.publication.pages.voice import Voice

__all__ = ["find_folder", "find_pages", "letter_links", "numbers_folder"]


def find_pages(voice: Voice) -> Iterator[Leaf]:
    """The three ways to a precinct, in one language."""
    yield from place_pages(voice)
    yield from letter_pages(voice)
    if not voice.book.precincts:
        yield from number_pages(voice)
