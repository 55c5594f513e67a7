"""The ground of an election: its country's units in tree order, or one precinct and what it hangs on."""

from __future__ import annotations

import numpy as np
import polars as pl
from django.db import connection

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


_UNIT = Unit._meta.db_table
_ALONE = (
    "SELECT precinct.id, above.id, above.path"  # noqa: S608 -- our own names
    f" FROM {_UNIT} precinct JOIN {_UNIT} above"
    f" ON above.path = substr(precinct.path, 1, length(precinct.path) - {rules.STEP})"
    " WHERE precinct.country = %s AND precinct.code = %s AND precinct.kind = 'precinct'"
)


def ground_of_precinct(election: Election, precinct: str) -> rules.Ground:
    """A precinct and the unit right above it; Refused when there is no such precinct. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [election.country.code, precinct])
        found = cursor.fetchone()
    if found is None:
        raise Refused([Fault("R-92", f"No precinct {precinct} is known.", "Correct the code.")])
    key, above, path = found
    alone = rules.Precincts(pl.Series([precinct]), np.array([key]), np.array([0]))
    return rules.ground_of([above], [path], alone)
