"""Ballots and votes: the final protocol of every precinct, summing to the region's ballots issued.

Real: the turnout of each region and of the country, 32,981 of 44,305 in Atyrau. Sample: every protocol.
All thirteen lines are there and every relation of the law holds; in a few, invalid ballots ask for a look.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from dauys.ops.demo.country.sharing import share_out, uneven

SWING = 120  # how far a precinct may lie from its region's turnout, in thousandths of its list
CROWDED = 95  # per cent of the list; from here on a turnout asks for a reason
SPOILED_ONE_IN = 160  # one precinct in so many has more than 3 % invalid ballots


@dataclass(frozen=True, slots=True)
class Tally:
    """The figures of one protocol: lines of the law by code, votes in the order of the ballot."""

    lines: dict[str, int]
    votes: tuple[int, ...]


def ballots_issued(total: int, lists: Sequence[int], chance: random.Random) -> list[int]:
    """Ballots issued per precinct: `total` together, each near the region's turnout and below 95 %."""
    whole = sum(lists)
    floors = [voters * total // whole - voters * SWING // 1000 for voters in lists]
    tops = [
        min((CROWDED * voters - 1) // 100, voters * total // whole + voters * SWING // 1000 + 1)
        for voters in lists
    ]
    return share_out(total, uneven(chance, lists, 30, 170), floors=floors, ceilings=tops)


def leaning(chance: random.Random, candidates: int, winner: int) -> list[int]:
    """How a contest leans: a weight for each on the ballot, the winner's (by place) well above the others."""
    weights = [chance.randint(10, 40) for _ in range(candidates)]
    others = max(weight for place, weight in enumerate(weights) if place != winner)
    weights[winner] = others * chance.randint(115, 420) // 100
    return weights


def tallies(
    lists: Sequence[int], issued: Sequence[int], weights: Sequence[int], winner: int, chance: random.Random
) -> list[Tally]:
    """The protocols of one contest; over all of them the winner (by place) has the most votes."""
    found = [_votes(count, weights, chance.randrange(SPOILED_ONE_IN) == 0, chance) for count in issued]
    _secure(found, winner)
    return [
        Tally(protocol_lines(voters, count, own, chance), tuple(own[:-2]))
        for voters, count, own in zip(lists, issued, found, strict=True)
    ]


def _votes(issued: int, weights: Sequence[int], is_spoiled: bool, chance: random.Random) -> list[int]:
    """Votes of each candidate, then against all, then invalid; together the ballots issued."""
    invalid = issued * (chance.randint(31, 42) if is_spoiled else chance.randint(0, 14)) // 1000
    against = issued * chance.randint(8, 45) // 1000
    left = issued - invalid - against
    return [*share_out(left, uneven(chance, weights, 82, 118)), against, invalid]


def _secure(found: list[list[int]], winner: int) -> None:
    """Move votes in the largest precinct until the winner is ahead: the draw may have brought another."""
    largest = max(found, key=sum)
    while True:
        totals = [sum(column) for column in zip(*found, strict=True)][:-2]
        rival = max((place for place in range(len(totals)) if place != winner), key=lambda at: totals[at])
        gap = totals[rival] - totals[winner]
        if gap < 0:
            return
        moved = min(gap // 2 + 1, largest[rival])
        if not moved:
            raise ValueError("the winner can't be brought ahead in the largest precinct")
        largest[rival] -= moved
        largest[winner] += moved


def protocol_lines(voters: int, issued: int, own: Sequence[int], chance: random.Random) -> dict[str, int]:
    """The thirteen lines; `own` ends with against all and invalid; every ballot issued was found in a box."""
    against, invalid = own[-2], own[-1]
    portable = issued * chance.randint(15, 60) // 1000
    received = voters + voters // 100
    return {
        "voters_on_list": voters,
        "ballots_received": received,
        "voters_issued": issued,
        "ballots_cancelled": received - issued,
        "absentee_certificates_issued": chance.randint(0, 6),
        "voters_by_absentee": min(chance.randint(0, 4), issued),
        "home_applications": portable + chance.randint(0, 3),
        "portable_ballots": portable,
        "stationary_ballots": issued - portable,
        "voters_outside": portable,
        "participated": issued - invalid,
        "against_all": against,
        "invalid": invalid,
    }
