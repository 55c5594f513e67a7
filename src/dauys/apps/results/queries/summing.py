"""Units above the contests: sums over contests, line by line, and who won how many of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from dauys.apps.elections.models import Election
from dauys.apps.results.queries.book import Result
from dauys.apps.results.queries.contestbook import ContestReading, Turnout
from dauys.apps.results.queries.countrybook import Country
from dauys.apps.results.queries.figuring import sums_of
from dauys.apps.results.queries.tallies import UnitTally
from dauys.core.norms import Pack
from dauys.core.protocol import form_of


def sums_over_contests(
    election: Election,
    pack: Pack,
    country: Country,
    readings: Sequence[ContestReading],
    tallies: Mapping[str, UnitTally],
) -> dict[tuple[str | None, str], Result]:
    """A result for each unit above a contest, with the contests beneath it."""
    beneath: dict[str, list[ContestReading]] = {}
    for reading in readings:
        unit = country.units[reading.node.unit].parent
        while unit is not None:
            beneath.setdefault(unit, []).append(reading)
            unit = country.units[unit].parent
    return {
        (None, unit): _sum(election, pack, country, unit, contests, tallies.get(unit))
        for unit, contests in beneath.items()
    }


def _sum(
    election: Election,
    pack: Pack,
    country: Country,
    unit: str,
    contests: Sequence[ContestReading],
    tally: UnitTally | None,
) -> Result:
    form = form_of(pack.protocol)
    sums = sums_of(form, tally, 0)
    turnout = Turnout.of(form, sums)
    own = [reading.results[(reading.node.id, reading.node.unit)] for reading in contests]
    stamps: list[dt.datetime] = [result.as_of for result in own]
    return Result(
        election=election.code,
        contest=None,
        unit=unit,
        as_of=max(stamps),
        status="final" if all(result.status == "final" for result in own) else "preliminary",
        received=sum(result.received for result in own),
        expected=sum(result.expected for result in own),
        kept_out=sum(result.kept_out for result in own),
        lines=sums.lines,
        participated=turnout.participated,
        turnout_count=turnout.count,
        registered=turnout.base,
        turnout=turnout.percent,
        votes=None,
        winners=_winners(contests),
        outcome_kind=None,
        outcome_candidates=(),
        outcome_reason="",
        errors=sum(result.errors for result in own),
        warnings=sum(result.warnings for result in own),
        margin=None,
        outstanding=None,
        alarm=False,
        children=country.units[unit].children,
    )


def _winners(contests: Sequence[ContestReading]) -> tuple[tuple[str, str, int], ...]:
    """Contests won, by party, or by way of nomination for those without one; the most first."""
    won: Counter[tuple[str, str]] = Counter()
    for reading in contests:
        if reading.verdict.kind == "elected":
            people = {person.id: person for person in reading.node.candidates}
            for winner in reading.verdict.candidates:
                person = people[winner]
                won[("party", person.party) if person.party else ("way", person.nominated_by)] += 1
    ranked = sorted(won.items(), key=lambda item: (-item[1], item[0]))
    return tuple((kind, name, count) for (kind, name), count in ranked)
