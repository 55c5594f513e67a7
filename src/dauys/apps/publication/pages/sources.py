"""Where the figures come from: each published figure, where it was read, and whether it is real."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dauys.apps.publication.pages.addresses import SOURCES, election_folder
from dauys.apps.publication.pages.catalogue import LANGUAGES
from dauys.apps.publication.pages.figures import caption
from dauys.apps.publication.pages.frames import Place, frame
from dauys.apps.publication.pages.leaves import Leaf, csv_bytes, json_bytes, leaf
from dauys.apps.publication.pages.parts import parts_of
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import FigureSource

ROWS = 50
HEADER = ("what", "value", "source", "real")
DECIMAL = re.compile(r"\d+\.\d+")


def source_pages(voice: Voice) -> Iterator[Leaf]:
    """The page of the sources of an election; none where its book names no source."""
    figures = voice.book.figures
    if not figures:
        return
    heading = voice.said("sources", "heading")
    base = f"{election_folder(voice.language, voice.election)}{SOURCES}/"
    facts = voice.reading.once(("sources", SOURCES), lambda: json_bytes(_record(voice)))
    rows = ((one.what.in_language(voice.language), one.value, one.source, one.is_real) for one in figures)
    table = csv_bytes(HEADER, rows)
    for part in parts_of(len(figures), ROWS):
        place = Place(base, "sources", heading, None, voice.reading.called_at, part, (heading,))
        context = {
            **frame(voice, place, twins=[("csv", "table.csv")]),
            "caption": caption(voice, heading, part, len(figures)),
            "rows": [_row(voice, one) for one in part.cut(figures)],
        }
        yield leaf(voice, place, "sources.html", context, facts, [("table.csv", table)])


def _row(voice: Voice, one: FigureSource) -> dict[str, Any]:
    return {
        "what": one.what.in_language(voice.language),
        "value": _value(voice, one.value),
        "source": one.source or voice.number(None),
        "real": voice.said("sources", "real" if one.is_real else "sample"),
        "tone": "good" if one.is_real else "care",
    }


def _value(voice: Voice, value: str) -> str:
    """A value as it was given; a whole or decimal number as the language writes it."""
    if value.isdecimal():
        return voice.number(int(value))
    return voice.decimal(value) if DECIMAL.fullmatch(value) else value


def _record(voice: Voice) -> dict[str, Any]:
    return {
        "election": voice.election,
        "figures": [
            {
                "what": {language: one.what.in_language(language) for language in LANGUAGES},
                "value": one.value, "source": one.source, "real": one.is_real,
            }
            for one in voice.book.figures
        ],
    }  # fmt: skip
