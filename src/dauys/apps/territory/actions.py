"""Entering units of the country."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.territory import rules
from dauys.apps.territory.models import Unit
from dauys.apps.territory.rules import UnitRow
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor, require

# `UnitRow` is what the verb takes; the rest of the rules stays in the room.
__all__ = ["Entered", "UnitRow", "enter_territory"]

_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Entered:
    """How many units were new, corrected, and already there as they are."""

    new: int
    corrected: int
    unchanged: int


@transaction.atomic
def enter_territory(
    rows: Sequence[UnitRow], *, by: Actor, at: dt.datetime, lines: Sequence[int] = (), place: str = "",
    sha256: str = "", dry_run: bool = False,
) -> Entered:  # fmt: skip
    """Enter units and correct names, zones and validity of known ones; all rows or none (Refused)."""
    require("enter_territory", by)
    take_turn()
    country = _country_of(rows, place)
    known = {unit.code: unit for unit in Unit.objects.filter(country=country).order_by("path")}
    codes_by_path = {unit.path: code for code, unit in known.items()}
    standing = {
        code: rules.Standing(unit.kind, codes_by_path.get(unit.path[: -Unit.steplen], ""))
        for code, unit in known.items()
    }
    faults = rules.faults_between(rows, lines or range(2, len(rows) + 2), standing, place)
    if faults:
        raise Refused(faults)
    new = [row for row in rows if row.code not in known]
    changes = [change for row in rows if row.code in known and (change := _change(known[row.code], row))]
    entered = Entered(len(new), len(changes), len(rows) - len(new) - len(changes))
    if dry_run or not (new or changes):
        return entered
    _insert(new, known, country)
    for unit, _ in changes:
        unit.save()
    done = {
        "file": place, "sha256": sha256, "new": len(new),
        "corrected": [{"code": unit.code, "before": before} for unit, before in changes],
    }  # fmt: skip
    write_entry("enter_territory", f"country:{country}", done, by=by, at=at)
    return entered


def _country_of(rows: Sequence[UnitRow], place: str) -> str:
    roots = [row.code for row in rows if row.kind == "country"]
    if len(roots) == 1:
        return roots[0]
    if roots:
        raise Refused(
            [Fault("T-02", "The file holds more than one country.", "Make one file a country.", place)]
        )
    parents = {row.parent for row in rows} - {row.code for row in rows}
    owners = set(Unit.objects.filter(code__in=parents).values_list("country", flat=True))
    if len(owners) != 1:
        raise Refused(
            [Fault("T-03", "It is not clear to which country these units belong.",
                   "Put the country's own row at the top of the file.", place)]
        )  # fmt: skip
    return str(owners.pop())


def _change(unit: Unit, row: UnitRow) -> tuple[Unit, dict[str, Any]] | None:
    """Set the row's facts on the unit; returns what they were before, or None when nothing differs."""
    before = {
        name: getattr(unit, name) for name, value in row.facts().items() if getattr(unit, name) != value
    }
    for name in before:
        setattr(unit, name, row.facts()[name])
    return (unit, before) if before else None


def _insert(rows: Sequence[UnitRow], known: dict[str, Unit], country: str) -> None:
    """Insert new units parents first, each with its path in the tree; counts of children follow."""
    roots = Unit.objects.filter(depth=1).count()
    children = Counter({code: unit.numchild for code, unit in known.items()})
    paths = {code: (unit.path, unit.depth) for code, unit in known.items()}
    units = []
    for row in _parents_first(rows, set(known)):
        path, depth = paths.get(row.parent, ("", 0))
        children[row.parent] += 1
        step = children[row.parent] if depth else roots + 1
        unit = Unit(
            country=country, code=row.code, kind=row.kind, depth=depth + 1,
            path=Unit._get_path(path, depth + 1, step), **row.facts(),
        )  # fmt: skip
        paths[row.code] = (unit.path, unit.depth)
        units.append(unit)
    for unit in units:
        unit.numchild = children[unit.code]
    grown = [known[code] for code in known if known[code].numchild != children[code]]
    for unit in grown:
        unit.numchild = children[unit.code]
    Unit.objects.bulk_create(units, batch_size=_BATCH)
    Unit.objects.bulk_update(grown, ["numchild"], batch_size=_BATCH)


def _parents_first(rows: Sequence[UnitRow], placed: set[str]) -> list[UnitRow]:
    """The rows so that each stands after its parent, else in the order of the file."""
    ordered: list[UnitRow] = []
    waiting = list(rows)
    while waiting:
        later = []
        for row in waiting:
            if not row.parent or row.parent in placed:
                ordered.append(row)
                placed.add(row.code)
            else:
                later.append(row)
        waiting = later
    return ordered
