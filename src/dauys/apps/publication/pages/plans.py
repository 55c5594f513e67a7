"""The plans of many commissions in one table: how many duties of each are done, overdue, ahead; and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dauys.apps.publication.pages import agendas
from dauys.apps.publication.pages.addresses import link, unit_folder
from dauys.apps.publication.pages.calendars import FILE
from dauys.apps.publication.pages.duties import COLUMNS, counts_of, latest_fact
from dauys.apps.publication.pages.figures import caption
from dauys.apps.publication.pages.frames import Place, frame
from dauys.apps.publication.pages.leaves import Leaf, csv_bytes, json_bytes, leaf
from dauys.apps.publication.pages.moved import latest_of, moved_terms
from dauys.apps.publication.pages.parts import parts_of
from dauys.apps.publication.pages.tabs import PLANS, has_plans, views
from dauys.apps.publication.pages.voice import Voice

ROWS = 60
TERMS = "terms.csv"
HEADER = ("unit", "terms", *COLUMNS)
Counts = tuple[str, tuple[int, ...]]  # a unit, and the further columns of HEADER
NAMED = ("unit", "name", *HEADER[1:])  # of the table, in the language of the page


def plans_folder(voice: Voice, code: str) -> str:
    """Where the plans of the commissions beneath a unit stand side by side."""
    return f"{unit_folder(voice.language, voice.election, code)}{PLANS}"


def planned(voice: Voice, code: str) -> tuple[str, ...]:
    """A unit and all beneath it that have a plan, each sum before what it sums, as the language sorts."""
    if not voice.book.plan(code):
        return ()
    if not has_plans(voice, code):
        return (code,)
    beneath = voice.ordered(voice.reading.children(code))
    return (code, *(one for child in beneath for one in planned(voice, child.code)))


def plans_pages(voice: Voice, code: str) -> Iterator[Leaf]:
    """One row for each commission beneath a unit; the terms of all by time, also as a calendar file."""
    units = planned(voice, code)
    keepers = [unit for unit in units if not has_plans(voice, unit)]
    rows = [_counts(voice, unit) for unit in units]
    moved = moved_terms(voice, code, voice.book.plan(code))
    shared = agendas.shared_terms(voice, keepers, moved)
    as_of = latest_of(moved, latest_fact(voice, (row for unit in keepers for row in voice.book.plan(unit))))
    heading = voice.said("plans", "heading" if code == voice.book.root else "heading_of")
    base = plans_folder(voice, code)
    terms = csv_bytes(agendas.HEADER, (agendas.term_cells(voice, one) for one in shared))
    extras = [
        ("table.csv", csv_bytes(NAMED, ((unit, voice.names[unit], *counts) for unit, counts in rows))),
        (TERMS, terms),
        (FILE, agendas.agenda(voice, code, shared, as_of, base)),
    ]
    facts = json_bytes(_record(voice, code, rows, shared))
    for part in parts_of(len(rows), ROWS):
        place = Place(base, "plans", voice.names[code], code, as_of, part, (heading,))
        context = {
            **frame(voice, place, twins=[("csv", "table.csv"), ("csv_terms", TERMS), ("ics", FILE)]),
            "views": views(voice, place.folder, code, PLANS),
            "heading": heading,
            "shown": voice.said("calendar", "shown", when=voice.moment(voice.book.at, code)),
            "ics": link(place.folder, base + FILE),
            "by_time": f"{link(place.folder, base)}#terms",
            "events": voice.said("plans", "events", events=voice.number(len(shared)),
                                 n=voice.number(len(keepers))),
            "columns": HEADER[1:],
            "caption": caption(voice, heading, part, len(rows)),
            "rows": [_row(voice, code, row, place.folder) for row in part.cut(rows)],
            "terms": [agendas.term_row(voice, one) for one in shared] if part.first else [],
        }  # fmt: skip
        yield leaf(voice, place, "plans.html", context, facts, extras)


def _counts(voice: Voice, code: str) -> Counts:
    plan = voice.book.plan(code)
    return code, (len(plan), *counts_of(plan).values())


def _row(voice: Voice, page: str, row: Counts, folder: str) -> dict[str, Any]:
    code, counts = row
    way = voice.reading.way(code)
    above = way[way.index(page) + 1 :] if page in way else ()
    return {
        "href": link(folder, f"{unit_folder(voice.language, voice.election, code)}calendar/"),
        "name": voice.names[code],
        "above": ", ".join(voice.names[one] for one in reversed(above)),
        "is_sum": has_plans(voice, code),
        "cells": [voice.number(count) for count in counts],
    }


def _record(
    voice: Voice, code: str, rows: Sequence[Counts], shared: Sequence[agendas.Shared]
) -> dict[str, Any]:
    return {
        "election": voice.election,
        "unit": code,
        "shown_at": voice.reading.local(voice.book.at, code).isoformat(),
        "plans": [dict(zip(HEADER, (unit, *counts), strict=True)) for unit, counts in rows],
        "terms": [agendas.term_record(one) for one in shared],
    }
