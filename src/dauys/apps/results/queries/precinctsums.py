"""What precincts come to at the units above, column by column: protocols awaited, and turnout by the hour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl

from dauys.apps.elections.models import Election
from dauys.apps.results import rules
from dauys.apps.results.models import TurnoutReading
from dauys.apps.results.queries.book import TurnoutPoint
from dauys.apps.results.queries.countrybook import Country
from dauys.apps.results.queries.figuring import Awaited
from dauys.apps.results.queries.outgoing import columns_of
from dauys.apps.results.queries.precinctground import PrecinctGround
from dauys.apps.results.queries.precinctrows import Flags
from dauys.apps.results.queries.turnouts import points_of
from dauys.core.rollup import Tree

NAMES = ("contest_id", "precinct_id", "hour_at", "voted", "on_list", "at", "journal_number", "id")


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """Readings of turnout as they stand: `rows` in columns NAMES, `place` (of the precinct in its ground)."""

    rows: pl.DataFrame
    ground: PrecinctGround

    def listed(self) -> tuple[Flags, rules.Ints]:
        """By precinct: whether any reading came, and how many stood on the list at the latest hour."""
        latest = self.rows.sort("hour_at", "journal_number", "id").unique("place", keep="last")
        reported, voters = (
            np.zeros(len(self.ground), dtype=np.bool_),
            np.zeros(len(self.ground), dtype=np.int64),
        )
        places = latest["place"].to_numpy()
        reported[places], voters[places] = True, latest["on_list"].to_numpy()
        return reported, voters

    def counting(self, at: dt.datetime) -> pl.DataFrame:
        """Of each precinct and hour the reading that counts at a moment: the latest known by then."""
        known = self.rows.filter(pl.col("at") <= at.astimezone(dt.UTC)).sort("journal_number", "id")
        return known.unique(["place", "hour_at"], keep="last")


def readings_in(election: Election, ground: PrecinctGround) -> Readings:
    """All readings of the precincts of a ground: one query."""
    schema = dict.fromkeys(NAMES, pl.Int64) | dict.fromkeys(("hour_at", "at"), pl.Datetime("us", "UTC"))
    rows = TurnoutReading.objects.filter(contest__election=election).order_by().values_list(*NAMES)
    blocks = [pl.DataFrame(dict(zip(NAMES, block, strict=True)), schema=schema) for block in columns_of(rows)]
    found = pl.concat([pl.DataFrame(schema=schema), *blocks])
    places = pl.Series("place", ground.find(found["precinct_id"].to_numpy()))
    return Readings(found.with_columns(places).filter(pl.col("place") >= 0), ground)


def awaited_of(
    country: Country, ground: PrecinctGround, came: Flags, cancelled: Collection[int], readings: Readings
) -> dict[str, Awaited]:
    """By unit code, the protocols expected beneath it and those of them that have not come.

    A cancelled poll asks for nothing more than what had come before.
    """
    reported, voters = readings.listed()
    expected = np.where(np.isin(ground.contests, list(cancelled)), came, ground.asked)
    missing = expected & ~came
    columns = np.stack([expected, missing, missing & reported, np.where(missing, voters, 0)], axis=1)
    sums = _added_up(country, ground.units, columns.astype(np.int64))
    return dict(zip(country.units, (Awaited(*row) for row in sums.tolist()), strict=True))


def turnouts_above(
    country: Country, ground: PrecinctGround, readings: Readings, at: dt.datetime, cancelled: Collection[int]
) -> dict[str, tuple[TurnoutPoint, ...]]:
    """The points of every unit above the precincts as known at a moment, as `turnouts_of` has them."""
    counting = readings.counting(at)
    hours = counting["hour_at"].unique().sort().to_list()
    columns: rules.Ints = np.zeros((len(ground), 1 + 3 * len(hours)), dtype=np.int64)
    reported = np.zeros(len(ground), dtype=np.bool_)
    reported[counting["place"].to_numpy()] = True
    columns[:, 0] = ground.asked & (~np.isin(ground.contests, list(cancelled)) | reported)
    for number, hour in enumerate(hours):
        own = counting.filter(pl.col("hour_at") == hour)
        places, first = own["place"].to_numpy(), 1 + 3 * number
        columns[places, first] = 1
        columns[places, first + 1], columns[places, first + 2] = (
            own["voted"].to_numpy(),
            own["on_list"].to_numpy(),
        )
    columns[~ground.asked] = 0
    sums = _added_up(country, ground.units, columns)
    return {
        code: points_of(hours, row[1:].reshape(-1, 3), int(row[0])) if row.any() else ()
        for code, row in zip(country.units, sums, strict=True)
    }


def _added_up(country: Country, units: rules.Ints, columns: rules.Ints) -> rules.Ints:
    """Sums (units, k) of what hangs on the units of a country and on all beneath them."""
    order = {code: place for place, code in enumerate(country.units)}
    parents = [order[unit.parent] if unit.parent is not None else -1 for unit in country.units.values()]
    return Tree(parents).add_up(units, columns).totals
