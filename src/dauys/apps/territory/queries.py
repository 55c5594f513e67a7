"""What the tree answers: a unit by its code, what lies beneath it, what hangs above, what it was called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from dauys.apps.territory.models import EarlierName, Unit


@dataclass(frozen=True, slots=True)
class Called:
    """What a unit was called on a day, and its code of ISO 3166 on that day ("" where it had none)."""

    kk: str
    ru: str
    en: str
    iso: str


def countries() -> QuerySet[Unit]:
    """The roots."""
    found: QuerySet[Unit] = Unit.objects.filter(depth=1).order_by("path")
    return found


def unit_of(country: str, code: str) -> Unit | None:
    """The unit of that code in that country."""
    found: Unit | None = Unit.objects.filter(country=country, code=code).first()
    return found


def units_of_code(code: str) -> list[Unit]:
    """The units of that code, one for each country that has it."""
    return list(Unit.objects.filter(code=code).order_by("country"))


def subtree(unit: Unit) -> QuerySet[Unit]:
    """The unit and everything beneath it, in tree order; also what is no longer valid."""
    found: QuerySet[Unit] = Unit.objects.get_tree(unit).order_by("path")
    return found


def valid_on(units: QuerySet[Unit], day: dt.date) -> QuerySet[Unit]:
    """Those of the units that exist on that day."""
    return units.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    )


def precincts_of(unit: Unit, day: dt.date) -> QuerySet[Unit]:
    """The precincts beneath a unit on that day, in tree order."""
    return valid_on(subtree(unit).filter(kind="precinct"), day)


def zone_of(unit: Unit, default: str) -> str:
    """The tz name in force in the unit: its own, else that of the nearest unit above, else `default`."""
    if unit.zone:
        return unit.zone
    zones = (
        Unit.objects.get_ancestors(unit).exclude(zone="").order_by("-depth").values_list("zone", flat=True)
    )
    return zones.first() or default


def names_on(units: Iterable[Unit], day: dt.date) -> dict[int, Called]:
    """What each unit was called on that day, by its primary key; one query beside that for the units.

    Before a unit began or after it ended, the first and the last of its names answer.
    """
    rows = list(units)
    countries = {unit.country for unit in rows}
    then: dict[int, Unit | EarlierName] = {unit.pk: unit for unit in rows}
    later = EarlierName.objects.filter(unit__country__in=countries, valid_to__gt=day).order_by("-valid_to")
    # Oldest last, so that the name which ends soonest after the day is the one that stays.
    for name in later:
        if name.unit_id in then:
            then[name.unit_id] = name
    return {
        key: Called(named.name_kk, named.name_ru, named.name_en, named.iso) for key, named in then.items()
    }


def ends_of(country: str) -> dict[str, dt.date | None]:
    """The day on which each unit of the country ended, by code; None for one that exists."""
    return dict(Unit.objects.filter(country=country).values_list("code", "valid_to"))
