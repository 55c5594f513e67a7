"""Turnout by the hour: of a unit above the precincts on a page of its own, of a precinct on its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dauys.apps.publication.pages.addresses import link, unit_folder
from dauys.apps.publication.pages.attendance import hour
from dauys.apps.publication.pages.columns import Column, column_chart
from dauys.apps.publication.pages.figures import caption
from dauys.apps.publication.pages.frames import Place, frame
from dauys.apps.publication.pages.leaves import Leaf, csv_bytes, json_bytes, leaf
from dauys.apps.publication.pages.parts import Part, parts_of
from dauys.apps.publication.pages.reading import PRECINCT
from dauys.apps.publication.pages.tabs import has_turnout, views
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import TurnoutPoint, UnitNode
from dauys.core.exact import percent
from dauys.press import wording

ROWS = 40
WHOLE = 10_000  # a percent string without its point, of all voters
Hours = list[dict[str, Any]]  # of one unit, as JSON
HEADER = ("unit", "name", "hour_at", "precincts", "expected", "voted", "on_list", "percent")


def turnout_pages(voice: Voice, code: str) -> Iterator[Leaf]:
    """The hours of one unit, and of each unit right beneath that reported."""
    points = voice.book.turnouts[code]
    children = tuple(
        unit for unit in voice.ordered(voice.reading.children(code)) if voice.book.turnouts.get(unit.code)
    )
    base = f"{unit_folder(voice.language, voice.election, code)}turnout/"
    shown = (voice.book.units[code], *children)
    records = voice.reading.once(
        ("hours", code), lambda: {one.code: hours_record(voice.book.turnouts[one.code]) for one in shown}
    )
    facts = voice.reading.once(("turnout", code), lambda: json_bytes(_record(voice, code, records)))
    heading = voice.said("views", "turnout")
    reported = [point.hour_at for point in points if point.precincts]
    as_of = max(reported, default=voice.reading.called_at)
    for part in parts_of(len(children), ROWS):
        place = Place(base, "turnout", voice.names[code], code, as_of, part, (heading,))
        context = {
            **frame(voice, place, twins=[("csv", "table.csv")]),
            "views": views(voice, place.folder, code, "turnout/"),
            **turnout_section(voice, points),
            "beneath": _beneath(voice, code, children, part, place.folder),
        }
        extras = [("table.csv", _csv(voice, shown, records))] if part.first else []
        yield leaf(voice, place, "turnout.html", context, facts, extras)


def turnout_section(voice: Voice, points: Sequence[TurnoutPoint]) -> dict[str, Any]:
    """The table of the hours and its chart; both None where no precinct reported."""
    if not any(point.precincts for point in points):
        return {"hours": None, "columns": None}
    last = points[-1].hour_at
    hours = [hour(voice, one) for one in points]
    timed = tuple(zip(points, hours, strict=True))
    columns = [Column(_hundredths(one), _above(voice, one), at) for one, at in timed]
    return {
        "hours": {
            "said": voice.once(("hours", last), lambda: _hours_said(voice, last)),
            "rows": [
                {
                    "hour": at,
                    "voted": voice.number(one.voted),
                    "on_list": voice.number(one.on_list),
                    "percent": voice.percent(one.percent),
                    "precincts": voice.of(one.precincts, one.expected),
                }
                for one, at in timed
            ],
        },
        "columns": column_chart(voice.said("turnout", "chart"), columns, WHOLE),
    }


def _hours_said(voice: Voice, at: dt.datetime) -> str:
    """What the table tells, and on which clock."""
    zone = wording.offset(at.astimezone(voice.reading.capital))
    return f"{voice.said('turnout', 'said')} {voice.said('turnout', 'zone', zone=zone)}"


def _above(voice: Voice, point: TurnoutPoint) -> str:
    """The share over its column, with one decimal: seven of them stand side by side on a telephone."""
    share = percent(point.voted, point.on_list, 1)
    return voice.percent(share) if share is not None else ""


def _hundredths(point: TurnoutPoint) -> int:
    return int(point.percent.replace(".", "")) if point.percent is not None else 0


def _beneath(
    voice: Voice, code: str, children: Sequence[UnitNode], part: Part, folder: str
) -> dict[str, Any] | None:
    """One row for each unit beneath: who had voted by each hour; then the sum, which is this unit's row."""
    shown = part.cut(children)
    if not shown:
        return None
    precincts = all(unit.kind == PRECINCT for unit in children)
    heading = voice.said("units", "precincts" if precincts else "areas")
    points = voice.book.turnouts[code]
    return {
        "heading": voice.said("turnout", "beneath"),
        "caption": caption(voice, heading, part, len(children)),
        "scroll": voice.said("site", "scroll", caption=heading),
        "column": voice.said("units", "precinct" if precincts else "area"),
        "hours": [hour(voice, point) for point in points],
        "rows": [_unit_row(voice, unit, points, folder) for unit in shown],
        "whole": voice.said("matrix", "total", unit=voice.names[code]),
        "total": [_cell(voice, point) for point in points],
    }


def _unit_row(voice: Voice, unit: UnitNode, points: Sequence[TurnoutPoint], folder: str) -> dict[str, Any]:
    known = {point.hour_at: point for point in voice.book.turnouts[unit.code]}
    tail = "turnout/" if has_turnout(voice, unit.code) else ""
    return {
        "href": link(folder, unit_folder(voice.language, voice.election, unit.code) + tail),
        "name": voice.names[unit.code],
        "cells": [_cell(voice, known.get(point.hour_at)) for point in points],
    }


def _cell(voice: Voice, point: TurnoutPoint | None) -> tuple[str, str]:
    """How many had voted, and their share."""
    if point is None or not point.precincts:
        return voice.number(None), ""
    return voice.number(point.voted), voice.percent(point.percent)


def _record(voice: Voice, code: str, records: Mapping[str, Hours]) -> dict[str, Any]:
    return {
        "election": voice.election,
        "unit": code,
        "hours": records[code],
        "children": [{"unit": unit, "hours": records[unit]} for unit in sorted(records) if unit != code],
    }


def hours_record(points: Sequence[TurnoutPoint]) -> Hours:
    """The hours as JSON."""
    return [
        {
            "hour_at": one.hour_at.isoformat(), "precincts": one.precincts, "expected": one.expected,
            "voted": one.voted, "on_list": one.on_list, "percent": one.percent,
        }
        for one in points
    ]  # fmt: skip


def _csv(voice: Voice, units: Sequence[UnitNode], records: Mapping[str, Hours]) -> bytes:
    return csv_bytes(
        HEADER,
        (
            (unit.code, voice.names[unit.code], *record.values())
            for unit in units
            for record in records[unit.code]
        ),
    )
