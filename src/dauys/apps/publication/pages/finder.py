"""Find my precinct without a script: localities by first letter, precincts by number, a few clicks deep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dauys.apps.publication.pages.addresses import FIND, election_folder, link, part_folder, unit_folder
from dauys.apps.publication.pages.frames import Place, frame
from dauys.apps.publication.pages.leaves import Leaf, csv_bytes, json_bytes, leaf
from dauys.apps.publication.pages.parts import Part, parts_of
from dauys.apps.publication.pages.reading import PRECINCT
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import UnitNode
from dauys.press import wording

ROWS = 50
MOST_BENEATH = 10  # units named beside one; the rest is counted
NUMBERED = "№"  # stands for the first letter of names that begin with none
HEADER = ("unit", "name", "kind", "above", "name_above")
FIRST_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit in the index: its letter, and the units right beneath it that have pages."""

    letter: str
    unit: UnitNode
    beneath: tuple[UnitNode, ...]


def find_folder(voice: Voice) -> str:
    """Where the index of an election begins."""
    return f"{election_folder(voice.language, voice.election)}{FIND}/"


def find_pages(voice: Voice) -> Iterator[Leaf]:
    """The index by letters, then the one by numbers."""
    yield from _lettered(voice)
    yield from _numbered(voice)


def entries(voice: Voice) -> Sequence[Entry]:
    """Units that hold precincts and those right above them, in the order of the alphabet; made once."""
    if voice.entries is None:
        precincts = [unit for unit in voice.reading.published() if unit.kind == PRECINCT]
        holders = {unit.parent for unit in precincts}
        above = {voice.book.units[code].parent for code in holders if code is not None}
        found = [
            Entry(letter_of(voice.names[code], voice.language), voice.book.units[code], _beneath(voice, code))
            for code in holders | above
            if code is not None and code != voice.book.root
        ]
        voice.entries = sorted(found, key=lambda one: _order(voice, one.unit))
    return voice.entries


def _order(voice: Voice, unit: UnitNode) -> tuple[bool, tuple[str | int, ...], str]:
    """Names without a letter first, then the alphabet; equal names by code."""
    name = voice.names[unit.code]
    lettered = letter_of(name, voice.language) != NUMBERED
    return lettered, wording.sort_key(name, voice.language), unit.code


def _beneath(voice: Voice, code: str) -> tuple[UnitNode, ...]:
    return voice.ordered(voice.reading.children(code))


def letter_of(name: str, language: str) -> str:
    """The capital letter that a name is found under; Russian keeps Ё among Е."""
    first = name[:1].upper()
    if not first.isalpha():
        return NUMBERED
    return "Е" if language == "ru" and first == "Ё" else first


def letter_links(voice: Voice, folder: str) -> list[dict[str, str]]:
    """Each letter that a name begins with, leading from a folder to the first of its names."""
    base = find_folder(voice)
    firsts: dict[str, int] = {}
    for place, one in enumerate(entries(voice)):
        firsts.setdefault(one.letter, place)
    return [
        {"letter": letter, "href": f"{link(folder, part_folder(base, 1 + first // ROWS))}#{_mark(order)}"}
        for order, (letter, first) in enumerate(firsts.items(), 1)
    ]


def _mark(order: int) -> str:
    """The id of a letter on its page: the same in every alphabet."""
    return f"letter-{order}"


def numbers_folder(voice: Voice) -> str:
    """Where the index by numbers begins."""
    return f"{find_folder(voice)}number/"


def _lettered(voice: Voice) -> Iterator[Leaf]:
    found = entries(voice)
    orders = {letter: order for order, letter in enumerate(dict.fromkeys(one.letter for one in found), 1)}
    first = {one.letter: one.unit.code for one in reversed(found)}
    table = csv_bytes(HEADER, (_cells(voice, one.unit) for one in found))
    for part in parts_of(len(found), ROWS):
        place = _place(voice, find_folder(voice), part)
        groups: dict[str, list[dict[str, Any]]] = {}
        for one in part.cut(found):
            groups.setdefault(one.letter, []).append(_entry_row(voice, one, place.folder))
        context = {
            **_context(voice, place),
            "groups": [
                {
                    "letter": letter,
                    "id": _mark(orders[letter]) if rows[0]["code"] == first[letter] else "",
                    "rows": rows,
                }
                for letter, rows in groups.items()
            ],
        }
        record = {"election": voice.election,
                  "units": [_record(voice, one.unit) for one in part.cut(found)]}  # fmt: skip
        yield leaf(voice, place, "find.html", context, json_bytes(record), [("table.csv", table)])


