"""The precincts right beneath a unit as rows of one long table in parts, and the same as CSV.

For elections so large that a precinct has no page of its own. Words and figures are put into rows column by
column, without a template: of a million precincts in three languages there are 70 million cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dauys.apps.publication.pages.addresses import unit_folder
from dauys.apps.publication.pages.figures import caption
from dauys.apps.publication.pages.frames import Place, frame
from dauys.apps.publication.pages.leaves import Leaf, csv_bytes, json_bytes, record_of
from dauys.apps.publication.pages.parts import Part, parts_of
from dauys.apps.publication.pages.precinctcells import csv_rows, html_rows, precinct_names
from dauys.apps.publication.pages.tabs import MATRIX_CANDIDATES, PRECINCTS, views
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import CandidateNode, ContestNode, PrecinctRows, Result
from dauys.core.exact import percent
from dauys.core.protocol import MISSING, Form, form_of
from dauys.press.rendering import Markup

TABLE = "precincts.csv"
WEIGHT = 4_000  # figures that one part has room for; a row takes its own and OWN, a candidate's name HEAD
OWN, HEAD = 16, 10
FEWEST_ROWS, MOST_ROWS = 10, 250
TALL = 25  # rows from which on a table scrolls within its frame

Figures = list[int | None]


@dataclass(frozen=True, slots=True)
class Sums:
    """Figures added up, in the order of the columns: of the rows of a part that count, or of the unit."""

    counted: int
    turnout: str | None
    figures: Figures


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part: its rows, what those that count come to, its JSON; on the first one also the unit's sums."""

    part: Part
    rows: slice
    sums: Sums
    whole: Sums | None
    facts: bytes


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The table of one unit, in no language yet: `columns` are the places of the figures that pages show."""

    rows: PrecinctRows
    contest: ContestNode
    form: Form
    ballot: Sequence[CandidateNode]

    @property
    def columns(self) -> list[int]:
        """The lines of the law, then the candidates as they stand on the ballot."""
        position = {one.id: place for place, one in enumerate(self.contest.candidates)}
        lines = len(self.form.lines)
        return [*range(lines), *(lines + position[one.id] for one in self.ballot)]

    @property
    def codes(self) -> list[str]:
        """What these columns are called in open data."""
        return [*self.form.lines, *(f"votes:{one.id}" for one in self.ballot)]

    def stretches(self, result: Result) -> Iterator[Stretch]:
        """The parts of the table: the more columns, the fewer rows on each."""
        columns, codes, counting = self.columns, self.codes, self.rows.counting
        for part in parts_of(len(self.rows), size_of_part(len(columns), len(self.ballot))):
            rows = slice((part.number - 1) * part.size, part.number * part.size)
            sums = self._sums(self.rows.figures[rows][counting[rows]], columns)
            whole = self._whole(result, int(counting.sum()), columns) if part.first else None
            record = self._record(result, part, codes, sums, whole)
            yield Stretch(part, rows, sums, whole, json_bytes(record))

    def _sums(self, figures: npt.NDArray[np.int32], columns: Sequence[int]) -> Sums:
        there = figures != MISSING
        totals = np.where(there, figures, 0).sum(axis=0, dtype=np.int64).tolist()
        known = [
            total if some else None for total, some in zip(totals, there.any(axis=0).tolist(), strict=True)
        ]
        lines = len(self.form.lines)
        return self._told(len(figures), known[:lines], known[lines:], columns)

    def _whole(self, result: Result, counted: int, columns: Sequence[int]) -> Sums:
        """The figures of the unit, which all rows that count add up to."""
        votes = {row.candidate: row.votes for row in result.votes or ()}
        people = [votes.get(one.id) for one in self.contest.candidates]
        return self._told(counted, [*result.lines.values()], people, columns)

    def _told(self, counted: int, lines: Figures, votes: Figures, columns: Sequence[int]) -> Sums:
        named = dict(zip(self.form.lines, lines, strict=True))
        count, base = (self.form.measure(one, named, votes) for one in ("turnout_count", "turnout_base"))
        every = [*lines, *votes]
        return Sums(counted, percent(count, base, 2), [every[column] for column in columns])

    def _record(
        self, result: Result, part: Part, codes: Sequence[str], sums: Sums, whole: Sums | None
    ) -> dict[str, Any]:
        """What a part says as JSON: which rows of the CSV it shows, what they come to."""
        first, last, rows = part.span(len(self.rows))
        told = {
            "election": result.election, "contest": self.rows.contest, "unit": result.unit,
            "precincts": self.rows.precincts, "table": TABLE,
            "rows": {"first": first, "last": last, "of": rows},
            "columns": ["name", "precinct", "state", "broken", "turnout", *codes],
            "sums": _sums_record(codes, sums),
        }  # fmt: skip
        return {**told, "total": _sums_record(codes, whole)} if whole is not None else told


def _sums_record(codes: Sequence[str], sums: Sums) -> dict[str, Any]:
    figures = dict(zip(codes, sums.figures, strict=True))
    return {"counted": sums.counted, "turnout": sums.turnout, "figures": figures}


def size_of_part(columns: int, people: int) -> int:
    """How many rows weigh little enough for one page, with that many columns of candidates among all."""
    return max(FEWEST_ROWS, min(MOST_ROWS, (WEIGHT - HEAD * people) // (OWN + columns)))


def _sheet_of(voice: Voice, result: Result) -> tuple[Sheet, list[Stretch]]:
    rows = voice.book.precincts[result.unit]
    contest = voice.book.contests[rows.contest]
    sheet = Sheet(rows, contest, form_of(voice.book.pack.protocol), _shown(voice, rows.contest))
    return sheet, list(sheet.stretches(result))


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
    result = voice.reading.result(code)
    if result is None:
        return
    sheet, stretches = voice.reading.once(("precincts", code), lambda: _sheet_of(voice, result))
    base, heading = precinct_table_folder(voice, code), voice.said("views", "precincts")
    names = precinct_names(sheet.rows, voice.language)
    rows = html_rows(voice, sheet.rows, names, sheet.columns)
    heads = voice.once(("precinct heads", sheet.rows.contest), lambda: _heads(voice, sheet))
    for one in stretches:
        as_of = result.as_of if one.part.first else sheet.rows.as_of(one.rows)
        place = Place(base, "precincts", voice.names[code], code, as_of, one.part, (heading,))
        context = {
            **frame(voice, place, twins=[("csv", TABLE)]),
            "views": views(voice, place.folder, code, PRECINCTS),
            "table": {
                "heading": heading,
                "caption": caption(voice, heading, one.part, len(sheet.rows)),
                "scroll": voice.said("site", "scroll", caption=heading),
                "heads": heads,
                "tall": min(one.part.size, len(sheet.rows)) > TALL,
                "sums": _sums(voice, code, one),
            },
            "without_votes": "" if sheet.ballot else voice.said("precincts", "without_votes"),
        }
        body = "\n".join(rows[one.rows]).encode()
        html = voice.renderer.page_around("precincts.html", context, body)
        files = [("index.html", html), ("index.json", record_of(voice, place, one.facts))]
        if one.part.first:
            files.append((TABLE, _csv(voice, code, sheet, names)))
        yield Leaf(place.folder, tuple(files))


def _heads(voice: Voice, sheet: Sheet) -> Markup:
    """The head of the table, the same on every part of every unit of a contest."""
    lines = [voice.labels[code] for code in sheet.form.lines]
    people = [f"{one.number}. {one.name}" for one in sheet.ballot]
    return voice.renderer.piece("precinctheads.html", {"heads": [*lines, *people]}).with_address("")


def _sums(voice: Voice, code: str, one: Stretch) -> list[dict[str, Any]]:
    """The foot: what the rows of this part come to, where there are others; on the first one the unit."""
    named = [(voice.said("precincts", "sum"), one.sums)] if one.part.of > 1 else []
    if one.whole is not None:
        named.append((voice.said("matrix", "total", unit=voice.names[code]), one.whole))
    return [
        {
            "name": name,
            "counted": voice.said("precincts", "counted", n=voice.number(sums.counted)),
            "turnout": voice.percent(sums.turnout),
            "cells": [voice.number(figure) for figure in sums.figures],
        }
        for name, sums in named
    ]


def _csv(voice: Voice, code: str, sheet: Sheet, names: Sequence[str]) -> bytes:
    """Every row with every figure, also of candidates who never stood."""
    tails = voice.reading.once(("precinct rows", code), lambda: csv_rows(sheet.rows, sheet.form.lines))
    measures = [name for name in sheet.rows.measures if name not in sheet.form.lines]
    header = (
        "contest", "precinct", "name", "expected", "version", "state", "received_at", "broken", "turnout",
        *measures, *sheet.form.lines, *(f"votes:{one.id}" for one in sheet.contest.candidates),
    )  # fmt: skip
    return tails.under(csv_bytes(header, ()), names)
