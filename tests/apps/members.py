"""Commissions of the small country, their invented members, and an entry for each verb."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from dauys.apps.commissions.actions import (
    ActEntry,
    CommissionRow,
    Formation,
    MandateEnd,
    MemberEntry,
    Officers,
    Replacement,
    Rest,
    Return,
)
from dauys.apps.people.actions import PersonEntry

FORMED_ON = dt.date(2019, 1, 10)
DAY = dt.date(2021, 7, 5)
TEC, PEC = "D1.tec", "U1.1.pec"
ACT = ActEntry(body="Бірінші аудандық мәслихат", number="12", adopted_on=FORMED_ON, title="Құрам туралы")
LATER_ACT = ActEntry(body="Бірінші аудандық мәслихат", number="31", adopted_on=dt.date(2021, 6, 28))
OFFICES = ("chair", "deputy", "secretary")

ROWS = [
    CommissionRow.model_validate(
        {
            "code": code,
            "unit": unit,
            "level": level,
            "name_kk": f"Комиссия {unit}",
            "phone": "+7 000 000 00 00",
        }
    )
    for code, unit, level in (
        ("KZ.cec", "KZ", "central"),
        ("R1.rec", "R1", "regional"),
        (TEC, "D1", "district"),
        ("D2.tec", "D2", "district"),
        (PEC, "U1.1", "precinct"),
        ("U1.2.pec", "U1.2", "precinct"),
    )
]


def code_of(number: int) -> UUID:
    """The person of that number."""
    return UUID(int=number)


def people(count: int, first: int = 1) -> list[PersonEntry]:
    """Invented persons, numbered."""
    return [
        PersonEntry(code=code_of(number), name=f"Адам {number}", sex="f", birth_year=1980)
        for number in range(first, first + count)
    ]


def member(number: int, **facts: object) -> MemberEntry:
    """One member who works somewhere of their own."""
    entry: dict[str, object] = {"person": code_of(number), "workplace": f"№ {number} мектеп"}
    return MemberEntry.model_validate(entry | facts)


def formation(commission: str = TEC, count: int = 7, first: int = 1, **facts: object) -> Formation:
    """A commission of `count` members, the first three with an office."""
    entry: dict[str, object] = {
        "commission": commission,
        "act": ACT,
        "valid_from": FORMED_ON,
        "members": [
            member(first + place, office=OFFICES[place] if place < 3 else "", proposed_by=f"Партия {place}")
            for place in range(count)
        ],
    }
    return Formation.model_validate(entry | facts)


def officers(**holders: int) -> Officers:
    """A meeting fills offices."""
    chosen = {office: code_of(number) for office, number in (holders or {"chair": 4}).items()}
    return Officers.model_validate({"commission": TEC, "act": LATER_ACT, "on": DAY, "holders": chosen})


def replacement(leaving: int | None = 7, joining: int | None = 8, **facts: object) -> Replacement:
    """One leaves, another comes."""
    entry: dict[str, object] = {
        "commission": TEC,
        "act": LATER_ACT,
        "on": DAY,
        "leaving": code_of(leaving) if leaving else None,
        "reason": "өз еркімен" if leaving else "",
        "joining": member(joining) if joining else None,
    }
    return Replacement.model_validate(entry | facts)


def rest(number: int = 5) -> Rest:
    """The duties of a member rest."""
    return Rest(commission=TEC, act=LATER_ACT, person=code_of(number), reason="жақын туысы", valid_from=DAY)


def returning(number: int = 5, on: dt.date = dt.date(2021, 7, 28)) -> Return:
    """The campaign is over."""
    return Return(commission=TEC, act=LATER_ACT, person=code_of(number), on=on)


def ending(on: dt.date = DAY) -> MandateEnd:
    """The mandate of the district's commission ends."""
    return MandateEnd(commission=TEC, act=LATER_ACT, on=on, reason="қызметі тоқтатылды")
