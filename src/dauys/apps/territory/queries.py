"""What the tree answers: a unit by its code, what lies beneath it, what hangs above."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from dauys.apps.territory.models import Unit


def countries() -> QuerySet[Unit]:
    """The roots."""
    found: QuerySet[Unit] = Unit.objects.filter(depth=1).order_by("path")
    return found


def unit_of(country: str, code: str) -> Unit | None:
    """The unit of that code in that country."""
    found: Unit | None = Unit.objects.filter(country=country, code=code).first()
    return found


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
