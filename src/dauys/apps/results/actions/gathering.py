"""From the columns of a file to batches by contest: whose protocol it is, and who stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dauys.apps.candidates.queries import candidates_by_contest, still_stands
from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import binding_law_of, contests_of
from dauys.apps.results import rules
from dauys.apps.results.actions.comparing import Batch
from dauys.apps.results.queries.grounds import ground_of_election
from dauys.core.protocol import MISSING
from dauys.core.tables import LISTED, Faults, Table, fault, near, protocol_columns
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
    faults.add(_strange_precincts(ground, columns, contests))
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
    batches = [_batch(columns, contests[code], lines, named[code], written) for code in columns.contests]
    return Gathered(batches, ground, columns.unmapped)


def _batch(
    columns: ProtocolColumns,
    contest: Contest,
    lines: Sequence[str],
    named: Sequence[tuple[str, bool]],
    written: Mapping[str, str],
) -> Batch:
    rows = columns.rows_of(contest.code)
    votes = columns.vote_matrix(contest.code, [name for name, _ in named])
    for at, (name, stands) in enumerate(named):
        if not stands and name not in written:
            votes[:, at] = np.where(votes[:, at] == MISSING, 0, votes[:, at])
    figures: rules.Ints = np.hstack([columns.line_matrix(lines, rows), votes])
    whole = len(rows) == columns.rows
    precincts = columns.precinct if whole else columns.precinct.gather(rows)
    return Batch(contest, precincts.to_list(), [columns.table.line_of(int(row)) for row in rows], figures)


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
    ground: rules.Ground, columns: ProtocolColumns, contests: Mapping[str, Contest]
) -> Faults:
    """Precincts that are not known, or do not lie in the unit of their row's contest."""
    faults = Faults()
    for code in columns.contests:
        if code not in contests:
            continue
        path, rows = contests[code].unit.path, columns.rows_of(code)
        for row, precinct in zip(rows.tolist(), columns.precinct.gather(rows).to_list(), strict=True):
            place = ground.precincts.get(precinct)
            if precinct is None or (place is not None and place.path.startswith(path)):
                continue  # a key that can't be read is a fault already
            if len(faults) >= LISTED:
                faults.unlisted += 1
                continue
            words = {"near": ""} if place is None else {"contest": code}
            faults.append(
                fault(
                    "I-59" if place is None else "I-60",
                    place=columns.table.name,
                    line=columns.table.line_of(row),
                    column="precinct",
                    value=precinct,
                    precinct=precinct,
                    **words,
                )
            )
    return faults
