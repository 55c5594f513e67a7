"""Who can log in to the sample: one person for each office of one district, and the chairs around it.

Sample: everybody. The password is the same for all, stands on the console, and works on this computer only.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from uuid import uuid5

from dauys.ops.demo.country.building import country
from dauys.ops.demo.country.commissions import PEOPLE, Commission, Member, commissions
from dauys.ops.demo.country.people import People, Sex
from dauys.ops.demo.country.records import District, Region

SEED = 20210725
PASSWORD = "үлгі-сайлау-2021"  # noqa: S105 -- of invented people in a sample that leaves no computer
STAFF = ("clerk", "finance_officer", "press_officer", "trainer", "auditor")
PLAIN = "member"


@dataclass(frozen=True, slots=True)
class Login:
    """One account of the sample; `member` is somebody who sits, or works for the commission."""

    email: str
    office: str
    commission: Commission
    member: Member


@lru_cache(maxsize=1)
def logins() -> tuple[Login, ...]:
    """Every office of the district with the most contests, then the chairs above, beside and beneath it."""
    found = {one.unit: one for one in commissions()}
    region, district = _busiest()
    own = found[district.code]
    beside = next(one for one in region.districts if one.code != district.code)
    beneath = found[district.contests[0].precincts[0].code]
    around = {
        "central": found["KZ"],
        "region": found[region.code],
        "neighbour": found[beside.code],
        "precinct": beneath,
    }
    chairs = tuple(
        Login(f"chair@{place}.example", "chair", one, _holder(one, "chair")) for place, one in around.items()
    )
    return (*_of_district(own, region.code), *chairs)


def _busiest() -> tuple[Region, District]:
    regions = [region for region in country().regions if len(region.districts) > 1]
    pairs = [(region, district) for region in regions for district in region.districts]
    return max(pairs, key=lambda pair: (len(pair[1].contests), pair[1].code))


def _of_district(commission: Commission, region: str) -> Iterator[Login]:
    for office in ("chair", "deputy", "secretary", PLAIN):
        yield Login(f"{office}@district.example", office, commission, _holder(commission, office))
    taken = {member.name for one in commissions() for member in one.members}
    chance = random.Random(SEED)
    people = People(chance, taken)
    for office in STAFF:
        sex: Sex = "f" if chance.randrange(2) else "m"
        name = people.name(region, sex)
        member = Member(
            person=uuid5(PEOPLE, name), name=name, sex=sex, birth_year=people.birth_year(), office="",
            released=False, proposed_by="", proposed_in=None, workplace="",
        )  # fmt: skip
        yield Login(f"{office.replace('_', '-')}@district.example", office, commission, member)


def _holder(commission: Commission, office: str) -> Member:
    wanted = "" if office == PLAIN else office
    return next(member for member in commission.standing if member.office == wanted)
