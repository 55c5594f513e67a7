"""Which column of a table of protocols is what: by the names of our own format, or by a mapping."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from dauys.core.findings import Fault
from dauys.core.tables.counts import BlankRule
from dauys.core.tables.faults import Faults, near
from dauys.core.tables.mapping import Mapping, VoteColumns, matches
from dauys.core.tables.table import Table, trimmed
from dauys.core.tables.templates import Template, template

CONTEST, PRECINCT, VOTES = "contest", "precinct", "votes:"


@dataclass(frozen=True, slots=True)
class VoteColumn:
    """One column of votes; the candidate's id may still wait for the contest of the row."""

    position: int
    candidate: Template

    def candidate_in(self, contest: str) -> str:
        """The id of the candidate whose votes stand here in the rows of a contest."""
        return self.candidate.fill({CONTEST: contest})


@dataclass(slots=True)
class Plan:
    """Positions of the columns in use, what a blank means in each, required lines left out (`unmapped`)."""

    key: dict[str, Template]
    key_columns: dict[str, int] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    blanks: dict[str, BlankRule] = field(default_factory=dict)
    votes: list[VoteColumn] = field(default_factory=list)
    votes_blank: BlankRule = "error"
    unmapped: tuple[str, ...] = ()


def plan_of(table: Table, mapping: Mapping | None, lines: Sequence[str], required: Collection[str]) -> Plan:
    """The plan; raises Refused with all faults of header and mapping (I-20 to I-24, I-66 to I-76)."""
    faults = Faults()
    plan = (
        _native(table, lines, required, faults) if mapping is None else _mapped(table, mapping, lines, faults)
    )
    if mapping is not None:
        plan.unmapped = tuple(line for line in lines if line in required and line not in mapping.lines)
    _refuse_twice(table, plan, faults)
    faults.refuse()
    return plan


def _native(table: Table, lines: Sequence[str], required: Collection[str], faults: Faults) -> Plan:
    plan = Plan({name: Template(((name, True),)) for name in (CONTEST, PRECINCT)})
    plan.blanks = {line: "error" if line in required else "missing" for line in lines}
    known = (CONTEST, PRECINCT, *lines)
    for name in known:
        if table.has(name) or name in required or name in plan.key:
            _place(table.find(name), name, plan.key_columns if name in plan.key else plan.lines, faults)
    doubled = set()
    for position, column in enumerate(table.columns):
        candidate = trimmed(column.removeprefix(VOTES)) if column.startswith(VOTES) else ""
        if candidate:
            plan.votes.append(VoteColumn(position, Template(((candidate, False),))))
            doubled.add(column) if isinstance(table.find(column), Fault) else None
        elif column not in known:
            faults.add(_unknown(table, position, known))
    faults.add(found for column in sorted(doubled) if isinstance(found := table.find(column), Fault))
    return plan


def _unknown(table: Table, position: int, known: Sequence[str]) -> Faults:
    column = table.columns[position]
    if column:
        return Faults([table.header_fault("I-22", column, found=column, near=near(column, known))])
    filled = table.series[position].null_count() < table.rows
    return Faults([table.header_fault("I-23", "", number=str(position + 1))] if filled else [])


def _place(found: int | Fault, name: str, places: dict[str, int], faults: Faults) -> None:
    if isinstance(found, Fault):
        faults.append(found)
    else:
        places[name] = found


def _mapped(table: Table, mapping: Mapping, lines: Sequence[str], faults: Faults) -> Plan:
    plan = Plan(mapping.templates(), votes_blank=mapping.blank_rule("votes"))
    plan.blanks = {line: mapping.blank_rule(line) for line in lines}
    for section, names in (("lines", mapping.lines), ("blank", mapping.blank)):
        known = lines if section == "lines" else ("default", "votes", *lines)
        for name in names:
            if name not in known:
                faults.append(mapping.fault("I-74", section, name, value=name, near=near(name, known)))
    for part, key_template in plan.key.items():
        for column in key_template.names:
            _place(wanted_column(table, mapping, "key", part, column), column, plan.key_columns, faults)
    for line, column in mapping.lines.items():
        _place(wanted_column(table, mapping, "lines", line, trimmed(column)), line, plan.lines, faults)
    _place_candidates(table, mapping, plan, faults)
    if mapping.votes is not None:
        _match_votes(table, mapping, mapping.votes, plan, faults)
    return plan


def wanted_column(table: Table, mapping: Mapping, section: str, key: str, column: str) -> int | Fault:
    """The column a mapping names; a missing one is a fault of the mapping, a doubled one of the table."""
    if table.has(column):
        return table.find(column)
    words = {"wanted": column, "table": table.name, "near": near(column, table.columns)}
    return mapping.fault("I-76", section, key, value=column, **words)


def _place_candidates(table: Table, mapping: Mapping, plan: Plan, faults: Faults) -> None:
    """The columns that [candidates] names one by one; a template may hold {contest}."""
    for column, written in mapping.candidates.items():
        found, candidate = (
            wanted_column(table, mapping, "candidates", column, trimmed(column)),
            template(written),
        )
        strangers = [name for name in candidate.names if name != CONTEST]
        words = (
            {"table": "a template of [candidates]", "near": near(strangers[0], [CONTEST])}
            if strangers
            else {}
        )
        if strangers:
            fault = mapping.fault("I-76", "candidates", column, value=written, wanted=strangers[0], **words)
            faults.append(fault)
        elif isinstance(found, Fault):
            faults.append(found)
        elif found in {*plan.lines.values(), *plan.key_columns.values()}:
            faults.append(table.header_fault("I-24", column, found=column))
        else:
            plan.votes.append(VoteColumn(found, candidate))


def _match_votes(table: Table, mapping: Mapping, votes: VoteColumns, plan: Plan, faults: Faults) -> None:
    candidate = template(votes.candidate)
    known = (*re.compile(votes.columns).groupindex, CONTEST)
    strangers = [name for name in candidate.names if name not in known]
    for name in strangers:
        words = {"wanted": name, "table": "the pattern of [votes] columns", "near": near(name, known)}
        faults.append(mapping.fault("I-76", "votes", "candidate", value=name, **words))
    if strangers:
        return
    taken = {*plan.lines.values(), *plan.key_columns.values()}
    named = {vote.position for vote in plan.votes}  # one by one, so the pattern need not tell
    matched = False
    for position, groups in enumerate(matches(votes.columns, table.columns)):
        if groups is None or position in named:
            continue
        column = table.columns[position]
        matched = True
        place = table.find(column)
        if isinstance(place, Fault):
            faults.append(place)
        elif position in taken:
            faults.append(table.header_fault("I-24", column, found=column))
        else:
            plan.votes.append(VoteColumn(position, candidate.fill_some(groups)))
    if not matched:
        faults.append(mapping.fault("I-69", "votes", "columns", pattern=votes.columns))


def _refuse_twice(table: Table, plan: Plan, faults: Faults) -> None:
    """Two columns for one candidate (I-66)."""
    seen: dict[Template, str] = {}
    for vote in plan.votes:
        column = table.columns[vote.position]
        first = seen.setdefault(vote.candidate, column)
        if first != column:
            words = {"candidate": vote.candidate.written()}
            faults.append(table.header_fault("I-66", column, **words, first=first, second=column))
