"""Opening the book of an election (being written)."""

from __future__ import annotations

import datetime as dt

from dauys.apps.results.queries.book import Book


def open_book(election_id: str, *, at: dt.datetime) -> Book:
    """Everything public about one election at the moment `at`."""
    raise NotImplementedError(election_id)
