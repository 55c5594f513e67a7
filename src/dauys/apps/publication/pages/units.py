"""The page of a unit above the precincts: its totals, its contest or its contests, what lies beneath it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dauys.apps.publication.pages.addresses import link, unit_folder
from dauys.apps.publication.pages.comparisons import compare_folder, has_comparison
from dauys.apps.publication.pages.figures import (
    caption,
    chart,
    key_figures,
    line_rows,
    outcome,
    stage_words,
    status_words,
    vote_rows,
    votes_table,
)
from dauys.apps.publication.pages.frames import Place, frame
from dauys.apps.publication.pages.leaves import Leaf, csv_bytes, json_bytes, leaf
from dauys.apps.publication.pages.maps import tile_map
from dauys.apps.publication.pages.parts import Part, parts_of
from dauys.apps.publication.pages.reading import PRECINCT
from dauys.apps.publication.pages.tabs import views
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import Result, UnitNode

ROWS = 80  # of the units beneath, or of candidates, on one part


def unit_pages(voice: Voice, code: str) -> Iterator[Leaf]:
    """The page of one unit, in as many parts as its tables need."""
    result = voice.reading.result(code)
    if result is None:
        return
    children = voice.ordered(voice.reading.children(code))
    ranking = voice.reading.once(("ranking", code), lambda: voice.reading.ranking(result))
    votes = vote_rows(voice, result, ranking)
    facts = voice.reading.once(("results", code), lambda: json_bytes(result.as_dict()))
    compared = has_comparison(voice, code)
    for part in parts_of(max(len(children), len(votes)), ROWS):
        place = Place(unit_folder(voice.language, voice.election, code), "results", voice.names[code], code,
                      result.as_of, part)  # fmt: skip
        table = [("table.csv", children_csv(voice, result, children))] if part.first else []
        context = {
            **frame(voice, place, twins=[("csv", "table.csv")]),
            "views": views(voice, place.folder, code, ""),
            **_context(voice, result, part, children, place.folder),
            "chart": chart(voice, ranking) if part.first else None,
            "votes": votes_table(voice, votes, part),
            "map": tile_map(voice, code, place.folder) if part.first else None,
            "compare": link(place.folder, compare_folder(voice, code)) if compared and part.first else "",
        }
        yield leaf(voice, place, "unit.html", context, facts, table)


def _context(
    voice: Voice,
    result: Result,
    part: Part,
    children: Sequence[UnitNode],
    folder: str,
) -> dict[str, Any]:
    contest = voice.reading.contest(result.unit)
    below = voice.reading.contests_below.get(result.unit) if contest is None else None
    return {
        "status": status_words(voice, result),
        "stage": stage_words(voice, contest) if contest and contest.unit == result.unit else None,
        "outcome": outcome(voice, result, contest) if contest and contest.unit == result.unit else None,
        "figures": key_figures(voice, result, contests=below),
        "winners": _winners(voice, result) if part.first else None,
        "units": _units(voice, result, children, part, folder),
        "lines": {"caption": voice.said("lines", "sums"), "rows": line_rows(voice, result.lines)},
    }


def _winners(voice: Voice, result: Result) -> dict[str, Any] | None:
    if not result.winners:
        return None
    ranked = sorted(result.winners, key=lambda winner: (-winner[2], winner[1]))
    rows = [
        (name if kind == "party" else _way(voice, name), voice.number(count)) for kind, name, count in ranked
    ]
    heading = voice.said("winners", "heading" if result.status == "final" else "ahead")
    return {"heading": heading, "rows": rows}


def _way(voice: Voice, name: str) -> str:
    """A way of nomination; where figures were taken from sources, these may not name the winner's party."""
    return voice.said("winners", "not_attributed") if voice.book.figures else voice.way(name)


