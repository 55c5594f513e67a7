"""Before any call: the country's units, its rural units and precincts, and all commissions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dauys.apps.commissions.actions import (
    ActEntry,
    CommissionRow,
    Formation,
    MemberEntry,
    enter_commissions,
    form_commissions,
)
from dauys.apps.people.actions import PersonEntry, enter_people
from dauys.apps.territory.actions import UnitRow, country_table, enter_territory, read_units
from dauys.ops.demo import country as sample
from dauys.ops.demo.replay.event import BY, Event


def ground(begin: dt.datetime) -> Iterator[Event]:
    """The events, at `begin` and in this order."""
    lands = (sample.country(), sample.rehearsal())
    yield Event(begin, "territory", lambda: _enter_units(lands, begin))
    yield Event(begin, "commissions", lambda: enter_commissions(_rows(), by=BY, at=begin, place="sample"))
    yield Event(begin, "people", lambda: enter_people(_people(), by=BY, at=begin))
    yield Event(begin, "formation", lambda: form_commissions("KZ", _formations(), by=BY, at=begin))


def _enter_units(lands: tuple[sample.Country, ...], at: dt.datetime) -> None:
    rows = [*read_units(country_table("kz")).rows]
    for land in lands:
        for region in land.regions:
            for district in region.districts:
                for contest in district.contests:
                    rows.append(_unit(contest.unit, district.code, "rural_unit", contest.names))
                    rows += [
                        _unit(one.code, contest.unit, "precinct", one.names) for one in contest.precincts
                    ]
    enter_territory(rows, by=BY, at=at, place="sample")


def _unit(code: str, parent: str, kind: str, names: sample.Names) -> UnitRow:
    return UnitRow.model_validate(
        {
            "code": code,
            "parent": parent,
            "kind": kind,
            "name_kk": names.kk,
            "name_ru": names.ru,
            "name_en": names.en,
        }
    )


def _rows() -> list[CommissionRow]:
    return [
        CommissionRow(
            code=one.code,
            unit=one.unit,
            level=one.level,
            name_kk=one.names.kk,
            name_ru=one.names.ru,
            name_en=one.names.en,
            address=one.address,
            phone=one.phone,
            email=one.email,
            hours=one.hours,
        )
        for one in sample.commissions()
    ]


def _people() -> list[PersonEntry]:
    return [
        PersonEntry(code=member.person, name=member.name, sex=member.sex, birth_year=member.birth_year)
        for one in sample.commissions()
        for member in one.members
    ]


def _formations() -> list[Formation]:
    return [
        Formation(
            commission=one.code,
            act=ActEntry(body=one.formed_by, number=one.act_number, adopted_on=one.formed_on),
            valid_from=one.formed_on,
            members=tuple(
                MemberEntry(
                    person=member.person,
                    office=member.office,
                    released=member.released,
                    proposed_by=member.proposed_by,
                    workplace=member.workplace,
                )
                for member in one.members
            ),
            seats=one.seats,
        )
        for one in sample.commissions()
    ]
