"""The plans of all commissions in one table: how many duties of each are done, overdue, ahead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from dauys.apps.publication.pages.addresses import link, unit_folder
from dauys.apps.publication.pages.calendars import AHEAD
from dauys.apps.publication.pages.figures import caption
from dauys.apps.publication.pages.frames import Place, frame
from dauys.apps.publication.pages.leaves import Leaf, csv_bytes, json_bytes, leaf
from dauys.apps.publication.pages.parts import parts_of
from dauys.apps.publication.pages.tabs import views
from dauys.apps.publication.pages.voice import Voice

ROWS = 60
HEADER = ("unit", "terms", "done", "overdue", "due", "ahead")


def plans_folder(voice: Voice, code: str) -> str:
    """Where the plans of all commissions stand side by side."""
    return f"{unit_folder(voice.language, voice.election, code)}calendar/all/"


def planned(voice: Voice) -> tuple[str, ...]:
    """The units above the contests that have a plan: those whose commissions run them; in tree order."""
    reading = voice.reading
    return tuple(
        unit.code
        for unit in reading.published()
        if unit.code in reading.with_plan and reading.contest(unit.code) is None
    )


def plans_pages(voice: Voice, code: str) -> Iterator[Leaf]:
    """One row for each commission, on the pages of the root."""
    rows = voice.reading.once(("plans", code), lambda: [_counts(voice, one) for one in planned(voice)])
    heading = voice.said("plans", "heading")
    base = plans_folder(voice, code)
    facts = voice.reading.once(("plans of", code), lambda: json_bytes(_record(voice, code, rows)))
    for part in parts_of(len(rows), ROWS):
        place = Place(base, "plans", voice.names[code], code, voice.reading.called_at, part, (heading,))
        context = {
            **frame(voice, place, twins=[("csv", "table.csv")]),
            "views": views(voice, place.folder, code, "calendar/"),
            "heading": heading,
            "shown": voice.said("calendar", "shown", when=voice.moment(voice.book.at, code)),
            "caption": caption(voice, heading, part, len(rows)),
            "rows": [_row(voice, row, place.folder) for row in part.cut(rows)],
        }
        yield leaf(voice, place, "plans.html", context, facts, [("table.csv", csv_bytes(HEADER, rows))])


Counts = tuple[str, int, int, int, int, int]


def _counts(voice: Voice, code: str) -> Counts:
    states = Counter(row.state for row in voice.book.plan(code))
    ahead = sum(states[state] for state in AHEAD - {"due"})
    return code, states.total(), states["done"], states["overdue"], states["due"], ahead


def _row(voice: Voice, row: Counts, folder: str) -> dict[str, Any]:
    code, *counts = row
    above = voice.reading.way(code)[1:]
    return {
        "href": link(folder, f"{unit_folder(voice.language, voice.election, code)}calendar/"),
        "name": voice.names[code],
        "above": ", ".join(voice.names[one] for one in reversed(above)),
        "cells": [voice.number(count) for count in counts],
    }


def _record(voice: Voice, code: str, rows: Sequence[Counts]) -> dict[str, Any]:
    return {
        "election": voice.election,
        "unit": code,
        "shown_at": voice.reading.local(voice.book.at, code).isoformat(),
        "plans": [dict(zip(HEADER, row, strict=True)) for row in rows],
    }
