"""The sample election: one region of ten real rural units, invented people, published sums.

Real: the names of the units, 14 precincts, 14,144 voters on the lists, Sam with 403 of them and Akshukur with
6,877, 25 candidates (five contests of two, five of three), turnout 82.4 % (adyrna.kz, July 2021).
Invented: the split of the voters over the other units and precincts, every person, every vote.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from dauys.ops.demo.parties import PARTIES

SEED = 20210725
ELECTION = "kz-akim-2021-07-25"
LAW = "kz/akim/2021"
CALLED_ON = dt.date(2021, 6, 25)
ELECTION_DAY = dt.date(2021, 7, 25)
ISSUED = 11_655  # 82.40 % of 14,144

REGION = ("470000000", "Маңғыстау облысы", "Мангистауская область", "Mangystau Region")
DISTRICTS = {
    "473600000": ("Бейнеу ауданы", "Бейнеуский район", "Beineu District"),
    "474200000": ("Қарақия ауданы", "Каракиянский район", "Karakiya District"),
    "474600000": ("Маңғыстау ауданы", "Мангистауский район", "Mangystau District"),
    "475200000": ("Түпқараған ауданы", "Тупкараганский район", "Tupkaragan District"),
}


@dataclass(frozen=True, slots=True)
class RuralUnit:
    """A unit that elects its akim: voters on the list of each precinct, how many candidates."""

    code: str
    district: str
    name_kk: str
    name_ru: str
    name_en: str
    voters: tuple[int, ...]
    candidates: int


UNITS = (
    RuralUnit("4736.sarga", "473600000", "Сарға ауылы", "село Сарга", "Sarga village", (742,), 2),
    RuralUnit("4736.eset", "473600000", "Есет ауылы", "село Есет", "Eset village", (655,), 3),
    RuralUnit("4736.tolep", "473600000", "Төлеп ауылы", "село Толеп", "Tolep village", (891,), 2),
    RuralUnit(
        "4736.sam",
        "473600000",
        "Сам ауылдық округі",
        "Самский сельский округ",
        "Sam rural district",
        (403,),
        2,
    ),
    RuralUnit(
        "4742.kulandy",
        "474200000",
        "Құланды ауылдық округі",
        "сельский округ Куланды",
        "Kulandy rural district",
        (598, 470),
        3,
    ),
    RuralUnit("4746.zharmysh", "474600000", "Жармыш ауылы", "село Жармыш", "Zharmysh village", (884,), 2),
    RuralUnit("4746.kyzan", "474600000", "Қызан ауылы", "село Кызан", "Kyzan village", (731,), 3),
    RuralUnit(
        "4746.ondy",
        "474600000",
        "Оңды ауылдық округі",
        "сельский округ Онды",
        "Ondy rural district",
        (713,),
        2,
    ),
    RuralUnit(
        "4746.tushchykudyk",
        "474600000",
        "Тұщықұдық ауылдық округі",
        "сельский округ Тущыкудык",
        "Tushchykudyk rural district",
        (640, 540),
        3,
    ),
    RuralUnit(
        "4752.akshukur",
        "475200000",
        "Ақшұқыр ауылы",
        "село Акшукур",
        "Akshukur village",
        (2298, 2296, 2283),
        3,
    ),
)

_SURNAMES = (
    "Әбдіров",
    "Бегімов",
    "Досанов",
    "Ермағамбетов",
    "Жолдыбаев",
    "Ізтұрғанов",
    "Күмісбаев",
    "Қалдыбеков",
    "Мырзатаев",
    "Нұрпейіс",
    "Отарбаев",
    "Өтегенов",
    "Сарыбаев",
    "Тілеуов",
    "Ұзақбаев",
    "Үмбетов",
    "Шораев",
)
_MEN = ("Азамат", "Бауыржан", "Дәурен", "Ерлан", "Жасұлан", "Қанат", "Мұрат", "Нұрлан", "Серік", "Талғат")
_WOMEN = ("Айгүл", "Ботагөз", "Гүлнәр", "Динара", "Жанар", "Меруерт", "Сәуле")
_FATHERS = ("Аманжол", "Болат", "Ғалым", "Есен", "Қайрат", "Марат", "Сағын", "Темір")
_PARTIES = ("Nur Otan", "Auyl", "Ak Zhol", "QHP", "Adal")
_NOTE = {
    "kk": "Үлгі файл: округтер, сайлаушылар мен учаскелер саны және қатысу деңгейі шынайы, адамдар мен "
    "дауыстар ойдан шығарылған.",
    "ru": "Файл-образец: округа, числа избирателей и участков и явка настоящие, люди и голоса вымышлены.",
    "en": "A sample file: units, numbers of voters and precincts and the turnout are real; people and votes "
    "are invented.",
}


@dataclass(frozen=True, slots=True)
class Protocol:
    """One precinct's protocol: lines by code, votes by candidate number."""

    contest: str
    precinct: str
    lines: dict[str, int]
    votes: dict[str, int]


