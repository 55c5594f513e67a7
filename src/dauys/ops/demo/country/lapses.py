"""What the sample's commissions forgot to mark done, and what they marked when its term was over.

Sample: all of it; no source says which commission marked what, or when.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dauys.ops.demo.country.published import ELECTION
from dauys.ops.demo.country.records import Country, District

# Of a district commission: a duty, and how many days after the call it was marked where it was at last.
_OF_DISTRICTS = (
    ("pub_pec", 20),
    ("media_prices", 22),
    ("early_close_list", 26),
    ("ballots_last", 31),
    ("register_akim", 41),
)
OF_PRECINCTS, _AT_LAST = "notify_vote", 22  # the same of precinct commissions
EACH_DISTRICT, EACH_PRECINCT, EACH_MARKED = 6, 10, 3  # one of so many forgets; of them one of three marks it


@dataclass(frozen=True, slots=True)
class Lapse:
    """A duty that the commission of a unit did not mark in time; `days` after the call it did, or never."""

    unit: str
    deadline: str
    days: int | None


def lapses(land: Country) -> tuple[Lapse, ...]:
    """Those of the election of July; in the rehearsal everybody marks what is due."""
    if land.election != ELECTION:
        return ()
    districts = [district for region in land.regions for district in region.districts]
    found = []
    for order, district in enumerate(districts[EACH_DISTRICT - 1 :: EACH_DISTRICT]):
        deadline, days = _OF_DISTRICTS[order % len(_OF_DISTRICTS)]
        found.append(Lapse(district.code, deadline, _at_last(order, days)))
    forgetful = (
        code for district in marked_by_precincts(land) for code in _precincts(district)[::EACH_PRECINCT]
    )
    found += [Lapse(code, OF_PRECINCTS, _at_last(order, _AT_LAST)) for order, code in enumerate(forgetful)]
    return tuple(found)


def marked_by_precincts(land: Country) -> Iterator[District]:
    """The district of each region with the most contests: its precincts mark OF_PRECINCTS themselves."""
    if land.election == ELECTION:
        for region in land.regions:
            yield max(region.districts, key=lambda one: (len(one.contests), one.code))


def _precincts(district: District) -> list[str]:
    return [precinct.code for contest in district.contests for precinct in contest.precincts]


def _at_last(order: int, days: int) -> int | None:
    return days if order % EACH_MARKED == EACH_MARKED - 1 else None
