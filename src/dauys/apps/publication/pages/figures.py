"""The figures of a result as a page shows them: coverage, turnout, votes, lines, the outcome in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dauys.apps.publication.pages.attendance import attendance, heading, turnout_words
from dauys.apps.publication.pages.lives import cancellation, overturned, timeline
from dauys.apps.publication.pages.parts import Part
from dauys.apps.publication.pages.reading import NONE_BELOW, Below, Ranked
from dauys.apps.publication.pages.standings import awaits, stage_before_protocols
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import CandidateNode, ContestNode, Result
from dauys.apps.results.queries.book import SHOWN_PLACES
from dauys.core.exact import percent

CHART_ROWS = 10
CHART_ROW_HEIGHT = 46
CHART_LONGEST = 55  # percent of the width that the longest bar takes; its figure stands to the right


def coverage_width(received: int, expected: int) -> str:
    """The width of the bar of progress in percent, full where more came than was expected."""
    if expected <= 0:
        return "0"
    return tenths(min(received, expected) * 1000 // expected)


def tenths(count: int) -> str:
    """A count of tenths as a decimal number: 857 → `85.7`."""
    return f"{count // 10}.{count % 10}"


def status_words(voice: Voice, result: Result) -> dict[str, str]:
    """Preliminary, final, or that no poll was left to count, as a tag; before any protocol the stage.

    Above the contests, where no protocol's time can say how old the page is, `shown` names the moment shown.
    """
    if result.state == "cancelled":
        return {"said": voice.said("status", "cancelled"), "tone": "bad", "shown": ""}
    below = voice.reading.contests_below.get(result.unit, NONE_BELOW)
    if result.contest is None and below.contests == below.cancelled:
        return {"said": voice.said("status", "all_cancelled"), "tone": "bad", "shown": ""}
    if stage := stage_before_protocols(voice, result):
        when = voice.moment(voice.book.at, result.unit) if result.contest is None else ""
        shown = voice.said("foot", "shown", when=when) if when else ""
        return {"said": stage, "tone": "care", "shown": shown}
    tone = "good" if result.status == "final" else "care"
    return {"said": voice.said("status", result.status), "tone": tone, "shown": ""}


def key_figures(voice: Voice, result: Result, *, contests: Below | None = None) -> dict[str, Any]:
    """The figures at the head of a page; `contests` are those beneath where several are summed."""
    said = voice.words["figures"]
    seen = attendance(voice.reading, result)
    took_part = (said["participated"], voice.number(result.participated))
    if seen.read is not None:
        took_part = (voice.said("turnout", "voted"), voice.number(seen.count))
    rows = [took_part, (said["registered"], voice.number(seen.registered))]
    if contests is not None:
        rows.append((said["contests_final"], voice.of(contests.established, contests.contests)))
        if contests.cancelled:
            rows.append((said["contests_cancelled"], voice.number(contests.cancelled)))
    troubles = (("kept_out", result.kept_out), ("errors", result.errors), ("warnings", result.warnings))
    rows += [(said[name], voice.number(count)) for name, count in troubles if count]
    return {
        "coverage": voice.of(result.received, result.expected),
        "width": coverage_width(result.received, result.expected),
        "heading": heading(voice, seen),
        "turnout": voice.percent(seen.percent),
        "turnout_of": turnout_words(voice, seen),
        "rows": rows,
        "nothing": result.received == 0 and result.expected > 0,
    }


def vote_rows(voice: Voice, result: Result, ranking: Sequence[Ranked]) -> list[dict[str, Any]]:
    """The candidates with votes and shares, most votes first; then those against all."""
    rows = [
        {
            "number": one.candidate.number,
            "name": one.row.name,
            "from": _from(voice, one.candidate),
            "count": one.row.votes,
            "votes": voice.number(one.row.votes),
            "share": voice.percent(one.share),
            "first": one.leads,
        }
        for one in ranking
    ]
    against = voice.book.pack.outcome.against_all
    if against and rows:
        votes = result.lines.get(against)
        share = voice.percent(percent(votes, result.participated, SHOWN_PLACES))
        rows.append(
            {"number": "", "name": voice.labels[against], "from": "", "count": votes,
             "votes": voice.number(votes), "share": share, "first": voice.reading.against_first(result) > 0}
        )  # fmt: skip
    return rows


def _from(voice: Voice, candidate: CandidateNode) -> str:
    if candidate.status == "withdrawn":
        return f"{voice.backing(candidate)} — {voice.said('votes', 'withdrawn')}".removeprefix(" — ")
    return voice.backing(candidate)


def votes_table(voice: Voice, rows: list[dict[str, Any]], part: Part) -> dict[str, Any] | None:
    """The rows of the votes that stand on this part, with their caption; None where there are none."""
    shown = part.cut(rows)
    if not shown:
        return None
    return {"caption": caption(voice, voice.said("votes", "heading"), part, len(rows)), "rows": shown}


def caption(voice: Voice, heading: str, part: Part, total: int) -> dict[str, str]:
    """The caption of a table: its heading, and of one in several parts the rows that it shows."""
    if part.of == 1 or total <= part.size:
        return {"heading": heading, "span": ""}
    first, last, _ = part.span(total)
    span = voice.said(
        "site", "rows", first=voice.number(first), last=voice.number(last), total=voice.number(total)
    )
    return {"heading": heading, "span": span}


def chart(voice: Voice, rows: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The bars of the `vote_rows` with most votes, in pixels down and percent across; None without votes.

    Those against all stand last, as in the table, however few candidates the chart has room for.
    """
    most = max((row["count"] or 0 for row in rows), default=0)
    if not most:
        return None
    candidates = [row for row in rows if row["number"]]
    against = rows[len(candidates) :]
    cut = len(candidates) > CHART_ROWS
    bars = [_bar(row, place, most) for place, row in enumerate([*candidates[:CHART_ROWS], *against])]
    said = voice.said("votes", "chart_first" if cut else "chart", n=CHART_ROWS)
    return {"caption": said, "cut": cut, "height": CHART_ROW_HEIGHT * len(bars), "bars": bars}


