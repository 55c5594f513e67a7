"""The page of a precinct: its protocol, every relation with both sides, the versions and when they came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from dauys.apps.publication.pages.addresses import unit_folder
from dauys.apps.publication.pages.attendance import attendance, turnout_words
from dauys.apps.publication.pages.figures import chart, line_rows, vote_rows, votes_table
from dauys.apps.publication.pages.frames import Place, frame
from dauys.apps.publication.pages.leaves import Leaf, csv_bytes, json_bytes, leaf
from dauys.apps.publication.pages.lives import cancellation, cited
from dauys.apps.publication.pages.parts import parts_of
from dauys.apps.publication.pages.standings import protocol_state
from dauys.apps.publication.pages.tabs import views
from dauys.apps.publication.pages.turnouts import hours_record, turnout_section
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import Result, Sheet, TurnoutPoint, VoteRow
from dauys.core.findings import Finding, Severity, Sides

ROWS = 50
WEIGHTS = {"released": "alarm", "kept_out": "wrong"}
SIGNS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}


def precinct_pages(voice: Voice, code: str) -> Iterator[Leaf]:
    """The page of one precinct, in several parts only where very many candidates stand."""
    result = voice.reading.result(code)
    if result is None:
        return
    sheet = voice.book.sheet(result.contest, code) if result.contest is not None else None
    shown = _as_on_the_protocol(result, sheet)
    once = voice.reading.once
    ranking = once(("ranking", code), lambda: voice.reading.ranking(shown))
    votes = vote_rows(voice, shown, ranking)
    points = voice.book.turnouts.get(code, ())
    facts = once(("results", code), lambda: json_bytes(_record(result, sheet, points)))
    for part in parts_of(len(votes), ROWS):
        place = Place(unit_folder(voice.language, voice.election, code), "results", voice.names[code], code,
                      attendance(voice.reading, result).as_of, part)  # fmt: skip
        context = {
            **frame(voice, place, twins=[("csv", "table.csv")]),
            **_context(voice, shown, sheet),
            "chart": chart(voice, votes) if part.first else None,
            "votes": votes_table(voice, votes, part) if sheet is not None else None,
            **turnout_section(voice, points if part.first else ()),
            "views": views(voice, place.folder, code, ""),
        }
        table = [("table.csv", protocol_csv(voice, sheet))] if part.first else []
        yield leaf(voice, place, "precinct.html", context, facts, table)


def _record(result: Result, sheet: Sheet | None, points: Sequence[TurnoutPoint]) -> dict[str, Any]:
    record = {**result.as_dict(), "protocol": protocol_record(sheet)}
    return {**record, "hours": hours_record(points)} if points else record


def _as_on_the_protocol(result: Result, sheet: Sheet | None) -> Result:
    """The result with the protocol's own figures: they are shown also where it is kept out of the totals."""
    if sheet is None or sheet.state != "kept_out":
        return result
    rows = tuple(
        VoteRow(row.candidate, row.name, row.party, sheet.votes.get(row.candidate), None)
        for row in result.votes or ()
    )
    return replace(result, votes=rows, lines=sheet.lines)


def _warning(voice: Voice, sheet: Sheet) -> str:
    """What a reader must know of a protocol that was let in or kept out, and which version counts instead."""
    if sheet.state == "kept_out" and sheet.counted_number is not None:
        return voice.said("precinct", "kept_out_counts", n=sheet.counted_number)
    return voice.said("precinct", sheet.state) if sheet.state in WEIGHTS else ""


def _context(voice: Voice, result: Result, sheet: Sheet | None) -> dict[str, Any]:
    contest = voice.reading.contest(result.unit)
    cancelled = cancellation(voice, contest) if contest is not None else ""
    if sheet is None:
        return {
            "sheet": _nothing(voice, result, cancelled),
            "cancelled": cancelled,
            "lines": None, "relations": None, "versions": None, "corrections": [],
        }  # fmt: skip
    return {
        "sheet": _sheet(voice, result, sheet),
        "cancelled": cancelled,
        "lines": {"caption": voice.said("precinct", "heading"), "rows": line_rows(voice, sheet.lines)},
        "relations": relations(voice, sheet.findings),
        "versions": _versions(voice, sheet),
        "corrections": _corrections(voice, sheet),
    }


def _nothing(voice: Voice, result: Result, cancelled: str) -> dict[str, Any]:
    """A protocol that has not come, or is not expected any more."""
    said, tone = protocol_state(voice, result)
    warning = "" if cancelled else voice.said("precinct", "not_received")
    return {
        "state": said, "tone": tone, "received": False, "figures": [], "warning": warning, "weight": "",
    }  # fmt: skip


def _sheet(voice: Voice, result: Result, sheet: Sheet) -> dict[str, Any]:
    said = voice.words["figures"]
    seen = attendance(voice.reading, result)
    state, tone = protocol_state(voice, result)
    return {
        "state": state,
        "tone": tone,
        "received": True,
        "warning": _warning(voice, sheet),
        "weight": WEIGHTS.get(sheet.state, ""),
        "figures": [
            (said["turnout"], voice.percent(result.turnout), turnout_words(voice, seen)),
            (said["participated"], voice.number(result.participated), ""),
            (voice.said("precinct", "version"), voice.number(sheet.number),
             f"{voice.said('precinct', 'received_at')}: {voice.moment(sheet.received_at, sheet.precinct)}"),
        ],
    }  # fmt: skip


