"""The cast of the tests: everyone has one fixed invented name, and the figures of one small country.

Aigerim is the operator who holds the console; Observer Bota may see and do nothing here.
"""

from __future__ import annotations

import datetime as dt

from dauys.core.rights import OPERATOR, Actor

AIGERIM = Actor(person="aigerim", office=OPERATOR)
BOTA = Actor(person="bota", office="observer")
NOBODY = Actor(person="nobody", office="")

AT = dt.datetime(2021, 7, 25, 22, 0, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(hours=1)
ELECTION = "kz-akim-2021-07-25"
LAW = "kz/akim/2021"

# A country of two districts: two rural units vote in the first (one of two precincts), one in the second.
TERRITORY = [
    ("KZ", "", "country", "Қазақстан", "Asia/Almaty"),
    ("R1", "KZ", "region", "Бірінші облыс", "Asia/Aqtau"),
    ("D1", "R1", "district", "Бірінші аудан", ""),
    ("D2", "R1", "district", "Екінші аудан", ""),
    ("U1", "D1", "rural_unit", "Бірінші ауыл", ""),
    ("U1.1", "U1", "precinct", "№ 1", ""),
    ("U1.2", "U1", "precinct", "№ 2", ""),
    ("U2", "D1", "rural_unit", "Екінші ауыл", ""),
    ("U2.1", "U2", "precinct", "№ 1", ""),
    ("U3", "D2", "rural_unit", "Үшінші ауыл", ""),
    ("U3.1", "U3", "precinct", "№ 1", ""),
]
UNITS = ("U1", "U2", "U3")


def contest(unit: str = "U1") -> str:
    """The id of the contest in a unit."""
    return f"{ELECTION}/{unit}"


def territory_rows() -> list[dict[str, str]]:
    """The territory as the rows of its file."""
    return [
        {
            "code": code,
            "parent": parent,
            "kind": kind,
            "name_kk": name,
            "name_ru": name,
            "name_en": name,
            "zone": zone,
        }
        for code, parent, kind, name, zone in TERRITORY
    ]


def election_file() -> dict[str, object]:
    """The election as its file: two candidates in U1 and U2, three in U3."""
    return {
        "id": ELECTION,
        "law": LAW,
        "called_on": "2021-06-25",
        "election_day": "2021-07-25",
        "contests": [
            {
                "id": contest(unit),
                "unit": unit,
                "candidates": [
                    {
                        "id": f"{contest(unit)}#{number}",
                        "name": f"Үміткер {unit} {number}",
                        "party": "Auyl" if number == 1 else None,
                        "sex": "f" if number == 2 else "m",
                        "birth_year": 1970 + number,
                        "nominated_by": "party" if number == 1 else "self",
                        "status": "registered",
                    }
                    for number in range(1, count + 1)
                ],
            }
            for unit, count in zip(UNITS, (2, 2, 3), strict=True)
        ],
    }


def lines(
    voters: int, votes: list[int], *, against: int = 0, invalid: int = 0, **other: int
) -> dict[str, int]:
    """Lines of a protocol in which every relation holds, unless `other` says otherwise."""
    cast = sum(votes) + against
    issued = cast + invalid
    received = voters + voters // 100
    found = {
        "voters_on_list": voters,
        "ballots_received": received,
        "voters_issued": issued,
        "ballots_cancelled": received - issued,
        "absentee_certificates_issued": 0,
        "voters_by_absentee": 0,
        "home_applications": 0,
        "portable_ballots": 0,
        "stationary_ballots": issued,
        "voters_outside": 0,
        "participated": cast,
        "against_all": against,
        "invalid": invalid,
    }
    return found | other
