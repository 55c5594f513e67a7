"""An election as it is read: plain frozen values, the same for the console, the site and the tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dauys.apps.calendar.queries import PlanRow
from dauys.apps.results.queries.precinctrows import PrecinctRows
from dauys.apps.results.queries.saying import FigureSource, SourceNode
from dauys.core.exact import percent
from dauys.core.findings import Finding
from dauys.core.norms import Pack
from dauys.core.norms.records import Words

SHOWN_PLACES = 2  # decimals of a share for people


@dataclass(frozen=True, slots=True)
class ElectionNode:
    """The election itself."""

    id: str
    law_id: str
    law_digest: str
    called_on: dt.date
    election_day: dt.date
    sample: bool
    note: Words | None = None  # what every page says of it


@dataclass(frozen=True, slots=True)
class UnitNode:
    """One unit; `children` are codes in natural order, `precincts` counts the precincts beneath it."""

    code: str
    kind: str
    names: Words
    parent: str | None
    children: tuple[str, ...]
    zone: str
    depth: int


@dataclass(frozen=True, slots=True)
class CandidateNode:
    """One candidate of a contest."""

    id: str
    number: str
    name: str
    party: str
    sex: str
    birth_year: int | None
    nominated_by: str
    status: str
    position: int
    nominated_on: dt.date | None = None
    registered_on: dt.date | None = None
    left_on: dt.date | None = None  # refused, withdrawn, or registration cancelled


@dataclass(frozen=True, slots=True)
class DecisionNode:
    """What was decided about a contest, or opened its result again: a verb of core.lifecycle.CONTEST."""

    verb: str
    at: dt.datetime
    until_at: dt.datetime | None = None  # to when a term is extended
    evidence: str = ""  # the act, or the reason; of a correction, its reason
    outcome: str = ""  # of an establishment: its kind, and the candidates it names
    candidates: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The decision as JSON; an establishment has its outcome."""
        until = self.until_at.isoformat() if self.until_at is not None else None
        told = {"verb": self.verb, "at": self.at.isoformat(), "until_at": until, "evidence": self.evidence}
        if not self.outcome:
            return told
        return {**told, "outcome": {"kind": self.outcome, "candidates": list(self.candidates)}}


@dataclass(frozen=True, slots=True)
class ContestNode:
    """One contest: who stands, and what became of it."""

    id: str
    unit: str
    candidates: tuple[CandidateNode, ...]
    state: str  # of core.lifecycle.CONTEST: called, established, reopened, cancelled
    established_at: dt.datetime | None
    decisions: tuple[DecisionNode, ...] = ()  # earliest first
    is_early: bool = False  # called after a seat fell vacant, not at the end of a term

    def decided(self, verb: str) -> DecisionNode | None:
        """The latest decision of that verb."""
        return next((one for one in reversed(self.decisions) if one.verb == verb), None)

    @property
    def establishments(self) -> tuple[DecisionNode, ...]:
        """Every establishment of the result, earliest first: a second one follows a correction."""
        return tuple(one for one in self.decisions if one.verb == "establish_results")


