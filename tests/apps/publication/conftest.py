"""A small election, published once for all tests that only read."""

from __future__ import annotations

from pathlib import Path

import pytest

from dauys.apps.publication.actions import publish
from dauys.apps.results.queries import Book
from tests.apps.publication.books import AT, book
from tests.apps.publication.campaign import with_regions


@pytest.fixture(scope="session")
def small() -> Book:
    """The small election."""
    return book()


@pytest.fixture(scope="session")
def site(small: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site."""
    folder = tmp_path_factory.mktemp("site")
    publish(small, folder, at=AT)
    return folder


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a country with many regions."""
    folder = tmp_path_factory.mktemp("country")
    publish(with_regions(book()), folder, at=AT)
    return folder
