"""The totals of each region: published ones as they are, the others worked out so that the country adds up.

Real: every total that published.py holds. Sample ("spread"): all others, among them
- seats of Akmola, Aktobe, Zhambyl, North Kazakhstan: 239 together, spread by their voting districts;
- voters of the nine regions without a figure: by their seats, but with the turnouts that were published the
  country only comes to 79.10 % when Zhambyl, North and East Kazakhstan hold more, so these three are weighted
  by the one factor that makes the mean come out, and Zhambyl, whose rural districts are large, by twice it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dauys.ops.demo.country import published
from dauys.ops.demo.country.places import voting
from dauys.ops.demo.country.published import REGIONS, RegionFigures
from dauys.ops.demo.country.sharing import share_out

HEAVY = {"310000000": 2, "590000000": 1, "630000000": 1}  # Zhambyl, North and East Kazakhstan
ROUNDED_VOTERS = {
    "190000000": 220_184,
    "550000000": 51_966,
    "610000000": 262_487,
}  # ours, within the rounding
UNLISTED_PER_SEAT = 3  # about how many are nominated for a seat, where no figure is published


@dataclass(frozen=True, slots=True)
class RegionPlan:
    """The totals that everything in a region sums to; `spread` names those that no source gives."""

    code: str
    seats: int
    precincts: int
    voters: int
    issued: int
    interim: int
    nominated: int
    registered: int
    spread: frozenset[str]


def region_plans() -> list[RegionPlan]:
    """One plan per region, in the order of published.REGIONS."""
    seats = _seats()
    voters = _voters(seats)
    issued = _issued(voters)
    precincts = _precincts(seats, voters)
    registered = _registered(seats)
    nominated = _nominated(seats, registered)
    interim = _interim(nominated)
    return [
        RegionPlan(
            region.code,
            seats[at],
            precincts[at],
            voters[at],
            issued[at],
            interim[at],
            nominated[at],
            registered[at],
            _spread(region),
        )
        for at, region in enumerate(REGIONS)
    ]


def _fill(
    total: int,
    known: Sequence[int | None],
    weights: Sequence[int],
    floors: Sequence[int] | None = None,
    ceilings: Sequence[int] | None = None,
) -> list[int]:
    """The known figures, and what they leave of the total shared out among the places without one."""
    open_ = [at for at, figure in enumerate(known) if figure is None]
    pick: Callable[[Sequence[int]], list[int]] = lambda row: [row[at] for at in open_]  # noqa: E731
    shares = share_out(
        total - sum(figure for figure in known if figure is not None),
        pick(weights),
        floors=pick(floors) if floors else 0,
        ceilings=pick(ceilings) if ceilings else None,
    )
    filled = [figure or 0 for figure in known]
    for at, share in zip(open_, shares, strict=True):
        filled[at] = share
    return filled


def _seats() -> list[int]:
    districts = [len(voting()[region.code]) for region in REGIONS]
    return _fill(published.CONTESTS, [region.seats for region in REGIONS], districts)


def _voters(seats: list[int]) -> list[int]:
    """Voters of each region; see the head of this module for how the nine unknown ones are weighted."""
    known = [ROUNDED_VOTERS.get(region.code, region.voters) for region in REGIONS]
    target = Fraction(published.TURNOUT_HUNDREDTHS, 10_000)
    missing = target * published.VOTERS - sum(
        _middle(region, voters) for region, voters in zip(REGIONS, known, strict=True) if voters is not None
    )
    rest = published.VOTERS - sum(voters for voters in known if voters is not None)
    mean = missing / rest
    gaps = {
        region.code: seat * HEAVY.get(region.code, 1) * (Fraction(region.turnout, 1000) - mean)
        for region, seat, voters in zip(REGIONS, seats, known, strict=True)
        if voters is None
    }
    factor = -sum(gap for code, gap in gaps.items() if code not in HEAVY) / sum(gaps[code] for code in HEAVY)
    weights = [
        int(seat * 10**6 * (HEAVY[region.code] * factor if region.code in HEAVY else 1))
        for region, seat in zip(REGIONS, seats, strict=True)
    ]
    return _fill(published.VOTERS, known, weights)


def _middle(region: RegionFigures, voters: int) -> int:
    """Ballots issued: as printed, else in the middle of what the published turnout allows."""
    return region.took_part or (2 * voters * region.turnout + 1000) // 2000


def _issued(voters: list[int]) -> list[int]:
    """Ballots issued per region: each rounds to its published turnout, together they are 79.10 %."""
    floors, tops = [], []
    for region, count in zip(REGIONS, voters, strict=True):
        low = -(-(2 * region.turnout - 1) * count // 2000)
        high = ((2 * region.turnout + 1) * count - 1) // 2000
        floors.append(region.took_part or low + (high - low) // 3)
        tops.append(region.took_part or high - (high - low) // 3)
    target = (published.VOTERS * published.TURNOUT_HUNDREDTHS + 5_000) // 10_000
    return share_out(target, voters, floors=floors, ceilings=tops)


def _precincts(seats: list[int], voters: list[int]) -> list[int]:
    """At least one for each seat; further ones by voters."""
    return _fill(published.PRECINCTS, [region.precincts for region in REGIONS], voters, floors=seats)


def _registered(seats: list[int]) -> list[int]:
    weights = [
        region.interim or UNLISTED_PER_SEAT * seat for region, seat in zip(REGIONS, seats, strict=True)
    ]
    return _fill(published.REGISTERED, [region.registered for region in REGIONS], weights)


def _nominated(seats: list[int], registered: list[int]) -> list[int]:
    floors = [max(region.interim or 0, own) for region, own in zip(REGIONS, registered, strict=True)]
    return _fill(published.NOMINATED, [region.nominated for region in REGIONS], seats, floors)


def _interim(nominated: list[int]) -> list[int]:
    """By 7 July: four regions are named as the most, two as the least; the others stay between them."""
    named = sorted(region.interim for region in REGIONS if region.interim)
    least, most = named[1] + 1, named[2] - 1
    return _fill(
        published.INTERIM,
        [region.interim for region in REGIONS],
        nominated,
        floors=[max(least, total * 8 // 10) for total in nominated],
        ceilings=[min(most, total) for total in nominated],
    )


def _spread(region: RegionFigures) -> frozenset[str]:
    """Which totals of a region are ours."""
    fields = ("seats", "precincts", "voters", "interim", "nominated", "registered")
    missing = {field for field in fields if getattr(region, field) is None}
    if region.took_part is None:
        missing.add("issued")
    return frozenset(missing)
