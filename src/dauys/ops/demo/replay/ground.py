"""Before any call: the country's units, its rural units and precincts, and all commissions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from dauys.apps.commissions.actions import (
    ActEntry,
    CommissionRow,
    Formation,
    MemberEntry,
    Replacement,
    enter_commissions,
    form_commissions,
    replace_member,
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
    for one in sample.commissions():
        if one.leaving is not None:
            yield Event(begin, "leaving", _leaving(one, one.leaving, begin))


def _leaving(one: sample.Commission, leaving: sample.Leaving, at: dt.datetime) -> Callable[[], object]:
    reason = leaving.reason
    change = Replacement(
        commission=one.code,
        act=_act(one, leaving.act_number, leaving.on),
        on=leaving.on,
        leaving=leaving.person,
        reason=reason.kk,
        **_said("reason", reason),
    )
    return lambda: replace_member("KZ", change, by=BY, at=at)


Days = tuple[dt.date | None, dt.date | None]  # the first day, and that after the last


def _enter_units(lands: tuple[sample.Country, ...], at: dt.datetime) -> None:
    rows = [*read_units(country_table("kz")).rows]
    first = {row.code: row.valid_from for row in reversed(rows)}
    spans = {row.code: (first[row.code], row.valid_to) for row in rows}
    for land in lands:
        for region in land.regions:
            for district in region.districts:
                # What lies in a district that has begun or ended since has its days.
                days = spans[district.code]
                for contest in district.contests:
                    rows.append(_unit(contest.unit, district.code, "rural_unit", contest.names, days))
                    rows += [
                        _unit(one.code, contest.unit, "precinct", one.names, days)
                        for one in contest.precincts
                    ]
    enter_territory(rows, by=BY, at=at, place="sample")


def _unit(code: str, parent: str, kind: str, names: sample.Names, days: Days) -> UnitRow:
    return UnitRow.model_validate(
        {
            "code": code,
            "parent": parent,
            "kind": kind,
            "name_kk": names.kk,
            "name_ru": names.ru,
            "name_en": names.en,
            "valid_from": days[0],
            "valid_to": days[1],
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
            address=one.address.kk,
            phone=one.phone,
            email=one.email,
            hours=one.hours.kk,
            **_said("address", one.address),
            **_said("hours", one.hours),
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
            act=_act(one, one.act_number, one.formed_on),
            valid_from=one.formed_on,
            members=tuple(
                MemberEntry(
                    person=member.person,
                    office=member.office,
                    released=member.released,
                    proposed_by=member.proposed_by,
                    **(_said("proposed_by", member.proposed_in) if member.proposed_in is not None else {}),
                    workplace=member.workplace,
                )
                for member in one.members
            ),
            seats=one.seats,
        )
        for one in sample.commissions()
    ]


def _act(one: sample.Commission, number: str, day: dt.date) -> ActEntry:
    """A decision of the body that formed the commission."""
    body = one.formed_by
    return ActEntry(body=body.kk, number=number, adopted_on=day, **_said("body", body))


def _said(text: str, names: sample.Names) -> dict[str, str]:
    """A text as the fields of an entry, one for each language."""
    return {f"{text}_{language}": getattr(names, language) for language in ("kk", "ru", "en")}
