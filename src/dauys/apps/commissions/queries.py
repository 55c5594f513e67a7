"""What commissions answer: who sits where on a day, what is vacant, where to call, what the law says of it.

Every answer takes a number of questions that does not grow with the number of commissions.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from dauys.apps.commissions import rules
from dauys.apps.commissions.models import Commission, Mandate, Membership, Office, OutsideAct, Suspension
from dauys.apps.people.models import Person
from dauys.apps.people.queries import posts_on, ties_of
from dauys.apps.territory.models import Unit
from dauys.core.bodies import NOBODY_STANDS, OFFICES, Answer, Standing, check_seats
from dauys.core.norms import Pack


@dataclass(frozen=True, slots=True)
class SeatHolder:
    """One member on the day: the person, the office ("" for none), who proposed them, the act cited."""

    person: UUID
    name: str
    sex: str
    birth_year: int | None
    office: str
    released: bool
    suspended: bool
    proposed_by: str
    workplace: str
    since: dt.date
    joined_by: OutsideAct


@dataclass(frozen=True, slots=True)
class Composition:
    """One commission on one day; without a mandate that stands it has no seats and no members."""

    commission: Commission
    day: dt.date
    mandate: Mandate | None
    members: tuple[SeatHolder, ...]  # chair, deputy, secretary, then the others in the order they came

    @property
    def seats(self) -> int:
        """The number of members that was set."""
        return self.mandate.seats if self.mandate else 0

    @property
    def vacant(self) -> int:
        """Seats that nobody holds; one who stands in for a suspended member takes no further seat."""
        return max(0, self.seats - len(self.members))

    def holder(self, office: str) -> SeatHolder | None:
        """Who is `chair`, `deputy` or `secretary`."""
        return next((member for member in self.members if member.office == office), None)


def commission_of(country: str, code: str) -> Commission | None:
    """The commission of that code in that country, with its unit."""
    return Commission.objects.filter(country=country, code=code).select_related("unit").first()


def commissions_under(unit: Unit, level: str = "") -> QuerySet[Commission]:
    """The commissions of the unit and of all beneath it, in tree order, with units and contacts."""
    found = Commission.objects.filter(unit__path__startswith=unit.path)
    if level:
        found = found.filter(level=level)
    return found.select_related("unit").order_by("unit__path", "id")


def commissions_above(unit: Unit) -> list[Commission]:
    """The commissions of the unit and of the units above it, the nearest first: one question.

    The first of level `district` is the one that runs an election in a rural unit, the `regional` one
    supervises it, the `central` one controls.
    """
    paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    found = Commission.objects.filter(unit__path__in=paths).select_related("unit")
    return list(found.order_by("-unit__depth", "id"))


def compositions(commissions: QuerySet[Commission], day: dt.date) -> dict[str, Composition]:
    """The composition of each commission on the day, by its code and in the order given: five questions."""
    chosen = list(commissions)
    ids = commissions.order_by().values("id")
    mandates = {
        mandate.commission_id: mandate
        for mandate in Mandate.objects.filter(_on(day), commission__in=ids).select_related("formed_by")
    }
    members = _members(ids, day)
    return {
        commission.code: Composition(
            commission, day, mandates.get(commission.id), tuple(members.get(commission.id, ()))
        )
        for commission in chosen
    }


def composition_on(commission: Commission, day: dt.date) -> Composition:
    """The composition of one commission on the day."""
    chosen = Commission.objects.filter(id=commission.id).select_related("unit")
    return compositions(chosen, day)[commission.code]


def vacancies(commissions: QuerySet[Commission], day: dt.date) -> list[Composition]:
    """Of the commissions those that have a vacant seat, or no mandate at all, on the day."""
    return [
        found for found in compositions(commissions, day).values() if found.vacant or found.mandate is None
    ]


def findings_about(
    found: Mapping[str, Composition],
    commissions: QuerySet[Commission],
    pack: Pack,
    *,
    voters: Mapping[str, int] | None = None,
    standing: Mapping[str, Standing] | None = None,
) -> dict[str, tuple[Answer, ...]]:
    """What each rule of the pack says of these compositions, by code of the commission: two questions more.

    `found` is what `compositions` answered for `commissions`; one without a mandate is left out. `voters` are
    those on the lists, by code of the precinct; `standing` says, by code of the commission, who stands on the
    day and in which elections of its own. A rule that lacks a fact holds None.
    """
    people = Person.objects.filter(memberships__mandate__commission__in=commissions.order_by().values("id"))
    ties = ties_of(people)
    held: dict[dt.date, dict[UUID, frozenset[str]]] = {
        day: posts_on(people, day) for day in {one.day for one in found.values()}
    }
    return {
        code: check_seats(
            pack,
            rules.seats_of(
                one.commission.level,
                one.mandate,
                one.members,
                voters=(voters or {}).get(one.commission.unit.code),
                ties=ties,
                posts=held[one.day],
            ),
            one.day,
            (standing or {}).get(code, NOBODY_STANDS),
        )
        for code, one in found.items()
        if one.mandate is not None
    }


def mandates_of(commission: Commission) -> QuerySet[Mandate]:
    """All mandates of a commission with the acts they cite, the latest first."""
    found = Mandate.objects.filter(commission=commission).select_related("formed_by", "ended_by")
    return found.order_by("-valid_from")


def memberships_of(commission: Commission) -> QuerySet[Membership]:
    """Everybody who ever sat in a commission, with persons and acts, in the order they came."""
    found = Membership.objects.filter(mandate__commission=commission)
    return found.select_related("person", "mandate", "joined_by", "left_by").order_by("valid_from", "id")


def _on(day: dt.date) -> Q:
    """Rows whose period has the day in it."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def _members(commissions: QuerySet[Commission, Any], day: dt.date) -> dict[int, list[SeatHolder]]:
    """Who sits on the day, by key of the commission: three questions."""
    offices = dict(
        Office.objects.filter(_on(day), mandate__commission__in=commissions).values_list(
            "membership_id", "kind"
        )
    )
    resting = set(
        Suspension.objects.filter(_on(day), membership__mandate__commission__in=commissions).values_list(
            "membership_id", flat=True
        )
    )
    rows = (
        Membership.objects.filter(_on(day), mandate__commission__in=commissions)
        .annotate(commission=F("mandate__commission_id"))
        .select_related("person", "joined_by")
    )
    found: dict[int, list[SeatHolder]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (_rank(offices.get(row.id, "")), row.valid_from, row.id)):
        holder = SeatHolder(
            row.person.code, row.person.name, row.person.sex, row.person.birth_year,
            offices.get(row.id, ""), row.released, row.id in resting, row.proposed_by, row.workplace,
            row.valid_from, row.joined_by,
        )  # fmt: skip
        found[row.commission].append(holder)
    return found


def _rank(office: str) -> int:
    return OFFICES.index(office) if office in OFFICES else len(OFFICES)
