"""The ground of an election: its country's units in tree order, or the one chain above a precinct."""

from __future__ import annotations

import numpy as np
import polars as pl

from dauys.apps.elections.models import Election
from dauys.apps.results import rules
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import precinct_columns, units_above_precincts
from dauys.core.findings import Fault, Refused


def ground_of_election(election: Election) -> rules.Ground:
    """All units and precincts of the country, as columns: two queries, no step for each precinct."""
    units = units_above_precincts(election.country)
    index = {path: at for at, (_, path) in enumerate(units)}
    rows = precinct_columns(election.country)
    parent = rows["path"].str.head(-rules.STEP)
    above = parent.replace_strict(index, default=-1, return_dtype=pl.Int64)
    precincts = rules.Precincts(rows["code"], rows["id"].to_numpy(), above.to_numpy())
    return rules.ground_of([key for key, _ in units], list(index), precincts)


def chain_of(election: Election, precinct: str) -> rules.Ground:
    """A precinct and the units above it; Refused when there is no such precinct."""
    found = Unit.objects.filter(country=election.country.code, code=precinct, kind="precinct").first()
    if found is None:
        raise Refused([Fault("R-92", f"No precinct {precinct} is known.", "Correct the code.")])
    above = list(Unit.objects.get_ancestors(found).values_list("id", "path"))
    alone = rules.Precincts(pl.Series([found.code]), np.array([found.id]), np.array([len(above) - 1]))
    return rules.ground_of([key for key, _ in above], [path for _, path in above], alone)
