"""Entering units of the country, and what they were called before."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.territory.models import EarlierName, Unit
from dauys.apps.territory.rules import Life, Period, Standing, UnitRow, faults_between, lives_of
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor, require, require_somewhere

_BATCH = 2_000
_PART = 10_000  # units after which it is told how many are stored
_BENEATH = "~" * Unit.steplen  # the step of a path that no unit has: a place right beneath one

DaysOfVotes = Callable[[Collection[str]], Mapping[str, Sequence[dt.date]]]
"""Asks, for paths of the tree, on which days elections were or will be held there; a higher room answers."""


def _nowhere(_: Collection[str]) -> Mapping[str, Sequence[dt.date]]:
    return {}


@dataclass(frozen=True, slots=True)
class Entered:
    """How many units were new, corrected, and already there as they are."""

    new: int
    corrected: int
    unchanged: int


@transaction.atomic
def enter_territory(  # noqa: PLR0913 -- of a file: its rows, lines, name and digest; beside them how to go about it
    rows: Sequence[UnitRow], *, by: Actor, at: dt.datetime, lines: Sequence[int] = (), place: str = "",
    sha256: str = "", dry_run: bool = False, votes: DaysOfVotes = _nowhere,
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> Entered:  # fmt: skip
    """Enter units; correct names, zones and days of known ones; date renamings; all rows or none (Refused).

    Rows of one code whose periods follow each other are one unit that was renamed. `Entered` counts units.
    A unit that existed on a day of `votes` goes on existing on it (T-10), and once such a day has begun
    no precinct joins those of it (T-12). `told` takes how many new units are stored, of how many.
    """
    require_somewhere("enter_territory", by)
    if not rows:
        return Entered(0, 0, 0)
    take_turn()
    country = _country_of(rows, place)
    known = {unit.code: unit for unit in Unit.objects.filter(country=country).order_by("path")}
    require("enter_territory", by, lambda: [known[country].path] if country in known else ())
    standing = _standing(known, country)
    lines = lines or range(2, len(rows) + 2)
    if faults := faults_between(rows, lines, standing, place):
        raise Refused(faults)
    lives = lives_of(rows, {code: stands.periods for code, stands in standing.items()})
    new = [life for life in lives if life.code not in known]
    changes = [
        (life, before)
        for life in lives
        if life.code in known and (before := _before(known[life.code], life, standing[life.code].periods))
    ]
    faults = _lost_votes(known, [life for life, _ in changes], votes)
    faults += _late(known, [*new, *(life for life, _ in changes)], votes, at)
    if faults:
        line_of = {row.code: line for row, line in zip(rows, lines, strict=True)}
        raise Refused([replace(one, place=place, line=line_of[one.value]) for one in faults])
    entered = Entered(len(new), len(changes), len(lives) - len(new) - len(changes))
    if dry_run or not (new or changes):
        return entered
    units = known | _insert(new, known, country, told)
    for life, _ in changes:
        _correct(known[life.code], life)
    renamed = [life for life in new if len(life.periods) > 1]
    _keep_earlier_names([*renamed, *(life for life, before in changes if "earlier" in before)], units)
    done = {
        "file": place, "sha256": sha256, "new": len(new),
        "corrected": [
            {"code": life.code, "before": before, "after": _after(life, before)} for life, before in changes
        ],
    }  # fmt: skip
    write_entry("enter_territory", f"country:{country}", done, by=by, at=at, of=units[country].path)
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


def _after(life: Life, before: Mapping[str, Any]) -> dict[str, Any]:
    """What stands then in place of what stood."""
    facts = life.facts() | {"earlier": _earlier(life.periods)}
    return {name: facts[name] for name in before}


def _lost_votes(known: Mapping[str, Unit], lives: Sequence[Life], votes: DaysOfVotes) -> list[Fault]:
    """Units that existed on the day of an election there and would not any more."""
    dated = [
        (known[life.code], life.periods)
        for life in lives
        if (known[life.code].valid_from, known[life.code].valid_to)
        != (life.periods[0].valid_from, life.periods[-1].valid_to)
    ]
    days = votes([unit.path for unit, _ in dated]) if dated else {}
    return [
        Fault(
            "T-10", f"An election is held in {unit.code} on {day}, and by these days it does not exist then.",
            "Correct the days: what was called to vote stays on the map of that day.",
            column="valid_from" if _lives(day, None, periods[-1].valid_to) else "valid_to", value=unit.code,
        )
        for unit, periods in dated
        for day in days.get(unit.path, ())
        if _lives(day, unit.valid_from, unit.valid_to)
        and not _lives(day, periods[0].valid_from, periods[-1].valid_to)
    ]  # fmt: skip


def _late(
    known: Mapping[str, Unit], lives: Sequence[Life], votes: DaysOfVotes, at: dt.datetime
) -> list[Fault]:
    """Precincts that would now have existed on the day of an election there that has begun or is over."""
    places = _places(known, lives)
    days = votes({path for _, path in places.values()}) if places else {}
    by_path = {unit.path: unit for unit in known.values()}
    return [
        Fault(
            "T-12", f"An election was held over {life.code} on {day}, and it would have existed then.",
            f"What joins later begins after that day: give it a valid_from later than {day}.",
            column="valid_from", value=life.code,
        )
        for life in lives
        if life.code in places
        for unit, path in [places[life.code]]
        for day in days.get(path, ())
        if day <= at.astimezone(_zone_over(unit, by_path)).date()
        and _lives(day, life.periods[0].valid_from, life.periods[-1].valid_to)
        and not (unit.code == life.code and _lives(day, unit.valid_from, unit.valid_to))
    ]  # fmt: skip


def _places(known: Mapping[str, Unit], lives: Sequence[Life]) -> dict[str, tuple[Unit, str]]:
    """By code of a precinct: itself, or the nearest unit above it that stands; and its path, or one there."""
    parents = {life.code: life.parent for life in lives if life.code not in known}
    found = {}
    for life in lives:
        code = life.code
        while code in parents:
            code = parents[code]
        if life.kind == "precinct" and code in known:
            beneath = "" if code == life.code else _BENEATH
            found[life.code] = (known[code], known[code].path + beneath)
    return found


def _zone_over(unit: Unit, by_path: Mapping[str, Unit]) -> dt.tzinfo:
    """The time of a unit: its own zone, or that of the nearest one above that has one."""
    paths = (unit.path[:end] for end in range(len(unit.path), 0, -Unit.steplen))
    return next((ZoneInfo(by_path[path].zone) for path in paths if by_path[path].zone), dt.UTC)


def _lives(day: dt.date, begins: dt.date | None, ends: dt.date | None) -> bool:
    return (begins is None or begins <= day) and (ends is None or day < ends)


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


def _insert(
    lives: Sequence[Life], known: dict[str, Unit], country: str, told: Callable[[int, int], None]
) -> dict[str, Unit]:
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
    for start in range(0, len(units), _PART):
        told(start, len(units))
        Unit.objects.bulk_create(units[start : start + _PART], batch_size=_BATCH)
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
