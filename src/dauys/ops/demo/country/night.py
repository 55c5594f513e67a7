"""Election day and the night after it: turnout by the hour, protocols arriving, some wrong first, some late.

Real: the hours (10 to 20, capital time, and a preliminary total at 22), polls from 7:00 to 20:00 local, a
count of not more than twelve hours. Sample: every figure by the hour, every arrival, slip and correction.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from zoneinfo import ZoneInfo

from dauys.ops.demo.country.published import ELECTION_DAY, TURNOUT_HOURS
from dauys.ops.demo.country.records import Version
from dauys.ops.demo.country.voting import Tally

CAPITAL = ZoneInfo("Asia/Almaty")
CLOSING = 20  # local hour
# Of a hundred who vote, how many have by each local hour.
VOTED_BY = {8: 5, 9: 13, 10: 25, 11: 38, 12: 51, 13: 61, 14: 69, 15: 76, 16: 82, 17: 88, 18: 93, 19: 97}
COUNTED_PER_MINUTE = (6, 14)  # ballots
TRAVEL = (5, 60)  # minutes to the district commission
LATE_HOURS = (12, 15)  # hours after closing at which a late protocol arrives

Slip = Callable[[Tally], tuple[Tally, int] | None]  # the wrong protocol, the act that corrects it


def turnout_by_hour(issued: int, zone: ZoneInfo, chance: random.Random) -> tuple[int, ...]:
    """Voters with a ballot at each of TURNOUT_HOURS, never falling; the last is all of them.

    In the western regions polls are still open at 20:00 capital time, so only 22:00 has the whole there.
    """
    pace = chance.randint(80, 104)
    figures = [
        issued * min(VOTED_BY.get(hour, 100) * (pace if hour < CLOSING else 100), 10_000) // 10_000
        for hour in _local_hours(zone)
    ]
    return tuple(max(figures[: at + 1]) for at in range(len(figures)))


def _local_hours(zone: ZoneInfo) -> list[int]:
    noon = dt.datetime.combine(ELECTION_DAY, dt.time(12), tzinfo=CAPITAL)
    shift = noon.astimezone(zone).hour - noon.hour
    return [hour + shift for hour in TURNOUT_HOURS]


def arrival(issued: int, zone: ZoneInfo, chance: random.Random, *, late: bool) -> dt.datetime:
    """When the protocol comes in: after the count and the way, or the next morning."""
    closing = dt.datetime.combine(ELECTION_DAY, dt.time(CLOSING), tzinfo=zone)
    if late:
        low, high = LATE_HOURS
        return closing + dt.timedelta(minutes=chance.randint(low * 60, high * 60))
    counting = 25 + issued // chance.randint(*COUNTED_PER_MINUTE)
    return closing + dt.timedelta(minutes=counting + chance.randint(*TRAVEL), seconds=chance.randint(0, 59))


def versions(tally: Tally, at: dt.datetime, slip: Slip | None, chance: random.Random) -> tuple[Version, ...]:
    """The protocol as it stands in the end, after the wrong one where something slipped."""
    made = slip(tally) if slip else None
    if made is None:
        return (_version(tally, at),)
    wrong, number = made
    later = at + dt.timedelta(minutes=chance.randint(50, 300))
    return _version(wrong, at), _version(tally, later, act(number, later))


def _version(tally: Tally, at: dt.datetime, reason: str = "") -> Version:
    votes = {str(number): count for number, count in enumerate(tally.votes, start=1)}
    return Version(at, tally.lines, votes, reason)


# Numbers of the acts by which protocols were corrected: pages put words around a number and a day.
BOXES, CANCELLED, TOOK_PART, SWAPPED = 21, 22, 23, 24


def act(number: int, at: dt.datetime) -> str:
    """An act as evidence: its number and the day in the capital, the same in every language."""
    return f"№ {number}, {at.astimezone(CAPITAL):%d.%m.%Y}"


def _boxes(tally: Tally) -> tuple[Tally, int]:
    """Ten ballots too many in the fixed boxes: the protocol stays out until it is corrected (P-05)."""
    lines = tally.lines | {"stationary_ballots": tally.lines["stationary_ballots"] + 10}
    return Tally(lines, tally.votes), BOXES


def _cancelled(tally: Tally) -> tuple[Tally, int]:
    """Cancelled ballots miscounted: received are not issued plus cancelled (P-03)."""
    lines = tally.lines | {"ballots_cancelled": tally.lines["ballots_cancelled"] + 1}
    return Tally(lines, tally.votes), CANCELLED


def _participants(tally: Tally) -> tuple[Tally, int] | None:
    """Invalid ballots counted among those who took part (P-07)."""
    if not tally.lines["invalid"]:
        return None
    lines = tally.lines | {"participated": tally.lines["participated"] + tally.lines["invalid"]}
    return Tally(lines, tally.votes), TOOK_PART


def _swapped(tally: Tally) -> tuple[Tally, int] | None:
    """Votes of two neighbours on the ballot exchanged: no relation sees it, the paper does."""
    first, second, *others = tally.votes
    if first == second:
        return None
    return Tally(tally.lines, (second, first, *others)), SWAPPED


SLIPS: tuple[Slip, ...] = (_boxes, _cancelled, _participants, _swapped)
