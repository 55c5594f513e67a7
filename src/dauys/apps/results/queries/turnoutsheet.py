"""Turnout by the hour as a sheet: the readings that count, or every one with its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import contests_in, law_of
from dauys.apps.results.models import TurnoutReading
from dauys.apps.results.queries.outgoing import Order, precincts_in
from dauys.apps.territory.models import Unit
from dauys.core.tables import ROWS, TEXT, Kind, Sheet, without_blanks

COUNT: Kind = pl.Int32
COLUMNS: dict[str, Kind] = {
    "contest": TEXT, "precinct": TEXT, "hour_at": TEXT, "voted": COUNT, "on_list": COUNT,
}  # fmt: skip
HISTORY: dict[str, Kind] = {"received_at": TEXT, "reason": TEXT}

READ = ("precinct_id", "hour_at", "voted", "on_list", "at", "reason")
Reading = tuple[Any, ...]


def turnout_sheet(
    election: Election, unit: Unit, *, every: bool = False, order: Order = precincts_in
) -> Sheet:
    """The readings of the precincts at and beneath a unit, by contest and precinct in tree order and by hour.

    Of several readings for one hour the latest, in the import's columns; or `every` one with the time at
    which it came and its reason. Hours are told in the time of the capital.
    """
    contests = contests_in(election, unit)
    zone = ZoneInfo(law_of(election).act.capital_zone)
    columns = COLUMNS | (HISTORY if every else {})
    readings = TurnoutReading.objects.filter(contest__in=contests)

    def parts(_: bool) -> Iterator[pl.DataFrame]:
        precincts = order(unit)
        for contest in contests:
            rows = readings.filter(contest=contest, precinct__path__startswith=unit.path)
            found = rows.order_by("precinct__path", "hour_at", "journal_number", "id").values_list(*READ)
            for some in (
                _by_hour(found.iterator(chunk_size=10_000))
                if not every
                else _some(found.iterator(chunk_size=10_000))
            ):
                frame = pl.DataFrame(some, schema=READ, orient="row")
                places = precincts.places(frame["precinct_id"].to_numpy())
                filled = frame.with_columns(
                    pl.lit(contest.code).alias("contest"),
                    precincts.codes.gather(places).alias("precinct"),
                    pl.Series("hour_at", [_told(at, zone) for at in frame["hour_at"]], dtype=TEXT),
                    pl.Series("received_at", [at.isoformat() for at in frame["at"]], dtype=TEXT),
                    pl.col("voted", "on_list").cast(COUNT),
                )
                yield without_blanks(filled.select(list(columns)))

    return Sheet(columns, parts, None if not contests else readings.count())


def _some(readings: Iterator[Reading]) -> Iterator[list[Reading]]:
    """Many at a time."""
    while some := list(islice(readings, ROWS)):
        yield some


def _by_hour(readings: Iterator[Reading]) -> Iterator[list[Reading]]:
    """The same, of each precinct and hour the last one only."""
    return _some(list(same)[-1] for _, same in groupby(readings, key=lambda one: one[:2]))


def _told(at: dt.datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat()
