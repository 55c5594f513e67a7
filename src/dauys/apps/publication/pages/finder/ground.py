"""Where the precincts of an election lie: how many beneath each unit, their own numbers, whom to call."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from dauys.apps.publication.pages.addresses import FIND, election_folder, link, unit_folder
from dauys.apps.publication.pages.commissions import dialled
from dauys.apps.publication.pages.frames import Place, frame
from dauys.apps.publication.pages.parts import Part
from dauys.apps.publication.pages.reading import PRECINCT
from dauys.apps.publication.pages.tabs import tabs
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import CommissionNode, UnitNode
from dauys.press import wording

ROWS = 50
FEW = 10  # precincts named beside a unit; with more they have a page of their own
HEADER = ("unit", "name", "number", "kind", "above", "name_above")
MARKED = re.compile(r"(?:№|\bNo\.?)\s*([0-9]+)")
DIGITS = re.compile(r"[0-9]+")


def find_folder(voice: Voice) -> str:
    """Where the search begins."""
    return f"{election_folder(voice.language, voice.election)}{FIND}/"


def own_number(name: str) -> int | None:
    """The number of a precinct as its name tells it: the one marked so, else the last; None without one."""
    marked = MARKED.search(name)
    if marked:
        return int(marked[1])
    found = DIGITS.findall(name)
    return int(found[-1]) if found else None


class Ground:
    """The precincts of an election in one language, worked out once."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.precincts = [unit for unit in voice.reading.published() if unit.kind == PRECINCT]
        self.numbers = {unit.code: own_number(voice.names[unit.code]) for unit in self.precincts}
        self.beneath = Counter(
            code for unit in self.precincts for code in (*voice.reading.way(unit.code), unit.code)
        )
        for unit, rows in voice.book.precincts.items():
            self.beneath.update(dict.fromkeys((*voice.reading.way(unit), unit), rows.precincts))
        self._names: dict[str, tuple[str | int, ...]] = {}  # by which lists of names are ordered
        self._children: dict[str, Sequence[UnitNode]] = {}
        self.precincts = self.ordered(self.precincts)
        self.start = self._start()
        self.named: Sequence[UnitNode] | None = None  # the index by name, kept by letters.py

    def children(self, code: str) -> Sequence[UnitNode]:
        """The units right beneath that hold precincts: precincts by number, others by name."""
        kept = self._children.get(code)
        if kept is None:
            units = self.voice.book.units
            kept = self.ordered(units[one] for one in units[code].children if one in self.beneath)
            self._children[code] = kept
        return kept

    def ordered(self, units: Iterable[UnitNode]) -> list[UnitNode]:
        """Precincts by their own number, those without one last; other units by name, equal ones by place."""
        return sorted(units, key=self.place)

    def place(self, unit: UnitNode) -> tuple[Any, ...]:
        """The place of a unit in a list."""
        above = [self._name(code) for code in self.voice.reading.way(unit.code)]
        if unit.kind == PRECINCT:
            number = self.numbers[unit.code]
            return (number is None, number or 0, self._name(unit.code), above, unit.code)
        return (False, 0, self._name(unit.code), above, unit.code)

    def _name(self, code: str) -> tuple[str | int, ...]:
        kept = self._names.get(code)
        if kept is None:
            language = self.voice.language
            kept = wording.sort_key(wording.proper(self.voice.names[code], language), language)
            self._names[code] = kept
        return kept

    def inside(self, code: str) -> list[UnitNode]:
        """All precincts at or beneath a unit, in their order."""
        way = self.voice.reading.way
        return [unit for unit in self.precincts if code == unit.code or code in way(unit.code)]

    def direct(self, code: str) -> list[UnitNode]:
        """The precincts right beneath a unit."""
        return [unit for unit in self.children(code) if unit.kind == PRECINCT]

    def has_page(self, code: str) -> bool:
        """True for a unit whose precincts are too many to be named on the page above, or lie further down."""
        children = self.children(code)
        if code in self.voice.book.precincts:
            return True
        return len(children) > FEW or any(unit.kind != PRECINCT for unit in children)

    def _start(self) -> str:
        """The lowest unit that holds all precincts and more than one unit to choose from."""
        code = self.voice.book.root
        while len(below := self.children(code)) == 1 and self.has_page(below[0].code):
            code = below[0].code
        return code

    def commission(self, code: str) -> CommissionNode | None:
        """The commission to call: the nearest with a telephone at or above a unit."""
        for one in (code, *reversed(self.voice.reading.way(code))):
            found = self.voice.book.commissions.get(one)
            if found is not None and found.phone:
                return found
        return None


