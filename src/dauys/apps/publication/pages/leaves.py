"""One page as files: its HTML, its JSON twin, its table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from dauys.apps.publication.pages.addresses import ascent
from dauys.apps.publication.pages.catalogue import LANGUAGES
from dauys.apps.publication.pages.frames import Place
from dauys.apps.publication.pages.voice import Voice

_encoded = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Leaf:
    """The files of one page; `files` are (name, bytes) in its folder, counted from the root of the site."""

    folder: str
    files: tuple[tuple[str, bytes], ...]


def leaf(
    voice: Voice,
    place: Place,
    template: str,
    context: Mapping[str, Any],
    facts: bytes,
    extras: Sequence[tuple[str, bytes]] = (),
) -> Leaf:
    """One part of a page with its twins; extras (table, calendar) stand with the first part only.

    `facts` is the page's JSON object without what page it is, as `json_bytes` gives it.
    """
    html = voice.renderer.page(template, context)
    files = [("index.html", html), ("index.json", record_of(voice, place, facts))]
    return Leaf(place.folder, (*files, *(extras if place.part.first else ())))


def record_of(voice: Voice, place: Place, facts: bytes) -> bytes:
    """The JSON twin: its schema, the facts, then what page it is and what it was made from.

    The facts are the same in all languages and on all parts: they are encoded once and joined here.
    """
    folder = place.folder
    rest = folder.partition("/")[2]
    page = {
        "kind": place.kind,
        "language": voice.language,
        "path": folder,
        "title": place.heading,
        "languages": {code: f"{code}/{rest}" for code in LANGUAGES},
        "part": {"number": place.part.number, "of": place.part.of},
    }
    head = f'{{"$schema":"{ascent(folder)}schema/{place.kind}.json",'.encode()
    joint = b"," if len(facts) > len(b"{}\n") else b""
    made = f',"made":{{"as_of":"{place.as_of.isoformat()}",'.encode()
    law = voice.once("made", lambda: _encoded(_made(voice))[1:])
    return b"".join((head, facts[1:-2], joint, b'"page":', _encoded(page), made, law, b"}\n"))


def _made(voice: Voice) -> dict[str, Any]:
    """What every page of an election was made from."""
    return {
        "law": {
            "id": voice.book.pack.id,
            "title": voice.law_title,
            "citation": voice.book.pack.act.citation.in_language(voice.language),
            "digest": voice.book.election.law_digest,
        },
        "sample": voice.book.election.sample,
    }


def json_bytes(value: Any) -> bytes:
    """JSON as it is published: UTF-8, keys in the order given, one line."""
    return _encoded(value) + b"\n"


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV as RFC 4180 has it: UTF-8, comma, CRLF; a missing figure is an empty cell."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(header)
    writer.writerows(rows)
    return sheet.getvalue().encode()
