"""The page of a unit above the precincts: its totals, its contest or its contests, what lies beneath it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dauys.apps.publication.pages.addresses import link, unit_folder
from dauys.apps.publication.pages.attendance import attendance, mark
from dauys.apps.publication.pages.figures import (
    caption,
    chart,
    key_figures,
    line_rows,
    outcome,
    status_words,
    vote_rows,
    votes_table,
)
from dauys.apps.publication.pages.flags import flag, flagged
from dauys.apps.publication.pages.frames import Place, frame
from dauys.apps.publication.pages.leaves import Leaf, csv_bytes, json_bytes, leaf
from dauys.apps.publication.pages.maps import tile_map
from dauys.apps.publication.pages.notices import notices, notices_record
from dauys.apps.publication.pages.parts import Part, parts_of
from dauys.apps.publication.pages.precincttables import TABLE
from dauys.apps.publication.pages.reading import NONE_BELOW, PRECINCT
from dauys.apps.publication.pages.standings import (
    protocol_state,
    stage_words,
    stages_before_protocols,
    standing,
)
from dauys.apps.publication.pages.tabs import PRECINCTS, views
from dauys.apps.publication.pages.turnouts import hours_record
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import ContestNode, Result, UnitNode
from dauys.press import wording

ROWS = 80  # of the units beneath, or of candidates, on one part


def unit_pages(voice: Voice, code: str) -> Iterator[Leaf]:
    """The page of one unit, in as many parts as its tables need."""
    result = voice.reading.result(code)
    if result is None:
        return
    children = voice.ordered(voice.reading.children(code))
    ranking = voice.reading.once(("ranking", code), lambda: voice.reading.ranking(result))
    votes = vote_rows(voice, result, ranking) if _is_counted(result) else []
    above = result.contest is None
    facts = voice.reading.once(
        ("results", code),
        lambda: json_bytes(_record(voice, result)),
    )
    seen = attendance(voice.reading, result)
    for part in parts_of(max(len(children), len(votes)), ROWS):
        place = Place(unit_folder(voice.language, voice.election, code), "results", voice.names[code], code,
                      seen.as_of, part)  # fmt: skip
        table = [("table.csv", children_csv(voice, result, children))] if part.first else []
        context = {
            **frame(voice, place, twins=[("csv", "table.csv")]),
            "views": views(voice, place.folder, code, ""),
            **_context(voice, result, part, children, place.folder),
            "chart": chart(voice, votes) if part.first else None,
            "votes": votes_table(voice, votes, part),
            "map": tile_map(voice, code, place.folder) if part.first else None,
            "flagged": flagged(voice, result, place.folder) if part.first else None,
            "notices": notices(voice, code, place.folder) if part.first and above else None,
        }
        yield leaf(voice, place, "unit.html", context, facts, table)


def _record(voice: Voice, result: Result) -> dict[str, Any]:
    """The result as JSON; before any protocol the latest reading, above the contests the notices."""
    record = result.as_dict()
    if (read := attendance(voice.reading, result).read) is not None:
        record["latest_reading"] = hours_record([read])[0]
    if (rows := voice.book.precincts.get(result.unit)) is not None:
        record["precincts"] = {"count": rows.precincts, "table": f"{PRECINCTS}{TABLE}"}
    return {**record, **notices_record(voice.reading, result.unit)} if result.contest is None else record


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
        "stage": _stage(voice, contest) if contest and contest.unit == result.unit else None,
        "outcome": outcome(voice, result, contest) if contest and contest.unit == result.unit else None,
        "figures": key_figures(voice, result, contests=below) if _is_counted(result) else None,
        "winners": _winners(voice, result) if part.first else None,
        "units": _units(voice, result, children, part, folder),
        "lines": {"caption": voice.said("lines", "sums"), "rows": line_rows(voice, result.lines)}
        if _is_counted(result)
        else None,
    }


def _is_counted(result: Result) -> bool:
    """Whether anything came or is to come: nothing does where a poll was cancelled before it was counted."""
    return bool(result.received or result.expected)


def _stage(voice: Voice, contest: ContestNode) -> dict[str, str]:
    """The stage of a contest beside its status, which says it already before any protocol."""
    stage = stage_words(voice, contest)
    result = voice.book.result(contest.unit, contest.id)
    told = contest.state == "cancelled" or stages_before_protocols(voice, result)
    return {**stage, "said": ""} if told else stage


def _winners(voice: Voice, result: Result) -> dict[str, Any] | None:
    if not result.winners:
        return None
    named = [
        (voice.party(name) if kind == "party" else _way(voice, name), count)
        for kind, name, count in result.winners
    ]
    ranked = sorted(named, key=lambda one: (-one[1], wording.sort_key(one[0], voice.language)))
    rows = [(name, voice.number(count)) for name, count in ranked]
    heading = voice.said("winners", "heading" if result.status == "final" else "ahead")
    return {"heading": heading, "rows": rows}


def _way(voice: Voice, name: str) -> str:
    """A way of nomination; where the winners were read in a source, it may not name a winner's party."""
    return voice.said("winners", "not_attributed") if voice.book.winners_are_read else voice.way(name)


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
    seen = attendance(voice.reading, result)
    state, tone = protocol_state(voice, result) if precincts else _unit_state(voice, result)
    return {
        "href": link(folder, unit_folder(voice.language, voice.election, unit.code)),
        "name": voice.names[unit.code],
        "early": _is_early(voice, result),
        "coverage": voice.of(result.received, result.expected),
        "participated": voice.number(result.participated),
        "turnout": voice.percent(seen.percent),
        "read": mark(voice, seen),
        "last": standing(voice, result),
        "state": state,
        "tone": tone,
        "flag": flag(voice, result, precincts=precincts),
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
    below = voice.reading.contests_below.get(result.unit, NONE_BELOW)
    if result.contest is None and below.contests == below.cancelled:
        return voice.said("stage", "cancelled"), "bad"
    if stages := stages_before_protocols(voice, result):
        return str(voice.words["stage"][stages[-1]]), "care"
    return voice.said("status", f"{result.status}_short"), "good" if result.status == "final" else "care"


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
