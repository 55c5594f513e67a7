"""How a unit stands, in one cell of a table: who leads so far, who was elected, or why nothing is decided."""

from __future__ import annotations

from dauys.apps.publication.pages.reading import NONE_BELOW, SETTLED
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import ContestNode, Result
from dauys.apps.results.queries.book import SHOWN_PLACES
from dauys.core.exact import percent
from dauys.core.lifecycle import STAGES

IN_ORDER = (*STAGES[: STAGES.index("silence")], "extended", *STAGES[STAGES.index("silence") :])
TONES = {"accepted": "good", "released": "care", "kept_out": "bad"}


def standing(voice: Voice, result: Result) -> str:
    """A unit beneath in one cell: the outcome of its contest as far as it goes, or the contests decided."""
    if result.contest is None:
        return _contests(voice, result)
    if voice.book.contests[result.contest].unit != result.unit:
        return ahead(voice, result)
    kind = result.outcome_kind or "undecided"
    if result.status != "final" and result.state != "cancelled":
        if not result.received:
            return voice.number(None)
        if kind == "elected" or result.outcome_reason == "incomplete":
            return voice.said("units", "leading", names=ahead(voice, result))
    said = voice.said("units", kind, names=voice.listed(result.outcome_candidates))
    why = voice.words["why"].get(result.outcome_reason, "") if kind == "undecided" else ""
    return f"{said}: {why}" if why else said


def ahead(voice: Voice, result: Result) -> str:
    """Who has the most votes, with their share: candidates, or the line against all; a dash without votes."""
    leaders = voice.reading.leaders(result)
    if leaders:
        names = ", ".join(row.name for row in leaders)
        share = voice.reading.share(leaders[0], result)
    elif votes := voice.reading.against_first(result):
        names, share = voice.said("votes", "against_all"), percent(votes, result.participated, SHOWN_PLACES)
    else:
        return voice.number(None)
    return voice.said("units", "most_said", name=names, share=voice.percent(share))


def _contests(voice: Voice, result: Result) -> str:
    below = voice.reading.contests_below.get(result.unit, NONE_BELOW)
    a, b = voice.number(below.established), voice.number(below.contests)
    said = voice.said("units", "contests_final", a=a, b=b)
    if not below.cancelled:
        return said
    return f"{said}; {voice.said('units', 'contests_cancelled', n=voice.number(below.cancelled))}"


def awaits(result: Result) -> bool:
    """Whether every protocol is in and counts, and only the commission's decision is still to come."""
    return (
        0 < result.expected <= result.received
        and not result.kept_out
        and result.status != "final"
        and result.state != "cancelled"
    )


def stage_words(voice: Voice, contest: ContestNode) -> dict[str, str]:
    """Where a contest stands in its life, as a tag, and whether it is an early one."""
    tone = "good" if contest.state in SETTLED else "bad" if contest.state == "cancelled" else "care"
    said = str(voice.words["stage"].get(contest.state, contest.state))
    if contest.state == "counting" and awaits(voice.book.result(contest.unit, contest.id)):
        said = voice.said("status", "awaiting")
    early = voice.said("front", "is_early") if contest.is_early else ""
    return {"said": said, "tone": tone, "early": early}


def stages_before_protocols(voice: Voice, result: Result) -> list[str]:
    """The stages of the contests of which no protocol has come, earliest first; empty once one has."""
    if result.received or not result.expected:
        return []
    reading = voice.reading
    found = {result.state} if result.contest is not None else reading.stages_below.get(result.unit, set())
    return [stage for stage in IN_ORDER if stage in found] if found <= {*IN_ORDER, "cancelled"} else []


def stage_before_protocols(voice: Voice, result: Result) -> str:
    """The furthest of these stages in words; empty where there is none."""
    stages = stages_before_protocols(voice, result)
    if stages and stages[-1] == "counting":
        return voice.said("status", "no_protocols" if len(stages) == 1 else "voting_ends")
    return str(voice.words["stage"][stages[-1]]) if stages else ""


def protocol_state(voice: Voice, result: Result) -> tuple[str, str]:
    """What became of the protocol of a precinct, in a word with its tone: the same words on every page."""
    sheet = voice.book.sheet(result.contest, result.unit) if result.contest is not None else None
    if sheet is not None:
        return voice.said("protocol", sheet.state), TONES.get(sheet.state, "")
    if result.state == "cancelled":
        return voice.said("stage", "cancelled"), "bad"
    return voice.said("protocol", "expected"), ""
