"""The part of the country that an election is held in: units above the contests, in them and beneath them."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from dauys.apps.elections.models import Contest, Election
from dauys.apps.results.queries.book import UnitNode
from dauys.apps.results.rules.ground import STEP
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import Called, names_on, subtree, subtree_above_precincts
from dauys.core.norms import Pack
from dauys.core.norms.records import Words

_NUMBERS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Country:
    """Rows and nodes by code, codes in tree order, and the contests in tree order."""

    root: str
    rows: dict[str, Unit]
    units: dict[str, UnitNode]
    contests: Sequence[Contest]

    def beneath(self, code: str) -> list[str]:
        """The unit and all units beneath it, parents first."""
        found = [code]
        for unit in found:
            found.extend(self.units[unit].children)
        return found


def natural(code: str) -> list[tuple[int, int | str]]:
    """A key that sorts 2 before 10."""
    return [(0, int(part)) if part.isdigit() else (1, part) for part in _NUMBERS.split(code) if part]


def country_of(
    election: Election,
    contests: Sequence[Contest],
    pack: Pack,
    listed: Collection[str],
    *,
    precincts: bool = True,
    within: Unit | None = None,
) -> Country:
    """The units of an election that exist on its day; precincts also where they are listed, or none.

    `within` a unit, only those at, above and beneath it are read.
    """
    day = election.election_day
    inside = tuple(contest.unit.path for contest in contests)
    above = {path[:end] for path in inside for end in range(STEP, len(path), STEP)}
    rows: dict[str, Unit] = {}
    codes: dict[str, str] = {}
    children: dict[str, list[str]] = defaultdict(list)
    starts = set(inside)
    for unit in _read(election.country, within, precincts=precincts):
        if unit.path not in above and not _lies_in(unit.path, starts):
            continue
        if not (_stands(unit, day) or unit.code in listed):
            continue
        rows[unit.code] = unit
        codes[unit.path] = unit.code
        if unit.depth > 1:
            children[codes.get(unit.path[:-STEP], "")].append(unit.code)
    units: dict[str, UnitNode] = {}
    called = names_on(rows.values(), day)
    for code, unit in rows.items():
        parent = codes.get(unit.path[:-STEP]) if unit.depth > 1 else None
        zone = unit.zone or (units[parent].zone if parent else pack.act.default_zone)
        units[code] = UnitNode(
            code,
            unit.kind,
            _names(called[unit.pk]),
            parent,
            tuple(sorted(children[code], key=natural)),
            zone,
            unit.depth,
        )
    return Country(election.country.code, rows, units, contests)


def _read(country: Unit, within: Unit | None, *, precincts: bool) -> Iterable[Unit]:
    if within is None:
        return subtree(country) if precincts else subtree_above_precincts(country)
    above = [within.path[:end] for end in range(STEP, len(within.path), STEP)]
    found: QuerySet[Unit] = Unit.objects.filter(Q(path__startswith=within.path) | Q(path__in=above)).order_by(
        "path"
    )
    return found if precincts else found.exclude(kind="precinct").all()


def _lies_in(path: str, starts: set[str]) -> bool:
    return any(path[:end] in starts for end in range(STEP, len(path) + 1, STEP))


def _stands(unit: Unit, day: dt.date) -> bool:
    return (unit.valid_from is None or unit.valid_from <= day) and (
        unit.valid_to is None or unit.valid_to > day
    )


def _names(called: Called) -> Words:
    """The names in three languages; one that was not given falls back to another that was."""
    kk, ru, en = called.kk, called.ru, called.en
    return Words(kk=kk or ru or en, ru=ru or kk or en, en=en or ru or kk)
