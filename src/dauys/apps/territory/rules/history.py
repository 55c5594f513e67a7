"""What a unit was called over time: one period per name, each beginning on the day the one before it ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dauys.apps.territory.rules.row import UnitRow


@dataclass(frozen=True, slots=True)
class Period:
    """What a unit was called from a day up to, not including, another; None: no day is known."""

    valid_from: dt.date | None
    valid_to: dt.date | None
    name_kk: str
    name_ru: str
    name_en: str
    iso: str

    def called(self) -> dict[str, str]:
        """The names and the code of ISO 3166."""
        return {name: getattr(self, name) for name in ("name_kk", "name_ru", "name_en", "iso")}


@dataclass(frozen=True, slots=True)
class Life:
    """One unit as the file leaves it: where it lies and what it was called, oldest period first."""

    code: str
    parent: str
    kind: str
    zone: str
    periods: tuple[Period, ...]

    def facts(self) -> dict[str, str | dt.date | None]:
        """What the unit itself keeps: its latest names, its zone, its whole validity."""
        latest = self.periods[-1]
        return {
            **latest.called(),
            "zone": self.zone,
            "valid_from": self.periods[0].valid_from,
            "valid_to": latest.valid_to,
        }

    def touching(self) -> bool:
        """True where each period begins on the day the one before it ends."""
        return all(a.valid_to is not None and a.valid_to == b.valid_from for a, b in pairwise(self.periods))


def lives_of(rows: Iterable[UnitRow], standing: Mapping[str, Sequence[Period]]) -> list[Life]:
    """One life per code, in the order of the file.

    Several rows of a code are its history; a name that stands for days before or after theirs stays. One row
    alone stands for the period that begins on the same day, or adds one that touches those that stand;
    without days it corrects the latest name. Where a unit has had one name only, a row of that name may
    correct its days too. What is left with a gap or an overlap is not `touching`.
    """
    by_code: dict[str, list[UnitRow]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    lives = []
    for code, told in by_code.items():
        stands = standing.get(code, ())
        periods = [_period(row, stands) for row in told]
        if len(told) == 1:
            periods = _fitted(_undated(periods[0], stands), stands)
        else:
            periods = _among(sorted(periods, key=_begin), stands)
        lives.append(Life(code, told[-1].parent, told[-1].kind, told[-1].zone, tuple(periods)))
    return lives


def _period(row: UnitRow, stands: Sequence[Period]) -> Period:
    """The row's period; where it tells no code of ISO 3166, that of the name which it corrects or follows."""
    iso = row.iso
    if iso is None:
        same = [period.iso for period in stands if period.valid_from == row.valid_from]
        undated = row.valid_from is None and row.valid_to is None
        iso = stands[-1].iso if stands and (undated or not same) else (same or [""])[0]
    return Period(row.valid_from, row.valid_to, row.name_kk, row.name_ru, row.name_en, iso)


def _undated(alone: Period, stands: Sequence[Period]) -> Period:
    """A row without days speaks of the latest name, whose days stay."""
    dated = len(stands) > 1 or (bool(stands) and stands[0].valid_from is not None)
    if dated and alone.valid_from is None and alone.valid_to is None:
        return replace(alone, valid_from=stands[-1].valid_from, valid_to=stands[-1].valid_to)
    return alone


def _fitted(alone: Period, stands: Sequence[Period]) -> list[Period]:
    """The periods that stand, with one in its place among them, before or after them."""
    is_same = len(stands) == 1 and _names(alone) == _names(stands[0])
    touches = bool(stands) and (
        (alone.valid_from is not None and alone.valid_from == stands[-1].valid_to)
        or (alone.valid_to is not None and alone.valid_to == stands[0].valid_from)
    )
    if is_same and not touches:
        return [alone]
    by_begin = {period.valid_from: period for period in stands} | {alone.valid_from: alone}
    return sorted(by_begin.values(), key=_begin)


def _among(told: Sequence[Period], stands: Sequence[Period]) -> list[Period]:
    """The periods told, with those that stand wholly before and after their days."""
    begins, ends = _begin(told[0]), told[-1].valid_to
    before = [period for period in stands if _begin(period) < begins]
    if before and _names(before[-1]) == _names(told[0]):
        before.pop()  # the same name told with another first day: a correction
    after = [period for period in stands if ends is not None and _begin(period) >= ends]
    return [*before, *told, *after]


def _names(period: Period) -> tuple[str, str, str]:
    return period.name_kk, period.name_ru, period.name_en


def _begin(period: Period) -> dt.date:
    return period.valid_from or dt.date.min
