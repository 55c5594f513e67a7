"""Opening the book of an election: a constant number of queries, then only figuring."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from dauys.apps.candidates.models import Candidate
from dauys.apps.candidates.queries import candidates_by_contest
from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import contests_of, election_of, elections, expected_precincts, law_of
from dauys.apps.results.queries.bodies import commissions_of
from dauys.apps.results.queries.book import Book, ElectionNode
from dauys.apps.results.queries.candidacies import candidacies_of
from dauys.apps.results.queries.contestbook import SETTLED, ContestReading, ContestRecords, read_contest
from dauys.apps.results.queries.countrybook import Country, country_of
from dauys.apps.results.queries.plans import plans_of
from dauys.apps.results.queries.precinctbook import PrecinctBook, precinct_book
from dauys.apps.results.queries.saying import figures_of, note_of, parties_of, sources_of
from dauys.apps.results.queries.sheets import SheetRow, sheet_rows
from dauys.apps.results.queries.states import ContestFacts, facts_of_contests, zones_of_contests
from dauys.apps.results.queries.summing import sums_over_contests
from dauys.apps.results.queries.tallies import OVER_CONTESTS, UnitTally, tallies_of
from dauys.apps.results.queries.turnouts import lists_of, turnouts_of
from dauys.core.findings import Fault, Refused
from dauys.core.norms import Pack


def open_book(election_id: str, *, at: dt.datetime, as_rows: bool = False) -> Book:
    """Everything public about one election, its calendar at the moment `at`; Refused when it is not here.

    As rows, precincts are no units of the book: each unit right above has them as columns, `book.precincts`.
    """
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
    contests = list(contests_of(election))
    places = {} if as_rows else expected_precincts(contests)
    listed = {code for codes in places.values() for code in codes}
    country = country_of(election, contests, pack, listed, precincts=not as_rows)
    people = candidates_by_contest(election)
    zones = {contest.id: country.units[contest.unit.code].zone for contest in contests}
    facts = facts_of_contests(election, zones, at)
    tallies = _tallies(election, country)
    rows = precinct_book(election, pack, country, people, facts, at) if as_rows else None
    readings = _read_contests(election, pack, country, people, places, facts, tallies, rows)
    results = {key: result for reading in readings for key, result in reading.results.items()}
    results |= sums_over_contests(election, pack, country, readings, tallies[OVER_CONTESTS])
    sheets = {
        (reading.node.id, code): sheet for reading in readings for code, sheet in reading.sheets.items()
    }
    return Book(
        election=ElectionNode(
            election.code, pack.id, election.edition.digest, election.called_on, election.election_day,
            election.sample, note_of(election),
        ),
        pack=pack,
        at=at,
        as_of=max(result.as_of for result in results.values()),
        root=country.root,
        units=country.units,
        contests={reading.node.id: reading.node for reading in readings},
        results=results,
        sheets=sheets,
        plans=plans_of(election, pack, country, facts, at),
        owners={unit: reading.node.id for reading in readings for unit in reading.units},
        turnouts=rows.turnouts
        if rows
        else turnouts_of(election, country, places, at, cancelled=_cancelled(country, readings)),
        candidacies=candidacies_of(election, country, people, at),
        commissions=commissions_of(election, pack, country, at.date(), precincts=not as_rows),
        figures=figures_of(election),
        sources=sources_of(election),
        parties=parties_of(election),
        precincts=rows.rows if rows else {},
    )  # fmt: skip


def elections_here(at: dt.datetime) -> list[dict[str, str]]:
    """The elections of this installation, the latest day first: id, law, election day, status.

    A sample that says of itself what is invented, a rehearsal, stands after all others.
    """
    rows = []
    for election in sorted(elections(), key=lambda one: one.sample and bool(one.note_kk)):
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


def called_at(election: Election, pack: Pack) -> dt.datetime:
    """The first fact of an election: the start of the day of its call, in the capital's time."""
    return dt.datetime.combine(election.called_on, dt.time(), ZoneInfo(pack.act.capital_zone))


def _cancelled(country: Country, readings: Sequence[ContestReading]) -> set[int]:
    """The keys of contests whose poll was cancelled."""
    codes = {reading.node.id for reading in readings if reading.node.state == "cancelled"}
    return {contest.id for contest in country.contests if contest.code in codes}


def _read_contests(
    election: Election,
    pack: Pack,
    country: Country,
    people: dict[int, list[Candidate]],
    places: Mapping[int, Mapping[str, int]],
    facts: Mapping[int, ContestFacts],
    tallies: Mapping[int, Mapping[str, UnitTally]],
    precincts: PrecinctBook | None,
) -> list[ContestReading]:
    rows: dict[int, dict[int, SheetRow]] = {} if precincts else sheet_rows(election)
    lists = {} if precincts else lists_of(election)
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
                places.get(contest.id, {}).keys(),
                lists.get(contest.id, {}),
                precincts.awaited if precincts else None,
            ),
            began,
        )
        for contest in country.contests
    ]


def _tallies(election: Election, country: Country) -> Mapping[int, Mapping[str, UnitTally]]:
    """By contest key, or under OVER_CONTESTS, the sums by code of the unit."""
    codes = {unit.path: code for code, unit in country.rows.items() if unit.kind != "precinct"}
    found: dict[int, dict[str, UnitTally]] = defaultdict(dict)
    for (contest, path), tally in tallies_of(election).items():
        if path in codes:
            found[contest][codes[path]] = tally
    return found
