"""Who stands where: ways, parties and fates of 2,582 places on lists, before a person is invented for each.

Real: all national totals by way and party, the regional totals that were published, winners by party.
Sample: which contest has which party; the parties of those registered (only their sum 878 is published) and
of those nominated but not registered.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

from dauys.ops.demo.country import published
from dauys.ops.demo.country.plan import RegionPlan
from dauys.ops.demo.country.sharing import share_out, uneven

FIRST = "Nur Otan"
# On the ballot, by party. Ours: only the sum is published, and that six parties stood.
ON_BALLOT = {"Nur Otan": 640, "Auyl": 84, "QHP": 58, "Adal": 50, "Ak Zhol": 45, "OSDP": 1}
# Nominated by a party and not registered. Ours.
LEFT_OUT = {"Nur Otan": 15, "Auyl": 19, "QHP": 14, "Adal": 8, "Ak Zhol": 10, "OSDP": 1}


@dataclass(slots=True)
class Slate:
    """A contest's candidates by party, None being nominated by themselves; the winner first on the ballot."""

    region: str
    on_ballot: int
    left_out: int
    ballot: list[str | None] = field(default_factory=list)
    others: list[str | None] = field(default_factory=list)

    def may_take(self, party: str) -> bool:
        """Whether the ballot has room and the party does not stand yet: a branch nominates one."""
        return len(self.ballot) < self.on_ballot and party not in self.ballot

    def may_lose(self, party: str) -> bool:
        """Whether there is room among those not registered, and the party nominated nobody else here."""
        return len(self.others) < self.left_out and party not in (*self.ballot, *self.others)


def slates(plans: list[RegionPlan], fixed: dict[str, list[int | None]], chance: random.Random) -> list[Slate]:
    """One slate per seat, region by region; `fixed` holds the known sizes of ballots by region."""
    found = [slate for plan in plans for slate in _sizes(plan, fixed[plan.code], chance)]
    _seat_winners(found, chance)
    _seat_rivals(found, chance)
    for slate in found:
        slate.ballot += [None] * (slate.on_ballot - len(slate.ballot))
    _leave_out(found, chance)
    return found


def _sizes(plan: RegionPlan, fixed: list[int | None], chance: random.Random) -> list[Slate]:
    """How many stand in each contest: at least two, together what the region registered and nominated."""
    known = [size for size in fixed if size is not None]
    if known:
        ballots = known
    else:
        weights = uneven(chance, [1] * plan.seats, 10, 100)
        ballots = share_out(plan.registered, weights, floors=2, ceilings=8)
    left = share_out(plan.nominated - plan.registered, uneven(chance, [1] * plan.seats, 0, 100), ceilings=5)
    return [Slate(plan.code, size, out) for size, out in zip(ballots, left, strict=True)]


def _seat_winners(found: list[Slate], chance: random.Random) -> None:
    """The winner of each contest: 697 of six parties, the other 33 nominated by themselves."""
    winners: list[str | None] = [party for party, count in published.WINNERS.items() for _ in range(count)]
    winners += [None] * (len(found) - len(winners))
    chance.shuffle(winners)
    for slate, party in zip(found, winners, strict=True):
        slate.ballot.append(party)


def _seat_rivals(found: list[Slate], chance: random.Random) -> None:
    """The parties' other candidates; the two regions whose parties were counted are filled first."""
    rivals = [
        party
        for party, count in ON_BALLOT.items()
        for _ in range(count - published.WINNERS[party])
    ]  # fmt: skip
    chance.shuffle(rivals)
    counted = {region.code: region.registered_party for region in published.REGIONS}
    standing = Counter(slate.region for slate in found if slate.ballot[0])
    for code, total in counted.items():
        if total is not None:
            own = [slate for slate in found if slate.region == code]
            for _ in range(total - standing[code]):
                _seat_first(rivals, own, chance)
    free = [slate for slate in found if counted[slate.region] is None]
    while rivals:
        _seat_first(rivals, free, chance)


def _seat_first(rivals: list[str], among: list[Slate], chance: random.Random) -> None:
    """Seat the first of the rivals for whom one of the slates has room."""
    for at, party in enumerate(rivals):
        room = [slate for slate in among if slate.may_take(party)]
        if room:
            chance.choice(room).ballot.append(rivals.pop(at))
            return
    raise LookupError("no slate has room for any of the parties")


def _leave_out(found: list[Slate], chance: random.Random) -> None:
    """Those nominated who never came on a ballot."""
    for party, count in LEFT_OUT.items():
        for _ in range(count):
            chance.choice([slate for slate in found if slate.may_lose(party)]).others.append(party)
    for slate in found:
        slate.others += [None] * (slate.left_out - len(slate.others))
