"""The commissions of an election's units as they are read: who sits in them, how to reach them."""

from __future__ import annotations

import datetime as dt

from dauys.apps.commissions.queries import Composition, commissions_under, compositions
from dauys.apps.elections.models import Election
from dauys.apps.results.queries.book import CommissionNode, MemberNode
from dauys.apps.results.queries.countrybook import Country
from dauys.core.norms.records import Words


def commissions_of(election: Election, country: Country, day: dt.date) -> dict[str, CommissionNode]:
    """By unit code, of the units that the election is held in, as they stood on the day."""
    found = compositions(commissions_under(election.country), day)
    return {
        one.commission.unit.code: _node(one)
        for one in found.values()
        if one.commission.unit.code in country.units
    }


def _node(one: Composition) -> CommissionNode:
    commission = one.commission
    kk, ru, en = commission.name_kk, commission.name_ru, commission.name_en
    act = one.mandate.formed_by if one.mandate else None
    return CommissionNode(
        code=commission.code,
        level=commission.level,
        names=Words(kk=kk or ru or en, ru=ru or kk or en, en=en or ru or kk),
        address=commission.address,
        phone=commission.phone,
        email=commission.email,
        hours=commission.hours,
        members=tuple(
            MemberNode(member.name, member.office or "member", member.released, member.proposed_by)
            for member in one.members
        ),
        size=one.seats or None,
        formed_by=f"{act.body}, № {act.number}, {act.adopted_on:%d.%m.%Y}" if act else "",
    )
