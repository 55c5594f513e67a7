"""The search by number: a list of its own for every region, because numbers begin anew in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dauys.apps.publication.pages.addresses import link, part_folder
from dauys.apps.publication.pages.finder.ground import (
    HEADER,
    ROWS,
    cells,
    context_of,
    find_folder,
    found_place,
    ground,
    precinct_row,
    record,
    way_to,
)
from dauys.apps.publication.pages.frames import Place
from dauys.apps.publication.pages.leaves import Leaf, csv_bytes, json_bytes, leaf
from dauys.apps.publication.pages.parts import Part, parts_of
from dauys.apps.publication.pages.reading import PRECINCT
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import UnitNode


def numbers_folder(voice: Voice) -> str:
    """Where the index by numbers begins."""
    return f"{find_folder(voice)}number/"


def number_pages(voice: Voice) -> Iterator[Leaf]:
    """The choice of a region, then the precincts of each by number."""
    lists = list(_lists(voice, voice.book.root))
    yield from _choice(voice, lists)
    for unit in lists:
        yield from _list(voice, unit)


def _lists(voice: Voice, root: str) -> Iterator[UnitNode]:
    """The units with a list of their own: regions; where a number returns in one, the units in it."""
    here = ground(voice)
    if here.direct(root):
        yield voice.book.units[root]
    for unit in here.children(root):
        if unit.kind == PRECINCT:
            continue
        if _is_told_apart(voice, unit.code):
            yield unit
        else:
            yield from _lists(voice, unit.code)


def _is_told_apart(voice: Voice, code: str) -> bool:
    """Whether no number returns among the precincts of a unit, or nothing beneath could tell them apart."""
    here = ground(voice)
    numbers = [number for unit in here.inside(code) if (number := here.numbers[unit.code]) is not None]
    return len(numbers) == len(set(numbers)) or all(unit.kind == PRECINCT for unit in here.children(code))


def _choice(voice: Voice, lists: Sequence[UnitNode]) -> Iterator[Leaf]:
    root, base = voice.book.root, numbers_folder(voice)
    heading = voice.said("find", "by_number")
    trail = ((voice.said("find", "heading"), find_folder(voice)),)
    for part in parts_of(len(lists), ROWS):
        place = found_place(voice, base, heading, part, trail)
        shown = part.cut(lists)
        context = {
            **context_of(voice, place, "by_number", root),
            "way": voice.said("find", "said_number") if lists else "",
            "areas": [
                {
                    "href": link(place.folder, f"{base}{unit.code}/"),
                    "name": voice.names[unit.code],
                    "where": _extent(voice, _precincts(voice, unit)),
                    "call": None,
                }
                for unit in shown
            ],
        }
        yield leaf(voice, place, "find.html", context, json_bytes(record(voice, "number", root, shown)))


def _precincts(voice: Voice, unit: UnitNode) -> list[UnitNode]:
    """The precincts of a list: all beneath a unit; of the root only its own, others have their lists."""
    here = ground(voice)
    return here.direct(unit.code) if unit.code == voice.book.root else here.inside(unit.code)


def _extent(voice: Voice, precincts: Sequence[UnitNode]) -> str:
    said = voice.said("find", "precincts", n=voice.number(len(precincts)))
    return f"{said} ({_range(voice, precincts)})"


def _list(voice: Voice, unit: UnitNode) -> Iterator[Leaf]:
    precincts = _precincts(voice, unit)
    base = f"{numbers_folder(voice)}{unit.code}/"
    table = csv_bytes(HEADER, (cells(voice, one) for one in precincts))
    parts = parts_of(len(precincts), ROWS)
    for part in parts:
        place = found_place(voice, base, voice.names[unit.code], part, way_to(voice, unit.code, "by_number"))
        shown = part.cut(precincts)
        context = {
            **context_of(voice, place, "by_number", unit.code, twins=True),
            "way": voice.said("find", "said_range") if len(parts) > 1 else "",
            "ranges": [_link(voice, place, one, precincts) for one in parts if len(parts) > 1],
            "groups": [
                {
                    "heading": _range(voice, shown),
                    "href": "",
                    "id": "",
                    "rows": [precinct_row(voice, one, place.folder, unit.code) for one in shown],
                }
            ],
        }
        facts = json_bytes(record(voice, "number", unit.code, shown))
        yield leaf(voice, place, "find.html", context, facts, [("table.csv", table)])


def _link(voice: Voice, place: Place, one: Part, precincts: Sequence[UnitNode]) -> dict[str, object]:
    return {
        "name": _range(voice, one.cut(precincts)),
        "href": link(place.folder, part_folder(place.base, one.number)),
        "current": one is place.part,
    }


def _range(voice: Voice, precincts: Sequence[UnitNode]) -> str:
    """The numbers of some precincts: `№ 1–50`, or that they have none."""
    numbers = [number for one in precincts if (number := ground(voice).numbers[one.code]) is not None]
    if not numbers:
        return voice.said("find", "unnumbered")
    first, last = min(numbers), max(numbers)
    return voice.said("find", "range", numbers=str(first) if first == last else f"{first}–{last}")
