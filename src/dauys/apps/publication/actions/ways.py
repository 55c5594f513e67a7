"""Two ways to publish precincts: a page for each of them, or a row on the pages of the unit right above."""

from __future__ import annotations

import json
from pathlib import Path

from dauys.apps.elections.models import Election
from dauys.apps.publication.pages.manifests import ELECTION, Manifest
from dauys.apps.results.queries import Book, precincts_standing
from dauys.core.findings import Fault, Refused

PAGES, ROWS = WAYS = ("pages", "rows")
PRECINCTS = "precincts"  # the key of the manifest of an election that keeps its way


def way_of(folder: Path, election: Election, wanted: str, most: int) -> str:
    """The way an election is published in a folder: the one wanted, else the one it has there already.

    The first time it has pages of precincts up to `most` of them (our choice, not the law's), then rows.
    Refused for rows where a precinct is the unit of a contest: its result has no other page to stand on.
    """
    standing = precincts_standing(election)
    if standing is None:
        if wanted == ROWS:
            raise Refused([_own_contest(election.code)])
        return PAGES
    return wanted or way_in(folder, election.code) or (PAGES if standing <= most else ROWS)


def way_in(folder: Path, election: str) -> str:
    """The way that the manifest of an election keeps; "" where there is none."""
    try:
        record = json.loads((folder / Manifest(election, ELECTION).path).read_bytes())
        way = record.get(PRECINCTS)
    except (OSError, ValueError, AttributeError):
        return ""
    return way if way in WAYS else ""


def way_shown(book: Book) -> dict[str, str]:
    """What the manifest of an election says of its way."""
    return {PRECINCTS: ROWS if book.precincts else PAGES}


def _own_contest(election: str) -> Fault:
    said = "A precinct is the unit of a contest here, so it needs a page of its own."
    return Fault("W-04", said, "Publish with --precincts pages.", place=election)
