"""One contest read out: a result for each unit in it, and the protocol of each precinct."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

import numpy as np

from dauys.apps.candidates.models import Candidate
from dauys.apps.elections.models import Contest
from dauys.apps.results import rules
from dauys.apps.results.queries.book import (
    CandidateNode,
    ContestNode,
    DecisionNode,
    FigureChange,
    Result,
    Sheet,
    VersionNote,
    VoteRow,
)
from dauys.apps.results.queries.countrybook import Country
from dauys.apps.results.queries.figuring import (
    Awaited,
    Coverage,
    Sums,
    coverage_of,
    standing_of_people,
    sums_of,
    verdict,
)
from dauys.apps.results.queries.sheets import SheetRow
from dauys.apps.results.queries.states import ContestFacts
from dauys.apps.results.queries.tallies import UnitTally
from dauys.core.exact import percent
from dauys.core.norms import Pack
from dauys.core.outcome import Kind, Verdict, alarm
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
    """The rows of one contest: tallies by unit code, versions by precinct key, and the rest."""

    people: Sequence[Candidate]
    facts: ContestFacts
    tallies: Mapping[str, UnitTally]
    rows: Mapping[int, SheetRow]
    places: Collection[str]  # the precincts whose protocols the call asks for
    lists: Mapping[int, int] = field(default_factory=dict)  # voters by the latest reading, by precinct
    awaited: Mapping[str, Awaited] | None = None  # by unit code, where the country holds no precincts


@dataclass(slots=True)
class OpenContest:
    """A contest with its rows at hand: what each unit in it comes to is worked out when it is asked for."""

    contest: Contest
    pack: Pack
    form: Form
    country: Country
    node: ContestNode
    people: Sequence[Candidate]
    facts: ContestFacts
    tallies: Mapping[str, UnitTally]
    rows: Mapping[int, SheetRow]
    expected: set[str]
    lists: Mapping[int, int]
    awaited: Mapping[str, Awaited] | None
    began: dt.datetime
    decided_at: dt.datetime | None
    verdict: Verdict = field(init=False)
    coverage: Coverage = field(init=False)

    def decide(self) -> None:
        """Work out what all units share: the coverage of the contest, and what the law makes of its sums."""
        code, people = self.contest.unit.code, self.people
        self.coverage = self.coverage_at(code)
        by_figures = verdict(
            self.pack,
            self.form,
            sums_of(self.form, self.tallies.get(code), len(people)),
            standing_of_people(self.contest.code, people),
            complete=self.coverage.complete or self.node.established_at is not None,
            cancelled=self.node.state == "cancelled",
        )
        self.verdict = _as_established(self.facts, by_figures)

    def coverage_at(self, code: str) -> Coverage:
        """The coverage of a unit above the precincts."""
        awaited = self.awaited[code] if self.awaited is not None else self.awaited_at(code)
        coverage = coverage_of(self.tallies.get(code), awaited.expected, awaited.missing)
        return replace(coverage, listed=awaited.listed, listed_voters=awaited.listed_voters)

    def awaited_at(self, code: str) -> Awaited:
        """Which protocols are expected under a unit above the precincts, counted one by one."""
        precincts = [unit for unit in self.country.beneath(code) if unit in self.expected]
        missing = [key for unit in precincts if (key := self.country.rows[unit].id) not in self.rows]
        listed = [self.lists[key] for key in missing if key in self.lists]
        return Awaited(len(precincts), len(missing), len(listed), sum(listed))

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
        tally, row = self.tallies.get(code), self.rows.get(self.country.rows[code].id)
        facts = [tally.as_of if tally else None, row.as_of if row else None, self.decided_at, self.began]
        return max(fact for fact in facts if fact is not None)

    def result(self, code: str) -> Result:
        """The result of one unit in the contest."""
        is_precinct = self.country.units[code].kind == "precinct"
        coverage = self.coverage_of_precinct(code) if is_precinct else self.coverage_at(code)
        tally = self.tallies.get(code)
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
            decisions=self.node.decisions,
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
            self._versions(row),
            row.received_at,
            row.counted_number,
        )

    def _versions(self, row: SheetRow) -> tuple[VersionNote, ...]:
        """The versions, each with the figures that the one after it changed."""
        if len(row.versions) == 1:
            return tuple(row.versions)
        codes = (*self.form.lines, *(f"votes:{person.id}" for person in self.node.candidates))
        rows = rules.unpack(row.packed, len(codes)).tolist()
        return (
            *(
                replace(note, changes=_changes(codes, before, after))
                for note, before, after in zip(row.versions, rows, rows[1:], strict=False)
            ),
            row.versions[-1],
        )


def _changes(codes: Sequence[str], before: Sequence[int], after: Sequence[int]) -> tuple[FigureChange, ...]:
    return tuple(
        FigureChange(code, *(None if figure == MISSING else figure for figure in pair))
        for code, *pair in zip(codes, before, after, strict=True)
        if pair[0] != pair[1]
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
    reading = open_contest(contest, pack, country, records, began)
    units = country.beneath(contest.unit.code)
    precincts = [code for code in units if country.units[code].kind == "precinct"]
    sheets = {code: sheet for code in precincts if (sheet := reading.sheet(code)) is not None}
    results: dict[tuple[str | None, str], Result] = {
        (contest.code, code): reading.result(code) for code in units
    }
    return ContestReading(reading.node, units, results, sheets, reading.verdict, reading.decided_at)


def open_contest(
    contest: Contest, pack: Pack, country: Country, records: ContestRecords, began: dt.datetime
) -> OpenContest:
    """The same contest kept open, of which single units can be read; see `read_contest`."""
    units = country.beneath(contest.unit.code)
    precincts = {code for code in units if country.units[code].kind == "precinct"}
    came = {code for code in precincts if country.rows[code].id in records.rows}
    node = _node(contest, records.people, records.facts)
    reading = OpenContest(
        contest,
        pack,
        form_of(pack.protocol),
        country,
        node,
        records.people,
        records.facts,
        records.tallies,
        records.rows,
        # A cancelled poll asks for nothing more than what had come before.
        came if node.state == "cancelled" else precincts.intersection(records.places),
        records.lists,
        records.awaited,
        began,
        max((one.at for one in node.decisions), default=None),
    )
    reading.decide()
    return reading


def _as_established(facts: ContestFacts, by_figures: Verdict) -> Verdict:
    """What the commission established, while that stands; else what the figures say today."""
    last = facts.establishment
    if last is None or facts.state not in SETTLED - {"cancelled"}:
        return by_figures
    decided = (last.outcome, tuple(last.candidates))
    if decided == (by_figures.kind, by_figures.candidates):
        return by_figures
    return Verdict(cast(Kind, last.outcome), decided[1], "", None)


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
    established = facts.establishment
    return ContestNode(
        contest.code,
        contest.unit.code,
        candidates,
        facts.state,
        established.at if established and facts.state in SETTLED else None,
        _decisions(facts),
        contest.is_early,
    )


def _decisions(facts: ContestFacts) -> tuple[DecisionNode, ...]:
    """All that was decided, in the order of the journal."""
    found = [
        (one.journal_number, DecisionNode(one.verb, one.at, one.until_at, one.evidence))
        for one in facts.decisions
    ]
    found += [
        (
            one.journal_number,
            DecisionNode("establish_results", one.at, None, one.evidence, one.outcome, tuple(one.candidates)),
        )
        for one in facts.establishments
    ]
    found += [
        (one.journal_number, DecisionNode("correct_protocol", one.at, None, one.reason))
        for one in facts.corrections
    ]
    return tuple(node for _, node in sorted(found, key=lambda one: one[0]))
