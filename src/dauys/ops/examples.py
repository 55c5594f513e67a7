"""Filled samples of the files that `dauys import` reads, made from the sample election."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from dauys.core.tables import write_csv
from dauys.ops.demo import sample

_COMMISSIONS = (
    "code", "unit", "level", "name_kk", "name_ru", "name_en", "address", "phone", "email", "hours",
    "address_kk", "address_ru", "address_en", "hours_kk", "hours_ru", "hours_en",
)  # fmt: skip
# By kind of unit: the level, and what stands before the unit's name in kk, ru and en.
_NAMED = {
    "country": (
        "central",
        "Орталық сайлау комиссиясы",
        "Центральная избирательная комиссия",
        "Central Election Commission",
    ),
    "region": (
        "regional",
        "Облыстық аумақтық сайлау комиссиясы",
        "Областная территориальная избирательная комиссия",
        "Regional election commission",
    ),
    "district": (
        "district",
        "Аудандық аумақтық сайлау комиссиясы",
        "Районная территориальная избирательная комиссия",
        "Territorial election commission",
    ),
    "precinct": (
        "precinct",
        "Учаскелік сайлау комиссиясы",
        "Участковая избирательная комиссия",
        "Precinct election commission",
    ),
}
_MEMBERS = (
    "commission", "seats", "office", "name", "proposed_by", "released", "suspended", "since",
    "act_body", "act_number", "act_adopted_on", "proposed_by_kk", "proposed_by_ru", "proposed_by_en",
    "act_body_kk", "act_body_ru", "act_body_en",
)  # fmt: skip
_STREET = ("Үлгі көшесі, 1", "ул. Образцовая, 1", "1 Sample Street")
_HOURS = (
    "9:00–18:30, түскі үзіліс 13:00–14:30",
    "9:00–18:30, обед 13:00–14:30",
    "9:00–18:30, lunch break 13:00–14:30",
)
_TERRITORY = ("code", "parent", "kind", "name_kk", "name_ru", "name_en", "zone", "valid_from", "valid_to")


def territory_example() -> str:
    """The whole territory of the sample as CSV."""
    rows = [[row.get(column, "") for column in _TERRITORY] for row in sample.territory()]
    return write_csv(rows, _TERRITORY).decode()


def commissions_example() -> str:
    """The commissions of the sample as CSV, one for each unit that has one; the contacts are invented."""
    rows = []
    for unit in sample.territory():
        if unit["kind"] in _NAMED:
            level, kk, ru, en = _NAMED[unit["kind"]]
            names = (f"{kk}: {unit['name_kk']}", f"{ru}: {unit['name_ru']}", f"{en}: {unit['name_en']}")
            contacts = (_STREET[0], "+7 000 000 00 00", f"{unit['code']}@example.org", _HOURS[0])
            said = (*_STREET, *_HOURS)
            rows.append([f"{unit['code']}.{level}", unit["code"], level, *names, *contacts, *said])
    return write_csv(rows, _COMMISSIONS).decode()


def members_example() -> str:
    """The members of the sample's first two commissions as CSV; all of them are invented."""
    act = ("Үлгі мәслихат", "1/1", "2019-01-10")
    said = ("", "", "", "Үлгі мәслихат", "Образцовый маслихат", "Sample maslikhat")
    codes = [f"{one['code']}.{_NAMED[one['kind']][0]}" for one in sample.territory() if one["kind"] in _NAMED]
    rows = [
        [code, "5", office, f"Үлгі {at}-мүше {number}", "", "false", "false", "2019-01-10", *act, *said]
        for number, code in enumerate(codes[:2], start=1)
        for at, office in enumerate(("chair", "deputy", "secretary", "member", "member"), start=1)
    ]
    return write_csv(rows, _MEMBERS).decode()


def election_example() -> str:
    """The sample election as JSON."""
    return json.dumps(sample.election(), ensure_ascii=False, indent=2) + "\n"


def turnout_example() -> str:
    """Two hours of turnout in the sample's precincts as CSV: about a third, then two thirds of all."""
    noon = dt.datetime.combine(sample.ELECTION_DAY, dt.time(12), ZoneInfo("Asia/Almaty"))
    rows: list[list[str | int | None]] = []
    for third, hour_at in enumerate((noon, noon + dt.timedelta(hours=4)), start=1):
        for one in sample.protocols():
            voted, listed = one.lines["voters_issued"] * third // 3, one.lines["voters_on_list"]
            rows.append([one.contest, one.precinct, hour_at.isoformat(), voted, listed])
    return write_csv(rows, ["contest", "precinct", "hour_at", "voted", "on_list"]).decode()


def protocols_example() -> str:
    """The sample's protocols as CSV: one column per line of the law, one per candidate."""
    protocols = sample.protocols()
    lines = list(protocols[0].lines)
    people = [f"{one.contest}#{number}" for one in protocols for number in one.votes]
    candidates = list(dict.fromkeys(people))
    rows = []
    for one in protocols:
        votes = {f"{one.contest}#{number}": count for number, count in one.votes.items()}
        row: list[str | int | None] = [one.contest, one.precinct, *one.lines.values()]
        rows.append([*row, *(votes.get(candidate) for candidate in candidates)])
    return write_csv(rows, ["contest", "precinct", *lines, *(f"votes:{one}" for one in candidates)]).decode()


# By kind of file: the ending of its name, and what makes it.
EXAMPLES: Mapping[str, tuple[str, Callable[[], str]]] = {
    "territory": ("csv", territory_example),
    "commissions": ("csv", commissions_example),
    "members": ("csv", members_example),
    "election": ("json", election_example),
    "turnout": ("csv", turnout_example),
    "protocols": ("csv", protocols_example),
}
