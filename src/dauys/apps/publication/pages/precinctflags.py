"""Links from a unit to the rows of precincts beneath it whose protocol has errors or warnings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

import numpy as np

from dauys.apps.publication.pages.addresses import link, part_folder
from dauys.apps.publication.pages.precincttables import precinct_table_folder, rows_on_part
from dauys.apps.publication.pages.standings import TONES
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import PrecinctRows, Result
from dauys.apps.results.queries.precinctrows import ERROR, PARTED, STATES, WARNING

LIMIT = 8  # precincts named; the rest is found through the table of the units beneath
Found = tuple[str, int]  # the code of a unit, and a row of its precincts


def flagged_rows(voice: Voice, result: Result, folder: str) -> dict[str, Any]:
    """The first rows with findings in tree order, errors before warnings."""
    units = [code for code in _beneath(voice, result.unit) if code in voice.book.precincts]
    found = chain(*(_with_flag(voice, units, flag) for flag in (ERROR, WARNING)))
    more = sum(int((voice.book.precincts[code].flags > 0).sum()) for code in units) - LIMIT
    return {
        "rows": [_row(voice, one, result.unit, folder) for one in islice(found, LIMIT)],
        "more": voice.said("flags", "more", n=voice.number(more)) if more > 0 else "",
    }


def _beneath(voice: Voice, code: str) -> Iterator[str]:
    """A unit and all beneath it, in tree order."""
    yield code
    for unit in voice.reading.children(code):
        yield from _beneath(voice, unit.code)


def _with_flag(voice: Voice, units: list[str], flag: int) -> Iterator[Found]:
    for code in units:
        yield from ((code, row) for row in np.flatnonzero(voice.book.precincts[code].flags == flag).tolist())


def _row(voice: Voice, found: Found, seen_from: str, folder: str) -> dict[str, Any]:
    unit, row = found
    rows = voice.book.precincts[unit]
    part = part_folder(precinct_table_folder(voice, unit), 1 + row // rows_on_part(voice, unit))
    state = STATES[rows.states[row]]
    within = ", ".join(filter(None, (voice.names[unit], voice.within(unit, seen_from))))
    return {
        "href": f"{link(folder, part)}#{rows.codes.split(PARTED)[row]}",
        "name": rows.names.in_language(voice.language).split(PARTED)[row],
        "within": within if unit != seen_from else "",
        "said": _broken(voice, rows, row),
        "state": voice.said("protocol", state),
        "tone": TONES.get(state, ""),
    }


def _broken(voice: Voice, rows: PrecinctRows, row: int) -> str:
    """The codes of the relations that do not hold, errors apart from warnings."""
    said: dict[str, list[str]] = {}
    for code in rows.texts[rows.broken[row]].split():
        relation = voice.book.pack.relation(code, voice.book.election.election_day)
        said.setdefault(relation.severity, []).append(code)
    named = ((one, said[one]) for one in ("error", "warning") if one in said)
    return "; ".join(f"{voice.said('relations', severity)}: {', '.join(codes)}" for severity, codes in named)
