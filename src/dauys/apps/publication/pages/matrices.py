"""Where the votes came from: a row for each unit right beneath, a column for each line of the ballot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dauys.apps.publication.pages.addresses import link, unit_folder
from dauys.apps.publication.pages.figures import caption, status_words
from dauys.apps.publication.pages.frames import Place, frame
from dauys.apps.publication.pages.leaves import Leaf, csv_bytes, json_bytes, leaf
from dauys.apps.publication.pages.parts import Part, parts_of
from dauys.apps.publication.pages.reading import PRECINCT
from dauys.apps.publication.pages.tabs import views
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import CandidateNode, Result, UnitNode
from dauys.core.norms import Pack
from dauys.core.protocol import Form, form_of

CELLS = 900  # figures on one part; with more columns fewer units fit
MOST_ROWS = 100
UPRIGHT = 4  # with more candidates the names stand on end over the columns

Figures = list[int | None]


@dataclass(frozen=True, slots=True)
class Grid:
    """The ballot and the sums beside it as columns; of each unit its figures in their order."""

    ballot: tuple[CandidateNode, ...]
    sums: tuple[str, ...]  # words of the catalogue and keys of the data: against_all, invalid, participated
    rows: Sequence[tuple[UnitNode, Figures]]
    total: Figures

    @property
    def width(self) -> int:
        """How many columns of figures there are."""
        return len(self.ballot) + len(self.sums)


def matrix_pages(voice: Voice, code: str) -> Iterator[Leaf]:
    """The votes of a unit spread over what lies beneath it."""
    result, contest = voice.reading.result(code), voice.reading.contest(code)
    if result is None or contest is None:
        return
    grid = _grid(voice, result, voice.ordered(voice.reading.children(code)))
    base = f"{unit_folder(voice.language, voice.election, code)}results/"
    heading = voice.said("views", "matrix")
    facts = voice.reading.once(("matrix", code), lambda: json_bytes(_record(voice, result, grid)))
    table = _csv(voice, grid)
    for part in parts_of(len(grid.rows), min(MOST_ROWS, CELLS // grid.width)):
        place = Place(base, "matrix", voice.names[code], code, result.as_of, part, (heading,))
        context = {
            **frame(voice, place, twins=[("csv", "table.csv")]),
            "views": views(voice, place.folder, code, "results/"),
            "status": status_words(voice, result),
            "matrix": _matrix(voice, result, grid, part, place.folder),
        }
        yield leaf(voice, place, "matrix.html", context, facts, [("table.csv", table)])


def _grid(voice: Voice, result: Result, children: Sequence[UnitNode]) -> Grid:
    pack = voice.book.pack
    ballot, sums = voice.reading.ballot(result), _sums_of(pack)
    form = voice.once("form", lambda: form_of(pack.protocol))
    beneath = ((unit, voice.reading.result(unit.code)) for unit in children)
    rows = [(unit, _figures(pack, form, ballot, sums, one)) for unit, one in beneath if one is not None]
    return Grid(ballot, sums, rows, _figures(pack, form, ballot, sums, result))


def _sums_of(pack: Pack) -> tuple[str, ...]:
    """What stands beside the candidates: a law may have no line against all, or none of invalid ballots."""
    known = {
        "against_all": bool(pack.outcome.against_all),
        "invalid": bool(pack.protocol.measures.invalid),
        "participated": True,
    }
    return tuple(name for name, is_known in known.items() if is_known)


def _figures(
    pack: Pack, form: Form, ballot: Sequence[CandidateNode], sums: Sequence[str], result: Result
) -> list[int | None]:
    votes = {row.candidate: row.votes for row in result.votes or ()}
    known = {
        "against_all": result.lines.get(pack.outcome.against_all),
        "invalid": form.measure("invalid", result.lines, list(votes.values())),
        "participated": result.participated,
    }
    return [*(votes.get(candidate.id) for candidate in ballot), *(known[name] for name in sums)]


def _matrix(voice: Voice, result: Result, grid: Grid, part: Part, folder: str) -> dict[str, Any]:
    precincts = all(unit.kind == PRECINCT for unit, _ in grid.rows)
    said = voice.words
    heading = said["matrix"]["precincts" if precincts else "areas"]
    return {
        "heading": heading,
        "caption": caption(voice, heading, part, len(grid.rows)),
        "scroll": voice.said("site", "scroll", caption=heading),
        "column": said["units"]["precinct" if precincts else "area"],
        "columns": [
            *(f"{candidate.number}. {candidate.name}" for candidate in grid.ballot),
            *(said["matrix"][name] for name in grid.sums),
        ],
        "turned": len(grid.ballot) > UPRIGHT,
        "rows": [
            {
                "href": link(folder, unit_folder(voice.language, voice.election, unit.code)),
                "name": voice.names[unit.code],
                "cells": [voice.number(figure) for figure in figures],
            }
            for unit, figures in part.cut(grid.rows)
        ],
        "whole": voice.said("matrix", "total", unit=voice.names[result.unit]),
        "total": [voice.number(figure) for figure in grid.total],
    }


def _record(voice: Voice, result: Result, grid: Grid) -> dict[str, Any]:
    size = len(grid.ballot)
    return {
        "election": voice.election,
        "contest": result.contest,
        "unit": result.unit,
        "candidates": [candidate.id for candidate in grid.ballot],
        "units": [
            {"unit": unit.code, "votes": row[:size], **dict(zip(grid.sums, row[size:], strict=True))}
            for unit, row in grid.rows
        ],
    }


def _csv(voice: Voice, grid: Grid) -> bytes:
    header = ("unit", "name", *(f"votes:{candidate.id}" for candidate in grid.ballot), *grid.sums)
    return csv_bytes(header, ([unit.code, voice.names[unit.code], *row] for unit, row in grid.rows))
