"""Turnout by the hour: the reading that counts of each precinct, and its sum at every unit above."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from dauys.apps.elections.models import Election
from dauys.apps.results.models import TurnoutReading
from dauys.apps.results.queries.book import TurnoutPoint
from dauys.apps.results.queries.countrybook import Country
from dauys.apps.results.rules import Ints
from dauys.core.exact import percent

Place = tuple[int, int]  # keys of a contest and of a precinct
Hours = dict[dt.datetime, tuple[int, int]]  # (voted, on_list) by the hour, in no order


def turnouts_of(
    election: Election,
    country: Country,
    places: Mapping[int, Mapping[str, int]],
    at: dt.datetime,
    *,
    cancelled: Collection[int] = (),
) -> dict[str, tuple[TurnoutPoint, ...]]:
    """The points of every unit of the country, precincts included, as known at a moment: one query.

    `places` are the keys of precincts by contest and code. Of contests that are `cancelled`
    those are expected that reported before, nothing more. A unit of which nothing came or is expected has no
    points.

    All units have the same hours, those reported anywhere in the election, so that a parent's points are the
    sums of its children's; the base of a percent are the lists of the precincts that reported.
    """
    readings = readings_of(election, at)
    hours = sorted({hour for own in readings.values() for hour in own})
    column = {hour: number for number, hour in enumerate(hours)}
    order = list(country.units)
    index = {code: row for row, code in enumerate(order)}
    keys = {country.rows[code].id: row for code, row in index.items()}
    figures: Ints = np.zeros((len(order), len(hours), 3), dtype=np.int64)
    expected: Ints = np.zeros(len(order), dtype=np.int64)
    for contest, precincts in places.items():
        for precinct in precincts.values():
            row = keys[precinct]
            expected[row] += contest not in cancelled or (contest, precinct) in readings
            for hour, (voted, on_list) in readings.get((contest, precinct), {}).items():
                figures[row, column[hour]] += (1, voted, on_list)
    # Parents stand before their children: backwards, each unit is complete when it is added to its parent.
    for row in range(len(order) - 1, -1, -1):
        parent = country.units[order[row]].parent
        if parent is not None:
            figures[index[parent]] += figures[row]
            expected[index[parent]] += expected[row]
    told = (expected > 0) | figures.any(axis=(1, 2))
    return {
        code: points_of(hours, figures[row], int(expected[row])) if told[row] else ()
        for code, row in index.items()
    }


def points_of(hours: Sequence[dt.datetime], figures: Ints, expected: int) -> tuple[TurnoutPoint, ...]:
    """The points of one unit from its sums (hours, 3): precincts that reported, voted, on the list."""
    return tuple(
        TurnoutPoint(hour, precincts, expected, voted, on_list, percent(voted, on_list, 2))
        for hour, (precincts, voted, on_list) in zip(hours, figures.tolist(), strict=True)
    )


def lists_of(election: Election) -> dict[int, dict[int, int]]:
    """How many voters stood on the list at the latest reading, by contest and precinct: one query."""
    rows = TurnoutReading.objects.filter(contest__election=election)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    ordered = rows.order_by("hour_at", "journal_number", "id")
    for contest, precinct, on_list in ordered.values_list("contest_id", "precinct_id", "on_list"):
        found[contest][precinct] = on_list
    return found


def readings_of(election: Election, at: dt.datetime | None = None) -> dict[Place, Hours]:
    """The readings that count, by contest and precinct: the latest for each hour, known by `at`."""
    rows = TurnoutReading.objects.filter(contest__election=election)
    if at is not None:
        rows = rows.filter(at__lte=at)
    found: dict[Place, Hours] = defaultdict(dict)
    columns = ("contest_id", "precinct_id", "hour_at", "voted", "on_list")
    for contest, precinct, hour, voted, on_list in rows.order_by("journal_number", "id").values_list(
        *columns
    ):
        found[contest, precinct][hour] = (voted, on_list)
    return found
