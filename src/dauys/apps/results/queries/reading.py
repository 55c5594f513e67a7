"""Opening the book of an election: a constant number of queries, then only figuring."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from zoneinfo import ZoneInfo

from dauys.apps.calendar.queries import PlanRow, kept_calendar, plan_rows, summed_rows
from dauys.apps.candidates.models import Candidate
from dauys.apps.candidates.queries import candidates_by_contest
from dauys.apps.elections.models import Election, ListedPrecinct
from dauys.apps.elections.queries import contests_of, election_of, elections, law_of
from dauys.apps.results.models import Tally
from dauys.apps.results.queries.bodies import commissions_of
from dauys.apps.results.queries.book import Book, ElectionNode, FigureSource
from dauys.apps.results.queries.candidacies import candidacies_of
from dauys.apps.results.queries.contestbook import SETTLED, ContestReading, ContestRecords, read_contest
from dauys.apps.results.queries.countrybook import Country, country_of
from dauys.apps.results.queries.sheets import SheetRow, sheet_rows
from dauys.apps.results.queries.states import facts_of_contests, zones_of_contests
from dauys.apps.results.queries.summing import sums_over_contests
from dauys.apps.results.queries.turnouts import turnouts_of
from dauys.core.findings import Fault, Refused
from dauys.core.norms import Pack, Words


def open_book(election_id: str, *, at: dt.datetime) -> Book:
    """Everything public about one election, its calendar at the moment `at`; Refused when it is not here."""
    election = election_of(election_id)
    if election is None:
        raise Refused(
            [
                Fault(
                    "E-12", f"No election {election_id} is here.", "See those that are: dauys results --list."
                )
            ]
        )
    pack = law_of(election)
    listed = _listed(election)
    contests = list(contests_of(election))
    country = country_of(election, contests, pack, {code for codes in listed.values() for code in codes})
    people = candidates_by_contest(election)
    readings = _read_contests(election, pack, country, people, listed, at)
    results = {key: result for reading in readings for key, result in reading.results.items()}
    results |= sums_over_contests(election, pack, country, readings, _tallies_over_contests(election))
    sheets = {
        (reading.node.id, code): sheet for reading in readings for code, sheet in reading.sheets.items()
    }
    return Book(
        election=ElectionNode(
            election.code, pack.id, election.edition.digest, election.called_on, election.election_day,
            election.sample,
        ),
        pack=pack,
        at=at,
        as_of=max(result.as_of for result in results.values()),
        root=country.root,
        units=country.units,
        contests={reading.node.id: reading.node for reading in readings},
        results=results,
        sheets=sheets,
        plans=_plans(election, pack, country, at),
        owners={unit: reading.node.id for reading in readings for unit in reading.units},
        turnouts=turnouts_of(election, country, at),
        candidacies=candidacies_of(election, country, people, at),
        commissions=commissions_of(election, country, at.date()),
        figures=_figures(election),
    )  # fmt: skip


def elections_here(at: dt.datetime) -> list[dict[str, str]]:
    """The elections of this installation, the latest day first: id, law, election day, status."""
    rows = []
    for election in elections():
        facts = facts_of_contests(election, zones_of_contests(election, law_of(election)), at)
        is_final = all(one.state in SETTLED for one in facts.values())
        rows.append(
            {
                "id": election.code, "law": election.edition.law,
                "election_day": election.election_day.isoformat(),
                "status": "final" if is_final else "preliminary",
            }
        )  # fmt: skip
    return rows


def _figures(election: Election) -> tuple[FigureSource, ...]:
    return tuple(
        FigureSource(
            Words(kk=row.what_kk, ru=row.what_ru, en=row.what_en), row.value, row.source, row.is_real
        )
        for row in election.figures.order_by("position")
    )


def called_at(election: Election, pack: Pack) -> dt.datetime:
    """The first fact of an election: the start of the day of its call, in the capital's time."""
    return dt.datetime.combine(election.called_on, dt.time(), ZoneInfo(pack.act.capital_zone))


def _listed(election: Election) -> dict[int, set[str]]:
    """Codes of the listed precincts by contest key; contests without a list are absent."""
    listed: dict[int, set[str]] = defaultdict(set)
    rows = ListedPrecinct.objects.filter(contest__election=election).values_list(
        "contest_id", "precinct__code"
    )
    for contest, code in rows:
        listed[contest].add(code)
    return listed


def _read_contests(
    election: Election,
    pack: Pack,
    country: Country,
    people: dict[int, list[Candidate]],
    listed: dict[int, set[str]],
    at: dt.datetime,
) -> list[ContestReading]:
    zones = {contest.id: country.units[contest.unit.code].zone for contest in country.contests}
    facts = facts_of_contests(election, zones, at)
    tallies: dict[int, dict[int, Tally]] = defaultdict(dict)
    for tally in Tally.objects.filter(election=election):
        if tally.contest_id is not None:
            tallies[tally.contest_id][tally.unit_id] = tally
    rows: dict[int, dict[int, SheetRow]] = sheet_rows(election)
    began = called_at(election, pack)
    return [
        read_contest(
            contest,
            pack,
            country,
            ContestRecords(
                people[contest.id],
                facts[contest.id],
                tallies[contest.id],
                rows.get(contest.id, {}),
                listed.get(contest.id),
            ),
            began,
        )
        for contest in country.contests
    ]


def _tallies_over_contests(election: Election) -> dict[int, Tally]:
    return {tally.unit_id: tally for tally in Tally.objects.filter(election=election, contest__isnull=True)}


KEEPERS = ("district", "city")  # the commissions of these units run the contests in them


def _plans(election: Election, pack: Pack, country: Country, at: dt.datetime) -> dict[str, list[PlanRow]]:
    """The plan of every commission that runs contests, and above them what theirs come to."""
    kept = kept_calendar(election)
    keepers = {_keeper(country, contest.unit.code) for contest in country.contests}
    plans: dict[str, list[PlanRow]] = {}
    for code, node in country.units.items():
        if code in keepers:
            plans[code] = plan_rows(pack, election, country.rows[code], node.zone, at, kept)
    beneath: dict[str, list[list[PlanRow]]] = defaultdict(list)
    for code in keepers:
        unit = country.units[code].parent
        while unit is not None:
            beneath[unit].append(plans[code])
            unit = country.units[unit].parent
    for code, below in beneath.items():
        plans[code] = summed_rows(pack, election, country.units[code].zone, at, below)
    return plans


def _keeper(country: Country, code: str) -> str:
    """The unit whose commission runs a contest: the nearest district or city at or above it, else its own."""
    unit: str | None = code
    while unit is not None:
        if country.units[unit].kind in KEEPERS:
            return unit
        unit = country.units[unit].parent
    return code
