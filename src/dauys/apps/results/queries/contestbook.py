"""One contest read out: a result for each unit in it, and the protocol of each precinct."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dauys.apps.candidates.models import Candidate
from dauys.apps.elections.models import Contest
from dauys.apps.results import rules
from dauys.apps.results.models import Tally
from dauys.apps.results.queries.book import CandidateNode, ContestNode, Result, Sheet, VoteRow
from dauys.apps.results.queries.countrybook import Country
from dauys.apps.results.queries.figuring import (
    Coverage,
    Sums,
    coverage_of,
    standing_of_people,
    sums_of,
    verdict,
)
from dauys.apps.results.queries.sheets import SheetRow
from dauys.apps.results.queries.states import ContestFacts
from dauys.core.exact import percent
from dauys.core.norms import Pack
from dauys.core.outcome import Verdict, alarm
from dauys.core.protocol import MISSING, Form, form_of

# States in which nothing more is expected of a contest.
SETTLED = frozenset({"established", "repeated", "closed", "cancelled"})


@dataclass(frozen=True, slots=True)
class ContestReading:
    """What one contest holds."""

    node: ContestNode
    units: Sequence[str]
    results: Mapping[tuple[str | None, str], Result]
    sheets: Mapping[str, Sheet]
    verdict: Verdict
    decided_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ContestRecords:
    """The rows of one contest: tallies by unit key, versions by precinct key, and the rest."""

    people: Sequence[Candidate]
    facts: ContestFacts
    tallies: Mapping[int, Tally]
    rows: Mapping[int, SheetRow]
    listed: set[str] | None


@dataclass(slots=True)
class _Reading:
    """The contest while it is being read."""

    contest: Contest
    pack: Pack
    form: Form
    country: Country
    node: ContestNode
    people: Sequence[Candidate]
    tallies: Mapping[int, Tally]
    rows: Mapping[int, SheetRow]
    expected: set[str]
    began: dt.datetime
    decided_at: dt.datetime | None
    verdict: Verdict = field(init=False)
    coverage: Coverage = field(init=False)

    def coverage_at(self, code: str) -> Coverage:
        """The coverage of a unit above the precincts."""
        precincts = [unit for unit in self.country.beneath(code) if unit in self.expected]
        arrived = sum(self.country.rows[unit].id in self.rows for unit in precincts)
        return coverage_of(
            self.tallies.get(self.country.rows[code].id), len(precincts), len(precincts) - arrived
        )

    def coverage_of_precinct(self, code: str) -> Coverage:
        """The coverage of one precinct."""
        row = self.rows.get(self.country.rows[code].id)
        expected = int(code in self.expected)
        if row is None:
            return Coverage(expected=expected, missing=expected)
        return Coverage(
            expected=expected,
            received=1,
            counted=int(row.counted is not None),
            kept_out=int(row.state == "kept_out"),
            with_errors=int(row.errors > 0),
            with_warnings=int(row.warnings > 0),
        )

    def sums_of_precinct(self, code: str) -> Sums:
        """The figures of the version that counts."""
        row = self.rows.get(self.country.rows[code].id)
        width = len(self.form.lines) + len(self.people)
        counted = row.counted if row else None
        figures = rules.unpack([counted], width)[0] if counted else np.full(width, MISSING, np.int64)
        return Sums.of(self.form, figures, figures != MISSING)

    def as_of(self, code: str) -> dt.datetime:
        """The time of the latest fact about the unit."""
        unit = self.country.rows[code].id
        tally, row = self.tallies.get(unit), self.rows.get(unit)
        facts = [tally.as_of if tally else None, row.as_of if row else None, self.decided_at, self.began]
        return max(fact for fact in facts if fact is not None)

    def result(self, code: str) -> Result:
        """The result of one unit in the contest."""
        is_precinct = self.country.units[code].kind == "precinct"
        coverage = self.coverage_of_precinct(code) if is_precinct else self.coverage_at(code)
        tally = self.tallies.get(self.country.rows[code].id)
        sums = self.sums_of_precinct(code) if is_precinct else sums_of(self.form, tally, len(self.people))
        turnout = Turnout.of(self.form, sums)
        outstanding = self.coverage.outstanding(self.pack)
        unsettled = not self.coverage.complete and self.node.state != "cancelled"
        return Result(
            election=self.contest.election.code,
            contest=self.contest.code,
            unit=code,
            as_of=self.as_of(code),
            status="final" if self._is_final(coverage) else "preliminary",
            received=coverage.received,
            expected=coverage.expected,
            kept_out=coverage.kept_out,
            lines=sums.lines,
            participated=turnout.participated,
            turnout_count=turnout.count,
            registered=turnout.base,
            turnout=turnout.percent,
            votes=self._votes(sums),
            winners=None,
            outcome_kind=self.verdict.kind,
            outcome_candidates=self.verdict.candidates,
            outcome_reason=self.verdict.reason,
            errors=coverage.with_errors,
            warnings=coverage.with_warnings,
            margin=self.verdict.margin,
            outstanding=outstanding if unsettled else 0,
            alarm=unsettled and self._can_change(outstanding),
            children=self.country.units[code].children,
            established_at=self.node.established_at,
            state=self.node.state,
        )

    def _can_change(self, outstanding: int | None) -> bool:
        """Whether the votes that are out can change what the counted ones decide; unknown many always can."""
        if outstanding is None:
            return self.verdict.margin is not None
        return alarm(self.verdict, outstanding)

    def _is_final(self, coverage: Coverage) -> bool:
        return self.node.state == "cancelled" or (self.node.state in SETTLED and coverage.complete)

    def _votes(self, sums: Sums) -> tuple[VoteRow, ...]:
        base = self.form.measure(self.pack.outcome.base, sums.lines, sums.votes)
        return tuple(
            VoteRow(person.id, person.name, person.party, votes, percent(votes, base, 4))
            for person, votes in zip(self.node.candidates, sums.votes, strict=True)
        )

    def sheet(self, code: str) -> Sheet | None:
        """The protocol of a precinct in its latest version."""
        row = self.rows.get(self.country.rows[code].id)
        if row is None:
            return None
        width = len(self.form.lines) + len(self.people)
        figures = rules.unpack([row.figures], width)[0]
        latest = Sums.of(self.form, figures, figures != MISSING)
        findings = self.form.check(latest.lines, latest.votes, self.contest.election.election_day)
        votes = {person.id: count for person, count in zip(self.node.candidates, latest.votes, strict=True)}
        return Sheet(
            self.contest.code,
            code,
            row.number,
            row.state,
            latest.lines,
            votes,
            tuple(findings),
            tuple(row.versions),
            row.received_at,
            row.counted_number,
        )


@dataclass(frozen=True, slots=True)
class Turnout:
    """Who took part, as the law of the form counts them: participants, turnout, its base, and the percent."""

    participated: int | None
    count: int | None
    base: int | None
    percent: str | None

    @staticmethod
    def of(form: Form, sums: Sums) -> Turnout:
        """From the sums of one unit."""
        count = form.measure("turnout_count", sums.lines, sums.votes)
        base = form.measure("turnout_base", sums.lines, sums.votes)
        participated = form.measure("participated", sums.lines, sums.votes)
        return Turnout(participated, count, base, percent(count, base, 2))


def read_contest(
    contest: Contest, pack: Pack, country: Country, records: ContestRecords, began: dt.datetime
) -> ContestReading:
    """Read one contest; `began` is the time of the call, the stamp of a unit of which nothing has come."""
    people, facts, tallies = records.people, records.facts, records.tallies
    units = country.beneath(contest.unit.code)
    precincts = {code for code in units if country.units[code].kind == "precinct"}
    node = _node(contest, people, facts)
    decided = [row.at for row in (facts.establishment, *facts.decisions) if row is not None]
    form = form_of(pack.protocol)
    reading = _Reading(
        contest,
        pack,
        form,
        country,
        node,
        people,
        tallies,
        records.rows,
        precincts if records.listed is None else records.listed & precincts,
        began,
        max(decided, default=None),
    )
    reading.coverage = reading.coverage_at(contest.unit.code)
    reading.verdict = verdict(
        pack,
        form,
        sums_of(form, tallies.get(contest.unit_id), len(people)),
        standing_of_people(contest.code, people),
        complete=reading.coverage.complete,
        cancelled=node.state == "cancelled",
    )
    sheets = {code: sheet for code in precincts if (sheet := reading.sheet(code)) is not None}
    results: dict[tuple[str | None, str], Result] = {
        (contest.code, code): reading.result(code) for code in units
    }
    return ContestReading(node, units, results, sheets, reading.verdict, reading.decided_at)


def _node(contest: Contest, people: Sequence[Candidate], facts: ContestFacts) -> ContestNode:
    candidates = tuple(
        CandidateNode(
            f"{contest.code}#{person.number}",
            person.number,
            person.name,
            person.party,
            person.sex,
            person.birth_year,
            person.nominated_by,
            person.status,
            person.position,
            person.nominated_on,
            person.registered_on,
            person.left_on,
        )
        for person in people
    )
    established, cancelled = facts.establishment, facts.decided("cancel_poll")
    return ContestNode(
        contest.code,
        contest.unit.code,
        candidates,
        facts.state,
        established.at if established and facts.state in SETTLED else None,
        cancelled.at if cancelled else None,
        cancelled.evidence if cancelled else "",
        contest.is_early,
    )