def territory() -> list[dict[str, str]]:
    """Rows of the territory file, the country first."""

    def row(code: str, parent: str, kind: str, names: tuple[str, ...], zone: str = "") -> dict[str, str]:
        kk, ru, en = names
        return {
            "code": code,
            "parent": parent,
            "kind": kind,
            "name_kk": kk,
            "name_ru": ru,
            "name_en": en,
            "zone": zone,
        }

    rows = [
        row(
            "KZ",
            "",
            "country",
            ("Қазақстан Республикасы", "Республика Казахстан", "Republic of Kazakhstan"),
            "Asia/Almaty",
        )
    ]
    rows.append(row(REGION[0], "KZ", "region", REGION[1:], "Asia/Aqtau"))
    rows += [row(code, REGION[0], "district", names) for code, names in DISTRICTS.items()]
    for unit in UNITS:
        names = (unit.name_kk, unit.name_ru, unit.name_en)
        rows.append(row(unit.code, unit.district, "rural_unit", names))
        for number in range(1, len(unit.voters) + 1):
            precinct = (
                f"№ {number} сайлау учаскесі",
                f"Избирательный участок № {number}",
                f"Precinct No. {number}",
            )
            rows.append(row(f"{unit.code}.{number}", unit.code, "precinct", precinct))
    return rows


def election() -> dict[str, object]:
    """The file of the election: ten contests, 25 invented candidates."""
    chance = random.Random(SEED)
    taken: set[str] = set()
    contests = []
    for unit in UNITS:
        contest = f"{ELECTION}/{unit.code}"
        people = [_person(chance, taken, place) for place in range(unit.candidates)]
        people.sort(key=lambda person: str(person["name"]))
        candidates = [
            {"id": f"{contest}#{number}", **person, "status": "registered"}
            for number, person in enumerate(people, start=1)
        ]
        contests.append({"id": contest, "unit": unit.code, "candidates": candidates})
    return {
        "id": ELECTION,
        "sample": True,
        "law": LAW,
        "called_on": CALLED_ON.isoformat(),
        "election_day": ELECTION_DAY.isoformat(),
        "note": _NOTE,
        "parties": [_party(name) for name in _PARTIES],
        "contests": contests,
    }


def _party(name: str) -> dict[str, str]:
    """A party as candidates of the file name it, and what pages call it."""
    words = PARTIES[name]
    return {"name": name, "name_kk": words.kk, "name_ru": words.ru, "name_en": words.en}


def _person(chance: random.Random, taken: set[str], place: int) -> dict[str, object]:
    """An invented candidate; the first of a contest stands for a party, others often for themselves."""
    while True:
        is_woman = chance.random() < 0.2
        surname = chance.choice(_SURNAMES)
        father = chance.choice(_FATHERS)
        given = chance.choice(_WOMEN if is_woman else _MEN)
        ending = (
            ("а", "қызы")
            if is_woman and surname.endswith(("в", "н"))
            else ("", "қызы" if is_woman else "ұлы")
        )
        name = f"{surname}{ending[0]} {given} {father}{ending[1]}"
        if name not in taken:
            break
    taken.add(name)
    party = chance.choice(_PARTIES) if place == 0 or chance.random() < 0.1 else None
    return {
        "name": name,
        "party": party,
        "sex": "f" if is_woman else "m",
        "birth_year": chance.randint(1961, 1994),
        "nominated_by": "party" if party else "self",
    }


def protocols() -> list[Protocol]:
    """The fourteen protocols; ballots issued sum to ISSUED, every relation of the law holds."""
    chance = random.Random(SEED + 1)
    leaning = {unit.code: _leaning(chance, unit) for unit in UNITS}
    lists = [(unit, number, voters) for unit in UNITS for number, voters in enumerate(unit.voters, start=1)]
    issued = _split(chance, [voters for _, _, voters in lists])
    return [
        _protocol(chance, unit, number, voters, count, leaning[unit.code])
        for (unit, number, voters), count in zip(lists, issued, strict=True)
    ]


def _leaning(chance: random.Random, unit: RuralUnit) -> list[int]:
    """How a whole unit leans to its candidates: one of them is well ahead."""
    weights = [chance.randint(20, 40) for _ in range(unit.candidates)]
    weights[chance.randrange(unit.candidates)] += chance.randint(25, 70)
    return weights


def _split(chance: random.Random, lists: list[int]) -> list[int]:
    """Ballots issued per precinct, each between 74 % and 91 % of its list, together exactly ISSUED."""
    issued = [voters * chance.randint(78, 87) // 100 for voters in lists]
    step = 1 if sum(issued) < ISSUED else -1
    while sum(issued) != ISSUED:
        at = chance.randrange(len(lists))
        if 74 * lists[at] < 100 * (issued[at] + step) < 91 * lists[at]:
            issued[at] += step
    return issued


def _protocol(
    chance: random.Random, unit: RuralUnit, number: int, voters: int, issued: int, leaning: list[int]
) -> Protocol:
    invalid = issued * chance.randint(0, 14) // 1000
    against = issued * chance.randint(10, 45) // 1000
    valid = issued - invalid
    weights = [weight * chance.randint(85, 115) for weight in leaning]
    votes = [(valid - against) * weight // sum(weights) for weight in weights]
    votes[weights.index(max(weights))] += valid - against - sum(votes)
    portable = issued * chance.randint(20, 60) // 1000
    received = voters + voters // 100
    lines = {
        "voters_on_list": voters,
        "ballots_received": received,
        "voters_issued": issued,
        "ballots_cancelled": received - issued,
        "absentee_certificates_issued": chance.randint(0, 6),
        "voters_by_absentee": chance.randint(0, 4),
        "home_applications": portable + chance.randint(0, 3),
        "portable_ballots": portable,
        "stationary_ballots": issued - portable,
        "voters_outside": portable,
        "participated": valid,
        "against_all": against,
        "invalid": invalid,
    }
    contest = f"{ELECTION}/{unit.code}"
    numbered = {str(place): count for place, count in enumerate(votes, start=1)}
    return Protocol(contest, f"{unit.code}.{number}", lines, numbered)
