"""Day by day: when each candidate was nominated, registered, refused or withdrew, and who is a woman.

Real: 2,322 nominated by 7 July by way, party and region, the ends of nomination and registration (18:00
local), 458 women among those registered. Sample: every single day and hour.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dauys.ops.demo.country import published
from dauys.ops.demo.country.people import Sex
from dauys.ops.demo.country.plan import RegionPlan
from dauys.ops.demo.country.standing import Slate

# Withdrew before a decision on registration, of a hundred who were not registered; the others were refused.
WITHDREW = 30
WOMEN_ELSEWHERE = 20  # of a hundred, among those not registered


@dataclass(slots=True)
class Place:
    """A place on a list that a person is to be invented for."""

    region: str
    party: str | None
    on_ballot: bool
    is_late: bool = False
    sex: Sex = "m"


def places(slates: Sequence[Slate], plans: Sequence[RegionPlan], chance: random.Random) -> list[list[Place]]:
    """The places of each slate, ballot first; late ones and women are chosen over the whole country."""
    found = [
        [Place(slate.region, party, on_ballot=True) for party in slate.ballot]
        + [Place(slate.region, party, on_ballot=False) for party in slate.others]
        for slate in slates
    ]
    everyone = [place for own in found for place in own]
    _choose_late(everyone, plans, chance)
    _choose_women(everyone, chance)
    return found


def _choose_late(everyone: list[Place], plans: Sequence[RegionPlan], chance: random.Random) -> None:
    """Who was nominated on 8 and 9 July: as many as the interim figures leave, of each party and region."""
    by_region = {plan.code: plan.nominated - plan.interim for plan in plans}
    by_party: Counter[str | None] = Counter(place.party for place in everyone)
    by_party.subtract(published.INTERIM_PARTIES)
    by_party[None] -= published.INTERIM_SELF
    order = list(everyone)
    chance.shuffle(order)
    order.sort(key=lambda place: place.party is None)  # parties first: the self-nominated fit everywhere
    for place in order:
        if by_party[place.party] > 0 and by_region[place.region] > 0:
            place.is_late = True
            by_party[place.party] -= 1
            by_region[place.region] -= 1
    if any(by_region.values()):
        raise ValueError(f"The interim figures are not met: {by_region}")


def _choose_women(everyone: list[Place], chance: random.Random) -> None:
    on_ballot = [place for place in everyone if place.on_ballot]
    for place in chance.sample(on_ballot, published.REGISTERED_WOMEN):
        place.sex = "f"
    for place in everyone:
        if not place.on_ballot and chance.randrange(100) < WOMEN_ELSEWHERE:
            place.sex = "f"


def nominated_at(place: Place, zone: ZoneInfo, chance: random.Random) -> dt.datetime:
    """A moment within office hours; by 7 July unless late, and by 18:00 on 9 July."""
    days = (published.INTERIM_DAY - published.NOMINATION_FROM).days
    day = published.NOMINATION_FROM + dt.timedelta(days=chance.randint(0, days))
    if place.is_late:
        day = published.INTERIM_DAY + dt.timedelta(days=chance.randint(1, 2))
    return _office_hour(day, zone, chance)


def decided_at(nominated: dt.datetime, zone: ZoneInfo, chance: random.Random) -> dt.datetime:
    """When the commission registered or refused, or the candidate withdrew: two days later to 14 July."""
    last = published.REGISTRATION_TO
    first = nominated.date() + dt.timedelta(days=2)
    return _office_hour(first + dt.timedelta(days=chance.randint(0, (last - first).days)), zone, chance)


def _office_hour(day: dt.date, zone: ZoneInfo, chance: random.Random) -> dt.datetime:
    """Between 9:00 and 17:59 local time."""
    time = dt.time(chance.randint(9, 17), chance.randint(0, 59))
    return dt.datetime.combine(day, time, tzinfo=zone)
