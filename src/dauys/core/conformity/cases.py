"""Worked examples of a law pack: cases/*.toml, run through the same code that counts elections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

from pydantic import Field

from dauys.core.findings import Fault
from dauys.core.norms import LawFault, Pack, Placed, Record, Relation, Written
from dauys.core.norms.reading import TomlFile, read_toml, record_of, unknown_tables
from dauys.core.outcome import decide
from dauys.core.protocol import form_of
from dauys.core.timetable import CALL, ELECTION_DAY, Term, plan

Moment = dt.datetime | dt.date | str


class Case(Record):
    """What every worked example may say: the source it was read in, and a remark."""

    source: str = ""
    note: str = ""


class RelationCase(Case):
    """Figures for which a relation holds, or breaks; figures that it does not need are left out."""

    relation: str
    holds: bool
    lines: dict[str, int] = Field(default_factory=dict)
    votes: tuple[int, ...] = ()
    on: dt.date | None = None  # the day whose record is tried, where a code has several


class DatesCase(Case):
    """The days of an election, and when terms then are due (start, where nothing is due).

    `deadlines`: called_on, election_day, zone, and other anchors by code. `expect`: by deadline a date, a
    time with its offset, both ends of a range as "…/…", or "" for no time.
    """

    deadlines: dict[str, Moment]
    expect: dict[str, Moment]


class OutcomeFigures(Record):
    """The figures of one contest, as `outcome.decide` takes them."""

    votes: dict[str, int]
    participated: int | None = None
    against_all: int | None = None
    standing: tuple[str, ...] | None = None  # all, when left out
    complete: bool = True
    cancelled: bool = False


class OutcomeCase(Case):
    """What figures decide; what is not expected here is not compared."""

    outcome: OutcomeFigures
    expect_kind: str
    expect_candidates: tuple[str, ...] | None = None
    expect_reason: str | None = None
    expect_margin: int | None = None


_KINDS: dict[str, type[Case]] = {"relation": RelationCase, "deadlines": DatesCase, "outcome": OutcomeCase}


def check_cases(written: Written, pack: Pack, root: Path) -> list[Fault]:
    """Cases that do not hold or cannot be run, and relations without a holding and a breaking one.

    An edition's own cases are all run. Of the edition it extends those of relations that it took over are.
    """
    faults: list[Fault] = []
    origin = {placed.record.code: placed.law for placed in written.relations}
    cases: list[Placed[Case]] = []
    for law in dict.fromkeys([*origin.values(), pack.id]):
        found = list(_read(law, root, faults if law == pack.id else []))
        cases += [case for case in found if law == pack.id or _is_of(case, law, origin)]
    sources = {source.key for source in pack.act.source}
    for case in cases:
        faults += _Trial(case, pack).faults()
        if case.record.source not in {"", *sources}:
            message = f"source “{case.record.source}” is not listed in act.toml."
            faults.append(case.fault(LawFault.SOURCE, message, key=("source",)))
    return [*faults, *_untried(written.relations, cases)]


def _is_of(case: Placed[Case], law: str, origin: Mapping[str, str]) -> bool:
    return isinstance(case.record, RelationCase) and origin.get(case.record.relation) == law


def _read(law: str, root: Path, faults: list[Fault]) -> Iterator[Placed[Case]]:
    for path in sorted((root / law / "cases").glob("*.toml")):
        file = read_toml(path, f"{law}/cases/{path.name}")
        if isinstance(file, Fault):
            faults.append(file)
            continue
        faults += unknown_tables(file, ("case",))
        rows = file.values.get("case", [])
        for number, row in enumerate(rows if isinstance(rows, list) else [rows]):
            case = _case(file, number, row if isinstance(row, dict) else {})
            if isinstance(case, list):
                faults += case
            else:
                yield Placed(case, law, file, ("case", number))


def _case(file: TomlFile, number: int, row: Mapping[str, object]) -> Case | list[Fault]:
    kinds = [model for key, model in _KINDS.items() if key in row]
    if len(kinds) == 1:
        return record_of(file, ("case", number), row, kinds[0])
    line = file.layout.line(("case", number))
    message = "A case is about one of: " + ", ".join(_KINDS) + "."
    return [Fault(LawFault.CASE_SHAPE, message, place=file.place, line=line, column="case")]


def _untried(relations: tuple[Placed[Relation], ...], cases: list[Placed[Case]]) -> Iterator[Fault]:
    tried = {
        (case.record.relation, case.record.holds) for case in cases if isinstance(case.record, RelationCase)
    }
    for code, placed in {placed.record.code: placed for placed in relations}.items():
        missing = [
            word for holds, word in ((True, "holding"), (False, "breaking")) if (code, holds) not in tried
        ]
        if missing:
            yield placed.fault(LawFault.UNTRIED, f"{code} has no {' and no '.join(missing)} case.")


@dataclass(frozen=True, slots=True)
class _Trial:
    """One case, run against the pack."""

    case: Placed[Case]
    pack: Pack

    def faults(self) -> list[Fault]:
        """What does not hold, or why the case cannot be run."""
        match self.case.record:
            case RelationCase() as record:
                return self._relation(record)
            case DatesCase() as record:
                return self._dates(record)
            case OutcomeCase() as record:
                return self._outcome(record)
        return []

    def _fault(self, code: LawFault, message: str, about: str, *key: str) -> Fault:
        fault = self.case.fault(code, message, key=key)
        return Fault(code, message, place=fault.place, line=fault.line, column=about)

    def _relation(self, case: RelationCase) -> list[Fault]:
        try:
            relation = self.pack.relation(case.relation, case.on)
        except KeyError:
            message = f"There is no relation {case.relation}."
            return [self._fault(LawFault.CASE_SHAPE, message, case.relation, "relation")]
        alone = relation.model_copy(update={"enabled": True, "valid_from": None, "valid_to": None})
        try:
            form = form_of(self.pack.protocol.model_copy(update={"relation": (alone,)}))
            (finding,) = form.check(case.lines, case.votes)
        except ValueError as error:
            return [self._fault(LawFault.CASE_SHAPE, str(error), case.relation, "lines")]
        if finding.holds is case.holds:
            return []
        said = {True: "holds", False: "breaks", None: "cannot be checked, a figure is missing"}
        message = (
            f"Expected that {case.relation} {said[case.holds]}; it {said[finding.holds]}"
            f" ({finding.left} {finding.op} {finding.right})."
        )
        return [self._fault(LawFault.CASE, message, case.relation)]

    def _dates(self, case: DatesCase) -> list[Fault]:
        try:
            terms = {term.code: term for term in plan(self.pack, *_given(case, self.pack))}
        except (ValueError, ZoneInfoNotFoundError, OverflowError, OSError) as error:
            return [self._fault(LawFault.CASE_SHAPE, str(error).strip("'"), "deadlines", "deadlines")]
        faults: list[Fault] = []
        for code, expected in case.expect.items():
            try:
                message = _difference(terms[code], expected)
            except KeyError:
                faults.append(
                    self._fault(LawFault.CASE_SHAPE, f"There is no deadline {code}.", code, "expect", code)
                )
            except ValueError:
                message = f"Neither a date nor a time with its offset: {expected}."
                faults.append(self._fault(LawFault.CASE_SHAPE, message, code, "expect", code))
            else:
                faults += [self._fault(LawFault.CASE, message, code, "expect", code)] if message else []
        return faults

    def _outcome(self, case: OutcomeCase) -> list[Fault]:
        given, code = case.outcome, self.pack.outcome.code
        try:
            verdict = decide(
                self.pack.outcome,
                votes=given.votes,
                participated=given.participated,
                against_all=given.against_all,
                standing=given.votes if given.standing is None else given.standing,
                complete=given.complete,
                cancelled=given.cancelled,
            )
        except ValueError as error:
            return [self._fault(LawFault.CASE_SHAPE, str(error), code, "outcome")]
        compared = (
            ("expect_kind", case.expect_kind, verdict.kind),
            ("expect_candidates", _sorted(case.expect_candidates), _sorted(verdict.candidates)),
            ("expect_reason", case.expect_reason, verdict.reason),
            ("expect_margin", case.expect_margin, verdict.margin),
        )
        return [
            self._fault(LawFault.CASE, f"{key}: expected {expected!r}, decided {decided!r}.", code, key)
            for key, expected, decided in compared
            if expected is not None and expected != decided
        ]


def _sorted(names: tuple[str, ...] | None) -> list[str] | None:
    return None if names is None else sorted(names)


def _given(case: DatesCase, pack: Pack) -> tuple[dict[str, dt.date | dt.datetime], str]:
    """Anchors and zone of a case; ValueError for a name that the law does not know or what is no day."""
    known = {anchor.code for anchor in pack.act.anchor} | {record.code.upper() for record in pack.deadlines}
    anchors: dict[str, dt.date | dt.datetime] = {}
    zone = pack.act.default_zone
    for name, value in case.deadlines.items():
        if name == "zone":
            zone = str(value)
            continue
        code = {"called_on": CALL, "election_day": ELECTION_DAY}.get(name, name)
        moment = _moment(value)
        if code not in known or moment is None:
            raise ValueError(f"“{name}” is not an anchor of the law with a day.")
        anchors[code] = moment
    return anchors, zone


def _difference(term: Term, expected: Moment) -> str:
    """In words what a term should have been and is; empty when it is so."""
    computed: tuple[dt.datetime | None, ...] = (term.at,)
    wanted = [expected]
    if isinstance(expected, str) and "/" in expected:
        computed, wanted = (term.starts_at, term.due_at), list(expected.split("/", 1))
    if all(_is_at(moment, _moment(want)) for moment, want in zip(computed, wanted, strict=True)):
        return ""
    said = "/".join(moment.isoformat() if moment else "no time" for moment in computed)
    return f"Expected {expected or 'no time'}, computed {said}."


def _moment(value: Moment) -> dt.date | dt.datetime | None:
    """A date, or a time with its offset, or None for ""; ValueError for anything else."""
    if isinstance(value, str):
        if not value:
            return None
        value = (
            dt.date.fromisoformat(value)
            if len(value) == len("2021-07-25")
            else dt.datetime.fromisoformat(value)
        )
    if isinstance(value, dt.datetime) and value.tzinfo is None:
        raise ValueError(f"{value} has no zone")
    return value


def _is_at(computed: dt.datetime | None, expected: dt.date | dt.datetime | None) -> bool:
    if computed is None or expected is None:
        return computed is expected is None
    if isinstance(expected, dt.datetime):
        return computed == expected
    return computed.date() == expected
