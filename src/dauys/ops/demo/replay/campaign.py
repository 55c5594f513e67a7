"""From the call to the end of the campaign: the call, nomination and registration day by day, duties done."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from dauys.apps.calendar.actions import mark_done
from dauys.apps.candidates.actions import (
    CandidateEntry,
    nominate_candidates,
    refuse_registration,
    register_candidates,
    withdraw_candidates,
)
from dauys.apps.elections.actions import Call, ContestCall, call_election
from dauys.apps.results.actions import extend_nomination
from dauys.ops.demo import country as sample
from dauys.ops.demo.replay.event import BY, CAPITAL, Event, contest_at, election_at

REFUSAL, WITHDRAWAL = 5, 6  # numbers of the acts, the same every day

DELIVERY = "pec_protocol"

# Days after the call, and the time on its own clock, at which each district commission marked a duty done.
_DUTIES = {
    "msg_day": (0, "17:10"),
    "pub_tec": (4, "12:10"),
    "pub_district": (5, "12:10"),
    "list_handover": (10, "16:10"),
    "pub_pec": (11, "15:10"),
    "pub_precincts": (12, "10:10"),
    "media_prices": (13, "11:10"),
    "list_display": (14, "09:10"),
    "notify_vote": (18, "14:10"),
    "reg_end": (19, "18:00"),
    "early_close_list": (21, "11:10"),
    "list_display_special": (24, "09:10"),
    "ballots_last": (28, "17:10"),
    "pec_open": (30, "06:10"),
    "turnout": (30, "22:10"),
}
# The same after the vote, where the results of all its contests are established.
_DUTIES_AFTER = {"results_msg": (35, "12:10"), "register_akim": (36, "12:10")}
_DELIVERY = dt.timedelta(minutes=30)  # protocols delivered within it are marked together


def campaign(land: sample.Country) -> Iterator[Event]:
    """The events of one election before its day, duties after it included."""
    called = dt.datetime.combine(land.called_on, dt.time(9), CAPITAL)
    yield Event(called, "call", lambda: call_election(_call(land), by=BY, at=called, place="sample"))
    yield from _candidacies(land)
    yield from _extensions(land)
    yield from _duties(land)


def _call(land: sample.Country) -> Call:
    contests = tuple(
        ContestCall(f"{land.election}/{one.unit}", one.unit, is_early=one.call == "early")
        for one in land.contests()
    )
    return Call(land.election, land.law, land.called_on, land.election_day, contests, sample=True)


def _candidacies(land: sample.Country) -> Iterator[Event]:
    """What happened to candidates, one event per day and kind, at the time of the day's last one."""
    nominated: dict[dt.date, list[tuple[dt.datetime, CandidateEntry]]] = defaultdict(list)
    happened: dict[tuple[dt.date, str], list[tuple[dt.datetime, str]]] = defaultdict(list)
    for contest in land.contests():
        for person in contest.candidates:
            code = f"{land.election}/{contest.unit}#{person.number}"
            entry = CandidateEntry(
                id=code,
                name=person.name,
                party=person.party,
                sex=person.sex,
                birth_year=person.birth_year,
                nominated_by=person.nominated_by,
                status="nominated",
            )
            nominated[_day(person.nominated_at)].append((person.nominated_at, entry))
            moments = {
                "register": person.registered_at,
                "refuse": person.refused_at,
                "withdraw": person.withdrawn_at,
            }
            for kind, at in moments.items():
                if at is not None:
                    happened[_day(at), kind].append((at, code))
    for day, found in nominated.items():
        at = max(moment for moment, _ in found)
        yield Event(at, "nomination", _nominating(land.election, [entry for _, entry in found], day, at))
    for (day, kind), changes in happened.items():
        at = max(moment for moment, _ in changes)
        yield Event(at, kind, _changing(kind, land.election, [code for _, code in changes], day, at))


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(CAPITAL).date()


def _nominating(
    election: str, entries: list[CandidateEntry], day: dt.date, at: dt.datetime
) -> Callable[[], object]:
    return lambda: nominate_candidates(election_at(election), entries, on=day, by=BY, at=at)


def _changing(
    kind: str, election: str, codes: list[str], day: dt.date, at: dt.datetime
) -> Callable[[], object]:
    if kind == "register":
        return lambda: register_candidates(election_at(election), codes, on=day, by=BY, at=at)
    if kind == "refuse":
        return lambda: refuse_registration(
            election_at(election), codes, on=day, reason=sample.act(REFUSAL, at), by=BY, at=at
        )
    return lambda: withdraw_candidates(
        election_at(election), codes, on=day, reason=sample.act(WITHDRAWAL, at), by=BY, at=at
    )


def _extensions(land: sample.Country) -> Iterator[Event]:
    for one in land.contests():
        if one.nomination_extended_to is not None:
            until = one.nomination_extended_to
            at = dt.datetime.combine(until.date() - dt.timedelta(days=3), dt.time(15), CAPITAL)
            yield Event(at, "extension", _extending(f"{land.election}/{one.unit}", until, at))


