"""Votes: a column for each candidate, a row for each protocol; with many contests most cells are blank."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field, replace

import numpy as np

from dauys.core.findings import Fault
from dauys.core.tables.counts import MISSING, WRONG, BlankRule, raw_figures, settled
from dauys.core.tables.faults import Faults, most_listed
from dauys.core.tables.plans import VoteColumn
from dauys.core.tables.shapes import Figures, Mask, Rows
from dauys.core.tables.table import Table


@dataclass(slots=True, eq=False)
class Votes:
    """The vote columns of a table; figures of a column are read once, when first asked for."""

    table: Table
    columns: list[VoteColumn]
    blank: BlankRule
    contests: tuple[str, ...]
    contest_of: Rows
    limit: int
    numbers: dict[str, int] = field(init=False)
    _closed: dict[str, int] = field(init=False)  # candidate → position, the same in every contest
    _open: list[VoteColumn] = field(init=False)  # columns whose candidate depends on the contest
    _read: dict[int, Figures] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.numbers = {contest: number for number, contest in enumerate(self.contests)}
        self._closed = {
            vote.candidate_in(""): vote.position for vote in self.columns if not vote.candidate.names
        }
        self._open = [vote for vote in self.columns if vote.candidate.names]

    def positions(self, contest: str) -> dict[str, int]:
        """Position of the column of every candidate that the header knows, as seen from one contest."""
        if not self._open:
            return self._closed
        return {**self._closed, **{vote.candidate_in(contest): vote.position for vote in self._open}}

    def matrix(self, contest: str, candidates: Sequence[str], rows: Rows) -> Figures:
        """Votes of the candidates in these rows, shape (rows, candidates); MISSING where there is none."""
        positions = self.positions(contest)
        votes = np.full((len(rows), len(candidates)), MISSING, dtype=np.int64)
        for number, candidate in enumerate(candidates):
            if candidate in positions:
                figures = self._figures(positions[candidate])[rows]
                if self.blank == "zero":
                    figures[figures == MISSING] = 0
                figures[figures == WRONG] = MISSING
                votes[:, number] = figures
        return votes

    def check(self, standing: Dictionary[str, Collection[str]]) -> Faults:
        """Faults of all vote columns; see ProtocolColumns.check_votes."""
        faults = self._without_column(standing)
        contests_by_candidate: dict[str, list[str]] = {}
        for contest, candidates in standing.items():
            for candidate in candidates:
                contests_by_candidate.setdefault(candidate, []).append(contest)
        # One place more than there are contests: rows without a contest have the number -1.
        known = np.array([*(contest in standing for contest in self.contests), False])
        for vote in self.columns:
            where = self._where(vote, standing, contests_by_candidate)
            if where is None:
                faults.append(self._unknown(vote))
            else:
                faults.add(self._check_column(vote, where, known))
        return faults

    def _without_column(self, standing: Dictionary[str, Collection[str]]) -> Faults:
        faults = Faults()
        for contest in self.contests:
            positions = self.positions(contest)
            for candidate in standing.get(contest, ()):
                if candidate not in positions:
                    found = self.table.header_fault("I-67", "", candidate=candidate, contest=contest)
                    faults.append(replace(found, value=candidate))
        return faults

    def _unknown(self, vote: VoteColumn) -> Fault:
        column = self.table.columns[vote.position]
        return self.table.header_fault("I-68", column, candidate=vote.candidate.written())

    def _where(
        self,
        vote: VoteColumn,
        standing: Dictionary[str, Collection[str]],
        contests_by_candidate: dict[str, list[str]],
    ) -> Mask | None:
        """In which contests of the file the column may hold figures; None where in no contest at all."""
        if vote.candidate.names:
            found = [contest for contest in standing if vote.candidate_in(contest) in standing[contest]]
        else:
            found = contests_by_candidate.get(vote.candidate_in(""), [])
        if not found:
            return None
        where = np.zeros(len(self.contests) + 1, dtype=np.bool_)
        where[[self.numbers[contest] for contest in found if contest in self.numbers]] = True
        return where

    def _check_column(self, vote: VoteColumn, where: Mask, known: Mask) -> Faults:
        figures, position = self._figures(vote.position), vote.position
        here = where[self.contest_of]
        _, faults = settled(figures, self.table, position, blank=self.blank, limit=self.limit, among=here)
        strangers = np.flatnonzero((figures != MISSING) & ~here & known[self.contest_of])
        for row in strangers[: most_listed()]:
            contest = self.contests[self.contest_of[row]]
            candidate = vote.candidate_in(contest)
            faults.append(
                self.table.cell_fault("I-65", int(row), position, candidate=candidate, contest=contest)
            )
        faults.unlisted += max(len(strangers) - most_listed(), 0)
        return faults

    def _figures(self, position: int) -> Figures:
        if position not in self._read:
            self._read[position] = raw_figures(self.table.series[position], self.limit)
        return self._read[position]
