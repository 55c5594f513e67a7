"""The commissions of an election's units as they are read: who sits in them, how to reach them."""

from __future__ import annotations

import datetime as dt

from dauys.apps.commissions.models import OutsideAct
from dauys.apps.commissions.queries import Composition, Vacancy, commissions_under, compositions, in_words
from dauys.apps.elections.models import Election
from dauys.apps.results.queries.book import CommissionNode, MemberNode, VacancyNode
from dauys.apps.results.queries.countrybook import Country
from dauys.core.bodies import term_ends_on
from dauys.core.norms import LANGUAGES, Pack, Words
from dauys.press import wording

NUMBER = {"kk": "№", "ru": "№", "en": "No."}


def commissions_of(
    election: Election, pack: Pack, country: Country, day: dt.date, *, precincts: bool = True
) -> dict[str, CommissionNode]:
    """By unit code, of the units that the election is held in, as they stood on the day; precincts or not."""
    asked = commissions_under(election.country)
    found = compositions(asked if precincts else asked.exclude(level="precinct"), day)
    return {
        one.commission.unit.code: _node(one, pack)
        for one in found.values()
        if one.commission.unit.code in country.units
    }


def _node(one: Composition, pack: Pack) -> CommissionNode:
    commission, mandate = one.commission, one.mandate
    return CommissionNode(
        code=commission.code,
        level=commission.level,
        names=in_words(commission, "name") or Words(kk="", ru="", en=""),
        address=in_words(commission, "address"),
        phone=commission.phone,
        email=commission.email,
        hours=in_words(commission, "hours"),
        members=tuple(
            MemberNode(
                member.name,
                member.office or "member",
                member.released,
                member.proposed_by,
                member.proposed_in,
            )
            for member in one.members
        ),
        size=one.seats or None,
        formed_by=_cited(mandate.formed_by) if mandate else None,
        valid_from=mandate.valid_from if mandate else None,
        valid_to=mandate.valid_to or term_ends_on(pack, mandate.valid_from, one.day) if mandate else None,
        vacant=tuple(map(_vacancy, one.left)),
    )


def _cited(act: OutsideAct) -> Words:
    """An act as each language cites it: who decided, number, day."""
    body = in_words(act, "body") or Words(kk="", ru="", en="")
    return Words(
        **{
            one: f"{body.in_language(one)}, {NUMBER[one]} {act.number}, {wording.day(act.adopted_on, one)}"
            for one in LANGUAGES
        }
    )


def _vacancy(left: Vacancy) -> VacancyNode:
    return VacancyNode(left.since, left.reason, _cited(left.left_by) if left.left_by else None)