def _extending(code: str, until: dt.datetime, at: dt.datetime) -> Callable[[], object]:
    return lambda: extend_nomination(contest_at(code), until=until, evidence=sample.act(3, at), by=BY, at=at)


def _duties(land: sample.Country) -> Iterator[Event]:
    """Each duty, done by the district commissions of a zone at one time; the evidence is an act.

    After the vote each marks only what its contests bear out. That the results are established nobody marks:
    it follows from the contests. Some forget a duty, and some of them mark it when its term is over.
    """
    districts = [district for region in land.regions for district in region.districts]
    for zone, found in _by_zone(land).items():
        through = [one for one in found if all(map(_is_through, one.contests))]
        yield from _marked(land, zone, found, _DUTIES, 1)
        yield from _marked(land, zone, through, _DUTIES_AFTER, len(_DUTIES) + 1)
        yield from _marked_at_last(land, zone, found)
    for at, codes in _deliveries(districts).items():
        evidence = sample.act(len(_DUTIES) + len(_DUTIES_AFTER) + 1, at)
        yield Event(at, DELIVERY, _marking(land.election, codes, DELIVERY, evidence, at))


def _by_zone(land: sample.Country) -> dict[str, list[sample.District]]:
    found: dict[str, list[sample.District]] = defaultdict(list)
    for region in land.regions:
        found[region.zone].extend(region.districts)
    return found


def _marked(
    land: sample.Country,
    zone: str,
    districts: Sequence[sample.District],
    duties: Mapping[str, tuple[int, str]],
    first: int,
) -> Iterator[Event]:
    """Duties of these districts; `first` is the number of the first act."""
    forgotten = {(one.unit, one.deadline) for one in sample.lapses(land)}
    for order, (deadline, (days, time)) in enumerate(duties.items() if districts else (), start=first):
        codes = [code for code in _markers(land, districts, deadline) if (code, deadline) not in forgotten]
        at = _moment(land, zone, days, time)
        yield Event(at, deadline, _marking(land.election, codes, deadline, sample.act(order, at), at))


def _markers(land: sample.Country, districts: Sequence[sample.District], deadline: str) -> list[str]:
    """Whose commissions mark a duty: the districts; in some, of one duty, each precinct for itself."""
    apart = [one.code for one in sample.marked_by_precincts(land)] if deadline == sample.OF_PRECINCTS else []
    precincts = [
        precinct.code
        for district in districts
        if district.code in apart
        for contest in district.contests
        for precinct in contest.precincts
    ]
    return [one.code for one in districts if one.code not in apart] + precincts


def _marked_at_last(land: sample.Country, zone: str, districts: Sequence[sample.District]) -> Iterator[Event]:
    """What the commissions of a zone marked when its term was over."""
    here = {one.code for one in districts} | {
        precinct.code for one in districts for contest in one.contests for precinct in contest.precincts
    }
    bins: dict[tuple[str, int], list[str]] = defaultdict(list)
    for one in sample.lapses(land):
        if one.days is not None and one.unit in here:
            bins[one.deadline, one.days].append(one.unit)
    numbers = {deadline: order for order, deadline in enumerate((*_DUTIES, *_DUTIES_AFTER), start=1)}
    for (deadline, days), codes in bins.items():
        at = _moment(land, zone, days, "17:10")
        evidence = sample.act(numbers[deadline], at)
        yield Event(at, deadline, _marking(land.election, codes, deadline, evidence, at))


def _moment(land: sample.Country, zone: str, days: int, time: str) -> dt.datetime:
    """Days after the call, at a time on the clock of a zone."""
    day = land.called_on + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time.fromisoformat(time), ZoneInfo(zone))


def _is_through(contest: sample.Contest) -> bool:
    return contest.established_at is not None or contest.cancelled_at is not None


def _deliveries(districts: list[sample.District]) -> dict[dt.datetime, list[str]]:
    """By moment, the districts whose last protocol was delivered then; none where one never came."""
    bins: dict[int, list[tuple[dt.datetime, str]]] = defaultdict(list)
    for district in districts:
        held = [one for one in district.contests if one.cancelled_at is None]
        precincts = [precinct for one in held for precinct in one.precincts]
        if precincts and all(precinct.versions for precinct in precincts):
            last = max(precinct.versions[0].at for precinct in precincts)
            bins[int(last.timestamp() // _DELIVERY.seconds)].append((last, district.code))
    return {max(at for at, _ in found): [code for _, code in found] for found in bins.values()}


def _marking(
    election: str, districts: list[str], deadline: str, evidence: str, at: dt.datetime
) -> Callable[[], object]:
    return lambda: mark_done(election, districts, deadline, evidence=evidence, by=BY, at=at)
