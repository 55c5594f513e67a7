"""One election in one language: its names, numbers and times as that language writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from dauys.apps.publication.pages.catalogue import renderer, words
from dauys.apps.publication.pages.reading import Reading
from dauys.apps.results.queries import Book, CandidateNode, UnitNode
from dauys.press import wording

if TYPE_CHECKING:
    from dauys.apps.publication.pages.finder.ground import Ground

Kept = TypeVar("Kept")


class Voice:
    """A reading spoken in `kk`, `ru` or `en`; `said` reaches into the catalogue of words."""

    def __init__(self, reading: Reading, language: str) -> None:
        self.reading = reading
        self.book = reading.book
        self.language = language
        self.words = words(language)
        self.renderer = renderer(language)
        self.election = self.book.election.id
        self.names = {code: unit.names.in_language(language) for code, unit in self.book.units.items()}
        self.labels = {line.code: line.label.in_language(language) for line in self.book.pack.protocol.line}
        self.law_title = self.book.pack.act.title.in_language(language)
        self.office = self.book.pack.act.office_title.in_language(language)
        day = wording.day_as_attribute(self.book.election.election_day, language)
        self.title = self.said("front", "election_of", day=day)
        self._moments: dict[tuple[dt.datetime, dt.timedelta | None], str] = {}
        self.events: dict[tuple[object, ...], bytes] = {}  # of calendars, kept by diaries
        self.ground: Ground | None = None  # where the precincts lie, kept by finder
        self._numbers: dict[int | None, str] = {}
        self._relations: dict[str, tuple[str, str]] = {}
        self._kept: dict[object, Any] = {}

    def once(self, key: object, make: Callable[[], Kept]) -> Kept:
        """What many pages in this language share, made for the first of them.

        `key` names all that it depends on besides the election, its law and the words.
        """
        kept: Kept | None = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = make()
        return kept

    def said(self, section: str, key: str, **places: object) -> str:
        """A sentence of the catalogue with its places filled."""
        sentence = str(self.words[section][key])
        return sentence.format(**places) if places else sentence

    def number(self, figure: int | None) -> str:
        """A whole number, or a dash."""
        said = self._numbers.get(figure)
        if said is None:
            said = self._numbers[figure] = wording.number(figure, self.language)
        return said

    def percent(self, figure: str | None) -> str:
        """A percent string of the core, or a dash."""
        return wording.percent(figure, self.language)

    def decimal(self, figure: str | None) -> str:
        """A decimal string of the core with the language's decimal sign, or a dash."""
        return wording.decimal(figure, self.language)

    def day(self, date: dt.date) -> str:
        """A day in words."""
        return wording.day(date, self.language)

    def moment(self, at: dt.datetime, code: str) -> str:
        """A moment in words, on the clock of a unit."""
        local = self.reading.local(at, code)
        key = (local, local.utcoffset())  # equal instants on different clocks are different words
        said = self._moments.get(key)
        if said is None:
            said = self._moments[key] = wording.moment(local, self.language)
        return said

    def of(self, part: int, whole: int) -> str:
        """`12 of 14`; a dash where nothing came and nothing is expected."""
        if not part and not whole:
            return self.number(None)
        return self.said("site", "of", a=self.number(part), b=self.number(whole))

    def context(self, code: str | None) -> tuple[str, ...]:
        """What must stand beside the name of a unit to tell it from others: for a precinct the unit above."""
        unit = self.book.units[code] if code is not None else None
        if unit is None or unit.kind != "precinct" or unit.parent is None:
            return ()
        return (self.names[unit.parent],)

    def within(self, code: str, seen_from: str) -> str:
        """The units between one and another above it, the nearest first: what tells equal names apart."""
        way = self.reading.way(code)
        between = way[way.index(seen_from) + 1 :] if seen_from in way else ()
        return ", ".join(self.names[one] for one in reversed(between))

    def ordered(self, units: tuple[UnitNode, ...]) -> tuple[UnitNode, ...]:
        """Areas by name as the language sorts; precincts keep their natural order."""
        if all(unit.kind == "precinct" for unit in units):
            return units
        return tuple(sorted(units, key=self._alphabetical))

    def _alphabetical(self, unit: UnitNode) -> tuple[str | int, ...]:
        return wording.sort_key(wording.proper(self.names[unit.code], self.language), self.language)

    def backing(self, candidate: CandidateNode) -> str:
        """The party of a candidate, or else the way of nomination."""
        return self.party(candidate.party) or self.way(candidate.nominated_by)

    def party(self, name: str) -> str:
        """What a party is called; one whose names nobody entered stands as it was given."""
        words = self.book.parties.get(name)
        return words.in_language(self.language) if words is not None else name

    def way(self, nominated_by: str) -> str:
        """A way of nomination in words; one that the catalogue lacks stands as it was given."""
        return str(self.words["way"].get(nominated_by, nominated_by))

    def relation(self, code: str) -> tuple[str, str]:
        """The sentence of a relation as it stood on election day, and where it comes from."""
        known = self._relations.get(code)
        if known is None:
            relation = self.book.pack.relation(code, self.book.election.election_day)
            basis = [self.said("relations", "article", article=relation.article)] if relation.article else []
            if relation.grade.is_default:
                basis.append(self.said("calendar", "default"))
            known = self._relations[code] = (relation.sentence.in_language(self.language), ", ".join(basis))
        return known

    def listed(self, candidates: tuple[str, ...]) -> str:
        """The names of candidates in a row."""
        known = self.reading.candidates
        return ", ".join(known[code].name if code in known else code for code in candidates)


def banner_of(book: Book, site: Mapping[str, str], language: str) -> str:
    """What stands above everything said of an election: its note, what of a sample is invented; "" for none.

    `site` are the words of that section of the catalogue.
    """
    note = book.election.note.in_language(language) if book.election.note is not None else ""
    if not book.election.sample:
        return note
    key = "sample_noted" if note else "sample_of_figures" if book.figures else "sample"
    return site[key].format(note=note)
