"""Entering units of the country, and what they were called before."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.territory.models import EarlierName, Unit
from dauys.apps.territory.rules import Life, Period, Standing, UnitRow, faults_between, lives_of
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor, require

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
    """Enter units; correct names, zones and days of known ones; date renamings; all rows or none (Refused).

    Rows of one code whose periods follow each other are one unit that was renamed. `Entered` counts units.
    """
    require("enter_territory", by)
    take_turn()
    country = _country_of(rows, place)
    known = {unit.code: unit for unit in Unit.objects.filter(country=country).order_by("path")}
    standing = _standing(known, country)
    if faults := faults_between(rows, lines or range(2, len(rows) + 2), standing, place):
        raise Refused(faults)
    lives = lives_of(rows, {code: stands.periods for code, stands in standing.items()})
    new = [life for life in lives if life.code not in known]
    changes = [
        (life, before)
        for life in lives
        if life.code in known and (before := _before(known[life.code], life, standing[life.code].periods))
    ]
    entered = Entered(len(new), len(changes), len(lives) - len(new) - len(changes))
    if dry_run or not (new or changes):
        return entered
    units = known | _insert(new, known, country)
    for life, _ in changes:
        _correct(known[life.code], life)
    renamed = [life for life in new if len(life.periods) > 1]
    _keep_earlier_names([*renamed, *(life for life, before in changes if "earlier" in before)], units)
    done = {
        "file": place, "sha256": sha256, "new": len(new),
        "corrected": [{"code": life.code, "before": before} for life, before in changes],
    }  # fmt: skip
    write_entry("enter_territory", f"country:{country}", done, by=by, at=at)
    return entered


def _standing(known: dict[str, Unit], country: str) -> dict[str, Standing]:
    """What stands under each code, with the names of each period."""
    codes_by_path = {unit.path: code for code, unit in known.items()}
    earlier: dict[int, list[EarlierName]] = defaultdict(list)
    for name in EarlierName.objects.filter(unit__country=country).order_by("valid_to"):
        earlier[name.unit_id].append(name)
    return {
        code: Standing(
            unit.kind, codes_by_path.get(unit.path[: -Unit.steplen], ""), _periods(unit, earlier[unit.pk])
        )
        for code, unit in known.items()
    }


def _periods(unit: Unit, earlier: Sequence[EarlierName]) -> tuple[Period, ...]:
    ends = [*(name.valid_to for name in earlier), unit.valid_to]
    begins = [unit.valid_from, *ends[:-1]]
    called: list[Unit | EarlierName] = [*earlier, unit]
    return tuple(
        Period(begin, end, one.name_kk, one.name_ru, one.name_en, one.iso)
        for begin, end, one in zip(begins, ends, called, strict=True)
    )


def _country_of(rows: Sequence[UnitRow], place: str) -> str:
    roots = {row.code for row in rows if row.kind == "country"}
    if len(roots) == 1:
        return roots.pop()
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


def _before(unit: Unit, life: Life, periods: Sequence[Period]) -> dict[str, Any]:
    """What the file changes, as it was; empty where the unit stands as the file has it."""
    before: dict[str, Any] = {
        name: getattr(unit, name) for name, value in life.facts().items() if getattr(unit, name) != value
    }
    if _earlier(life.periods) != _earlier(periods):
        before["earlier"] = _earlier(periods)
    return before


def _earlier(periods: Sequence[Period]) -> list[dict[str, Any]]:
    """Names before the latest, each with the day on which it ended."""
    return [period.called() | {"valid_to": period.valid_to} for period in periods[:-1]]


def _correct(unit: Unit, life: Life) -> None:
    for name, value in life.facts().items():
        setattr(unit, name, value)
    unit.save()


def _keep_earlier_names(lives: Sequence[Life], units: Mapping[str, Unit]) -> None:
    """Write what these units were called before their latest names, in place of what stood."""
    EarlierName.objects.filter(unit__in=[units[life.code].pk for life in lives]).delete()
    names = [
        EarlierName(unit=units[life.code], valid_to=period.valid_to, **period.called())
        for life in lives
        for period in life.periods[:-1]
        if period.valid_to is not None
    ]
    EarlierName.objects.bulk_create(names, batch_size=_BATCH)


def _insert(lives: Sequence[Life], known: dict[str, Unit], country: str) -> dict[str, Unit]:
    """Insert new units parents first, each with its path in the tree; counts of children follow."""
    roots = Unit.objects.filter(depth=1).count()
    children = Counter({code: unit.numchild for code, unit in known.items()})
    paths = {code: (unit.path, unit.depth) for code, unit in known.items()}
    units = []
    for life in _parents_first(lives, set(known)):
        path, depth = paths.get(life.parent, ("", 0))
        children[life.parent] += 1
        step = children[life.parent] if depth else roots + 1
        unit = Unit(
            country=country, code=life.code, kind=life.kind, depth=depth + 1,
            path=Unit._get_path(path, depth + 1, step), **life.facts(),
        )  # fmt: skip
        paths[life.code] = (unit.path, unit.depth)
        units.append(unit)
    for unit in units:
        unit.numchild = children[unit.code]
    grown = [known[code] for code in known if known[code].numchild != children[code]]
    for unit in grown:
        unit.numchild = children[unit.code]
    Unit.objects.bulk_create(units, batch_size=_BATCH)
    Unit.objects.bulk_update(grown, ["numchild"], batch_size=_BATCH)
    return {unit.code: unit for unit in units}


def _parents_first(lives: Sequence[Life], placed: set[str]) -> list[Life]:
    """The units so that each stands after its parent, else in the order of the file."""
    ordered: list[Life] = []
    waiting = list(lives)
    while waiting:
        later = []
        for life in waiting:
            if not life.parent or life.parent in placed:
                ordered.append(life)
                placed.add(life.code)
            else:
                later.append(life)
        waiting = later
    return ordered
