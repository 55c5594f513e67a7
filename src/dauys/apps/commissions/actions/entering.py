"""Entering commissions from a file: whole or not at all; names and contacts of known ones are corrected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from dauys.apps.commissions import rules
from dauys.apps.commissions.models import Commission
from dauys.apps.commissions.rules import CommissionRow
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import path_over
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor, require, require_somewhere

_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Entered:
    """How many commissions were new, corrected, and already there as they are."""

    new: int
    corrected: int
    unchanged: int


@transaction.atomic
def enter_commissions(
    rows: Sequence[CommissionRow], *, by: Actor, at: dt.datetime, country: str = "",
    lines: Sequence[int] = (), place: str = "", sha256: str = "", dry_run: bool = False,
) -> Entered:  # fmt: skip
    """Enter commissions and correct names and contacts of known ones; all rows or none (Refused).

    `country` is the code of the root unit; needed only where several countries are here.
    """
    require_somewhere("enter_commissions", by)
    take_turn()
    country = country or _country_of(rows, place)
    units = {unit.code: unit for unit in Unit.objects.filter(country=country).only("code", "kind", "path")}
    require("enter_commissions", by, lambda: {units[row.unit].path for row in rows if row.unit in units})
    known = {
        commission.code: commission
        for commission in Commission.objects.filter(country=country).select_related("unit")
    }
    faults = rules.faults_of_rows(
        rows,
        lines or range(2, len(rows) + 2),
        {code: unit.kind for code, unit in units.items()},
        {code: (commission.unit.code, commission.level) for code, commission in known.items()},
        place,
    )
    if faults:
        raise Refused(faults)
    new = [row for row in rows if row.code not in known]
    changes = {
        row.code: before for row in rows if row.code in known and (before := _change(known[row.code], row))
    }
    entered = Entered(len(new), len(changes), len(rows) - len(new) - len(changes))
    if dry_run or not (new or changes):
        return entered
    Commission.objects.bulk_create(
        (
            Commission(
                country=country, code=row.code, unit=units[row.unit], level=row.level, **row.facts()
            )
            for row in new
        ),
        batch_size=_BATCH,
    )  # fmt: skip
    Commission.objects.bulk_update([known[code] for code in changes], rules.FACTS, batch_size=_BATCH)
    done = {
        "file": place, "sha256": sha256, "new": [row.code for row in new],
        "corrected": [
            {"code": code, "before": before, "after": {name: getattr(known[code], name) for name in before}}
            for code, before in changes.items()
        ],
    }  # fmt: skip
    of = path_over(units[row.unit].path for row in rows)
    write_entry("enter_commissions", f"country:{country}", done, by=by, at=at, of=of)
    return entered


def _country_of(rows: Sequence[CommissionRow], place: str) -> str:
    """The only country that is here, else the only one that has all of the units."""
    countries = list(Unit.objects.filter(depth=1).values_list("code", flat=True))
    if len(countries) > 1:
        wanted = {row.unit for row in rows}
        units = Unit.objects.filter(country__in=countries).values_list("country", "code")
        owned = [(country, code) for country, code in units if code in wanted]
        countries = [
            country for country in countries if wanted <= {code for owner, code in owned if owner == country}
        ]
    if len(countries) == 1:
        return str(countries[0])
    raise Refused(
        [Fault("K-14", "It is not clear to which country these commissions belong.",
               "Import its territory first, or name it with --country.", place)]
    )  # fmt: skip


def _change(commission: Commission, row: CommissionRow) -> dict[str, Any]:
    """Set the row's facts on the commission; returns what they were before, empty when nothing differs."""
    facts = row.facts()
    before = {name: was for name in facts if (was := getattr(commission, name)) != facts[name]}
    for name in before:
        setattr(commission, name, facts[name])
    return before
