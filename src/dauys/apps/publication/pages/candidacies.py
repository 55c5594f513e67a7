"""Nomination and registration summed under a unit above the contests, and the units it is the sum of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dauys.apps.publication.pages.addresses import link, unit_folder
from dauys.apps.publication.pages.columns import Column, column_chart
from dauys.apps.publication.pages.figures import caption
from dauys.apps.publication.pages.frames import Place, frame
from dauys.apps.publication.pages.leaves import Leaf, csv_bytes, json_bytes, leaf
from dauys.apps.publication.pages.parts import Part, parts_of
from dauys.apps.publication.pages.tabs import views
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import Candidacies, UnitNode, WayCount
from dauys.press import wording

ROWS = 60
LABELS = 6  # days named under the chart
SUMMED = ("contests", "nominated", "refused", "withdrawn", "cancelled", "registered", "men", "women")


def candidacies_pages(voice: Voice, code: str) -> Iterator[Leaf]:
    """The candidates of all contests beneath a unit, in figures."""
    counts = voice.book.candidacies[code]
    children = tuple(
        unit for unit in voice.ordered(voice.reading.children(code)) if unit.code in voice.book.candidacies
    )
    base = f"{unit_folder(voice.language, voice.election, code)}candidates/"
    result = voice.reading.result(code)
    as_of = result.as_of if result is not None else voice.reading.called_at
    facts = voice.reading.once(("candidacies", code), lambda: json_bytes(_record(voice, code, children)))
    heading = voice.said("views", "candidates")
    for part in parts_of(len(children), ROWS):
        place = Place(base, "candidacies", voice.names[code], code, as_of, part, (heading,))
        context = {
            **frame(voice, place, twins=[("csv", "table.csv")]),
            "views": views(voice, place.folder, code, "candidates/"),
            **_context(voice, counts),
            "beneath": _beneath(voice, code, children, part, place.folder),
        }
        extras = [("table.csv", _csv(voice, (voice.book.units[code], *children)))] if part.first else []
        yield leaf(voice, place, "candidacies.html", context, facts, extras)


def _context(voice: Voice, counts: Candidacies) -> dict[str, Any]:
    by_day = counts.by_day
    return {
        "until": voice.said("candidacies", "until", day=voice.day(by_day[-1][0])) if by_day else "",
        "figures": _figures(voice, counts),
        "ways": _ways(voice, counts.ways),
        "days": [(f"{day:%d.%m.%Y}", voice.number(nominated), voice.number(registered))
                 for day, nominated, registered in by_day],
        "columns": _chart(voice, counts),
    }  # fmt: skip


def _figures(voice: Voice, counts: Candidacies) -> list[tuple[str, str, str]]:
    said = voice.words["candidacies"]
    figures = [(said[name], voice.number(getattr(counts, name)), "") for name in SUMMED]
    if counts.average_age is not None:
        span = voice.said("candidacies", "ages", youngest=counts.youngest, oldest=counts.oldest)
        figures.append((said["average_age"], voice.decimal(counts.average_age), span))
    return figures


def _ways(voice: Voice, ways: Sequence[WayCount]) -> list[tuple[str, str, str]]:
    """Parties and ways of nomination, the most registered first, equal ones by the alphabet."""
    named = [(voice.party(way.name) if way.kind == "party" else voice.way(way.name), way) for way in ways]
    named.sort(
        key=lambda one: (-one[1].registered, -one[1].nominated, wording.sort_key(one[0], voice.language))
    )
    return [(name, voice.number(way.nominated), voice.number(way.registered)) for name, way in named]


def _chart(voice: Voice, counts: Candidacies) -> dict[str, Any] | None:
    """What had been nominated and registered in all by each day; every few days one is named."""
    days = counts.by_day
    every = -(-len(days) // LABELS) or 1
    columns = []
    for place, (day, nominated, registered) in enumerate(days):
        from_end = len(days) - 1 - place
        columns.append(
            Column(
                nominated,
                voice.number(nominated) if from_end % every == 0 else "",
                f"{day:%d.%m}" if from_end % every == 0 else "",
                registered,
            )
        )
    return column_chart(voice.said("candidacies", "chart"), columns, max((row[1] for row in days), default=0))


def _beneath(
    voice: Voice, code: str, children: Sequence[UnitNode], part: Part, folder: str
) -> dict[str, Any] | None:
    shown = part.cut(children)
    if not shown:
        return None
    heading = voice.said("units", "areas")
    counts = voice.book.candidacies
    return {
        "heading": heading,
        "caption": caption(voice, heading, part, len(children)),
        "scroll": voice.said("site", "scroll", caption=heading),
        "columns": [voice.said("candidacies", name) for name in SUMMED],
        "rows": [
            {
                "href": link(folder, f"{unit_folder(voice.language, voice.election, unit.code)}candidates/"),
                "name": voice.names[unit.code],
                "cells": _cells(voice, counts[unit.code]),
            }
            for unit in shown
        ],
        "whole": voice.said("matrix", "total", unit=voice.names[code]),
        "total": _cells(voice, counts[code]),
    }


def _cells(voice: Voice, counts: Candidacies) -> list[str]:
    return [voice.number(getattr(counts, name)) for name in SUMMED]


def _record(voice: Voice, code: str, children: Sequence[UnitNode]) -> dict[str, Any]:
    counts = voice.book.candidacies
    return {
        "election": voice.election,
        "unit": code,
        "candidacies": counts[code].as_dict(),
        "children": [
            {"unit": unit, **{name: getattr(counts[unit], name) for name in SUMMED}}
            for unit in sorted(child.code for child in children)
        ],
    }


def _csv(voice: Voice, units: Sequence[UnitNode]) -> bytes:
    counts = voice.book.candidacies
    return csv_bytes(
        ("unit", "name", *SUMMED),
        (
            (unit.code, voice.names[unit.code], *(getattr(counts[unit.code], name) for name in SUMMED))
            for unit in units
        ),
    )
