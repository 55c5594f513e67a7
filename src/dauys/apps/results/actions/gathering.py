"""From the columns of a file to batches by contest: whose protocol it is, and who stands there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dauys.apps.candidates.queries import candidates_by_contest, still_stands
from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import binding_law_of, contests_of
from dauys.apps.results import rules
from dauys.apps.results.actions.comparing import Batch
from dauys.apps.results.queries.grounds import ground_of_election
from dauys.core.tables import Faults, Table, fault, most_listed, near, protocol_columns
from dauys.core.tables import Mapping as ColumnMapping
from dauys.core.tables.protocols import ProtocolColumns


@dataclass(frozen=True, slots=True)
class Gathered:
    """A file ready to be taken: batches, the ground they stand on, and required lines without a column."""

    batches: list[Batch]
    ground: rules.Ground
    unmapped: tuple[str, ...]


def gather_batches(election: Election, table: Table, mapping: ColumnMapping | None = None) -> Gathered:
    """The protocols of a table as batches by contest; Refused with every fault of the file."""
    pack = binding_law_of(election)
    lines = [line.code for line in pack.protocol.line]
    required = {line.code for line in pack.protocol.line if line.required}
    columns = protocol_columns(table, mapping, lines=lines, required=required)
    contests = {contest.code: contest for contest in contests_of(election)}
    people = candidates_by_contest(election)
    named = {
        code: [(f"{code}#{person.number}", still_stands(person)) for person in people[contest.id]]
        for code, contest in contests.items()
    }
    faults = columns.faults
    strange = _strange_contests(election, columns, contests)
    if contests.keys().isdisjoint(columns.contests):
        strange.refuse()  # the wrong file: what else is wrong in it says nothing
    faults.add(strange)
    ground = ground_of_election(election)
    places = ground.precincts.find(columns.precinct)
    faults.add(_strange_precincts(ground, columns, contests, places))
    written = columns.votes
    # Who left and has no column simply has no votes; who has one is written like the others.
    faults.add(
        columns.check_votes(
            {
                code: [name for name, stands in found if stands or name in written]
                for code, found in named.items()
            }
        )
    )
    faults.refuse()
    batches = [
        _batch(columns, contests[code], lines, named[code], written, places) for code in columns.contests
    ]
    return Gathered(batches, ground, columns.unmapped)


def _batch(
    columns: ProtocolColumns,
    contest: Contest,
    lines: Sequence[str],
    named: Sequence[tuple[str, bool]],
    written: Collection[str],
    places: rules.Ints,
) -> Batch:
    rows = columns.rows_of(contest.code)
    figures = columns.figure_matrix(contest.code, lines, [name for name, _ in named])
    for at, (name, stands) in enumerate(named, start=len(lines)):
        if not stands and name not in written:
            figures[:, at] = 0
    whole = len(rows) == columns.rows
    precincts = columns.precinct if whole else columns.precinct.gather(rows)
    return Batch(contest, precincts, columns.table.lines_of(rows), figures, places[rows])


def _strange_contests(
    election: Election, columns: ProtocolColumns, contests: Mapping[str, Contest]
) -> Faults:
    """Contests that this election does not have: of another election, or of none."""
    faults = Faults()
    for code in columns.contests:
        if code in contests:
            continue
        rows = columns.rows_of(code)
        line, other = columns.table.line_of(int(rows[0])), code.partition("/")[0]
        if other != election.code:
            words = {"found": other, "election": election.code}
        else:
            words = {"contest": code, "election": election.code, "near": near(code, contests)}
        number = "I-61" if other != election.code else "I-58"
        faults.append(
            fault(number, place=columns.table.name, line=line, column="contest", value=code, **words)
        )
        faults.unlisted += len(rows) - 1
    return faults


def _strange_precincts(
    ground: rules.Ground, columns: ProtocolColumns, contests: Mapping[str, Contest], places: rules.Ints
) -> Faults:
    """Precincts that are not known, or do not lie in the unit of their row's contest."""
    found = [contests.get(code) for code in columns.contests]
    parts = [ground.within(contest.unit.path) if contest else None for contest in found]
    # One place more than there are contests: rows without a contest have the number -1.
    first, last = (
        np.array([*(getattr(part, end) if part else 0 for part in parts), 0]) for end in ("start", "stop")
    )
    known = np.array([*(part is not None for part in parts), False])[columns.contest_of]
    lies = ground.precincts.beneath(places, first[columns.contest_of], last[columns.contest_of])
    # A key that can't be read is a fault already.
    strange = np.flatnonzero(known & ~lies & columns.precinct.is_not_null().to_numpy())
    strange = strange[np.argsort(columns.contest_of[strange], kind="stable")]
    faults = Faults()
    for row in strange[: most_listed()].tolist():
        code, precinct = columns.contests[columns.contest_of[row]], columns.precinct[row]
        faults.append(
            fault(
                "I-59" if places[row] < 0 else "I-60",
                place=columns.table.name,
                line=columns.table.line_of(row),
                column="precinct",
                value=precinct,
                precinct=precinct,
                **({"near": ""} if places[row] < 0 else {"contest": code}),
            )
        )
    faults.unlisted = len(strange) - len(faults)
    return faults