def _bar(row: dict[str, Any], place: int, most: int) -> dict[str, Any]:
    top = place * CHART_ROW_HEIGHT
    return {
        "name": row["name"],
        "said": f"{row['votes']} · {row['share']}",
        "width": tenths((row["count"] or 0) * CHART_LONGEST * 10 // most) + "%",
        "top": row["first"],
        "name_y": top + 15,
        "bar_y": top + 21,
        "said_y": top + 33,
    }


def line_rows(voice: Voice, lines: Any) -> list[tuple[str, str]]:
    """The lines of the protocol in the order of the law, with their figures."""
    return [(voice.labels[code], voice.number(figure)) for code, figure in lines.items()]


def outcome(voice: Voice, result: Result, contest: ContestNode) -> dict[str, Any]:
    """What the contest came to, in words, and the alarm while votes still out could change it."""
    rule, cancelled = voice.book.pack.outcome, contest.state == "cancelled"
    return {
        "tone": "wrong" if cancelled else "done" if result.status == "final" else "",
        "said": _decided(voice, result),
        "notes": [note for note in _notes(voice, result, contest) if note],
        "rule": "" if cancelled else rule.sentence.in_language(voice.language),
        "code": rule.code,
        "life": timeline(voice, contest),
        "alarm": _alarm(voice, result) if result.alarm else None,
    }


def _decided(voice: Voice, result: Result) -> str:
    kind = result.outcome_kind or "undecided"
    settled = result.status == "final" or kind == "cancelled"
    if settled and kind in {"elected", "run_off"}:
        return voice.said("outcome", kind, names=voice.listed(result.outcome_candidates))
    if settled:
        return voice.said("outcome", kind)
    if kind == "elected" or result.outcome_reason == "incomplete":
        leaders = tuple(row.candidate for row in voice.reading.leaders(result))
        if not leaders and voice.reading.against_first(result):
            return voice.said("outcome", "leading_against")
        key = "leading" if leaders else "leading_none"
        return voice.said("outcome", key, names=voice.listed(leaders))
    return voice.said("outcome", kind, names=voice.listed(result.outcome_candidates))


def _notes(voice: Voice, result: Result, contest: ContestNode) -> list[str]:
    if contest.state == "cancelled":
        came = voice.said("outcome", "came_before") if result.received else ""
        return [cancellation(voice, contest), voice.said("outcome", "no_result"), came]
    notes = [_reason(voice, result)]
    if contest.state == "reopened":
        notes.append(voice.said("outcome", "reopened"))
    notes.append(overturned(voice, contest))
    if result.status == "final" and contest.established_at is not None:
        when = voice.moment(contest.established_at, contest.unit)
        notes.append(voice.said("outcome", "established", when=when))
    if result.status != "final":
        notes.append(voice.said("outcome", "awaiting" if awaits(result) else "by_protocols"))
        if not result.alarm:
            notes += room(voice, result)
    return notes


def _reason(voice: Voice, result: Result) -> str:
    if not result.outcome_reason or (result.outcome_reason == "incomplete" and result.received == 0):
        return ""
    known = voice.words["reason"]
    sentence = str(known.get(result.outcome_reason, known["other"]))
    return sentence.format(names=voice.listed(result.outcome_candidates), code=result.outcome_reason)


def room(voice: Voice, result: Result) -> list[str]:
    """How far the outcome is from another one, and how many votes are still out."""
    if result.margin is None or result.received == 0 or result.outstanding == 0:
        return []
    notes = [voice.said("outcome", "margin", n=voice.number(result.margin))]
    if result.outstanding is None:
        notes.append(voice.said("outcome", "outstanding_unknown"))
    elif result.outstanding:
        notes.append(voice.said("outcome", "outstanding", n=voice.number(result.outstanding)))
    return notes


def _alarm(voice: Voice, result: Result) -> list[str]:
    return [voice.said("outcome", "alarm_said"), *room(voice, result)]
