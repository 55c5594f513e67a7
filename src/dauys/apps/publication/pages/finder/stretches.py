"""Where the row of a precinct stands: the parts of a table, each by its first and last precinct."""

from __future__ import annotations

from dauys.apps.publication.pages.addresses import link, part_folder
from dauys.apps.publication.pages.parts import parts_of
from dauys.apps.publication.pages.precinctcells import precinct_names
from dauys.apps.publication.pages.precincttables import precinct_table_folder, rows_on_part
from dauys.apps.publication.pages.voice import Voice


def stretches(voice: Voice, code: str, folder: str) -> list[dict[str, str]]:
    """A link to each part of the table of the precincts right beneath a unit; none without a table."""
    rows = voice.book.precincts.get(code)
    if rows is None:
        return []
    names = precinct_names(rows, voice.language)
    base = precinct_table_folder(voice, code)
    return [
        {
            "href": link(folder, part_folder(base, part.number)),
            "first": names[first - 1],
            "last": names[last - 1] if last > first else "",
        }
        for part in parts_of(len(rows), rows_on_part(voice, code))
        for first, last, _ in [part.span(len(rows))]
    ]