@dataclass(frozen=True, slots=True)
class VoteRow:
    """One candidate's votes; `share` is a percent string of 4 decimals."""

    candidate: str
    name: str
    party: str
    votes: int | None
    share: str | None

    def as_dict(self) -> dict[str, Any]:
        """The row as JSON; no party is null."""
        return {
            "candidate": self.candidate,
            "name": self.name,
            "party": self.party or None,
            "votes": self.votes,
            "share": self.share,
        }


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one unit, of one contest or summed over contests (`contest` is None)."""

    election: str
    contest: str | None
    unit: str
    as_of: dt.datetime
    status: str
    received: int
    expected: int
    kept_out: int
    lines: Mapping[str, int | None]
    participated: int | None
    turnout_count: int | None
    registered: int | None
    turnout: str | None
    votes: tuple[VoteRow, ...] | None
    winners: tuple[tuple[str, str, int], ...] | None  # ("party" or "way", its name, contests won)
    outcome_kind: str | None
    outcome_candidates: tuple[str, ...]
    outcome_reason: str
    errors: int
    warnings: int
    margin: int | None
    outstanding: int | None  # votes still out; None when nothing says how many there can be
    alarm: bool
    children: tuple[str, ...]
    established_at: dt.datetime | None = None
    state: str = ""  # of the contest
    decisions: tuple[DecisionNode, ...] = ()  # about the contest, earliest first

    def share_shown(self, row: VoteRow, base: str) -> str | None:
        """A candidate's share for people; that of the row where `base`, the law's, is not at hand."""
        if base == "participated":
            return percent(row.votes, self.participated, SHOWN_PLACES)
        return row.share

    def as_dict(self) -> dict[str, Any]:
        """The JSON of `dauys results`, key by key as the interface fixes it."""
        record: dict[str, Any] = {
            "election": self.election,
            "contest": self.contest,
            "unit": self.unit,
            "as_of": self.as_of.isoformat(),
            "status": self.status,
            "coverage": {"received": self.received, "expected": self.expected},
            "lines": dict(self.lines),
            "participated": self.participated,
            "turnout_count": self.turnout_count,
            "registered": self.registered,
            "turnout": self.turnout,
            "findings": {"error": self.errors, "warning": self.warnings},
            "alarm": {"margin": self.margin, "outstanding": self.outstanding} if self.alarm else None,
            "children": list(self.children),
        }
        if self.votes is not None:
            record["votes"] = [row.as_dict() for row in self.votes]
            record["outcome"] = {"kind": self.outcome_kind, "candidates": list(self.outcome_candidates)}
            record["outcome_reason"] = self.outcome_reason
            record["state"] = self.state
            record["decisions"] = [one.as_dict() for one in self.decisions]
        if self.winners is not None:
            record["winners"] = [{kind: name, "contests": count} for kind, name, count in self.winners]
        return record


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that differs between a version and the one after it; `code`: a line, or `votes:` and an id."""

    code: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class VersionNote:
    """One version of a protocol in the list of versions."""

    number: int
    state: str  # of core.lifecycle.PROTOCOL
    at: dt.datetime
    reason: str
    sha256: str
    changes: tuple[FigureChange, ...] = ()  # what the version after it changed


@dataclass(frozen=True, slots=True)
class Sheet:
    """The protocol of one precinct: its latest version with every relation, and the versions before it."""

    contest: str
    precinct: str
    number: int
    state: str
    lines: Mapping[str, int | None]
    votes: Mapping[str, int | None]  # by candidate id
    findings: tuple[Finding, ...]
    versions: tuple[VersionNote, ...]
    received_at: dt.datetime
    counted_number: int | None = (
        None  # the version in the totals: an earlier one while the latest is kept out
    )


@dataclass(frozen=True, slots=True)
class TurnoutPoint:
    """Who had voted under one unit by an hour: `precincts` that reported of those `expected`."""

    hour_at: dt.datetime
    precincts: int
    expected: int
    voted: int
    on_list: int
    percent: str | None  # 2 decimals


@dataclass(frozen=True, slots=True)
class WayCount:
    """Candidates of one party, or of one way of nomination without a party."""

    kind: str  # party or way
    name: str
    nominated: int
    registered: int


@dataclass(frozen=True, slots=True)
class Candidacies:
    """Nomination and registration summed under one unit; `nominated` counts all who were ever nominated."""

    contests: int
    nominated: int
    registered: int
    refused: int
    withdrawn: int
    men: int  # of those registered
    women: int
    youngest: int | None  # age in full years on election day, of those registered, by birth year
    oldest: int | None
    average_age: str | None  # 1 decimal
    ways: tuple[WayCount, ...]  # the most registered first
    by_day: tuple[tuple[dt.date, int, int], ...]  # day, nominated in all by then, registered in all by then
    cancelled: int = 0  # registration cancelled

    def as_dict(self) -> dict[str, Any]:
        """The counts as JSON."""
        record = {name: getattr(self, name) for name in self.__slots__ if name not in ("ways", "by_day")}
        record["ways"] = [
            {way.kind: way.name, "nominated": way.nominated, "registered": way.registered}
            for way in self.ways
        ]
        record["by_day"] = [
            {"day": day.isoformat(), "nominated": nominated, "registered": registered}
            for day, nominated, registered in self.by_day
        ]
        return record


