"""The 730 seats on the ground: units, their kind, their precincts and the voters on each list.

Real: Mangystau's ten units; seats by district in Almaty Region; 23 villages, 2 settlements and 40 rural
districts in Kostanay; 26 by term and 5 early in West Kazakhstan; the limit of 3,000 voters (article 23).
Sample: every other unit, called "Rural district No. n"; seats by district elsewhere; all splits of voters.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from dauys.ops.demo.country import mangystau, published
from dauys.ops.demo.country.places import voting
from dauys.ops.demo.country.plan import RegionPlan
from dauys.ops.demo.country.records import Call, Form, Names
from dauys.ops.demo.country.sharing import share_out, uneven

KOSTANAY, WEST, MANGYSTAU = "390000000", "270000000", "470000000"
LIST_LIMIT = 3_000  # voters of a precinct, article 23
LIST_FLOOR = 60
LARGE = 2_000  # voters; above, a precinct commission has 7 to 9 members instead of 5 to 7
CITY_CODES = 3_000_000  # after the region's two digits, KATO numbers cities below this

TITLES: dict[Form, Names] = {
    "village": Names("№ {} ауыл", "Село № {}", "Village No. {}"),
    "settlement": Names("№ {} кент", "Поселок № {}", "Settlement No. {}"),
    "rural_district": Names("№ {} ауылдық округ", "Сельский округ № {}", "Rural district No. {}"),
    "city_of_district_significance": Names("№ {} қала", "Город № {}", "City No. {}"),
}


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat before anybody stands: `lists` are voters by precinct, `ballot` how many stand, if known."""

    district: str
    unit: str
    names: Names
    real_names: bool
    form: Form
    call: Call
    lists: tuple[int, ...]
    members: tuple[int, ...]
    ballot: int | None = None


@dataclass(frozen=True, slots=True)
class _Unit:
    """A seat before its voters are known."""

    district: str
    code: str
    names: Names
    form: Form
    call: Call


def seats(plan: RegionPlan, chance: random.Random) -> list[Seat]:
    """The seats of one region; seats, precincts and voters sum to its plan."""
    if plan.code == MANGYSTAU:
        return _listed()
    units = list(_units(plan, chance))
    lists = _lists(plan, chance)
    members = _members(plan.code, lists)
    return [
        Seat(unit.district, unit.code, unit.names, False, unit.form, unit.call, own, tuple(sizes))
        for unit, own, sizes in zip(units, lists, members, strict=True)
    ]


def _listed() -> list[Seat]:
    """Mangystau as it was published."""
    found = []
    for unit in mangystau.UNITS:
        sizes = tuple(_usual_size(voters) for voters in unit.voters)
        found.append(
            Seat(
                unit.district,
                unit.code,
                unit.names,
                True,
                unit.form,
                "not_published",
                unit.voters,
                sizes,
                unit.candidates,
            )
        )
    return found


def _units(plan: RegionPlan, chance: random.Random) -> Iterator[_Unit]:
    """Units district by district, numbered within their district."""
    forms, calls = _forms(plan, chance), _calls(plan, chance)
    for district, count in _by_district(plan, chance).items():
        for number in range(1, count + 1):
            form = forms.pop()
            title = TITLES[form]
            names = Names(title.kk.format(number), title.ru.format(number), title.en.format(number))
            yield _Unit(district, f"{district[:4]}.{number}", names, form, calls.pop())


def _by_district(plan: RegionPlan, chance: random.Random) -> dict[str, int]:
    """How many seats each district has: listed, or shared out, few of them in cities."""
    if plan.code == "190000000":
        return published.ALMATY_SEATS
    districts = voting()[plan.code]
    sizes = [10 if int(code[2:]) < CITY_CODES else 100 for code in districts]
    shares = share_out(plan.seats, uneven(chance, sizes, 50, 150), floors=1)
    return dict(zip(districts, shares, strict=True))


def _forms(plan: RegionPlan, chance: random.Random) -> list[Form]:
    forms: list[Form] = ["rural_district"] * plan.seats
    if plan.code == KOSTANAY:
        forms = [form for form, count in published.KOSTANAY_FORMS for _ in range(count)]
        chance.shuffle(forms)
    return forms


def _calls(plan: RegionPlan, chance: random.Random) -> list[Call]:
    calls: list[Call] = ["not_published"] * plan.seats
    if plan.code == WEST:
        calls = [call for call, count in published.WEST_KAZAKHSTAN_CALLS for _ in range(count)]
        chance.shuffle(calls)
    return calls


def _lists(plan: RegionPlan, chance: random.Random) -> list[tuple[int, ...]]:
    """Voters by precinct of each seat; no list above the limit, none tiny."""
    ones = [100] * plan.seats
    voters = share_out(plan.voters, uneven(chance, ones, 25, 175), floors=150)
    needed = [-(-count // (LIST_LIMIT - 100)) for count in voters]
    most = [max(count // LIST_FLOOR // 2, 1) for count in voters]
    precincts = share_out(plan.precincts, voters, floors=needed, ceilings=most)
    return [
        tuple(
            share_out(
                own, uneven(chance, [100] * number, 40, 160), floors=min(LIST_FLOOR, own), ceilings=LIST_LIMIT
            )
        )
        for own, number in zip(voters, precincts, strict=True)
    ]


def _members(region: str, lists: list[tuple[int, ...]]) -> list[list[int]]:
    """Members of each precinct's commission: odd, within the law's sizes, together as published."""
    sizes = [[_usual_size(voters) for voters in own] for own in lists]
    total = published.PRECINCT_MEMBERS.get(region)
    if total is None:
        return sizes
    sizes = [[7 if voters > LARGE else 5 for voters in own] for own in lists]
    places = [(at, place) for at, own in enumerate(lists) for place in range(len(own))]
    places.sort(key=lambda where: -lists[where[0]][where[1]])
    for at, place in places[: (total - sum(map(sum, sizes))) // 2]:
        sizes[at][place] += 2
    return sizes


def _usual_size(voters: int) -> int:
    """Five for a small list, seven for a larger one, nine near the limit: ours, within articles 10 and 17."""
    if voters > 2_500:
        return 9
    return 7 if voters > 900 else 5
