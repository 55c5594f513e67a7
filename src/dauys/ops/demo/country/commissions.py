"""The commissions of the country: one central, 14 regional, 176 district and 1,847 precinct ones.

Real: sizes (7 members; precincts 5 to 9, odd, by voters), members in three regions.
Sample: people, proposals, acts, contacts, workplaces, who is released, the day of formation.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from uuid import UUID, uuid5

from dauys.ops.demo.country.building import country
from dauys.ops.demo.country.people import People, Sex
from dauys.ops.demo.country.places import places_on
from dauys.ops.demo.country.published import PARTIES
from dauys.ops.demo.country.records import Country, District, Names, Precinct, Region
from dauys.ops.demo.country.rehearsal import rehearsal

Level = Literal["central", "regional", "district", "precinct"]
Office = Literal["chair", "deputy", "secretary", ""]

SEED = 20190110
FORMED_ON = dt.date(2019, 1, 10)  # ours; a term lasts five years
TERRITORIAL_SIZE = 7
WOMEN = 68  # of a hundred members; ours
VACANT_ONE_IN = 150  # precinct commissions with an empty seat; ours
OFFICES: tuple[Office, ...] = ("chair", "deputy", "secretary")
PEOPLE = UUID("6f1b8a52-7c1d-5a55-9f0e-20190110a001")  # the namespace in which an invented person has a code
ASSOCIATIONS = (
    "Қоғамдық бірлестік № 1 · Общественное объединение № 1",
    "Қоғамдық бірлестік № 2 · Общественное объединение № 2",
    "Қоғамдық бірлестік № 3 · Общественное объединение № 3",
)
WORKPLACES = (
    "Мектеп · Школа",
    "Емхана · Поликлиника",
    "Кітапхана · Библиотека",
    "Балабақша · Детский сад",
    "Мәдениет үйі · Дом культуры",
    "Пошта · Почта",
    "Шаруа қожалығы · Крестьянское хозяйство",
    "Дәріхана · Аптека",
    "Ардагерлер кеңесі · Совет ветеранов",
)


@dataclass(frozen=True, slots=True)
class Member:
    """An invented member; `person` is a code made of the name, the same in every run."""

    person: UUID
    name: str
    sex: Sex
    birth_year: int
    office: Office
    released: bool
    proposed_by: str
    workplace: str


@dataclass(frozen=True, slots=True)
class Commission:
    """One commission with its contacts and composition; `seats` above the members means a vacancy."""

    code: str
    unit: str
    level: Level
    names: Names
    address: str
    phone: str
    email: str
    hours: str
    formed_by: str  # the body whose act is cited
    act_number: str
    formed_on: dt.date
    seats: int
    members: tuple[Member, ...]


@lru_cache(maxsize=1)
def commissions() -> tuple[Commission, ...]:
    """Every commission, from the central one down, then those of the rehearsal; always the same."""
    lands = (country(), rehearsal())
    taken = {person.name for land in lands for contest in land.contests() for person in contest.candidates}
    maker = _Maker(random.Random(SEED), taken)
    first, second = lands
    return (maker.central(), *maker.of_country(first), *maker.of_districts(second))


class _Maker:
    """Makes commissions one after another; acts are numbered as they come."""

    def __init__(self, chance: random.Random, taken: set[str]) -> None:
        self.chance = chance
        self.people = People(chance, taken)
        self.acts = 0

    def central(self) -> Commission:
        """Its body is real, its members here are not; who forms it was not read, so no body is named."""
        names = Names(
            "Орталық сайлау комиссиясы",
            "Центральная избирательная комиссия",
            "Central Election Commission",
        )
        place = places_on(FORMED_ON)["KZ"].names
        return self._commission("cec", "KZ", "central", names, place, "Үлгі акт · Образец акта", "")

    def of_country(self, land: Country) -> Iterator[Commission]:
        """Regional commissions, each followed by the districts and precincts beneath it."""
        for region in land.regions:
            yield self._territorial(region.code, "regional", region.names, region.code)
            yield from self._districts(region)

    def of_districts(self, land: Country) -> Iterator[Commission]:
        """Those of districts and precincts only: the regions have theirs already."""
        for region in land.regions:
            yield from self._districts(region)

    def _districts(self, region: Region) -> Iterator[Commission]:
        for district in region.districts:
            yield self._territorial(district.code, "district", district.names, region.code)
            for contest in district.contests:
                for precinct in contest.precincts:
                    yield self._precinct(precinct, contest.names, district, region.code)

    def _territorial(self, unit: str, level: Level, place: Names, region: str) -> Commission:
        names = Names(
            f"{place.kk}: аумақтық сайлау комиссиясы",
            f"{place.ru}: территориальная избирательная комиссия",
            f"{place.en}: territorial election commission",
        )
        return self._commission(f"tec-{unit}", unit, level, names, place, _maslikhat(place), region)

    def _precinct(self, precinct: Precinct, unit: Names, district: District, region: str) -> Commission:
        names = Names(
            f"№ {precinct.number} учаскелік сайлау комиссиясы",
            f"Участковая избирательная комиссия № {precinct.number}",
            f"Precinct election commission No. {precinct.number}",
        )
        return self._commission(
            f"pec-{precinct.code}",
            precinct.code,
            "precinct",
            names,
            Names(f"{unit.kk}, мектеп", f"{unit.ru}, школа", unit.en),
            _maslikhat(district.names),
            region,
            precinct.members,
        )

    def _commission(
        self,
        code: str,
        unit: str,
        level: Level,
        names: Names,
        place: Names,
        formed_by: str,
        region: str,
        seats: int = TERRITORIAL_SIZE,
    ) -> Commission:
        self.acts += 1
        is_vacant = level == "precinct" and self.chance.randrange(VACANT_ONE_IN) == 0
        return Commission(
            code=code,
            unit=unit,
            level=level,
            names=names,
            address=f"{place.kk} · {place.ru}",
            phone=f"+7 (000) {self.acts // 1000:03}-{self.acts % 1000 // 10:02}-{self.acts % 10:02}",
            email=f"{code.lower()}@example.org",  # a name that nobody can own
            hours="09:00–18:30, 13:00–14:30",
            formed_by=formed_by,
            act_number=f"{self.chance.randint(20, 60)}/{self.acts}",
            formed_on=FORMED_ON,
            seats=seats,
            members=tuple(self._members(level, seats - is_vacant, region)),
        )

    def _members(self, level: Level, number: int, region: str) -> Iterator[Member]:
        """One of each party, then of associations; not more than half work in one place."""
        proposals = self.chance.sample(PARTIES, min(number, len(PARTIES))) + list(ASSOCIATIONS)
        plain: list[Office] = [""] * number
        offices = [*OFFICES, *plain]
        places = [place for place in WORKPLACES for _ in range(number // 2)]
        for proposed_by, office, workplace in zip(
            proposals[:number], offices, self.chance.sample(places, number), strict=False
        ):
            sex: Sex = "f" if self.chance.randrange(100) < WOMEN else "m"
            name = self.people.name(region, sex)
            yield Member(
                person=uuid5(PEOPLE, name),
                name=name,
                sex=sex,
                birth_year=self.people.birth_year(),
                office=office,
                released=level in {"regional", "district"} and office in {"chair", "secretary"},
                proposed_by=proposed_by,
                workplace=workplace,
            )


def _maslikhat(place: Names) -> str:
    return f"Мәслихат ({place.kk}) · Маслихат ({place.ru})"