@dataclass(frozen=True, slots=True)
class MemberNode:
    """One member of a commission on the day shown."""

    name: str
    office: str  # chair, deputy, secretary, member
    released: bool  # works in the commission full-time
    proposed_by: str
    proposed_in: Words | None = None  # the same in three languages, where they were given


@dataclass(frozen=True, slots=True)
class VacancyNode:
    """A vacant seat of which it is known since when, why and by which act."""

    since: dt.date
    reason: Words | None
    act: Words | None


@dataclass(frozen=True, slots=True)
class CommissionNode:
    """The commission of one unit."""

    code: str
    level: str  # central, regional, district, precinct
    names: Words
    address: Words | None
    phone: str
    email: str
    hours: Words | None
    members: tuple[MemberNode, ...]
    size: int | None  # of the law, or as formed
    formed_by: Words | None = None  # the act cited
    valid_from: dt.date | None = None  # its term; up to, not including, the day of an act or else of the law
    valid_to: dt.date | None = None
    vacant: tuple[VacancyNode, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """Everything public about one election at one moment."""

    election: ElectionNode
    pack: Pack
    at: dt.datetime  # the moment shown
    as_of: dt.datetime  # the time of the latest fact
    root: str
    units: Mapping[str, UnitNode]
    contests: Mapping[str, ContestNode]
    results: Mapping[tuple[str | None, str], Result]  # by (contest id or None, unit code)
    sheets: Mapping[tuple[str, str], Sheet]  # by (contest id, precinct code)
    plans: Mapping[str, list[PlanRow]] = field(default_factory=dict)  # by unit code
    owners: Mapping[str, str] = field(default_factory=dict)  # unit code → the one contest it lies in
    turnouts: Mapping[str, tuple[TurnoutPoint, ...]] = field(
        default_factory=dict
    )  # by unit code, hour by hour
    candidacies: Mapping[str, Candidacies] = field(
        default_factory=dict
    )  # by unit code, at and above contests
    commissions: Mapping[str, CommissionNode] = field(default_factory=dict)  # by unit code
    figures: tuple[FigureSource, ...] = ()  # cited, for a sample that stands on real ones
    sources: Mapping[str, SourceNode] = field(default_factory=dict)  # of the figures, by address
    parties: Mapping[str, Words] = field(default_factory=dict)  # their names, by the one candidates have
    # By the code of the unit right above; with these, `units` holds no precincts and there are no sheets.
    precincts: Mapping[str, PrecinctRows] = field(default_factory=dict)

    def contest_of(self, unit: str) -> str | None:
        """The contest that the unit lies in (its own unit, or beneath it); None above the contests."""
        return self.owners.get(unit)

    def result(self, unit: str, contest: str | None = None) -> Result:
        """The result of a unit in its contest, or summed over contests; KeyError when there is none."""
        return self.results[(contest, unit)]

    def sheet(self, contest: str, precinct: str) -> Sheet | None:
        """The protocol of a precinct, None while nothing has come."""
        return self.sheets.get((contest, precinct))

    @property
    def winners_are_read(self) -> bool:
        """Whether the winners' parties were read in a source: it may not name the party of each."""
        return any(one.code.startswith("winners:") for one in self.figures)

    def plan(self, unit: str) -> list[PlanRow]:
        """The plan of the unit's commission at the moment shown; empty for units without one."""
        return self.plans.get(unit, [])
