"""Above the contests: those that can still change, those cancelled, extended, repeated, opened again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from dauys.apps.publication.pages.addresses import link, unit_folder
from dauys.apps.publication.pages.figures import room
from dauys.apps.publication.pages.lives import EXTENSIONS, basis, decided, overturned, record
from dauys.apps.publication.pages.reading import Reading
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import ContestNode, DecisionNode, Result

LIMIT = 12  # contests named one by one; of more, the units beneath are named with their counts
MOST_ROWS = 24
# What is told of a contest by its state; of any other, a second establishment or an extension.
VERBS = {
    "cancelled": "cancel_poll",
    "repeated": "call_repeat_election",
    "reopened": "correct_protocol",
}

Noted = tuple[ContestNode, DecisionNode]
Section = dict[str, Any]


def noted(reading: Reading, code: str) -> list[Noted]:
    """The contests beneath a unit of which a reader must know something, each with what was decided."""
    return [
        (contest, one)
        for contest in reading.decided_below.get(code, ())
        if (one := _told(contest)) is not None
    ]


def _told(contest: ContestNode) -> DecisionNode | None:
    verb = VERBS.get(contest.state)
    if verb is not None:
        return contest.decided(verb)
    if len(contest.establishments) > 1:
        return contest.establishments[-1]
    return next((one for one in reversed(contest.decisions) if one.verb in EXTENSIONS), None)


def notices(voice: Voice, code: str, folder: str) -> list[Section]:
    """Links to those contests, or to the units that they lie in; one section for each list."""
    sections = []
    if open_ := voice.reading.alarms_below.get(code, ()):
        heading = voice.said("notices", "alarms", n=voice.number(len(open_)))
        few = len(open_) <= LIMIT
        rows = _alarms(voice, code, open_, folder) if few else _alarms_by_unit(voice, code, folder)
        sections.append(_section(voice, "alarms", heading, list(rows)))
    if found := noted(voice.reading, code):
        few = len(found) <= LIMIT
        rows = _contests(voice, code, found, folder) if few else _units(voice, code, found, folder)
        sections.append(_section(voice, "notices", voice.said("notices", "heading"), list(rows)))
    return sections


def _section(voice: Voice, name: str, heading: str, rows: Sequence[dict[str, str]]) -> Section:
    more = len(rows) - MOST_ROWS
    return {
        "id": name,
        "heading": heading,
        "rows": rows[:MOST_ROWS],
        "more": voice.said("notices", "more", n=voice.number(more)) if more > 0 else "",
    }


def _alarms(voice: Voice, code: str, found: Sequence[Result], folder: str) -> Iterator[dict[str, str]]:
    results = {result.unit: result for result in found}
    for unit in voice.ordered(tuple(voice.book.units[one] for one in results)):
        yield _row(voice, unit.code, code, folder, " ".join(room(voice, results[unit.code])))


def _alarms_by_unit(voice: Voice, code: str, folder: str) -> Iterator[dict[str, str]]:
    """One row for each unit right beneath: in how many of its contests the outcome can still change."""
    for unit in voice.ordered(voice.reading.children(code)):
        own = voice.reading.alarms_below.get(unit.code, ())
        if len(own) == 1:
            yield from _alarms(voice, code, own, folder)
        elif own:
            said = voice.said("notices", "can_change", n=voice.number(len(own)))
            yield _row(voice, unit.code, code, folder, said)


def _row(voice: Voice, unit: str, seen_from: str, folder: str, said: str) -> dict[str, str]:
    return {
        "href": link(folder, unit_folder(voice.language, voice.election, unit)),
        "name": voice.names[unit],
        "within": voice.within(unit, seen_from),
        "said": said,
        "when": "",
        "basis": "",
    }


def _contests(voice: Voice, code: str, found: Sequence[Noted], folder: str) -> Iterator[dict[str, str]]:
    for contest, one in found:
        yield {
            **_row(voice, contest.unit, code, folder, _said(voice, contest, one)),
            "when": voice.moment(one.at, contest.unit),
            "basis": basis(voice, one),
        }


def _said(voice: Voice, contest: ContestNode, one: DecisionNode) -> str:
    """The decision, and what had been established before it."""
    earlier = overturned(voice, contest) if one.verb in ("establish_results", "correct_protocol") else ""
    return f"{decided(voice, contest, one)}. {earlier}" if earlier else decided(voice, contest, one)


def _units(voice: Voice, code: str, found: Sequence[Noted], folder: str) -> Iterator[dict[str, str]]:
    """One row for each unit right beneath: how many of its contests were cancelled, extended and so on."""
    for unit in voice.ordered(voice.reading.children(code)):
        within = {contest.id for contest in voice.reading.decided_below.get(unit.code, ())}
        own = [(contest, one) for contest, one in found if contest.id in within]
        if len(own) == 1:
            yield from _contests(voice, code, own, folder)
        elif own:
            counts = Counter(one.verb for _, one in own)
            said = [
                voice.said("notices", verb, n=voice.number(count)) for verb, count in sorted(counts.items())
            ]
            yield _row(voice, unit.code, code, folder, "; ".join(said))


def notices_record(reading: Reading, code: str) -> dict[str, Any]:
    """The same as JSON, all of them; no key where there is none."""
    alarms = [
        {"contest": one.contest, "unit": one.unit, "margin": one.margin, "outstanding": one.outstanding}
        for one in reading.alarms_below.get(code, ())
    ]
    found = [record(contest, one) for contest, one in noted(reading, code)]
    return {**({"alarms": alarms} if alarms else {}), **({"notices": found} if found else {})}
