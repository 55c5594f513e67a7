"""The results of one part of an election, as light as screens need them: what the book says of its units.

In a contest that is all of its units, precincts included; above the contests the units above precincts.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from dauys.apps.candidates.queries import candidates_beneath
from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import contests_of, expected_precincts, law_of
from dauys.apps.results.models import ProtocolVersion, TurnoutReading
from dauys.apps.results.queries.book import CandidateNode, ContestNode, Result, Sheet, UnitNode
from dauys.apps.results.queries.contestbook import ContestReading, ContestRecords, OpenContest, open_contest
from dauys.apps.results.queries.countrybook import Country, country_of
from dauys.apps.results.queries.figuring import Awaited
from dauys.apps.results.queries.reading import called_at
from dauys.apps.results.queries.sheets import add_versions
from dauys.apps.results.queries.states import facts_of_contests
from dauys.apps.results.queries.summing import sums_over_contests
from dauys.apps.results.queries.tallies import OVER_CONTESTS, UnitTally, tallies_of
from dauys.apps.territory.models import Unit
from dauys.core.norms import Pack

Awaiting = dict[str, Awaited]


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """What one part of an election comes to at a moment; `root` is the code of the unit that it is about."""

    election: Election
    pack: Pack
    at: dt.datetime
    root: str
    country: Country
    open: Mapping[str, OpenContest]  # by id of the contest
    sums: Mapping[str, Result]  # of the units above contests, by code
    _whole: dict[str, Result] = field(default_factory=dict)  # of contests, once they were asked for

    @property
    def contests(self) -> list[ContestNode]:
        """The contests in tree order."""
        return [one.node for one in self.open.values()]

    @property
    def units(self) -> Mapping[str, UnitNode]:
        """The units of the part and those above it, by code."""
        return self.country.units

    def contest_in(self, unit: str) -> OpenContest | None:
        """The contest that the unit lies in, itself included; None above the contests."""
        path = self.country.rows[unit].path
        return next((one for one in self.open.values() if path.startswith(one.contest.unit.path)), None)

    def result(self, unit: str) -> Result | None:
        """The result of a unit, in its contest or summed over contests; None where there is none."""
        if unit in self.sums:
            return self.sums[unit]
        contest = self.contest_in(unit)
        if contest is None:
            return None
        is_whole = contest.contest.unit.code == unit
        return self.result_of(contest.contest.code) if is_whole else contest.result(unit)

    def result_of(self, contest: str) -> Result:
        """The result of a whole contest."""
        if contest not in self._whole:
            one = self.open[contest]
            self._whole[contest] = one.result(one.contest.unit.code)
        return self._whole[contest]

    def sheet(self, precinct: str) -> Sheet | None:
        """The protocol of a precinct of the contest, None while nothing has come."""
        contest = self.contest_in(precinct)
        return contest.sheet(precinct) if contest is not None else None

    def person(self, candidate: str) -> CandidateNode | None:
        """A candidate by id."""
        contest = self.open.get(candidate.rpartition("#")[0])
        found = contest.node.candidates if contest is not None else ()
        return next((one for one in found if one.id == candidate), None)


def read_board(election: Election, unit: Unit, at: dt.datetime) -> Board | None:
    """The part of an election in a unit; of the whole contest where the unit lies in one.

    None where no contest touches the unit. A number of queries that does not grow with what is read.
    """
    contests = contests_touching(election, unit)
    if not contests:
        return None
    inside = contests[0].unit if unit.path.startswith(contests[0].unit.path) else None
    top = inside or unit
    pack = law_of(election)
    places = expected_precincts(contests)
    listed = {code for own in places.values() for code in own}
    country = country_of(election, contests, pack, listed, precincts=inside is not None, within=top)
    people = candidates_beneath(election, top.path)
    zones = {contest.id: country.units[contest.unit.code].zone for contest in contests}
    facts = facts_of_contests(election, zones, at, beneath=top.path)
    tallies = _tallies(election, country, top)
    versions = ProtocolVersion.objects.filter(contest__in=contests)
    rows = add_versions({}, versions) if inside is not None else {}
    lists = _lists(election, top)
    cancelled = {key for key, one in facts.items() if one.state == "cancelled"}
    awaited = {} if inside is not None else _awaited(election, top, contests, places, lists, cancelled)
    began = called_at(election, pack)
    found = {}
    for one in contests:
        records = ContestRecords(
            people[one.id], facts[one.id], tallies.get(one.id, {}), rows.get(one.id, {}),
            places[one.id].keys(), lists.get(one.id, {}), awaited.get(one.id),
        )  # fmt: skip
        found[one.code] = open_contest(one, pack, country, records, began)
    sums = {} if inside is not None else _sums(election, pack, top, country, found, tallies)
    return Board(election, pack, at, top.code, country, found, sums)


def contests_touching(election: Election, unit: Unit) -> list[Contest]:
    """The contests held at and beneath a unit, else the one that the unit lies in, in tree order."""
    rows = contests_of(election)
    beneath = list(rows.filter(unit__path__startswith=unit.path))
    above = [unit.path[:end] for end in range(Unit.steplen, len(unit.path), Unit.steplen)]
    return beneath or list(rows.filter(unit__path__in=above))


def _tallies(election: Election, country: Country, top: Unit) -> Mapping[int, Mapping[str, UnitTally]]:
    """By contest key, or under OVER_CONTESTS, the sums by code of the unit."""
    codes = {unit.path: code for code, unit in country.rows.items() if unit.kind != "precinct"}
    found: dict[int, dict[str, UnitTally]] = defaultdict(dict)
    for (contest, path), tally in tallies_of(election, beneath=top.path).items():
        if path in codes:
            found[contest][codes[path]] = tally
    return found


def _lists(election: Election, top: Unit) -> dict[int, dict[int, int]]:
    """Voters by the latest reading, by contest and precinct, of precincts whose protocol has not come."""
    came = ProtocolVersion.objects.filter(contest=OuterRef("contest"), precinct=OuterRef("precinct"))
    rows = TurnoutReading.objects.filter(
        ~Exists(came), contest__election=election, precinct__path__startswith=top.path
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    ordered = rows.order_by("hour_at", "journal_number", "id")
    for contest, precinct, on_list in ordered.values_list("contest_id", "precinct_id", "on_list"):
        found[contest][precinct] = on_list
    return found


def _awaited(
    election: Election,
    top: Unit,
    contests: Sequence[Contest],
    places: Mapping[int, Mapping[str, int]],
    lists: Mapping[int, Mapping[int, int]],
    cancelled: Collection[int],
) -> dict[int, Awaiting]:
    """By contest key, the protocols awaited in its own unit: precincts are counted, not read one by one."""
    rows = ProtocolVersion.objects.filter(
        contest__election=election, contest__unit__path__startswith=top.path
    )
    came: dict[int, set[int]] = defaultdict(set)
    for contest, precinct in rows.values_list("contest_id", "precinct_id").distinct():
        came[contest].add(precinct)
    found = {}
    for one in contests:
        if one.id in cancelled:  # asks for nothing more than what had come before
            found[one.id] = {one.unit.code: Awaited(len(came[one.id]))}
            continue
        missing = [key for key in places[one.id].values() if key not in came[one.id]]
        own = lists.get(one.id, {})
        voters = [own[key] for key in missing if key in own]
        whole = Awaited(len(places[one.id]), len(missing), len(voters), sum(voters))
        # Of a unit beneath nobody asks here: it has a board of its own.
        found[one.id] = {one.unit.code: whole}
    return found


def _sums(
    election: Election,
    pack: Pack,
    top: Unit,
    country: Country,
    contests: Mapping[str, OpenContest],
    tallies: Mapping[int, Mapping[str, UnitTally]],
) -> dict[str, Result]:
    """The results of the units above the contests."""
    readings = []
    for code, one in contests.items():
        unit = one.contest.unit.code
        own: dict[tuple[str | None, str], Result] = {(code, unit): one.result(unit)}
        readings.append(ContestReading(one.node, (), own, {}, one.verdict, one.decided_at))
    found = sums_over_contests(election, pack, country, readings, tallies.get(OVER_CONTESTS, {}))
    # Of the units above the part only a share of the contests was read.
    inside = set(country.beneath(top.code))
    return {unit: result for (_, unit), result in found.items() if unit in inside}
