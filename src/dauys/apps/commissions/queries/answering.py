"""Which commission a path of the tree stands for: rows of lower rooms name their commission so."""

from __future__ import annotations

from collections.abc import Collection

from dauys.apps.commissions.models import Commission

_ASKED_AT_ONCE = 10_000  # below the parameters that either database takes in one question


def commissions_at(paths: Collection[str]) -> dict[str, Commission]:
    """The commissions of the units with these paths, by path: one question for every ten thousand."""
    asked = sorted(set(paths) - {""})
    found: dict[str, Commission] = {}
    for start in range(0, len(asked), _ASKED_AT_ONCE):
        some = Commission.objects.filter(unit__path__in=asked[start : start + _ASKED_AT_ONCE])
        found |= {one.unit.path: one for one in some.select_related("unit").order_by("id")}
    return found
