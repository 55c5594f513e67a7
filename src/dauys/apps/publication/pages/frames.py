"""The frame that every page of an election stands in: title, crumbs, languages, stamp, links of the foot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dauys.apps.publication.pages.addresses import FIND, LAW, SOURCES, ascent, link, part_folder
from dauys.apps.publication.pages.catalogue import language_names
from dauys.apps.publication.pages.parts import Part, part_links
from dauys.apps.publication.pages.voice import Voice, banner_of

SHORT_DIGEST = 12
WHOLE = Part(1, 1, 1)  # a page that has no parts
# What pages of other kinds than results are made from: words of the foot.
MADE_FROM = {
    "calendar": "source_calendar",
    "plans": "source_calendar",
    "candidates": "source_candidates",
    "candidacies": "source_candidates",
    "commission": "source_commission",
    "find": "source_find",
    "law": "source_law",
    "sources": "source_sources",
    "turnout": "source_turnout",
}
IN_ELECTION = 2  # folders above those of an election's units: the language, the election


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands and what it is called; `base` is its folder without the number of a part."""

    base: str
    kind: str  # names the schema: results, candidates, matrix, calendar, law, election
    heading: str
    unit: str | None  # whose clock its times are on, and whose way leads to it
    as_of: dt.datetime
    part: Part = WHOLE
    tail: tuple[str, ...] = ()  # crumbs after the unit: the name of the page itself
    trail: tuple[tuple[str, str], ...] = ()  # crumbs before the tail with their folders

    @property
    def folder(self) -> str:
        """The folder of this part."""
        return part_folder(self.base, self.part.number)


def frame(voice: Voice, place: Place, *, twins: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """What every template asks for: `page`, `made`, `parts`; twins are (word of the foot, file)."""
    folder = place.folder
    above = [name for name, _ in place.trail]
    names = [voice.title, *voice.context(place.unit), *above, place.heading, *place.tail]
    root = ascent(folder)
    return {
        "page": {
            "title": " — ".join(reversed(dict.fromkeys(names))),
            "heading": place.heading,
            "over": _over(voice, place),
            "root": root,
            "home": f"{root}{voice.language}/",
            "languages": language_links(folder, voice.language),
            "crumbs": _crumbs(voice, place, folder),
            **sample_words(voice, f"{root}{voice.language}/{voice.election}/"),
            "twins": _twins(voice, place, root, twins),
        },
        "made": {
            "as_of": _as_of(voice, place),
            "source": voice.said("foot", MADE_FROM.get(place.kind, "source")),
            "law": voice.law_title,
            "law_id": voice.book.pack.id,
            "digest": voice.book.election.law_digest[:SHORT_DIGEST] + "…",
        },
        "parts": part_links(place.part, place.base, voice.words["site"]["part"]),
        "first_part": place.part.first,
        "views": None,
    }


def sample_words(voice: Voice, election: str) -> dict[str, Any]:
    """What the banner says: the election's note, that a sample is one; and where its figures come from."""
    return {
        "sample": voice.book.election.sample,
        "banner": banner_of(voice.book, voice.words["site"], voice.language),
        "sources": f"{election}{SOURCES}/" if voice.book.figures else "",
    }


def _over(voice: Voice, place: Place) -> str:
    """The line over the heading: which election, and for what or, of a precinct, where."""
    if place.heading == voice.title:
        return voice.office
    where = voice.context(place.unit)
    return " — ".join([voice.title, *where]) if where else f"{voice.title}: {voice.office}"


def _as_of(voice: Voice, place: Place) -> str:
    """The stamp in words: the time of the latest fact, or that there is none since the call."""
    if place.as_of <= voice.reading.called_at:
        return voice.said("foot", "called", day=voice.day(voice.book.election.called_on))
    return voice.said("foot", "as_of", when=voice.moment(place.as_of, place.unit or voice.book.root))


def language_links(folder: str, language: str) -> list[dict[str, Any]]:
    """The same page in each language; the folder begins with the language of the page."""
    root, rest = ascent(folder), folder.partition("/")[2]
    return [
        {"code": code, "name": name, "href": f"{root}{code}/{rest}", "current": code == language}
        for code, name in language_names().items()
    ]


def _crumbs(voice: Voice, place: Place, folder: str) -> list[dict[str, str]]:
    """The way down to the page: elections, the election, the units above, the page itself without a link."""
    up = "../" * (folder.count("/") - IN_ELECTION)
    crumbs = [
        {"name": voice.said("front", "elections"), "href": f"{up}../"},
        {"name": voice.title, "href": up or "./"},
    ]
    if place.unit is not None:
        above = (*voice.reading.way(place.unit), place.unit)
        crumbs += [{"name": voice.names[code], "href": f"{up}{code}/"} for code in above]
    crumbs += [{"name": name, "href": link(folder, way)} for name, way in place.trail]
    crumbs += [{"name": name, "href": ""} for name in place.tail]
    crumbs[-1]["href"] = ""
    return crumbs


def _twins(voice: Voice, place: Place, root: str, twins: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Links of the foot: the page about the law, the data twins, the schema, the list of files."""
    folder = place.folder
    said = voice.words["foot"]
    election = f"{root}{voice.language}/{voice.election}/"
    links = [
        (voice.said("find", "heading"), f"{election}{FIND}/"),
        (said["about"], f"{election}{LAW}/"),
        *([(voice.said("sources", "heading"), f"{election}{SOURCES}/")] if voice.book.figures else ()),
        (said["json"], "index.json"),
        *(
            (said[word], file if place.part.first else link(folder, place.base + file))
            for word, file in twins
        ),
        (said["schema"], f"{root}schema/{place.kind}.json"),
        (said["manifest"], f"{root}manifest/{voice.election}/{place.unit or '_election'}.json"),
    ]
    return [{"name": name, "href": href} for name, href in links]
