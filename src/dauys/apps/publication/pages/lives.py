"""The life of a contest in words: what was decided about it, when, and by which act."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from dauys.apps.publication.pages.reading import counts_from_call
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import ContestNode, DecisionNode
from dauys.core.timetable import rule_words
from dauys.press import wording

ACT = re.compile(r"№\s*(?P<number>[^\s,]+),?\s+(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<year>\d{4})")
REPEAT = "repeat"  # the deadline of a law by which a repeat election is held
EXTENSIONS = ("extend_nomination", "extend_election")


def cited(voice: Voice, evidence: str) -> str:
    """Evidence that is an act's number and date (`№ 9, 24.10.2021`) in words; any other as it was written."""
    return _act(voice, "act", evidence) or evidence


def _act(voice: Voice, key: str, evidence: str) -> str:
    """An act in the words of the language; empty where the evidence is something else."""
    found = ACT.fullmatch(evidence.strip())
    if found is None:
        return ""
    try:
        date = dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return ""
    day = wording.day_as_attribute(date, voice.language)
    return voice.said("life", key, number=found["number"], day=day)


def timeline(voice: Voice, contest: ContestNode) -> list[dict[str, str]]:
    """The call and every decision since, earliest first; empty where nothing was decided since the call."""
    if not contest.decisions:
        return []
    steps = [_step(voice, contest, one) for one in contest.decisions]
    if not counts_from_call(voice.book):
        return steps
    called = voice.said("life", "call_early" if contest.is_early else "call_election")
    return [{"when": voice.day(voice.book.election.called_on), "said": called, "basis": ""}, *steps]


def _step(voice: Voice, contest: ContestNode, one: DecisionNode) -> dict[str, str]:
    term = _term(voice) if one.verb == "call_repeat_election" else ""
    return {
        "when": voice.moment(one.at, contest.unit),
        "said": ". ".join(filter(None, (decided(voice, contest, one), term))),
        "basis": basis(voice, one),
    }


def _term(voice: Voice) -> str:
    """By when the law has a repeat election held, in its words; empty where the pack has no such term."""
    found = next((one for one in voice.book.pack.deadlines if one.code == REPEAT), None)
    if found is None:
        return ""
    rule = rule_words(found, voice.book.pack).in_language(voice.language)
    return voice.said("life", "term", rule=rule, article=found.article)


def decided(voice: Voice, contest: ContestNode, one: DecisionNode) -> str:
    """A decision in words: `Nomination of candidates extended to …`."""
    until = voice.moment(one.until_at, contest.unit) if one.until_at is not None else voice.number(None)
    again = one.verb == "establish_results" and one != contest.establishments[0]
    said = voice.said("life", "established_again" if again else one.verb, until=until)
    return f"{said}. {established(voice, one)}" if one.outcome else said


def established(voice: Voice, one: DecisionNode) -> str:
    """What an establishment came to: `Elected: …`."""
    return voice.said("outcome", one.outcome, names=voice.listed(one.candidates))


def overturned(voice: Voice, contest: ContestNode) -> str:
    """What had been established before a protocol was corrected, as a sentence.

    Empty where nothing had been, or the result was established again as it was.
    """
    earlier = contest.establishments
    if contest.state != "reopened":
        now, earlier = earlier[-1:], earlier[:-1]
        if not earlier or _result(earlier[-1]) == _result(now[-1]):
            return ""
    if not earlier or not earlier[-1].outcome:
        return ""
    when = voice.moment(earlier[-1].at, contest.unit)
    return voice.said("life", "before", when=when, said=established(voice, earlier[-1]))


def _result(one: DecisionNode) -> tuple[str, tuple[str, ...]]:
    return one.outcome, one.candidates


def basis(voice: Voice, one: DecisionNode) -> str:
    """`Basis: act No. 9 of 24 October 2021`; empty where nothing was written."""
    return voice.said("life", "basis", evidence=cited(voice, one.evidence)) if one.evidence else ""


def cancellation(voice: Voice, contest: ContestNode) -> str:
    """That the poll was cancelled, when and by which act, as a sentence; empty where it was not."""
    one = contest.decided("cancel_poll")
    if one is None:
        return ""
    when = voice.moment(one.at, contest.unit)
    if act := _act(voice, "by_decision", one.evidence):
        return voice.said("life", "cancelled_by", when=when, act=act)
    return voice.said("life", "cancelled_for", when=when, reason=one.evidence.rstrip("."))


def extensions(voice: Voice, contest: ContestNode) -> list[str]:
    """Every extension of a term as a sentence with its basis."""
    return [
        f"{decided(voice, contest, one)}. {basis(voice, one)}".strip()
        for one in contest.decisions
        if one.verb in EXTENSIONS
    ]


def record(contest: ContestNode, one: DecisionNode) -> dict[str, Any]:
    """A decision as JSON where several contests stand together."""
    return {"contest": contest.id, "unit": contest.unit, **one.as_dict()}
