"""The precincts of an election as columns, and what they come to above: for a book without their units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dauys.apps.candidates.models import Candidate
from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import contests_of
from dauys.apps.results.queries.book import TurnoutPoint
from dauys.apps.results.queries.countrybook import Country
from dauys.apps.results.queries.figuring import Awaited
from dauys.apps.results.queries.precinctground import precinct_ground
from dauys.apps.results.queries.precinctreading import precinct_rows_of, protocols_of
from dauys.apps.results.queries.precinctrows import PrecinctRows
from dauys.apps.results.queries.precinctsums import awaited_of, readings_in, turnouts_above
from dauys.apps.results.queries.states import ContestFacts
from dauys.apps.territory.queries import precincts_of, unit_above
from dauys.core.norms import Pack
from dauys.core.protocol import form_of


@dataclass(frozen=True, slots=True, eq=False)
class PrecinctBook:
    """By unit code: the precincts right beneath, protocols awaited beneath, turnout by the hour."""

    rows: Mapping[str, PrecinctRows]
    awaited: Mapping[str, Awaited]
    turnouts: Mapping[str, tuple[TurnoutPoint, ...]]


def precinct_book(
    election: Election,
    pack: Pack,
    country: Country,
    people: Mapping[int, Sequence[Candidate]],
    facts: Mapping[int, ContestFacts],
    at: dt.datetime,
) -> PrecinctBook:
    """Read all precincts of an election; a number of queries that does not grow with them."""
    form = form_of(pack.protocol)
    ground = precinct_ground(election, country.contests, country)
    widths = {contest.id: len(form.lines) + len(people[contest.id]) for contest in country.contests}
    began = dt.datetime.combine(election.called_on, dt.time(), ZoneInfo(pack.act.capital_zone))
    protocols = protocols_of(election, ground, max(widths.values()), began)
    cancelled = [key for key, one in facts.items() if one.state == "cancelled"]
    readings = readings_in(election, ground)
    return PrecinctBook(
        precinct_rows_of(country, ground, protocols, form, widths, cancelled),
        awaited_of(country, ground, protocols.came, cancelled, readings),
        turnouts_above(country, ground, readings, at, cancelled),
    )


def precincts_standing(election: Election) -> int | None:
    """How many precincts stand in the units of an election; None where one of them is a contest's own unit.

    Such a precinct has a result of its own to be told, and no row can tell it.
    """
    contests = list(contests_of(election))
    if any(contest.unit.kind == "precinct" for contest in contests):
        return None
    above = unit_above([contest.unit for contest in contests])
    return precincts_of(above, election.election_day).order_by().count()
