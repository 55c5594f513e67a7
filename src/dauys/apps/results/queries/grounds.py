"""The ground of an election: its country's units in tree order, or the one chain above a precinct."""

from __future__ import annotations

from dauys.apps.elections.models import Election
from dauys.apps.results import rules
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import subtree
from dauys.core.findings import Fault, Refused


def ground_of_election(election: Election) -> rules.Ground:
    """All units and precincts of the country: one query."""
    rows = subtree(election.country).values_list("id", "code", "kind", "path")
    return rules.ground_of(rows.iterator(chunk_size=10_000))


def chain_of(election: Election, precinct: str) -> rules.Ground:
    """A precinct and the units above it; Refused when there is no such precinct."""
    found = Unit.objects.filter(country=election.country.code, code=precinct, kind="precinct").first()
    if found is None:
        raise Refused([Fault("R-92", f"No precinct {precinct} is known.", "Correct the code.")])
    chain = [*Unit.objects.get_ancestors(found), found]
    return rules.ground_of((unit.id, unit.code, unit.kind, unit.path) for unit in chain)
