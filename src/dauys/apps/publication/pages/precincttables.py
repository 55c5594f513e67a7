"""The precincts right beneath a unit as rows of one long table in parts, and the same as CSV.

For elections so large that a precinct has no page of its own. Words and figures are put into rows column by
column, without a template: of a million precincts in three languages there are 70 million cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dauys.apps.publication.pages.addresses import unit_folder
from dauys.apps.publication.pages.figures import caption
from dauys.apps.publication.pages.frames import Place, frame
from dauys.apps.publication.pages.leaves import Leaf, csv_bytes, json_bytes, leaf
from dauys.apps.publication.pages.parts import Part, parts_of
from dauys.apps.publication.pages.precinctcells import csv_rows, html_rows, precinct_names
from dauys.apps.publication.pages.tabs import MATRIX_CANDIDATES, PRECINCTS, views
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import CandidateNode, ContestNode, PrecinctRows, Result
from dauys.core.exact import percent
from dauys.core.protocol import MISSING, Form, form_of
from dauys.press.rendering import table_rows

TABLE = "precincts.csv"
WEIGHT = 3_100  # figures that one part has room for; a row takes its own and OWN, a candidate's name HEAD
OWN, HEAD = 16, 10
FEWEST_ROWS, MOST_ROWS = 10, 250

Figures = list[int | None]


@dataclass(frozen=True, slots=True)
class Sums:
    """Figures added up, in the order of the columns: of the rows of a part that count, or of the unit."""

    counted: int
    turnout: str | None
    figures: Figures


@dataclass(slots=True)
class Sheet:
    """The table of one unit, in no language yet: `columns` are the places of the figures that pages show."""

    rows: PrecinctRows
    contest: ContestNode
    form: Form
    ballot: Sequence[CandidateNode]
    columns: list[int] = field(init=False)
    people: list[str] = field(init=False)

    def __post_init__(self) -> None:
        position = {one.id: place for place, one in enumerate(self.contest.candidates)}
        lines = len(self.form.lines)
        self.people = [one.id for one in self.ballot]
        self.columns = [*range(lines), *(lines + position[one] for one in self.people)]

    @property
    def codes(self) -> list[str]:
        """What the columns of figures are called in open data."""
        return [*self.form.lines, *(f"votes:{one}" for one in self.people)]

    def parts(self) -> tuple[Part, ...]:
        """The parts of the table: the more columns, the fewer rows on each."""
        return parts_of(len(self.rows), size_of_part(len(self.columns), len(self.people)))

    def sums(self, part: Part) -> Sums:
        """The figures of the rows of a part that count."""
        rows = self.span(part)
        figures = self.rows.figures[rows][self.rows.counting[rows]]
        there = figures != MISSING
        totals = np.where(there, figures, 0).sum(axis=0, dtype=np.int64).tolist()
        known = [
            total if some else None for total, some in zip(totals, there.any(axis=0).tolist(), strict=True)
        ]
        lines, votes = known[: len(self.form.lines)], known[len(self.form.lines) :]
        return self._sums_of(len(figures), lines, votes)

    def whole(self, result: Result) -> Sums:
        """Those of the unit, which all rows that count add up to."""
        votes = {row.candidate: row.votes for row in result.votes or ()}
        people = [votes.get(one.id) for one in self.contest.candidates]
        return self._sums_of(result.received - result.kept_out, [*result.lines.values()], people)

    def _sums_of(self, counted: int, lines: Figures, votes: Figures) -> Sums:
        named = dict(zip(self.form.lines, lines, strict=True))
        count, base = (self.form.measure(one, named, votes) for one in ("turnout_count", "turnout_base"))
        every = [*lines, *votes]
        return Sums(counted, percent(count, base, 2), [every[column] for column in self.columns])

    def span(self, part: Part) -> slice:
        """The rows of a part."""
        return slice((part.number - 1) * part.size, part.number * part.size)


def size_of_part(columns: int, people: int) -> int:
    """How many rows weigh little enough for one page, with that many columns of candidates among all."""
    return max(FEWEST_ROWS, min(MOST_ROWS, (WEIGHT - HEAD * people) // (OWN + columns)))


def sheet_of(voice: Voice, code: str) -> Sheet:
    """The table of the precincts right beneath a unit, made once for all languages."""

    def make() -> Sheet:
        rows = voice.book.precincts[code]
        contest = voice.book.contests[rows.contest]
        return Sheet(rows, contest, form_of(voice.book.pack.protocol), _shown(voice, rows.contest))

    return voice.reading.once(("precincts", code), make)


def _shown(voice: Voice, contest: str) -> Sequence[CandidateNode]:
    """The candidates with a column of their own: none of too many to read side by side."""
    ballot = voice.reading.ballot(voice.book.result(voice.book.contests[contest].unit, contest))
    return ballot if len(ballot) <= MATRIX_CANDIDATES else ()


def rows_on_part(voice: Voice, code: str) -> int:
    """How many rows of the precincts right beneath a unit stand on one part."""
    lines = len(form_of(voice.book.pack.protocol).lines)
    people = len(_shown(voice, voice.book.precincts[code].contest))
    return size_of_part(lines + people, people)


def precinct_table_folder(voice: Voice, code: str) -> str:
    """Where the table of the precincts right beneath a unit begins."""
    return f"{unit_folder(voice.language, voice.election, code)}{PRECINCTS}"


def precinct_table_pages(voice: Voice, code: str) -> Iterator[Leaf]:
    """The table in parts; a part changes only with its own rows, the first one with any of them."""
    result, sheet = voice.reading.result(code), sheet_of(voice, code)
    if result is None:
        return
    base, heading = precinct_table_folder(voice, code), voice.said("views", "precincts")
    names = precinct_names(sheet.rows, voice.language)
    rows = html_rows(voice, sheet.rows, names, sheet.columns)
    heads = _heads(voice, sheet)
    for part in sheet.parts():
        span = sheet.span(part)
        as_of = result.as_of if part.first else sheet.rows.as_of(span)
        place = Place(base, "precincts", voice.names[code], code, as_of, part, (heading,))
        sums, whole = sheet.sums(part), sheet.whole(result) if part.first else None
        context = {
            **frame(voice, place, twins=[("csv", TABLE)]),
            "views": views(voice, place.folder, code, PRECINCTS),
            "table": {
                "heading": heading,
                "caption": caption(voice, heading, part, len(sheet.rows)),
                "scroll": voice.said("site", "scroll", caption=heading),
                "heads": heads,
                "tall": min(part.size, len(sheet.rows)) > 25,
                "rows": table_rows("\n".join(rows[span])),
                "sums": _sums(voice, code, sums, whole, part),
            },
            "without_votes": voice.said("precincts", "without_votes") if not sheet.people else "",
        }
        extras = [(TABLE, _csv(voice, code, sheet, names))] if part.first else []
        facts = json_bytes(_record(voice, code, sheet, sums, whole, part))
        yield leaf(voice, place, "precincts.html", context, facts, extras)


def _heads(voice: Voice, sheet: Sheet) -> list[str]:
    lines = [voice.labels[code] for code in sheet.form.lines]
    return [*lines, *(f"{one.number}. {one.name}" for one in sheet.ballot if sheet.people)]


def _sums(voice: Voice, code: str, sums: Sums, whole: Sums | None, part: Part) -> list[dict[str, Any]]:
    """The foot: what the rows of this part come to, where there are others; on the first one the unit."""
    named = [(voice.said("precincts", "sum"), sums)] if part.of > 1 else []
    if whole is not None:
        named.append((voice.said("matrix", "total", unit=voice.names[code]), whole))
    return [
        {
            "name": name,
            "counted": voice.said("precincts", "counted", n=voice.number(one.counted)),
            "turnout": voice.percent(one.turnout),
            "cells": [voice.number(figure) for figure in one.figures],
        }
        for name, one in named
    ]


def _record(
    voice: Voice, code: str, sheet: Sheet, sums: Sums, whole: Sums | None, part: Part
) -> dict[str, Any]:
    """What a part says as JSON: which rows of its CSV it shows, what they come to."""
    first, last, rows = part.span(len(sheet.rows))
    told = {
        "election": voice.election, "contest": sheet.rows.contest, "unit": code,
        "precincts": sheet.rows.precincts, "table": TABLE, "rows": {"first": first, "last": last, "of": rows},
        "columns": ["name", "precinct", "state", "broken", "turnout", *sheet.codes],
        "sums": _sums_record(sheet, sums),
    }  # fmt: skip
    return {**told, "total": _sums_record(sheet, whole)} if whole is not None else told


def _sums_record(sheet: Sheet, sums: Sums) -> dict[str, Any]:
    figures = dict(zip(sheet.codes, sums.figures, strict=True))
    return {"counted": sums.counted, "turnout": sums.turnout, "figures": figures}


def _csv(voice: Voice, code: str, sheet: Sheet, names: Sequence[str]) -> bytes:
    """Every row with every figure, also of candidates who never stood."""
    tails = voice.reading.once(("precinct rows", code), lambda: csv_rows(sheet.rows, sheet.form.lines))
    measures = [name for name in sheet.rows.measures if name not in sheet.form.lines]
    header = (
        "contest", "precinct", "name", "expected", "version", "state", "received_at", "broken", "turnout",
        *measures, *sheet.form.lines, *(f"votes:{one.id}" for one in sheet.contest.candidates),
    )  # fmt: skip
    return tails.under(csv_bytes(header, ()), names)
