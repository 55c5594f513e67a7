"""An election kept open: what the journal adds about protocols is read into its book, contest by contest.

The book of an open election is one of a kind: its results and protocols change in place while it is open.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from django.db import connection

from dauys.apps.candidates.queries import candidates_by_contest
from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import contests_of, election_of, expected_precincts, law_of
from dauys.apps.journal.queries import acts_since, last_number
from dauys.apps.results.models import ProtocolVersion, Release
from dauys.apps.results.queries.book import Result
from dauys.apps.results.queries.contestbook import (
    SETTLED,
    ContestReading,
    ContestRecords,
    OpenContest,
    open_contest,
)
from dauys.apps.results.queries.countrybook import Country, country_of
from dauys.apps.results.queries.figuring import Awaited
from dauys.apps.results.queries.live import LiveTallies
from dauys.apps.results.queries.reading import called_at, open_book
from dauys.apps.results.queries.sheets import Rows, add_versions, sheet_rows
from dauys.apps.results.queries.states import facts_of_contests
from dauys.apps.results.queries.summing import sums_over_contests
from dauys.apps.results.queries.tallies import OVER_CONTESTS, UnitTally
from dauys.apps.results.queries.turnouts import lists_of

Results = dict[tuple[str | None, str], Result]
VERBS = frozenset({"accept_protocol", "import_protocols", "release_protocol"})  # what is read in by itself
MOST = 400  # precincts that are read in one by one: to open the book anew costs no more; a setting of ours
# What all units of a contest say of it.
_SHARED = ("outcome_kind", "outcome_candidates", "outcome_reason", "margin", "outstanding", "alarm")
# Asked for every protocol, so as statements of our own: to put them together costs more than to run them.
_VERSION, _RELEASE = ProtocolVersion._meta.db_table, Release._meta.db_table
_VERSIONS = f"SELECT id, contest_id, precinct_id FROM {_VERSION} WHERE id > %s ORDER BY id LIMIT %s"  # noqa: S608
_RELEASES = (
    f"SELECT one.id, contest_id, precinct_id FROM {_RELEASE} one"  # noqa: S608
    f" JOIN {_VERSION} version ON version.id = version_id WHERE one.id > %s ORDER BY one.id LIMIT %s"
)


class _Sums(Mapping[str, UnitTally]):
    """The sums in one contest, or over all, by code of the unit, as they are when they are asked for."""

    def __init__(self, live: LiveTallies, contest: int, paths: Mapping[str, str]) -> None:
        self._live, self._contest, self._paths = live, contest, paths

    def __getitem__(self, code: str) -> UnitTally:
        found = self._live.of(self._contest, self._paths[code])
        if found is None:
            raise KeyError(code)
        return found

    def __iter__(self) -> Iterator[str]:
        return (code for code in self._paths if self.get(code) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class OpenElection:
    """An election with its book and the rows behind it, read in one snapshot; `at` is the moment shown.

    With precincts as rows it is always opened anew: see `open_book`.
    """

    def __init__(self, election_id: str, *, at: dt.datetime, as_rows: bool = False) -> None:
        self.book = open_book(election_id, at=at, as_rows=as_rows)
        election = election_of(election_id)
        assert election is not None  # noqa: S101 -- or it had no book
        self.election = election
        self._entry = last_number()
        self._version, self._release = _last(ProtocolVersion), _last(Release)
        self._as_rows = as_rows
        self._unsettled: dict[int, set[str]] = {}  # by contest key, the precincts taken in since `settle`
        if not as_rows:
            self._open_contests(at)

    def _open_contests(self, at: dt.datetime) -> None:
        election = self.election
        self._rows: Rows = sheet_rows(election)
        self._country, self._contests = _contests(election, self._rows, at)
        self._codes = {unit.id: code for code, unit in self._country.rows.items()}
        self._live = LiveTallies(election)
        paths = {code: unit.path for code, unit in self._country.rows.items()}
        self._over = _Sums(self._live, OVER_CONTESTS, paths)
        for key, contest in self._contests.items():
            contest.tallies = _Sums(self._live, key, paths)
            contest.decide()
        self._results, self._sheets = dict(self.book.results), dict(self.book.sheets)
        self.book = replace(self.book, results=self._results, sheets=self._sheets)

    def take_in(self) -> list[str] | None:
        """Read the protocols that came since, and what their contests come to; the precincts concerned.

        The other units wait for `settle`. None where it takes more than that, and the election has to be
        opened anew: very many came, something else was done, or it is decided what a protocol may undo.
        """
        entries = acts_since(self._entry)
        self._entry = entries[-1][0] if entries else self._entry
        verbs = {verb for _, verb, subject in entries if self._concerns(subject)}
        if not verbs:
            return []
        found = self._arrived() if verbs <= VERBS and not self._as_rows else None
        if found is None or any(self._is_decided(key) for key in found):
            return None
        if found:
            self._live.take_in()
        return [code for key, precincts in found.items() for code in self._take_in(key, precincts)]

    def _concerns(self, subject: str) -> bool:
        """Whether an entry may be about this election: not one that names another."""
        kind, _, code = subject.partition(":")
        return kind not in ("election", "contest") or code.partition("/")[0] == self.election.code

    def _arrived(self) -> dict[int, set[int]] | None:
        """The precincts by contest, with their versions read into the rows; None for too many.

        Keys grow in the order in which rows are written: whoever writes holds the turn of the journal.
        """
        new, freed = _since(_VERSIONS, self._version), _since(_RELEASES, self._release)
        if len(new) + len(freed) > MOST:
            return None
        self._version = new[-1][0] if new else self._version
        self._release = freed[-1][0] if freed else self._release
        found: dict[int, set[int]] = defaultdict(set)
        for _, contest, precinct in (*new, *freed):
            if contest in self._contests:  # of another election it is not
                found[contest].add(precinct)
        return found

    def _is_decided(self, contest: int) -> bool:
        node = self._contests[contest].node
        return bool(node.establishments) or node.state in SETTLED

    def _take_in(self, key: int, precincts: Collection[int]) -> list[str]:
        """The protocols of some precincts of one contest: their own results, and what it comes to."""
        contest, own = self._contests[key], self._rows[key]
        codes = [self._codes[precinct] for precinct in precincts]
        self._await_no_longer(contest, [self._codes[one] for one in precincts if one not in own])
        for precinct in precincts:
            own.pop(precinct, None)
        add_versions(self._rows, ProtocolVersion.objects.filter(contest=key, precinct__in=precincts))
        contest.decide()
        for code in codes:
            self._results[contest.contest.code, code] = contest.result(code)
            if (sheet := contest.sheet(code)) is not None:
                self._sheets[contest.contest.code, code] = sheet
        self._unsettled.setdefault(key, set()).update(codes)
        return codes

    def _await_no_longer(self, contest: OpenContest, codes: Iterable[str]) -> None:
        """Take precincts of which something came for the first time out of those awaited."""
        awaited = contest.awaited
        assert isinstance(awaited, dict)  # noqa: S101 -- made so in `_contests`
        for code in codes:
            if code not in contest.expected:
                continue
            listed = contest.lists.get(self._country.rows[code].id)
            unit = code
            while unit != contest.contest.unit.code:
                unit = self._country.units[unit].parent or contest.contest.unit.code
                one = awaited[unit]
                awaited[unit] = Awaited(
                    one.expected, one.missing - 1, one.listed - (listed is not None),
                    one.listed_voters - (listed or 0),
                )  # fmt: skip

    def settle(self) -> set[str]:
        """Bring all other units up to date; the codes of those of which something else is to be said."""
        if not self._unsettled:
            return set()
        found = set[str]()
        for key, codes in self._unsettled.items():
            contest = self._contests[key]
            found |= {unit for code in codes for unit in self._above(code)} | self._settle(contest)
        readings = [self._told(contest) for contest in self._contests.values()]
        pack, over = law_of(self.election), self._over
        self._results |= sums_over_contests(self.election, pack, self._country, readings, over)
        self._unsettled.clear()
        self.book = replace(self.book, as_of=max(result.as_of for result in self._results.values()))
        return found

    def _settle(self, contest: OpenContest) -> set[str]:
        """Bring the units of a contest up to date; those of which something else is to be said.

        Figures of a precinct are those of its protocol, and stand; the outcome, say, is that of all.
        """
        code, found = contest.contest.code, set[str]()
        whole = contest.result(contest.contest.unit.code)
        shared, said = {name: getattr(whole, name) for name in _SHARED}, _said(whole)
        for unit in contest.country.beneath(whole.unit):
            stood = self._results[code, unit]
            if _said(stood) != said:
                found.add(unit)
            is_precinct = contest.country.units[unit].kind == "precinct"
            self._results[code, unit] = replace(stood, **shared) if is_precinct else contest.result(unit)
        return found

    def _above(self, code: str) -> Iterator[str]:
        unit = self._country.units[code].parent
        while unit is not None:
            yield unit
            unit = self._country.units[unit].parent

    def _told(self, contest: OpenContest) -> ContestReading:
        """What the sums above ask of a contest."""
        return ContestReading(contest.node, (), self._results, {}, contest.verdict, contest.decided_at)


def _since(statement: str, key: int) -> list[tuple[int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [key, MOST + 1])
        found: list[tuple[int, int, int]] = cursor.fetchall()
        return found


def _last(table: type[ProtocolVersion | Release]) -> int:
    """The key of the row that was written last; 0 where there is none."""
    return table.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _said(result: Result) -> tuple[object, ...]:
    """What every unit of a contest says of it, as it is published: a margin only with an alarm."""
    alarm = (result.margin, result.outstanding) if result.alarm else None
    return result.outcome_kind, result.outcome_candidates, result.outcome_reason, alarm


def _contests(election: Election, rows: Rows, at: dt.datetime) -> tuple[Country, dict[int, OpenContest]]:
    """The country of an election, and its contests by key, kept open; see `open_book`."""
    pack, contests = law_of(election), list(contests_of(election))
    places = expected_precincts(contests)
    country = country_of(election, contests, pack, {code for codes in places.values() for code in codes})
    people, lists = candidates_by_contest(election), lists_of(election)
    zones = {contest.id: country.units[contest.unit.code].zone for contest in contests}
    facts = facts_of_contests(election, zones, at)
    began = called_at(election, pack)
    found = {}
    for contest in contests:
        records = ContestRecords(
            people[contest.id], facts[contest.id], {}, rows.setdefault(contest.id, {}),
            places[contest.id].keys(), lists.get(contest.id, {}),
        )  # fmt: skip
        found[contest.id] = one = open_contest(contest, pack, country, records, began)
        above = (
            unit for unit in country.beneath(contest.unit.code) if country.units[unit].kind != "precinct"
        )
        one.awaited = {unit: one.awaited_at(unit) for unit in above}
    return country, found