def ground(voice: Voice) -> Ground:
    """The ground of a voice, made when it is first asked for."""
    if voice.ground is None:
        voice.ground = Ground(voice)
    return voice.ground


def place_folder(voice: Voice, code: str) -> str:
    """The page of a unit in the search by place; where the search begins, the search itself."""
    base = find_folder(voice)
    return base if code == ground(voice).start else f"{base}in/{code}/"


def way_to(voice: Voice, code: str, to: str) -> tuple[tuple[str, str], ...]:
    """The crumbs above a page of the search: the search, its way (`to`), the units above, with folders."""
    base = find_folder(voice)
    crumbs = [(voice.said("find", "heading"), base)]
    if to:
        crumbs.append((voice.said("find", to), f"{base}number/"))
    elif code != ground(voice).start:
        way = voice.reading.way(code)
        start = way.index(ground(voice).start) + 1
        crumbs += [(voice.names[one], place_folder(voice, one)) for one in way[start:]]
    return tuple(crumbs)


def found_place(voice: Voice, base: str, heading: str, part: Part, trail: Sequence[tuple[str, str]]) -> Place:
    """Where a page of the search stands; the index pages are headed by the search, others by their unit."""
    is_index = heading in (voice.said("find", "by_letter"), voice.said("find", "by_number"))
    shown = voice.said("find", "heading") if is_index else heading
    return Place(base, "find", shown, None, voice.reading.called_at, part, (heading,), tuple(trail))


def context_of(voice: Voice, place: Place, way: str, code: str, twins: bool = False) -> dict[str, Any]:
    """What every page of the search has: the three ways, how many precincts in which unit, whom to call."""
    base, said, here = find_folder(voice), voice.words["find"], ground(voice)
    ways = [("by_place", base), ("by_letter", f"{base}letter/"), ("by_number", f"{base}number/")]
    if voice.book.precincts:
        ways.pop()  # the numbers of rows stand where the rows do
    return {
        **frame(voice, place, twins=[("csv", "table.csv")] if twins else []),
        "views": tabs(
            voice, [(said[word], link(place.folder, folder), word == way) for word, folder in ways]
        ),
        "count": voice.said("find", "count", unit=voice.names[code], n=voice.number(here.beneath[code])),
        "said": said["none"] if not here.beneath[code] else "",
        "lost": lost(voice, code),
        "places": "" if way == "by_place" else link(place.folder, base),
        "letters": [], "ranges": [], "groups": [], "areas": [], "stretches": [],
    }  # fmt: skip


def lost(voice: Voice, code: str) -> dict[str, str]:
    """Whom to call who does not find a precinct here; no name where no telephone is known."""
    found = ground(voice).commission(code)
    if found is None:
        return {"name": "", "phone": "", "href": ""}
    return {"name": found.names.in_language(voice.language), **called(found)}


def called(found: CommissionNode) -> dict[str, str]:
    """The telephone of a commission and the link that dials it."""
    return {"phone": found.phone, "href": dialled(found.phone)}


def precinct_row(voice: Voice, unit: UnitNode, folder: str, inside: str = "") -> dict[str, Any]:
    """A precinct in a list: with the units it lies in, up to `inside`, or the address of its commission."""
    commission = voice.book.commissions.get(unit.code)
    return {
        "href": link(folder, unit_folder(voice.language, voice.election, unit.code)),
        "name": voice.names[unit.code],
        "where": above(voice, unit, inside)
        if inside
        else commission.address.in_language(voice.language)
        if commission is not None and commission.address is not None
        else "",
        "beneath": [],
        "more": "",
    }


def above(voice: Voice, unit: UnitNode, inside: str) -> str:
    """The units above, nearest first, up to one that the reader knows to be in."""
    way = voice.reading.way(unit.code)
    return ", ".join(voice.names[code] for code in reversed(way[way.index(inside) + 1 :]))


def record(voice: Voice, way: str, code: str, units: Sequence[UnitNode]) -> dict[str, Any]:
    """A page of the search as JSON."""
    here = ground(voice)
    return {
        "election": voice.election,
        "by": way,
        "area": code,
        "precincts": here.beneath[code],
        "units": [
            {
                "unit": unit.code,
                "name": voice.names[unit.code],
                "kind": unit.kind,
                "number": here.numbers.get(unit.code),
                "precincts": here.beneath[unit.code],
                "above": list(reversed(voice.reading.way(unit.code))),
            }
            for unit in units
        ],
    }


def cells(voice: Voice, unit: UnitNode) -> tuple[str | int | None, ...]:
    """One row of a table of units."""
    code = unit.parent or ""
    number = ground(voice).numbers.get(unit.code)
    return unit.code, voice.names[unit.code], number, unit.kind, code, voice.names.get(code, "")