def _entry_row(voice: Voice, one: Entry, folder: str) -> dict[str, Any]:
    more = len(one.beneath) - MOST_BENEATH
    return {
        "code": one.unit.code,
        "href": link(folder, unit_folder(voice.language, voice.election, one.unit.code)),
        "name": voice.names[one.unit.code],
        "where": _where(voice, one.unit),
        "beneath": [
            {
                "href": link(folder, unit_folder(voice.language, voice.election, unit.code)),
                "name": _short(voice, unit),
            }
            for unit in one.beneath[:MOST_BENEATH]
        ],
        "more": voice.said("find", "more", n=voice.number(more)) if more > 0 else "",
    }


def _short(voice: Voice, unit: UnitNode) -> str:
    """A precinct by its number, where its name has one; any other unit by its name."""
    name = voice.names[unit.code]
    number = FIRST_NUMBER.search(name) if unit.kind == PRECINCT else None
    return voice.said("find", "precinct", n=number[0]) if number else name


def _where(voice: Voice, unit: UnitNode) -> str:
    """The units above, nearest first, without the root."""
    way = voice.reading.way(unit.code)
    return ", ".join(voice.names[code] for code in reversed(way[1:]))


def _numbered(voice: Voice) -> Iterator[Leaf]:
    precincts = sorted(
        (unit for unit in voice.reading.published() if unit.kind == PRECINCT),
        key=lambda unit: (wording.sort_key(voice.names[unit.code], voice.language), unit.code),
    )
    base = numbers_folder(voice)
    table = csv_bytes(HEADER, (_cells(voice, unit) for unit in precincts))
    parts = parts_of(len(precincts), ROWS)
    for part in parts:
        place = _place(voice, base, part)
        shown = part.cut(precincts)
        context = {
            **_context(voice, place),
            "ranges": [
                {
                    "name": _range(voice, one.cut(precincts)),
                    "href": link(place.folder, part_folder(base, one.number)),
                    "current": one is part,
                }
                for one in parts
            ],
            "rows": [
                {
                    "href": link(place.folder, unit_folder(voice.language, voice.election, unit.code)),
                    "name": voice.names[unit.code],
                    "where": _where(voice, unit),
                }
                for unit in shown
            ],
        }
        record = {"election": voice.election, "units": [_record(voice, unit) for unit in shown]}
        yield leaf(voice, place, "find.html", context, json_bytes(record), [("table.csv", table)])


def _range(voice: Voice, units: Sequence[UnitNode]) -> str:
    """The numbers on one part: `1–50`."""
    if not units:
        return voice.number(None)
    shown = (units[0], units[-1])
    ends = [FIRST_NUMBER.search(voice.names[unit.code]) for unit in shown]
    first, last = (end[0] if end else voice.names[unit.code] for end, unit in zip(ends, shown, strict=True))
    return first if first == last else f"{first}–{last}"


def _place(voice: Voice, base: str, part: Part) -> Place:
    heading = voice.said("find", "heading")
    return Place(base, "find", heading, None, voice.reading.called_at, part, (heading,))


def _context(voice: Voice, place: Place) -> dict[str, Any]:
    """What both indexes show: the letters, and the links between the two."""
    letter, number = find_folder(voice), numbers_folder(voice)
    by_number = place.base == number
    said = voice.words["find"]
    return {
        **frame(voice, place, twins=[("csv", "table.csv")]),
        "views": [
            {
                "name": said["by_letter"],
                "href": link(place.folder, letter),
                "current": not by_number,
            },
            {"name": said["by_number"], "href": link(place.folder, number), "current": by_number},
        ],
        "letters": [] if by_number else letter_links(voice, place.folder),
        "ranges": [],
        "groups": [],
        "rows": [],
    }


def _record(voice: Voice, unit: UnitNode) -> dict[str, Any]:
    return {
        "unit": unit.code,
        "name": voice.names[unit.code],
        "kind": unit.kind,
        "above": list(reversed(voice.reading.way(unit.code))),
    }


def _cells(voice: Voice, unit: UnitNode) -> tuple[str, ...]:
    above = unit.parent or ""
    return unit.code, voice.names[unit.code], unit.kind, above, voice.names.get(above, "")
