"""The search by place: region, district, then the precincts of each rural unit with their addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from dauys.apps.publication.pages.addresses import link, unit_folder
from dauys.apps.publication.pages.finder.ground import (
    ROWS,
    called,
    context_of,
    found_place,
    ground,
    place_folder,
    precinct_row,
    record,
    way_to,
)
from dauys.apps.publication.pages.finder.stretches import stretches
from dauys.apps.publication.pages.leaves import Leaf, json_bytes, leaf
from dauys.apps.publication.pages.parts import parts_of
from dauys.apps.publication.pages.reading import PRECINCT
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import UnitNode


def place_pages(voice: Voice) -> Iterator[Leaf]:
    """The page where the search begins and one for each unit with units, or many precincts, beneath it."""
    pending = [ground(voice).start]
    while pending:
        code = pending.pop()
        yield from _pages_of(voice, code)
        children = ground(voice).children(code)
        pending += [unit.code for unit in reversed(children) if _is_area(voice, unit)]


def _is_area(voice: Voice, unit: UnitNode) -> bool:
    return unit.kind != PRECINCT and ground(voice).has_page(unit.code)


def _pages_of(voice: Voice, code: str) -> Iterator[Leaf]:
    here = ground(voice)
    listed = _listed(voice, code)
    at_start = code == here.start
    heading = voice.said("find", "heading") if at_start else voice.names[code]
    trail = () if at_start else way_to(voice, code, "")
    for part in parts_of(len(listed), ROWS):
        place = found_place(voice, place_folder(voice, code), heading, part, trail)
        shown = part.cut(listed)
        context = {
            **context_of(voice, place, "by_place", code),
            "way": voice.said("find", "said_place") if any(_is_area(voice, unit) for unit in shown) else "",
            "areas": [_area(voice, unit, place.folder) for unit in shown if unit.kind != PRECINCT],
            "stretches": stretches(voice, code, place.folder) if part.first else [],
            "groups": _groups(voice, code, [unit for unit in shown if unit.kind == PRECINCT], place.folder),
        }
        yield leaf(voice, place, "find.html", context, json_bytes(record(voice, "place", code, shown)))


def _listed(voice: Voice, code: str) -> list[UnitNode]:
    """What a page lists: units with a page of their own, then the precincts of all other units."""
    here = ground(voice)
    children = here.children(code)
    areas = [unit for unit in children if _is_area(voice, unit)]
    holders = [unit for unit in children if unit.kind != PRECINCT and unit not in areas]
    own = [unit for unit in children if unit.kind == PRECINCT]
    return [*areas, *own, *(one for unit in holders for one in here.children(unit.code))]


def _area(voice: Voice, unit: UnitNode, folder: str) -> dict[str, Any]:
    own = voice.book.commissions.get(unit.code)
    return {
        "href": link(folder, place_folder(voice, unit.code)),
        "name": voice.names[unit.code],
        "where": voice.said("find", "precincts", n=voice.number(ground(voice).beneath[unit.code])),
        "call": called(own) if own is not None and own.phone else None,
    }


def _groups(voice: Voice, code: str, precincts: Sequence[UnitNode], folder: str) -> list[dict[str, Any]]:
    """The precincts under the names of the units that hold them; those of the unit itself under its own."""
    groups = []
    for parent, units in groupby(precincts, key=lambda unit: unit.parent or code):
        groups.append(
            {
                "heading": voice.names[parent],
                "href": link(folder, unit_folder(voice.language, voice.election, parent)),
                "id": "",
                "rows": [precinct_row(voice, unit, folder) for unit in units],
            }
        )
    return groups
