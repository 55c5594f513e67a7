"""What happens in the sample election, in order of time; a home holds what happened up to its moment."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from dauys.apps.calendar.actions import mark_done
from dauys.apps.candidates.actions import ElectionEntry, enter_candidates
from dauys.apps.elections.models import Contest
from dauys.apps.elections.queries import contest_of
from dauys.apps.results.actions import Terms, accept_protocol, establish_results
from dauys.apps.territory.actions import UnitRow, enter_territory
from dauys.core.rights import OPERATOR, Actor
from dauys.ops.demo import sample

CAPITAL = ZoneInfo("Asia/Almaty")
BY = Actor(person="sample", office=OPERATOR)
END = dt.datetime(2021, 7, 28, 18, 0, tzinfo=CAPITAL)

# Duties that the sample's commissions carried out, with the day and the hour they were marked.
_DONE = {
    "msg_day": (2021, 6, 25, 17),
    "pub_tec": (2021, 6, 29, 12),
    "pub_district": (2021, 6, 30, 12),
    "pub_pec": (2021, 7, 6, 15),
    "pub_precincts": (2021, 7, 7, 10),
    "media_prices": (2021, 7, 8, 11),
    "reg_end": (2021, 7, 14, 18),
    "list_handover": (2021, 7, 5, 16),
    "list_display": (2021, 7, 9, 9),
    "list_display_special": (2021, 7, 19, 9),
    "notify_vote": (2021, 7, 13, 14),
    "early_close_list": (2021, 7, 16, 11),
    "ballots_last": (2021, 7, 23, 17),
    "pec_protocol": (2021, 7, 25, 23),
    "results": (2021, 7, 27, 12),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One verb at one moment."""

    at: dt.datetime
    what: str
    do: Callable[[], object]


def events() -> list[Event]:
    """All of the sample's events, oldest first."""
    begin = dt.datetime(2021, 6, 25, 9, 0, tzinfo=CAPITAL)
    rows = [UnitRow.model_validate(row) for row in sample.territory()]
    entry = ElectionEntry.model_validate(sample.election())
    found = [
        Event(begin, "territory", lambda: enter_territory(rows, by=BY, at=begin, place="sample")),
        Event(
            begin, "election", lambda: enter_candidates(entry, by=BY, at=begin, place="sample", sample=True)
        ),
    ]
    found += _duties() + _night() + _meetings()
    return sorted(found, key=lambda event: event.at)


def _duties() -> list[Event]:
    """Each district's commission marks its duties done, the evidence being the number of an act."""
    found = []
    for number, district in enumerate(sample.DISTRICTS, start=1):
        for order, (deadline, moment) in enumerate(_DONE.items(), start=1):
            at = dt.datetime(*moment, 10 * number, tzinfo=CAPITAL)
            evidence = f"№ {order}/{number}, {at:%d.%m.%Y}"
            found.append(Event(at, deadline, _marking(district, deadline, evidence, at)))
    return found


def _marking(district: str, deadline: str, evidence: str, at: dt.datetime) -> Callable[[], object]:
    return lambda: mark_done(sample.ELECTION, [district], deadline, evidence=evidence, by=BY, at=at)


def _night() -> list[Event]:
    """Protocols come in over the night: one is wrong first and corrected later, one is late."""
    chance = random.Random(sample.SEED + 2)
    closing = dt.datetime(2021, 7, 25, 21, 30, tzinfo=CAPITAL)  # 20:00 in the west, and the count
    found = []
    for order, protocol in enumerate(sample.protocols()):
        at = closing + dt.timedelta(minutes=chance.randint(0, 280))
        if order == 0:
            slip = replace(
                protocol,
                lines=protocol.lines | {"stationary_ballots": protocol.lines["stationary_ballots"] + 10},
            )
            found.append(Event(at, "protocol", _taking(slip, at, Terms())))
            at += dt.timedelta(hours=3)
            terms = Terms(reason="Стационарлық жәшіктегі бюллетеньдер қайта саналды · Бюллетени пересчитаны")
            found.append(Event(at, "correction", _taking(protocol, at, terms)))
        else:
            at += dt.timedelta(hours=9) if order == 4 else dt.timedelta()
            found.append(Event(at, "protocol", _taking(protocol, at, Terms())))
    return found


def _taking(protocol: sample.Protocol, at: dt.datetime, terms: Terms) -> Callable[[], object]:
    return lambda: accept_protocol(
        _contest(protocol.contest), protocol.precinct, protocol.lines, protocol.votes, terms, by=BY, at=at
    )


def _meetings() -> list[Event]:
    """On 27 July the district commissions establish the results."""
    by_district: dict[str, list[str]] = defaultdict(list)
    for unit in sample.UNITS:
        by_district[unit.district].append(f"{sample.ELECTION}/{unit.code}")
    found = []
    for hour, (district, contests) in enumerate(by_district.items(), start=9):
        for contest in contests:
            at = dt.datetime(2021, 7, 27, hour, 30, tzinfo=CAPITAL)
            evidence = f"{district[:4]}/{hour}, 27.07.2021"
            found.append(Event(at, "establishment", _establishing(contest, evidence, at)))
    return found


def _establishing(contest: str, evidence: str, at: dt.datetime) -> Callable[[], object]:
    return lambda: establish_results(_contest(contest), evidence=evidence, by=BY, at=at)


def _contest(code: str) -> Contest:
    found = contest_of(code)
    if found is None:
        raise LookupError(code)
    return found
