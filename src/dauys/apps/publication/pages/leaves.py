"""One page as files: its HTML, its JSON twin, its table; and the frame that every page stands in."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dauys.apps.publication.pages.addresses import LAW, election_folder, link, part_folder, unit_folder
from dauys.apps.publication.pages.catalogue import LANGUAGES, language_names
from dauys.apps.publication.pages.parts import Part, part_links
from dauys.apps.publication.pages.voice import Voice

SHORT_DIGEST = 12
WHOLE = Part(1, 1, 1)  # a page that has no parts


@dataclass(frozen=True, slots=True)
class Leaf:
    """The files of one page; `files` are (name, bytes) in its folder, counted from the root of the site."""

    folder: str
    files: tuple[tuple[str, bytes], ...]


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

    @property
    def folder(self) -> str:
        """The folder of this part."""
        return part_folder(self.base, self.part.number)


def frame(voice: Voice, place: Place, *, twins: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """What every template asks for: `page`, `made`, `parts`; twins are (word of the foot, file)."""
    folder = place.folder
    names = [*voice.context(place.unit), place.heading, *place.tail]
    return {
        "page": {
            "title": " — ".join([*reversed(dict.fromkeys(names)), voice.title]),
            "heading": place.heading,
            "over": _over(voice, place),
            "root": "../" * folder.count("/"),
            "home": link(folder, f"{voice.language}/"),
            "languages": language_links(folder, voice.language),
            "crumbs": _crumbs(voice, place),
            "sample": voice.book.election.sample,
            "twins": _twins(voice, place, twins),
        },
        "made": {
            "as_of": _as_of(voice, place),
            "law": voice.book.pack.act.title.in_language(voice.language),
            "law_id": voice.book.pack.id,
            "digest": voice.book.election.law_digest[:SHORT_DIGEST] + "…",
        },
        "parts": part_links(place.part, place.base, voice.words["site"]["part"]),
        "first_part": place.part.first,
        "views": None,
    }


def _over(voice: Voice, place: Place) -> str:
    """The line over the heading: which election, and for what or, of a precinct, where."""
    where = voice.context(place.unit)
    return " — ".join([voice.title, *where]) if where else f"{voice.title}: {voice.office}"


def _as_of(voice: Voice, place: Place) -> str:
    """The stamp in words: the time of the latest fact, or that there is none since the call."""
    if place.as_of <= voice.reading.called_at():
        return voice.said("foot", "called", day=voice.day(voice.book.election.called_on))
    return voice.said("foot", "as_of", when=voice.moment(place.as_of, place.unit or voice.book.root))


def language_links(folder: str, language: str) -> list[dict[str, Any]]:
    """The same page in each language; the folder begins with the language of the page."""
    rest = folder.partition("/")[2]
    return [
        {"code": code, "name": name, "href": link(folder, f"{code}/{rest}"), "current": code == language}
        for code, name in language_names().items()
    ]


def _crumbs(voice: Voice, place: Place) -> list[dict[str, str]]:
    """The way down to the page: elections, the election, the units above, the page itself without a link."""
    folder, language, election = place.folder, voice.language, voice.election
    crumbs = [
        {"name": voice.said("front", "elections"), "href": link(folder, f"{language}/")},
        {"name": voice.title, "href": link(folder, election_folder(language, election))},
    ]
    if place.unit is not None:
        crumbs += [
            {"name": voice.names[code], "href": link(folder, unit_folder(language, election, code))}
            for code in (*voice.reading.way(place.unit), place.unit)
        ]
    crumbs.extend({"name": name, "href": ""} for name in place.tail)
    crumbs[-1]["href"] = ""
    return crumbs


def _twins(voice: Voice, place: Place, twins: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Links of the foot: the page about the law, the data twins, the list of files, the schema."""
    folder = place.folder
    said = voice.words["foot"]
    manifest = f"manifest/{voice.election}/{place.unit or '_election'}.json"
    links = [
        (said["about"], link(folder, f"{election_folder(voice.language, voice.election)}{LAW}/")),
        (said["json"], "index.json"),
        *((said[word], link(folder, place.base + file)) for word, file in twins),
        (said["schema"], link(folder, f"schema/{place.kind}.json")),
        (said["manifest"], link(folder, manifest)),
    ]
    return [{"name": name, "href": href} for name, href in links]


def record_of(voice: Voice, place: Place, facts: Mapping[str, Any]) -> bytes:
    """The JSON twin: the facts, then what page it is and what it was made from."""
    rest = place.folder.partition("/")[2]
    return json_bytes(
        {
            "$schema": link(place.folder, f"schema/{place.kind}.json"),
            **facts,
            "page": {
                "kind": place.kind,
                "language": voice.language,
                "path": place.folder,
                "title": place.heading,
                "languages": {code: f"{code}/{rest}" for code in LANGUAGES},
                "part": {"number": place.part.number, "of": place.part.of},
            },
            "made": {
                "as_of": place.as_of.isoformat(),
                "law": {
                    "id": voice.book.pack.id,
                    "title": voice.book.pack.act.title.in_language(voice.language),
                    "citation": voice.book.pack.act.citation,
                    "digest": voice.book.election.law_digest,
                },
                "sample": voice.book.election.sample,
            },
        }
    )


def json_bytes(value: Any) -> bytes:
    """JSON as it is published: UTF-8, keys in the order given, one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV as RFC 4180 has it: UTF-8, comma, CRLF; a missing figure is an empty cell."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(header)
    writer.writerows(rows)
    return sheet.getvalue().encode()


def leaf(
    voice: Voice,
    place: Place,
    template: str,
    context: Mapping[str, Any],
    facts: Mapping[str, Any],
    extras: Sequence[tuple[str, bytes]] = (),
) -> Leaf:
    """One part of a page with its twins; extras (table, calendar) stand with the first part only."""
    html = voice.renderer.page(template, context)
    files = [("index.html", html), ("index.json", record_of(voice, place, facts))]
    return Leaf(place.folder, (*files, *(extras if place.part.first else ())))
