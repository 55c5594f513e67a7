"""The commissions of the country: one central, 14 regional, 176 district and 1,847 precinct ones.

Real: sizes (7 members; precincts 5 to 9, odd, by voters), members in three regions, which have no vacancies.
Sample: people, proposals, acts, contacts, workplaces, who is released, vacancies, the day of formation.
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
from dauys.ops.demo.country.published import PARTIES, PRECINCT_MEMBERS
from dauys.ops.demo.country.records import Country, District, Names, Precinct, Region
from dauys.ops.demo.country.rehearsal import rehearsal

Level = Literal["central", "regional", "district", "precinct"]
Office = Literal["chair", "deputy", "secretary", ""]

SEED = 20190110
FORMED_ON = dt.date(2019, 1, 10)  # ours; a term lasts five years
TERRITORIAL_SIZE = 7
WOMEN = 68  # of a hundred members; ours
VACANT_ONE_IN = 150  # precinct commissions with an empty seat, where no number was published; ours
LEFT_FROM, LEFT_WITHIN = dt.date(2021, 2, 1), 120  # days in which somebody left; ours
OFFICES: tuple[Office, ...] = ("chair", "deputy", "secretary")
PEOPLE = UUID("6f1b8a52-7c1d-5a55-9f0e-20190110a001")  # the namespace in which an invented person has a code
ASSOCIATIONS = tuple(
    Names(
        f"№ {number} қоғамдық бірлестік", f"Общественное объединение № {number}", f"Association No. {number}"
    )
    for number in (1, 2, 3)
)
WORKPLACES = (  # no page shows them
    "Мектеп",
    "Емхана",
    "Кітапхана",
    "Балабақша",
    "Мәдениет үйі",
    "Пошта",
    "Шаруа қожалығы",
    "Дәріхана",
    "Ардагерлер кеңесі",
)
HOURS = Names(
    "9:00–18:30, түскі үзіліс 13:00–14:30",
    "9:00–18:30, обед 13:00–14:30",
    "9:00–18:30, lunch break 13:00–14:30",
)
ACT = Names("Үлгі акт", "Образец акта", "Sample act")
REASONS = (
    Names("Өз еркімен шықты", "Уход по собственному желанию", "Left at own request"),
    Names("Басқа өңірге көшті", "Переезд в другой регион", "Moved to another region"),
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
    proposed_by: str  # a party as candidates' files name it, an association, or ""
    proposed_in: Names | None  # who it is in three languages; of a party the election says it
    workplace: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """The last of the members leaves, and the seat stays vacant."""

    person: UUID
    on: dt.date
    act_number: str
    reason: Names


@dataclass(frozen=True, slots=True)
class Commission:
    """One commission with its contacts, and the members with whom it was formed."""

    code: str
    unit: str
    level: Level
    names: Names
    address: Names
    phone: str
    email: str
    hours: Names
    formed_by: Names  # the body whose act is cited
    act_number: str
    formed_on: dt.date
    seats: int
    members: tuple[Member, ...]
    leaving: Leaving | None = None

    @property
    def standing(self) -> tuple[Member, ...]:
        """The members of election day: those who did not leave."""
        return self.members if self.leaving is None else self.members[:-1]


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
        return self._commission("cec", "KZ", "central", names, _street(place, 1), ACT, "")

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
        return self._commission(
            f"tec-{unit}", unit, level, names, _street(place, 1), _maslikhat(place), region
        )

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
            _school(unit, int(precinct.code.rpartition(".")[2])),
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
        address: Names,
        formed_by: Names,
        region: str,
        seats: int = TERRITORIAL_SIZE,
    ) -> Commission:
        self.acts += 1
        loses = level == "precinct" and self.chance.randrange(VACANT_ONE_IN) == 0
        members = tuple(self._members(level, seats, region))
        return Commission(
            code=code,
            unit=unit,
            level=level,
            names=names,
            address=address,
            phone=f"+7 (000) {self.acts // 1000:03}-{self.acts % 1000 // 10:02}-{self.acts % 10:02}",
            email=f"{code.lower()}@example.org",  # a name that nobody can own
            hours=HOURS,
            formed_by=formed_by,
            act_number=f"{self.chance.randint(20, 60)}/{self.acts}",
            formed_on=FORMED_ON,
            seats=seats,
            members=members,
            leaving=self._leaving(members[-1]) if loses and region not in PRECINCT_MEMBERS else None,
        )

    def _leaving(self, member: Member) -> Leaving:
        on = LEFT_FROM + dt.timedelta(days=self.chance.randrange(LEFT_WITHIN))
        return Leaving(member.person, on, str(self.chance.randint(20, 60)), self.chance.choice(REASONS))

    def _members(self, level: Level, number: int, region: str) -> Iterator[Member]:
        """One of each party, then of associations; not more than half work in one place.

        Who proposes members of the central one was not read, so nobody is named; all of its work full-time.
        """
        parties = self.chance.sample(PARTIES, min(number, len(PARTIES)))
        proposals: list[tuple[str, Names | None]] = [(party, None) for party in parties]
        proposals += [(names.kk, names) for names in ASSOCIATIONS]
        if level == "central":
            proposals = [("", None)] * number
        plain: list[Office] = [""] * number
        offices = [*OFFICES, *plain]
        places = [place for place in WORKPLACES for _ in range(number // 2)]
        for (proposed_by, proposed_in), office, workplace in zip(
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
                released=level == "central"
                or (level in {"regional", "district"} and office in {"chair", "secretary"}),
                proposed_by=proposed_by,
                proposed_in=proposed_in,
                workplace=workplace,
            )


def _maslikhat(place: Names) -> Names:
    return Names(f"Мәслихат ({place.kk})", f"Маслихат ({place.ru})", f"Maslikhat ({place.en})")


def _street(place: Names, number: int) -> Names:
    """A house of a street that is plainly a sample's."""
    return Names(
        f"{place.kk}, Үлгі көшесі, {number}",
        f"{place.ru}, ул. Образцовая, {number}",
        f"{number} Sample Street, {place.en}",
    )


def _school(place: Names, number: int) -> Names:
    """Where a precinct votes."""
    street = _street(place, number)
    return Names(f"{street.kk}, мектеп", f"{street.ru}, школа", f"School, {street.en}")