def _units(
    voice: Voice, result: Result, children: Sequence[UnitNode], part: Part, folder: str
) -> dict[str, Any] | None:
    shown = part.cut(children)
    if not shown:
        return None
    precincts = all(unit.kind == PRECINCT for unit in children)
    said = voice.words["units"]
    heading = said["precincts" if precincts else "areas"]
    return {
        "heading": heading,
        "caption": caption(voice, heading, part, len(children)),
        "column": said["precinct" if precincts else "area"],
        "last": said["outcome" if result.contest is None else "most"],
        "rows": [_unit_row(voice, unit, folder, precincts=precincts) for unit in shown],
    }


def _unit_row(voice: Voice, unit: UnitNode, folder: str, *, precincts: bool) -> dict[str, Any]:
    result = voice.reading.result(unit.code)
    assert result is not None  # noqa: S101 -- only units with a result are shown
    state, tone = _precinct_state(voice, result) if precincts else _unit_state(voice, result)
    return {
        "href": link(folder, unit_folder(voice.language, voice.election, unit.code)),
        "name": voice.names[unit.code],
        "early": _is_early(voice, result),
        "coverage": voice.of(result.received, result.expected),
        "participated": voice.number(result.participated),
        "turnout": voice.percent(result.turnout),
        "last": _standing(voice, result),
        "state": state,
        "tone": tone,
    }


def _is_early(voice: Voice, result: Result) -> bool:
    """True for the unit of a contest that was called before the end of a term."""
    contest = voice.reading.contest(result.unit)
    return contest is not None and contest.unit == result.unit and contest.is_early


def _unit_state(voice: Voice, result: Result) -> tuple[str, str]:
    """The stage of a contest; of several contests or of a part of one, whether the result is final."""
    contest = voice.reading.contest(result.unit)
    if contest is not None and contest.unit == result.unit:
        stage = stage_words(voice, contest)
        return stage["said"], stage["tone"]
    return voice.said("status", f"{result.status}_short"), "good" if result.status == "final" else "care"


def _precinct_state(voice: Voice, result: Result) -> tuple[str, str]:
    if result.received == 0:
        return voice.said("protocol", "expected"), ""
    if result.kept_out:
        return voice.said("protocol", "kept_out"), "bad"
    return voice.said("protocol", "accepted"), "good"


def _standing(voice: Voice, result: Result) -> str:
    """A unit beneath in one cell: who leads or was elected, or how many contests are decided."""
    if result.contest is None:
        all_, established = voice.reading.contests_below.get(result.unit, (0, 0))
        return voice.said("units", "contests_final", a=voice.number(established), b=voice.number(all_))
    contest = voice.book.contests[result.contest]
    if contest.unit == result.unit and (result.status == "final" or contest.state == "cancelled"):
        kind = result.outcome_kind or "undecided"
        return voice.said("units", kind, names=voice.listed(result.outcome_candidates))
    leaders = voice.reading.leaders(result)
    if not leaders:
        return voice.number(None)
    names = ", ".join(row.name for row in leaders)
    share = voice.percent(voice.reading.share(leaders[0], result))
    return voice.said("units", "most_said", name=names, share=share)


def children_csv(voice: Voice, result: Result, children: Sequence[UnitNode]) -> bytes:
    """The units beneath with every figure: coverage, turnout, lines of the law, votes by candidate id."""
    contest = voice.book.contests[result.contest] if result.contest is not None else None
    candidates = [candidate.id for candidate in contest.candidates] if contest else []
    lines = list(voice.labels)
    header = [
        "unit", "name", "status", "received", "expected", "registered", "turnout_count", "turnout",
        "participated", *lines, *(f"votes:{candidate}" for candidate in candidates),
    ]  # fmt: skip
    rows = []
    for unit in children:
        of = voice.reading.result(unit.code)
        if of is None:
            continue
        votes = {row.candidate: row.votes for row in of.votes or ()}
        rows.append([
            unit.code, voice.names[unit.code], of.status, of.received, of.expected, of.registered,
            of.turnout_count, of.turnout, of.participated, *(of.lines.get(code) for code in lines),
            *(votes.get(candidate) for candidate in candidates),
        ])  # fmt: skip
    return csv_bytes(header, rows)