def relations(voice: Voice, findings: tuple[Finding, ...]) -> dict[str, Any] | None:
    """Every relation with both sides and whether it holds, in the order of the law; None without any."""
    if not findings:
        return None
    told = [finding.holds for finding in findings]
    said = voice.said(
        "relations", "said", holds=told.count(True), broken=told.count(False), unchecked=told.count(None)
    )
    return {"said": said, "rows": [_relation_row(voice, finding) for finding in findings]}


def _relation_row(voice: Voice, finding: Finding) -> dict[str, Any]:
    sentence, basis = voice.relation(finding.code)
    words = voice.words["relations"]
    sign, state = _answer(voice, finding)
    tone = "good" if finding.holds else ""
    if finding.holds is False:
        state = f"{state} ({words[finding.severity.value]})"
        tone = "bad" if finding.severity is Severity.ERROR else "care"
    return {
        "code": finding.code,
        "sentence": sentence,
        "basis": basis,
        "sides": _sides(voice, finding),
        "comparisons": [(_sides(voice, one), *_answer(voice, one)) for one in finding.comparisons],
        "join": words[finding.join] if finding.join else "",
        "state": state,
        "tone": tone,
        "sign": sign,
    }


def _answer(voice: Voice, one: Finding | Sides) -> tuple[str, str]:
    """Whether a relation, or one comparison of it, holds: a sign and the word."""
    words = voice.words["relations"]
    if one.holds is None:
        return "–", words["unchecked"]
    return ("✓", words["holds"]) if one.holds else ("✗", words["broken"])


def _sides(voice: Voice, one: Finding | Sides) -> str:
    words = voice.words["relations"]
    if one.left is None and one.right is None:
        return str(words["missing"])
    left = words["missing"] if one.left is None else voice.number(one.left)
    if one.op == "present":
        return str(left)
    right = words["missing"] if one.right is None else voice.number(one.right)
    return f"{left} {SIGNS.get(one.op, one.op)} {right}"


def _versions(voice: Voice, sheet: Sheet) -> list[dict[str, str]]:
    return [
        {
            "number": voice.number(version.number),
            "state": voice.said("protocol", version.state),
            "at": voice.moment(version.at, sheet.precinct),
            "reason": cited(voice, version.reason) or voice.said("versions", "none"),
            "sha256": version.sha256 or voice.number(None),
        }
        for version in sheet.versions
    ]


def _corrections(voice: Voice, sheet: Sheet) -> list[dict[str, Any]]:
    """What each version changed in the one before it, the latest first, and why."""
    pairs = [*zip(sheet.versions, sheet.versions[1:], strict=False)]
    return [
        {
            "heading": voice.said("versions", "changed", before=voice.number(before.number),
                                  after=voice.number(after.number)),
            "reason": cited(voice, after.reason),
            "rows": [(figure_label(voice, one.code), voice.number(one.before), voice.number(one.after))
                     for one in before.changes],
        }
        for before, after in reversed(pairs)
    ]  # fmt: skip


def figure_label(voice: Voice, code: str) -> str:
    """What a figure of the protocol is called: a line of the law, or a candidate after `votes:`."""
    candidate = code.removeprefix("votes:")
    return voice.labels[code] if candidate == code else voice.reading.candidates[candidate].name


def protocol_record(sheet: Sheet | None) -> dict[str, Any] | None:
    """The protocol as JSON: figures, every relation with both sides, the versions."""
    if sheet is None:
        return None
    return {
        "contest": sheet.contest,
        "precinct": sheet.precinct,
        "version": sheet.number,
        "state": sheet.state,
        "received_at": sheet.received_at.isoformat(),
        "lines": dict(sheet.lines),
        "votes": dict(sheet.votes),
        "findings": [_finding_record(one) for one in sheet.findings],
        "versions": [
            {"number": one.number, "state": one.state, "at": one.at.isoformat(), "reason": one.reason,
             "sha256": one.sha256, "changes": [asdict(change) for change in one.changes]}
            for one in sheet.versions
        ],
    }  # fmt: skip


def _finding_record(one: Finding) -> dict[str, Any]:
    """The answer of one relation; of one with several comparisons also each of them."""
    record: dict[str, Any] = {
        "code": one.code, "severity": one.severity.value, "holds": one.holds, "left": one.left,
        "op": one.op, "right": one.right,
    }  # fmt: skip
    if one.comparisons:
        record |= {"join": one.join, "comparisons": [asdict(sides) for sides in one.comparisons]}
    return record


def protocol_csv(voice: Voice, sheet: Sheet | None) -> bytes:
    """The protocol as a table: one row per line of the law and per candidate."""
    rows: list[tuple[str, str, int | None]] = []
    if sheet is not None:
        rows += [(code, voice.labels[code], figure) for code, figure in sheet.lines.items()]
        known = voice.reading.candidates
        rows += [(f"votes:{code}", known[code].name, votes) for code, votes in sheet.votes.items()]
    return csv_bytes(("code", "name", "figure"), rows)
