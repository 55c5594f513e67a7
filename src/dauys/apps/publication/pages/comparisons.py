"""Units side by side, in as many orders as there are figures: each order is a page, so no script sorts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dauys.apps.publication.pages.addresses import link, unit_folder
from dauys.apps.publication.pages.attendance import Attendance, attendance, mark
from dauys.apps.publication.pages.figures import caption
from dauys.apps.publication.pages.frames import Place, frame
from dauys.apps.publication.pages.leaves import Leaf, csv_bytes, json_bytes, leaf
from dauys.apps.publication.pages.parts import parts_of
from dauys.apps.publication.pages.reading import NONE_BELOW
from dauys.apps.publication.pages.tabs import COMPARE, views
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import UnitNode
from dauys.core.exact import percent

ROWS = 60
HEADER = (
    "unit", "name", "turnout", "received", "expected", "contests", "registered", "candidates_per_seat",
    "women", "women_share", "turnout_read",
)  # fmt: skip
# The column that each page is in order of; the first stands without a folder of its own.
ORDERS = {"name": "", "turnout": "turnout/", "coverage": "coverage/", "per_seat": "seats/", "women": "women/"}


@dataclass(frozen=True, slots=True)
class Compared:
    """One unit with what it is compared by; a figure that is not known is None and stands last."""

    unit: UnitNode
    turnout: str | None
    received: int
    expected: int
    contests: int
    registered: int | None
    women: int | None
    seen: Attendance  # the turnout shown: of a reading while no protocol is in

    @property
    def per_seat(self) -> str | None:
        """Registered candidates per contest, with two decimals."""
        return percent(self.registered, 100 * self.contests, 2) if self.contests else None

    @property
    def women_share(self) -> str | None:
        """Women among the registered candidates, in percent."""
        return percent(self.women, self.registered, 2)

    def by(self, order: str) -> Fraction:
        """What the unit is sorted by, the greatest first."""
        if order == "coverage":
            return Fraction(self.received, self.expected) if self.expected else Fraction(-1)
        figure = {"turnout": self.seen.percent, "per_seat": self.per_seat, "women": self.women_share}[order]
        return Fraction(figure) if figure is not None else Fraction(-1)


def compare_folder(voice: Voice, code: str) -> str:
    """Where the comparison of the units beneath one stands."""
    return f"{unit_folder(voice.language, voice.election, code)}{COMPARE}"


def comparison_pages(voice: Voice, code: str) -> Iterator[Leaf]:
    """The units beneath, by name and by each figure."""
    by_name = [_compared(voice, unit) for unit in voice.ordered(voice.reading.children(code))]
    result = voice.reading.result(code)
    as_of = result.as_of if result is not None else voice.reading.called_at
    heading = voice.said("compare", "heading")
    for order, tail in ORDERS.items():
        # sorted() keeps equal ones in the order of their names
        rows = by_name if order == "name" else sorted(by_name, key=lambda one: -one.by(order))
        base = compare_folder(voice, code) + tail
        facts = json_bytes(_record(voice, code, order, rows))
        table = csv_bytes(HEADER, (_cells(voice, one) for one in rows))
        for part in parts_of(len(rows), ROWS):
            place = Place(base, "comparison", voice.names[code], code, as_of, part, (heading,))
            context = {
                **frame(voice, place, twins=[("csv", "table.csv")]),
                "views": views(voice, place.folder, code, COMPARE),
                "heading": heading,
                "caption": caption(voice, heading, part, len(rows)),
                "heads": _heads(voice, code, place.folder, order),
                "rows": [_row(voice, one, place.folder) for one in part.cut(rows)],
            }
            yield leaf(voice, place, "compare.html", context, facts, [("table.csv", table)])


def _compared(voice: Voice, unit: UnitNode) -> Compared:
    result = voice.book.result(unit.code)
    counts = voice.book.candidacies.get(unit.code)
    return Compared(
        unit=unit,
        turnout=result.turnout,
        received=result.received,
        expected=result.expected,
        contests=counts.contests if counts is not None else _contests(voice, unit.code),
        registered=counts.registered if counts is not None else None,
        women=counts.women if counts is not None else None,
        seen=attendance(voice.reading, result),
    )


def _contests(voice: Voice, code: str) -> int:
    return voice.reading.contests_below.get(code, NONE_BELOW).contests


def _heads(voice: Voice, code: str, folder: str, current: str) -> list[dict[str, Any]]:
    """The heads of the columns: each leads to the page in its order."""
    base = compare_folder(voice, code)
    return [
        {
            "name": voice.said("compare", order),
            "href": link(folder, base + tail),
            "sort": "" if order != current else "ascending" if order == "name" else "descending",
        }
        for order, tail in ORDERS.items()
    ]


def _row(voice: Voice, one: Compared, folder: str) -> dict[str, Any]:
    return {
        "href": link(folder, unit_folder(voice.language, voice.election, one.unit.code)),
        "name": voice.names[one.unit.code],
        "cells": [
            (voice.percent(one.seen.percent), mark(voice, one.seen)),
            (voice.of(one.received, one.expected), ""),
            (voice.decimal(one.per_seat), ""),
            (voice.percent(one.women_share), ""),
        ],
    }


def _record(voice: Voice, code: str, order: str, rows: Sequence[Compared]) -> dict[str, Any]:
    units = [dict(zip(HEADER, _cells(voice, one), strict=True)) for one in rows]
    return {"election": voice.election, "unit": code, "order": order, "units": units}


def _cells(voice: Voice, one: Compared) -> Sequence[object]:
    return (
        one.unit.code, voice.names[one.unit.code], one.turnout, one.received, one.expected, one.contests,
        one.registered, one.per_seat, one.women, one.women_share,
        one.seen.percent if one.seen.read is not None else None,
    )  # fmt: skip
