"""Where the precincts of an election lie, as columns: under which unit, in which contest, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import polars as pl

from dauys.apps.elections.models import Contest, Election, ListedPrecinct
from dauys.apps.results import rules
from dauys.apps.results.queries.countrybook import Country, natural
from dauys.apps.results.queries.precinctrows import Flags
from dauys.apps.territory.queries import precincts_called

NAMES = ("name_kk", "name_ru", "name_en")


@dataclass(frozen=True, slots=True, eq=False)
class PrecinctGround:
    """The precincts of the contests as columns (n,): by unit in tree order, there by code in natural order.

    `units` are places among the codes of `country.units`, `contests` and `ids` keys; `called` are their
    codes and names in columns `code`, `name_kk`, `name_ru`, `name_en`.
    """

    ids: rules.Ints
    units: rules.Ints
    contests: rules.Ints
    asked: Flags  # the call asks for their protocol, unless the poll was cancelled
    called: pl.DataFrame
    _sorted: rules.Ints  # places in the order of ids

    def __len__(self) -> int:
        return len(self.ids)

    def find(self, ids: rules.Ints) -> rules.Ints:
        """The place of each key, -1 for a precinct that is not here."""
        if not len(self):
            return np.full(len(ids), -1, dtype=np.int64)
        ordered = self.ids[self._sorted]
        at = np.minimum(np.searchsorted(ordered, ids), len(self) - 1)
        return np.where(ordered[at] == ids, self._sorted[at], -1)


def precinct_ground(election: Election, contests: Sequence[Contest], country: Country) -> PrecinctGround:
    """The precincts in the units of the contests that exist on election day or are listed: three queries."""
    found = precincts_called(election.country, election.election_day)
    places = {unit.path: place for place, unit in enumerate(country.rows.values())}
    owners = _owners(contests, country)
    above = pl.col("path").str.head(-rules.STEP).replace_strict(places, default=-1, return_dtype=pl.Int64)
    found = found.with_columns(above.alias("unit")).filter(pl.col("unit") >= 0)
    found = found.with_columns(pl.Series("contest", owners[found["unit"].to_numpy()])).filter(
        pl.col("contest") >= 0
    )
    listed = _listed(election)
    is_listed = pl.Series("listed", np.isin(found["id"].to_numpy(), list(chain(*listed.values()))))
    stands, lists = pl.col("stands") > 0, pl.col("contest").is_in(list(listed))
    found = found.with_columns(is_listed).with_columns(
        asked=pl.when(lists).then(pl.col("listed")).otherwise(stands)
    )
    found = found.filter(pl.col("listed") | stands)
    found = _in_order(found)
    ids = found["id"].to_numpy()
    return PrecinctGround(
        ids, found["unit"].to_numpy(), found["contest"].to_numpy(), found["asked"].to_numpy(),
        found.select("code", *map(_told, NAMES)), np.argsort(ids),
    )  # fmt: skip


def _owners(contests: Sequence[Contest], country: Country) -> rules.Ints:
    """By place of a unit, the key of the contest that it lies in; -1 above the contests."""
    own = {contest.unit.path: contest.id for contest in contests}
    keys = []
    for unit in country.rows.values():
        ends = range(len(unit.path), 0, -rules.STEP)
        keys.append(next((own[unit.path[:end]] for end in ends if unit.path[:end] in own), -1))
    return np.array(keys, dtype=np.int64)


def _listed(election: Election) -> dict[int, list[int]]:
    """The precincts that contests list, by contest key."""
    listed: dict[int, list[int]] = {}
    rows = ListedPrecinct.objects.filter(contest__election=election)
    for contest, precinct in rows.values_list("contest_id", "precinct_id"):
        listed.setdefault(contest, []).append(precinct)
    return listed


def _in_order(found: pl.DataFrame) -> pl.DataFrame:
    """By unit, and there in natural order of the codes: 2 before 10.

    Codes under one unit mostly are one text and a number, and that number orders them; where they are not,
    they are compared one by one.
    """
    head, number = pl.col("code").str.replace(r"[0-9]+$", ""), pl.col("code").str.extract(r"([0-9]+)$")
    found = found.with_columns(head=head, place=number.cast(pl.Int64, strict=False))
    kinds = found.group_by("unit").agg(
        even=(pl.col("head").n_unique() == 1)
        & (pl.col("place").null_count() == 0)
        & (pl.col("place").n_unique() == pl.len())
    )
    uneven = kinds.filter(~pl.col("even"))["unit"]
    if len(uneven):
        odd = found.filter(pl.col("unit").is_in(uneven.to_list())).sort("path")
        rank = {code: at for at, code in enumerate(sorted(odd["code"], key=natural))}
        order = pl.col("code").replace_strict(rank, default=None, return_dtype=pl.Int64)
        found = found.with_columns(
            place=pl.when(pl.col("unit").is_in(uneven.to_list())).then(order).otherwise(pl.col("place"))
        )
    return found.sort("unit", "place")


def _told(name: str) -> pl.Expr:
    """A name; one that was not given falls back to another that was, as the names of units do."""
    others = {
        "name_kk": ("name_ru", "name_en"),
        "name_ru": ("name_kk", "name_en"),
        "name_en": ("name_ru", "name_kk"),
    }
    given = (pl.when(pl.col(one) != "").then(pl.col(one)) for one in (name, *others[name]))
    return pl.coalesce(*given).fill_null("").alias(name)
