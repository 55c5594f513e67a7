"""From the call to the end of the campaign: the call, nomination and registration day by day, duties done."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator

from dauys.apps.calendar.actions import mark_done
from dauys.apps.candidates.actions import (
    CandidateEntry,
    nominate_candidates,
    refuse_registration,
    register_candidates,
    withdraw_candidates,
)
from dauys.apps.elections.actions import Call, Citation, ContestCall, call_election, cite_figures
from dauys.apps.results.actions import extend_nomination
from dauys.core.norms import Words
from dauys.ops.demo import country as sample
from dauys.ops.demo.replay.event import BY, CAPITAL, Event, contest_at, election_at

REFUSED_FOR = "Құжаттар талапқа сай емес · Документы не соответствуют требованиям"
WITHDREW_FOR = "Өз өтініші бойынша · По собственному заявлению"

# Days after the call, and the hour, at which the sample's district commissions marked a duty done.
_DUTIES = {
    "msg_day": (0, 17),
    "pub_tec": (4, 12),
    "pub_district": (5, 12),
    "list_handover": (10, 16),
    "pub_pec": (11, 15),
    "pub_precincts": (12, 10),
    "media_prices": (13, 11),
    "list_display": (14, 9),
    "notify_vote": (18, 14),
    "reg_end": (19, 18),
    "early_close_list": (21, 11),
    "list_display_special": (24, 9),
    "ballots_last": (28, 17),
    "pec_protocol": (31, 15),
    "results": (33, 10),
    "results_msg": (35, 12),
    "register_akim": (36, 12),
}


def campaign(land: sample.Country) -> Iterator[Event]:
    """The events of one election before its day, duties after it included."""
    called = dt.datetime.combine(land.called_on, dt.time(9), CAPITAL)
    yield Event(called, "call", lambda: call_election(_call(land), by=BY, at=called, place="sample"))
    yield from _candidacies(land)
    yield from _extensions(land)
    yield from _duties(land)


def cited_figures(land: sample.Country) -> Event:
    """Where the published figures were read, said together with the call."""
    at = dt.datetime.combine(land.called_on, dt.time(9, 1), CAPITAL)
    return Event(at, "figures", lambda: cite_figures(election_at(land.election), _citations(), by=BY, at=at))


def _call(land: sample.Country) -> Call:
    contests = tuple(
        ContestCall(f"{land.election}/{one.unit}", one.unit, is_early=one.call == "early")
        for one in land.contests()
    )
    return Call(land.election, land.law, land.called_on, land.election_day, contests, sample=True)


def _citations() -> list[Citation]:
    real = [Citation(_words(one.what), _as_printed(one.value), one.source) for one in sample.FIGURES]
    differing = [Citation(_words(one.what), one.done.en, one.source) for one in sample.DISCREPANCIES]
    invented = [Citation(_words(one), "", "", is_real=False) for one in sample.SAMPLE]
    return [*real, *differing, *invented]


def _as_printed(value: int | str) -> str:
    return f"{value:,}".replace(",", " ") if isinstance(value, int) else value


def _words(names: sample.Names) -> Words:
    return Words(kk=names.kk, ru=names.ru, en=names.en)


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
            election_at(election), codes, on=day, reason=REFUSED_FOR, by=BY, at=at
        )
    return lambda: withdraw_candidates(
        election_at(election), codes, on=day, reason=WITHDREW_FOR, by=BY, at=at
    )


def _extensions(land: sample.Country) -> Iterator[Event]:
    for one in land.contests():
        if one.nomination_extended_to is not None:
            until = one.nomination_extended_to
            at = dt.datetime.combine(until.date() - dt.timedelta(days=3), dt.time(15), CAPITAL)
            yield Event(at, "extension", _extending(f"{land.election}/{one.unit}", until, at))


def _extending(code: str, until: dt.datetime, at: dt.datetime) -> Callable[[], object]:
    return lambda: extend_nomination(
        contest_at(code), until=until, evidence=f"№ 3, {at:%d.%m.%Y}", by=BY, at=at
    )


def _duties(land: sample.Country) -> Iterator[Event]:
    """Each duty, done by all district commissions on one day; the evidence is the number of an act."""
    districts = [district.code for region in land.regions for district in region.districts]
    for order, (deadline, (days, hour)) in enumerate(_DUTIES.items(), start=1):
        at = dt.datetime.combine(land.called_on + dt.timedelta(days=days), dt.time(hour, 10), CAPITAL)
        yield Event(
            at, deadline, _marking(land.election, districts, deadline, f"№ {order}, {at:%d.%m.%Y}", at)
        )


def _marking(
    election: str, districts: list[str], deadline: str, evidence: str, at: dt.datetime
) -> Callable[[], object]:
    return lambda: mark_done(election, districts, deadline, evidence=evidence, by=BY, at=at)
