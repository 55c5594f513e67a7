"""In which capacity a person may act on a day: the offices held, in which commissions.

Rights follow the day: whoever was replaced, whose term ended or whose duties rest has none that day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from dauys.apps.commissions.models import Appointment, Membership, Office, Suspension
from dauys.core.bodies import LEVELS
from dauys.core.norms import Words
from dauys.core.rights import MEMBER, OFFICES


@dataclass(frozen=True, slots=True)
class Capacity:
    """One office of one person in one commission, as rights see it."""

    office: str
    commission: str  # code
    country: str
    level: str
    unit: str  # code
    path: str  # of the unit
    name: Words  # of the commission
    unit_name: Words

    @property
    def key(self) -> str:
        """By which it is chosen: unique among those of one person."""
        return f"{self.country}/{self.commission}:{self.office}"


_COMMISSION = (
    "code", "country", "level", "unit__code", "unit__path", "name_kk", "name_ru", "name_en",
    "unit__name_kk", "unit__name_ru", "unit__name_en",
)  # fmt: skip


def capacities(person: UUID, day: dt.date) -> list[Capacity]:
    """The capacities of a person on a day, that of the highest commission first: two questions."""
    found = [*_sitting(person, day), *_appointed(person, day)]
    return sorted(found, key=lambda one: (LEVELS.index(one.level), one.path, OFFICES.index(one.office)))


def _on(day: dt.date, prefix: str = "") -> Q:
    ends = {f"{prefix}valid_to__isnull": True}, {f"{prefix}valid_to__gt": day}
    return Q(**{f"{prefix}valid_from__lte": day}) & (Q(**ends[0]) | Q(**ends[1]))


def _sitting(person: UUID, day: dt.date) -> Iterator[Capacity]:
    resting = Suspension.objects.filter(_on(day), membership=OuterRef("pk"))
    office = Office.objects.filter(_on(day), membership=OuterRef("pk"))
    rows = (
        Membership.objects.filter(_on(day), _on(day, "mandate__"), ~Exists(resting), person__code=person)
        .annotate(kind=Subquery(office.values("kind")[:1]))
        .values_list("kind", *(f"mandate__commission__{name}" for name in _COMMISSION))
    )
    for kind, *commission in rows:
        yield _capacity(kind or MEMBER, *commission)


def _appointed(person: UUID, day: dt.date) -> Iterator[Capacity]:
    rows = Appointment.objects.filter(_on(day), person__code=person)
    for office, *commission in rows.values_list("office", *(f"commission__{name}" for name in _COMMISSION)):
        yield _capacity(office, *commission)


def _capacity(office: str, *commission: str) -> Capacity:
    code, country, level, unit, path, kk, ru, en, unit_kk, unit_ru, unit_en = commission
    return Capacity(
        office, code, country, level, unit, path, Words(kk=kk, ru=ru, en=en),
        Words(kk=unit_kk, ru=unit_ru, en=unit_en),
    )  # fmt: skip
