"""The frame that every page of an election stands in: title, crumbs, languages, stamp, links of the foot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dauys.apps.publication.pages.addresses import FIND, LAW, SOURCES, ascent, link, part_folder
from dauys.apps.publication.pages.catalogue import language_names
from dauys.apps.publication.pages.parts import Part, part_links
from dauys.apps.publication.pages.voice import Voice, banner_of
from dauys.press.rendering import PLACE, Markup, Piece, Renderer

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
    root, address = ascent(folder), folder.partition("/")[2]
    head, header = voice.once(("head", root), lambda: head_pieces(voice, root))
    foot = voice.once(
        ("foot", root, place.kind, place.part.first, *twins), lambda: _foot(voice, place, root, twins)
    )
    return {
        "page": {
            "title": " — ".join(reversed(dict.fromkeys(names))),
            "heading": place.heading,
            "over": _over(voice, place),
            "head": head.with_address(address),
            "header": header.with_address(address),
            "above": _above(voice, place.unit, folder),
            "crumbs": _crumbs(voice, place, folder),
            "foot": foot.with_address(place.unit or "_election"),
        },
        "made": {"as_of": _as_of(voice, place)},
        "parts": part_links(place.part, voice.words["site"]["part"]),
        "first_part": place.part.first,
        "views": None,
    }


def head_pieces(voice: Voice, root: str) -> tuple[Piece, Piece]:
    """The head and the header of every page of an election so far from the root, but for its address."""
    election = f"{root}{voice.language}/{voice.election}/"
    top = {
        "home": f"{root}{voice.language}/",
        "banner": banner_of(voice.book, voice.words["site"], voice.language),
        "sample": voice.book.election.sample,
        "sources": f"{election}{SOURCES}/" if voice.book.figures else "",
    }
    return pieces_of_head(voice.renderer, root, top)


def pieces_of_head(renderer: Renderer, root: str, top: Mapping[str, Any]) -> tuple[Piece, Piece]:
    """Links of the head, and the header with the same page in each language; open for the page's address.

    `top` says where the list of elections is, and of the banner its words, whether of a sample, its sources.
    """
    languages = [
        {"code": code, "name": name, "href": f"{root}{code}/{PLACE}"}
        for code, name in language_names().items()
    ]
    return (
        renderer.piece("head.html", {"root": root, "languages": languages}),
        renderer.piece("header.html", {"languages": languages, **top}),
    )


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


def _above(voice: Voice, unit: str | None, folder: str) -> Markup:
    """The way down, as far as many pages share it: all but the last two units; else the elections."""
    up = "../" * (folder.count("/") - IN_ELECTION)
    shared = voice.reading.way(unit)[:-1] if unit is not None else None
    return voice.once(("above", up, shared), lambda: _way(voice, shared, up))


def _way(voice: Voice, codes: Sequence[str] | None, up: str) -> Markup:
    crumbs = [{"name": voice.said("front", "elections"), "href": f"{up}../"}]
    if codes is not None:
        crumbs.append({"name": voice.title, "href": up or "./"})
        crumbs += [{"name": voice.names[code], "href": f"{up}{code}/"} for code in codes]
    return voice.renderer.piece("crumbs.html", {"crumbs": crumbs}).with_address("")


def _crumbs(voice: Voice, place: Place, folder: str) -> list[dict[str, str]]:
    """The end of the way: the last two units or the election, then the page itself without a link."""
    up = "../" * (folder.count("/") - IN_ELECTION)
    if place.unit is None:
        crumbs = [{"name": voice.title, "href": up or "./"}]
    else:
        last = (*voice.reading.way(place.unit)[-1:], place.unit)
        crumbs = [{"name": voice.names[code], "href": f"{up}{code}/"} for code in last]
    crumbs += [{"name": name, "href": link(folder, way)} for name, way in place.trail]
    crumbs += [{"name": name, "href": ""} for name in place.tail]
    crumbs[-1]["href"] = ""
    return crumbs


def _foot(voice: Voice, place: Place, root: str, twins: Sequence[tuple[str, str]]) -> Piece:
    """What the pages of one kind are made from, and the links of their foot; open for the unit."""
    made = {
        "source": voice.said("foot", MADE_FROM.get(place.kind, "source")),
        "law": voice.law_title,
        "law_id": voice.book.pack.id,
        "digest": voice.book.election.law_digest[:SHORT_DIGEST] + "…",
    }
    return voice.renderer.piece("foot.html", {"made": made, "twins": _twins(voice, place, root, twins)})


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
        (said["manifest"], f"{root}manifest/{voice.election}/{PLACE}.json"),
    ]
    return [{"name": name, "href": href} for name, href in links]
