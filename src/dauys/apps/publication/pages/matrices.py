"""Where the votes came from: one row for each unit right beneath, one column for each candidate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

CELLS = 900  # figures on one part; with more candidates fewer units fit
MOST_ROWS = 100
UPRIGHT = 4  # with more candidates their names stand on end over the columns


def matrix_pages(voice: Voice, code: str) -> Iterator[Leaf]:
    """The votes of a unit spread over what lies beneath it."""
    result, contest = voice.reading.result(code), voice.reading.contest(code)
    if result is None or contest is None:
        return
    ballot = sorted(contest.candidates, key=lambda candidate: candidate.position)
    children = voice.ordered(voice.reading.children(code))
    spread = [(unit, _votes(voice, unit, ballot)) for unit in children]
    base = f"{unit_folder(voice.language, voice.election, code)}results/"
    heading = voice.said("views", "matrix")
    facts = voice.reading.once(("matrix", code), lambda: json_bytes(_record(voice, result, ballot, spread)))
    table = _csv(voice, ballot, spread)
    for part in parts_of(len(children), min(MOST_ROWS, CELLS // len(ballot))):
        place = Place(base, "matrix", voice.names[code], code, result.as_of, part, (heading,))
        context = {
            **frame(voice, place, twins=[("csv", "table.csv")]),
            "views": views(voice, place.folder, code, "results/"),
            "status": status_words(voice, result),
            "matrix": _matrix(voice, result, ballot, spread, part, place.folder),
        }
        yield leaf(voice, place, "matrix.html", context, facts, [("table.csv", table)])


Spread = Sequence[tuple[UnitNode, list[int | None]]]


def _votes(voice: Voice, unit: UnitNode, ballot: Sequence[CandidateNode]) -> list[int | None]:
    result = voice.reading.result(unit.code)
    votes = {row.candidate: row.votes for row in (result.votes or () if result else ())}
    return [votes.get(candidate.id) for candidate in ballot]


def _matrix(
    voice: Voice, result: Result, ballot: Sequence[CandidateNode], spread: Spread, part: Part, folder: str
) -> dict[str, Any]:
    precincts = all(unit.kind == PRECINCT for unit, _ in spread)
    said = voice.words
    heading = said["matrix"]["precincts" if precincts else "areas"]
    shown = caption(voice, heading, part, len(spread))
    totals = {row.candidate: row.votes for row in result.votes or ()}
    return {
        "heading": heading,
        "caption": shown,
        "scroll": voice.said("site", "scroll", caption=heading),
        "column": said["units"]["precinct" if precincts else "area"],
        "columns": [f"{candidate.number}. {candidate.name}" for candidate in ballot],
        "turned": len(ballot) > UPRIGHT,
        "rows": [
            {
                "href": link(folder, unit_folder(voice.language, voice.election, unit.code)),
                "name": voice.names[unit.code],
                "cells": [voice.number(votes) for votes in row],
            }
            for unit, row in part.cut(spread)
        ],
        "whole": voice.said("matrix", "total", unit=voice.names[result.unit]),
        "total": [voice.number(totals.get(candidate.id)) for candidate in ballot],
    }


def _record(voice: Voice, result: Result, ballot: Sequence[CandidateNode], spread: Spread) -> dict[str, Any]:
    return {
        "election": voice.election,
        "contest": result.contest,
        "unit": result.unit,
        "candidates": [candidate.id for candidate in ballot],
        "units": [{"unit": unit.code, "votes": row} for unit, row in spread],
    }


def _csv(voice: Voice, ballot: Sequence[CandidateNode], spread: Spread) -> bytes:
    header = ("unit", "name", *(f"votes:{candidate.id}" for candidate in ballot))
    return csv_bytes(header, ([unit.code, voice.names[unit.code], *row] for unit, row in spread))
