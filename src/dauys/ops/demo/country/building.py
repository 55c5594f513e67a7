"""Puts the country together: plan, ground, candidates, protocols, in this order, from one seed.

Real and sample are told apart by the modules that make each part; see the page of figures (sources.py).
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import count
from zoneinfo import ZoneInfo

from dauys.ops.demo.country import published
from dauys.ops.demo.country.ground import Seat, seats
from dauys.ops.demo.country.night import SLIPS, Slip, arrival, turnout_by_hour, versions
from dauys.ops.demo.country.nomination import WITHDREW, Place, decided_at, nominated_at, places
from dauys.ops.demo.country.people import People
from dauys.ops.demo.country.places import places_on
from dauys.ops.demo.country.plan import RegionPlan, region_plans
from dauys.ops.demo.country.records import Candidate, Contest, Country, District, Names, Precinct, Region
from dauys.ops.demo.country.standing import slates
from dauys.ops.demo.country.voting import ballots_issued, leaning, tallies
from dauys.press.wording import sort_key

SEED = 20210725
WRONG_FIRST = 40  # protocols that come in wrong and are corrected the same night
LATE = 16  # protocols that come in the next morning


@lru_cache(maxsize=1)
def country() -> Country:
    """The country as it was on 25.07.2021: always the same, every published total met."""
    chance = random.Random(SEED)
    plans = region_plans()
    ground = {plan.code: seats(plan, chance) for plan in plans}
    sizes = {code: [seat.ballot for seat in found] for code, found in ground.items()}
    standing = iter(places(slates(plans, sizes, chance), plans, chance))
    people = People(chance)
    slips, late = _night_plan(chance)
    regions = []
    for plan in plans:
        maker = _Maker(plan, chance, people)
        regions.append(maker.region(ground[plan.code], standing, slips, late))
    return Country(
        published.ELECTION, published.LAW, published.CALLED_ON, published.ELECTION_DAY, tuple(regions)
    )


def _night_plan(chance: random.Random) -> tuple[Iterator[Slip | None], Iterator[bool]]:
    """Over all precincts in their order: which slip each makes, and whether it is late."""
    drawn = chance.sample(range(published.PRECINCTS), WRONG_FIRST + LATE)
    wrong, late = set(drawn[:WRONG_FIRST]), set(drawn[WRONG_FIRST:])
    slips = [chance.choice(SLIPS) if at in wrong else None for at in range(published.PRECINCTS)]
    return iter(slips), iter([at in late for at in range(published.PRECINCTS)])


class _Maker:
    """Makes one region: its candidates and precincts, seat by seat."""

    def __init__(self, plan: RegionPlan, chance: random.Random, people: People) -> None:
        self.plan = plan
        self.chance = chance
        self.people = people
        self.land = places_on(published.ELECTION_DAY)
        self.zone_name = self.land[plan.code].zone or self.land[self.land[plan.code].parent].zone
        self.zone = ZoneInfo(self.zone_name)
        self.numbers = count(1)

    def region(
        self,
        ground: Sequence[Seat],
        standing: Iterator[list[Place]],
        slips: Iterator[Slip | None],
        late: Iterator[bool],
    ) -> Region:
        """The region, its districts in the order of their codes."""
        lists = [voters for seat in ground for voters in seat.lists]
        issued = iter(ballots_issued(self.plan.issued, lists, self.chance))
        contests: dict[str, list[Contest]] = {}
        for seat in ground:
            own = [next(issued) for _ in seat.lists]
            contest = self._contest(seat, next(standing), own, slips, late)
            contests.setdefault(seat.district, []).append(contest)
        names = self.land[self.plan.code].names
        districts = tuple(self._district(code, found) for code, found in sorted(contests.items()))
        return Region(self.plan.code, names, self.zone_name, districts, self.plan.spread)

    def _district(self, code: str, contests: list[Contest]) -> District:
        """The district commission establishes all its results at one meeting on 27 July."""
        hour, minute = self.chance.randint(9, 17), self.chance.choice((0, 15, 30, 45))
        day = published.ELECTION_DAY + dt.timedelta(days=2)
        meeting = dt.datetime.combine(day, dt.time(hour, minute), tzinfo=self.zone)
        held = tuple(replace(contest, established_at=meeting) for contest in contests)
        return District(code, self.land[code].names, held)

    def _contest(
        self,
        seat: Seat,
        slate: list[Place],
        issued: list[int],
        slips: Iterator[Slip | None],
        late: Iterator[bool],
    ) -> Contest:
        candidates, winner = self._candidates(slate)
        ballot = sum(place.on_ballot for place in slate)
        weights = leaning(self.chance, ballot, winner - 1)
        tally = tallies(seat.lists, issued, weights, winner - 1, self.chance)
        precincts = []
        for order, (voters, members, figures) in enumerate(
            zip(seat.lists, seat.members, tally, strict=True), start=1
        ):
            given = figures.lines["voters_issued"]
            at = arrival(given, self.zone, self.chance, late=next(late))
            number = next(self.numbers)
            precincts.append(
                Precinct(
                    code=f"{seat.unit}.{order}",
                    number=number,
                    names=precinct_names(number),
                    voters=voters,
                    members=members,
                    turnout=turnout_by_hour(given, self.zone, self.chance),
                    versions=versions(figures, at, next(slips), self.chance),
                )
            )
        return Contest(
            unit=seat.unit,
            names=seat.names,
            real_names=seat.real_names,
            form=seat.form,
            call=seat.call,
            candidates=candidates,
            precincts=tuple(precincts),
            established_at=None,
            winner=winner,
            winner_party=slate[0].party,
        )

    def _candidates(self, slate: list[Place]) -> tuple[tuple[Candidate, ...], int]:
        """People for the places; the ballot in Kazakh alphabetical order, then the others by their day."""
        found = [self._candidate(place) for place in slate]
        winner = found[0]
        ballot = sorted((one for one in found if one.on_ballot), key=lambda one: sort_key(one.name, "kk"))
        others = sorted((one for one in found if not one.on_ballot), key=lambda one: one.nominated_at)
        numbered = tuple(replace(one, number=at) for at, one in enumerate([*ballot, *others], start=1))
        return numbered, ballot.index(winner) + 1

    def _candidate(self, place: Place) -> Candidate:
        nominated = nominated_at(place, self.zone, self.chance)
        decided = decided_at(nominated, self.zone, self.chance)
        withdrew = not place.on_ballot and self.chance.randrange(100) < WITHDREW
        return Candidate(
            number=0,
            name=self.people.name(place.region, place.sex),
            party=place.party,
            sex=place.sex,
            birth_year=self.people.birth_year(),
            nominated_by="party" if place.party else "self",
            nominated_at=nominated,
            registered_at=decided if place.on_ballot else None,
            refused_at=None if place.on_ballot or withdrew else decided,
            withdrawn_at=decided if withdrew else None,
        )


def precinct_names(number: int) -> Names:
    """What a precinct is called by its number in the region."""
    return Names(f"№ {number} сайлау учаскесі", f"Избирательный участок № {number}", f"Precinct No. {number}")
