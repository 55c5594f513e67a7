"""Where people vote: the 176 districts and cities, of the 200 of the fourteen regions.

Real: the number 176, the 17 of Almaty Region and the four of Mangystau, all 13 of Pavlodar, that nine vote in
West Kazakhstan. Sample: which do not vote elsewhere: cities with few or no rural units, as far as possible.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dauys.ops.demo.country.published import ELECTION_DAY, REGIONS
from dauys.ops.demo.country.records import Names

TABLE = Path(__file__).parents[3] / "apps" / "territory" / "tables" / "kz.csv"

SILENT = frozenset(
    {
        "111000000",  # Kokshetau
        "151000000",  # Aktobe
        "191000000",  # Taldykorgan: not in the list of aqshamnews.kz
        "191600000",  # Kapchagay: not in that list
        "195800000",  # Raiymbek: not in that list
        "271000000",  # Uralsk
        "274000000",  # Zhanakala
        "275000000",  # Karatobe
        "276600000",  # Chingirlau
        "311000000",  # Taraz
        "351000000",  # Karaganda
        "352100000",  # Priozersk
        "352200000",  # Saran
        "391000000",  # Kostanay, the city
        "392000000",  # Lisakovsk
        "392400000",  # Rudny
        "431900000",  # Baikonyr, leased
        "471000000",  # Aktau: not in the list of adyrna.kz
        "471800000",  # Zhanaozen: not in that list
        "475000000",  # Munaily: not in that list
        "591000000",  # Petropavlovsk
        "611000000",  # Turkistan, the city
        "631000000",  # Ust-Kamenogorsk
        "632200000",  # Kurchatov
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of the territory table as it was on a day."""

    parent: str
    names: Names
    zone: str


@lru_cache(maxsize=4)
def places_on(day: dt.date, table: Path = TABLE) -> dict[str, Place]:
    """Every unit of the territory table that existed on a day, with its names then."""
    found = {}
    with table.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            start, end = row["valid_from"] or "0001-01-01", row["valid_to"] or "9999-12-31"
            if start <= day.isoformat() < end:
                names = Names(row["name_kk"], row["name_ru"], row["name_en"])
                found[row["code"]] = Place(row["parent"], names, row["zone"])
    return found


@lru_cache(maxsize=1)
def voting() -> dict[str, tuple[str, ...]]:
    """Codes of the voting districts and cities of each region, in the order of their codes."""
    below: dict[str, list[str]] = defaultdict(list)
    for code, place in places_on(ELECTION_DAY).items():
        if code not in SILENT:
            below[place.parent].append(code)
    return {region.code: tuple(sorted(below[region.code])) for region in REGIONS}
