"""The search by name: settlements, rural districts, cities and districts in the order of the alphabet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dauys.apps.publication.pages.addresses import link, part_folder, unit_folder
from dauys.apps.publication.pages.finder.ground import (
    FEW,
    HEADER,
    ROWS,
    above,
    cells,
    context_of,
    find_folder,
    found_place,
    ground,
    place_folder,
    record,
)
from dauys.apps.publication.pages.leaves import Leaf, csv_bytes, json_bytes, leaf
from dauys.apps.publication.pages.parts import parts_of
from dauys.apps.publication.pages.reading import PRECINCT
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import UnitNode
from dauys.press import wording

NUMBERED = "№"  # stands for the first letter of names that begin with none


def letters_folder(voice: Voice) -> str:
    """Where the index by name begins."""
    return f"{find_folder(voice)}letter/"


def letter_of(name: str, language: str) -> str:
    """The capital letter that a name is found under; Russian keeps Ё among Е."""
    first = wording.proper(name, language)[:1].upper()
    if not first.isalpha():
        return NUMBERED
    return "Е" if language == "ru" and first == "Ё" else first


def named(voice: Voice) -> list[UnitNode]:
    """The units that hold precincts and those right above them, names without a letter first."""
    here, units = ground(voice), voice.book.units
    holders = {*(unit.parent for unit in here.precincts), *voice.book.precincts}
    codes = holders | {units[code].parent for code in holders if code is not None}
    found = (units[code] for code in codes if code is not None and code != voice.book.root)
    return sorted(found, key=lambda unit: (_letter(voice, unit) != NUMBERED, here.place(unit)))


def _letter(voice: Voice, unit: UnitNode) -> str:
    return letter_of(voice.names[unit.code], voice.language)


def letter_links(voice: Voice, folder: str) -> list[dict[str, str]]:
    """Each letter that a name begins with, leading from a folder to the first of its names."""
    base = letters_folder(voice)
    firsts: dict[str, int] = {}
    for place, unit in enumerate(_kept(voice)):
        firsts.setdefault(_letter(voice, unit), place)
    return [
        {"letter": letter, "href": f"{link(folder, part_folder(base, 1 + first // ROWS))}#{_mark(order)}"}
        for order, (letter, first) in enumerate(firsts.items(), 1)
    ]


def _kept(voice: Voice) -> Sequence[UnitNode]:
    here = ground(voice)
    if here.named is None:
        here.named = named(voice)
    return here.named


def _mark(order: int) -> str:
    """The id of a letter on its page: the same in every alphabet."""
    return f"letter-{order}"


def letter_pages(voice: Voice) -> Iterator[Leaf]:
    """The index in parts, each letter with a mark that the letters above lead to."""
    found = _kept(voice)
    letters = list(dict.fromkeys(_letter(voice, unit) for unit in found))
    firsts = {_letter(voice, unit): unit.code for unit in reversed(found)}
    table = csv_bytes(HEADER, (cells(voice, unit) for unit in found))
    root = voice.book.root
    heading = voice.said("find", "by_letter")
    trail = ((voice.said("find", "heading"), find_folder(voice)),)
    for part in parts_of(len(found), ROWS):
        place = found_place(voice, letters_folder(voice), heading, part, trail)
        groups: dict[str, list[dict[str, Any]]] = {}
        marks: dict[str, str] = {}
        for unit in part.cut(found):
            letter = _letter(voice, unit)
            groups.setdefault(letter, []).append(_row(voice, unit, place.folder))
            if unit.code == firsts[letter]:
                marks[letter] = _mark(letters.index(letter) + 1)
        context = {
            **context_of(voice, place, "by_letter", root, twins=True),
            "way": voice.said("find", "said"),
            "letters": letter_links(voice, place.folder),
            "groups": [
                {"heading": letter, "href": "", "id": marks.get(letter, ""), "rows": rows}
                for letter, rows in groups.items()
            ],
        }
        facts = json_bytes(record(voice, "name", root, part.cut(found)))
        yield leaf(voice, place, "find.html", context, facts, [("table.csv", table)])


def _row(voice: Voice, unit: UnitNode, folder: str) -> dict[str, Any]:
    """A unit with what is right beneath it: its precincts by their numbers, or its units by name."""
    here = ground(voice)
    beneath = here.children(unit.code)
    more = len(beneath) - FEW
    own = unit_folder(voice.language, voice.election, unit.code)
    page = place_folder(voice, unit.code) if here.has_page(unit.code) else own
    return {
        "href": link(folder, page),
        "name": voice.names[unit.code],
        "where": above(voice, unit, voice.book.root),
        "beneath": [
            {
                "href": link(folder, unit_folder(voice.language, voice.election, one.code)),
                "name": _short(voice, one),
            }
            for one in beneath[:FEW]
        ],
        "more": voice.said("find", "more", n=voice.number(more)) if more > 0 else "",
    }


def _short(voice: Voice, unit: UnitNode) -> str:
    """A precinct by its number, where its name has one; any other unit by its name."""
    number = ground(voice).numbers.get(unit.code)
    if unit.kind == PRECINCT and number is not None:
        return voice.said("find", "precinct", n=number)
    return voice.names[unit.code]
