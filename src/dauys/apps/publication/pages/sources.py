"""Where the figures come from: each figure as the language writes it, its sources, whether it is real."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from dauys.apps.publication.pages.addresses import SOURCES, election_folder
from dauys.apps.publication.pages.figures import caption
from dauys.apps.publication.pages.frames import Place, frame
from dauys.apps.publication.pages.leaves import Leaf, csv_bytes, json_bytes, leaf
from dauys.apps.publication.pages.parts import parts_of
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import FigureSource

ROWS = 50
HEADER = ("what", "value", "source", "real", "kind", "code", "unit", "rounded", "ours")


def source_pages(voice: Voice) -> Iterator[Leaf]:
    """The page of the sources of an election; none where its book cites no figure."""
    figures = voice.book.figures
    if not figures:
        return
    heading = voice.said("sources", "heading")
    base = f"{election_folder(voice.language, voice.election)}{SOURCES}/"
    facts = voice.reading.once(("sources", SOURCES), lambda: json_bytes(_record(voice)))
    table = csv_bytes(HEADER, (_cells(voice, one) for one in figures))
    for part in parts_of(len(figures), ROWS):
        place = Place(base, "sources", heading, None, voice.reading.called_at, part, (heading,))
        context = {
            **frame(voice, place, twins=[("csv", "table.csv")]),
            "caption": caption(voice, heading, part, len(figures)),
            **_shown(voice, part.cut(figures)),
        }
        yield leaf(voice, place, "sources.html", context, facts, [("table.csv", table)])


def _shown(voice: Voice, figures: Sequence[FigureSource]) -> dict[str, Any]:
    """The figures on one part, and beneath them the sources that they name, each once."""
    cited = dict.fromkeys(address for one in figures for address in one.sources)
    listed = {address: _source(voice, address, order) for order, address in enumerate(cited, start=1)}
    return {"rows": [_row(voice, one, listed) for one in figures], "listed": list(listed.values())}


def _row(voice: Voice, one: FigureSource, listed: dict[str, dict[str, str]]) -> dict[str, Any]:
    return {
        "what": one.what.in_language(voice.language),
        "unit": voice.names.get(one.unit, one.unit) if one.unit != voice.book.root else "",
        "value": f"≈ {_value(voice, one)}" if one.is_rounded else _value(voice, one),
        "words": one.kind == "words",
        "sources": [listed[address] for address in one.sources],
        "real": voice.said("sources", _standing(one)),
        "tone": "good" if one.is_real else "plain" if one.is_ours else "care",
    }


def _standing(one: FigureSource) -> str:
    """What a figure is: real, ours, or of the sample."""
    return "real" if one.is_real else "ours" if one.is_ours else "sample"


def _value(voice: Voice, one: FigureSource) -> str:
    """A value as the language writes its kind; text as it was printed."""
    if one.said is not None:
        return one.said.in_language(voice.language)
    if one.kind == "number":
        return voice.number(int(one.value))
    if one.kind == "percent":
        return voice.percent(one.value)
    if one.kind == "day":
        return voice.day(dt.date.fromisoformat(one.value))
    if one.kind == "hours":
        return ", ".join(f"{int(hour)}:00" for hour in one.value.split(","))
    return one.value


def _source(voice: Voice, address: str, order: int) -> dict[str, str]:
    """What stands at an address, its own title, the address; one that nobody described stands by itself."""
    node, mark = voice.book.sources.get(address), f"source-{order}"
    if node is None:
        return {"id": mark, "name": address, "title": "", "language": "", "address": "", "url": ""}
    name = node.names.in_language(voice.language)
    shown = "" if address in name.lower() else address
    return {
        "id": mark,
        "name": name,
        "title": node.title,
        "language": node.language,
        "address": shown,
        "url": node.url,
    }


def _record(voice: Voice) -> dict[str, Any]:
    cited = {address for one in voice.book.figures for address in one.sources}
    return {
        "election": voice.election,
        "figures": [one.as_dict() for one in voice.book.figures],
        "sources": [node.as_dict() for address, node in voice.book.sources.items() if address in cited],
    }


def _cells(voice: Voice, one: FigureSource) -> tuple[object, ...]:
    """The figure as a row of the table: values as programs write them, words in the language of the page."""
    what = one.what.in_language(voice.language)
    value = one.said.in_language(voice.language) if one.said is not None else one.value
    return what, value, one.source, one.is_real, one.kind, one.code, one.unit, one.is_rounded, one.is_ours
