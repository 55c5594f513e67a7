"""Election day and after: turnout by the hour, protocols as they come in, results established."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from dauys.apps.candidates.queries import candidates_in
from dauys.apps.elections.queries import law_of
from dauys.apps.results.actions import (
    Batch,
    Terms,
    call_repeat_election,
    cancel_poll,
    establish_results,
    import_protocols,
    release_protocol,
    report_turnout,
)
from dauys.core.protocol import form_of
from dauys.ops.demo import country as sample
from dauys.ops.demo.replay.event import BY, CAPITAL, Event, contest_at, contests_at, election_at

BIN = dt.timedelta(minutes=30)  # protocols that came in within it are taken in together


class Arrival(NamedTuple):
    """One version of a protocol as it comes in."""

    contest: str
    precinct: str
    version: sample.Version


def night(land: sample.Country) -> Iterator[Event]:
    """The events of one election from its day on."""
    yield from _turnout(land)
    yield from _protocols(land)
    yield from _releases(land)
    yield from _meetings(land)
    yield from _decisions(land)


def _turnout(land: sample.Country) -> Iterator[Event]:
    """A reading of all precincts at each hour, posted five minutes later."""
    for order, hour in enumerate(sample.TURNOUT_HOURS):
        hour_at = dt.datetime.combine(land.election_day, dt.time(hour), CAPITAL)
        readings = {
            precinct.code: (precinct.turnout[order], precinct.voters)
            for contest in land.contests()
            if contest.cancelled_at is None
            for precinct in contest.precincts
            if len(precinct.turnout) > order
        }
        at = hour_at + dt.timedelta(minutes=5)
        yield Event(at, f"turnout {hour}", _reporting(land.election, hour_at, readings, at))


def _reporting(
    election: str, hour_at: dt.datetime, readings: dict[str, tuple[int, int]], at: dt.datetime
) -> Callable[[], object]:
    return lambda: report_turnout(election_at(election), hour_at, readings, by=BY, at=at)


def _protocols(land: sample.Country) -> Iterator[Event]:
    """Versions in the order of their arrival, corrections apart: they carry their reason."""
    bins: dict[tuple[dt.datetime, str], list[Arrival]] = defaultdict(list)
    for contest in land.contests():
        for precinct in contest.precincts:
            for version in precinct.versions:
                begins = dt.datetime.fromtimestamp(
                    version.at.timestamp() // BIN.seconds * BIN.seconds, CAPITAL
                )
                bins[begins, version.reason].append(Arrival(contest.unit, precinct.code, version))
    for (_, reason), arrivals in bins.items():
        at = max(one.version.at for one in arrivals)
        yield Event(at, "protocols", _taking(land.election, arrivals, reason, at))


def _taking(election: str, arrivals: list[Arrival], reason: str, at: dt.datetime) -> Callable[[], object]:
    def take() -> object:
        found = election_at(election)
        return import_protocols(found, _batches(election, arrivals), Terms(reason=reason), by=BY, at=at)

    return take


def _batches(election: str, arrivals: list[Arrival]) -> list[Batch]:
    """The arrivals by contest, figures by the lines of the law and the places of the candidates."""
    found = election_at(election)
    lines = form_of(law_of(found).protocol).lines
    by_contest: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in arrivals:
        by_contest[f"{election}/{arrival.contest}"].append(arrival)
    contests = contests_at(list(by_contest))
    people = candidates_in(contests)
    batches = []
    for contest in contests:
        own = by_contest[contest.code]
        rows = [
            [one.version.lines[line] for line in lines]
            + [one.version.votes.get(person.number, 0) for person in people[contest.id]]
            for one in own
        ]
        precincts = [one.precinct for one in own]
        batches.append(Batch(contest, precincts, range(1, len(own) + 1), np.array(rows, dtype=np.int64)))
    return batches


def _releases(land: sample.Country) -> Iterator[Event]:
    for contest in land.contests():
        for precinct in contest.precincts:
            for version in precinct.versions:
                if version.released_at is not None:
                    code = f"{land.election}/{contest.unit}"
                    yield Event(version.released_at, "release", _releasing(code, precinct.code, version))


def _releasing(code: str, precinct: str, version: sample.Version) -> Callable[[], object]:
    at = version.released_at or version.at
    reason = version.release_reason
    return lambda: release_protocol(contest_at(code), precinct, reason=reason, by=BY, at=at)


def _meetings(land: sample.Country) -> Iterator[Event]:
    """A district's commission establishes the results of its contests at a meeting."""
    for region in land.regions:
        for district in region.districts:
            numbers = _acts(district)
            meetings: dict[dt.datetime, list[str]] = defaultdict(list)
            for one in district.contests:
                for at in (one.established_at, one.established_again_at):
                    if at is not None:
                        meetings[at].append(f"{land.election}/{one.unit}")
            for at, codes in meetings.items():
                yield Event(at, "establishment", _establishing(codes, numbers[at], at))


def _decisions(land: sample.Country) -> Iterator[Event]:
    """A tie is called again, a cancelled poll stays so."""
    for region in land.regions:
        for district in region.districts:
            numbers = _acts(district)
            for one in district.contests:
                code = f"{land.election}/{one.unit}"
                if one.cancelled_at is not None:
                    at = one.cancelled_at
                    yield Event(at, "cancelled", _cancelling(code, numbers[at], at))
                if (again := _called_again(one)) is not None:
                    yield Event(again, "repeat", _repeating(code, numbers[again], again))


def _called_again(one: sample.Contest) -> dt.datetime | None:
    """When a repeat election was called: the day after a tie was established."""
    if one.established_at is None or one.winner is not None or one.note is None:
        return None
    return one.established_at + dt.timedelta(days=1)


def _acts(district: sample.District) -> dict[dt.datetime, int]:
    """The numbers of a commission's acts by their moments: on from one for each candidate it decided on."""
    moments = {
        at
        for one in district.contests
        for at in (one.established_at, one.established_again_at, one.cancelled_at, _called_again(one))
        if at is not None
    }
    first = 1 + sum(len(one.candidates) for one in district.contests)
    return {at: number for number, at in enumerate(sorted(moments), start=first)}


def _cancelling(code: str, number: int, at: dt.datetime) -> Callable[[], object]:
    return lambda: cancel_poll(contest_at(code), reason=sample.act(number, at), by=BY, at=at)


def _establishing(codes: list[str], number: int, at: dt.datetime) -> Callable[[], object]:
    evidence = sample.act(number, at)
    return lambda: establish_results(contests_at(codes), evidence=evidence, by=BY, at=at)


def _repeating(code: str, number: int, at: dt.datetime) -> Callable[[], object]:
    evidence = sample.act(number, at)
    return lambda: call_repeat_election(contest_at(code), evidence=evidence, by=BY, at=at)
