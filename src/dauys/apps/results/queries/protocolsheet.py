"""Protocols as a sheet: in the import's columns, or every version with its number, state and reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from dauys.apps.candidates.queries import candidates_by_contest
from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import contests_in, law_of
from dauys.apps.results.models import Intake, ProtocolVersion
from dauys.apps.results.queries.outgoing import (
    STATES,
    Figures,
    Order,
    Precincts,
    Reader,
    Versions,
    Which,
    intakes_of,
    precincts_in,
    reader_of,
)
from dauys.apps.territory.models import Unit
from dauys.core.protocol import form_of
from dauys.core.tables import TEXT, Kind, Sheet, without_blanks

CELLS = 4_000_000  # of one part
MOST, FEWEST = 131_072, 1_024  # rows of one part
COUNT: Kind = pl.Int32
HISTORY: Mapping[str, Kind] = {"version": COUNT, "state": TEXT, "received_at": TEXT, "reason": TEXT}


@dataclass(slots=True)
class Ballot:
    """Which columns the figures of contests have: lines of the law, then the candidates of each."""

    lines: tuple[str, ...]
    candidates: dict[int, tuple[str, ...]] = field(default_factory=dict)  # ids by contest key, by position
    begins: dict[int, int] = field(default_factory=dict)  # where a contest's candidates stand in a full row

    @property
    def columns(self) -> list[str]:
        """Names of all of them, of a full row."""
        people = [code for found in self.candidates.values() for code in found]
        return [*self.lines, *(f"votes:{code}" for code in people)]

    def own(self, contest: int) -> list[str]:
        """Names of those of one contest."""
        return [*self.lines, *(f"votes:{code}" for code in self.candidates[contest])]

    def spread(self, parts: Sequence[tuple[int, Figures]], missing: int) -> Figures:
        """Figures of several contests in full rows, one array a column: (columns, rows)."""
        width, dtype = len(self.columns), parts[0][1].dtype
        full = np.full((width, sum(len(figures) for _, figures in parts)), missing, dtype=dtype)
        at, lines = 0, len(self.lines)
        for contest, figures in parts:
            rows, begin = slice(at, at + len(figures)), self.begins[contest]
            full[:lines, rows] = figures[:, :lines].T
            full[begin : begin + figures.shape[1] - lines, rows] = figures[:, lines:].T
            at = rows.stop
        return full


def ballot_of(election: Election, contests: Sequence[Contest]) -> Ballot:
    """The columns of these contests, in their order: one query."""
    people = candidates_by_contest(election)
    ballot = Ballot(form_of(law_of(election).protocol).lines)
    begin = len(ballot.lines)
    for contest in contests:
        ids = tuple(f"{contest.code}#{person.number}" for person in people.get(contest.id, ()))
        ballot.candidates[contest.id], ballot.begins[contest.id] = ids, begin
        begin += len(ids)
    return ballot


def protocol_sheet(
    election: Election, unit: Unit, which: Which = "counting", *, order: Order = precincts_in
) -> Sheet:
    """The protocols of the precincts at and beneath a unit, by contest and precinct in tree order.

    Of the version that counts the columns are those of the import; otherwise number, state, time of intake
    and reason stand between. A figure that is missing is blank.
    """
    contests = contests_in(election, unit)
    ballot = ballot_of(election, contests)
    history = {} if which == "counting" else HISTORY
    columns = {"contest": TEXT, "precinct": TEXT, **history, **dict.fromkeys(ballot.columns, COUNT)}

    def parts(narrow: bool) -> Iterator[pl.DataFrame]:
        source = _Source(ballot, order(unit), intakes_of(election) if history else {})
        reader = reader_of(contests, source.precincts, which, with_intakes=bool(history))
        found = versions_in_parts(contests, ballot, reader)
        if narrow:
            yield from (source.frame([one], ballot.own(one.contest.id)) for one in found)
        else:
            rows = max(min(MOST, CELLS // len(columns)), FEWEST)
            yield from (source.frame(some, ballot.columns) for some in gathered(found, rows))

    rows = ProtocolVersion.objects.filter(contest__in=contests).count() if contests else 0
    return Sheet(columns, parts, rows)


def versions_in_parts(
    contests: Sequence[Contest], ballot: Ballot, reader: Reader, most: int = MOST
) -> Iterator[Versions]:
    """The versions contest by contest, of a large one some at a time; a query for each contest."""
    for contest in contests:
        found = reader.versions_of(contest, len(ballot.own(contest.id)))
        for start in range(0, len(found.places), most):
            yield found.only(slice(start, start + most))


def gathered(found: Iterator[Versions], most: int) -> Iterator[list[Versions]]:
    """Small contests together, a large one in pieces: at most so many rows at a time."""
    waiting: list[Versions] = []
    room = most
    for one in found:
        rows, start = len(one.places), 0
        while start < rows:
            piece = one.only(slice(start, start + room))
            waiting.append(piece)
            start, room = start + len(piece.places), room - len(piece.places)
            if not room:
                yield waiting
                waiting, room = [], most
    if waiting:
        yield waiting


@dataclass(frozen=True, slots=True)
class _Source:
    """What the rows of a part are filled from; no `intakes` for protocols without their history."""

    ballot: Ballot
    precincts: Precincts
    intakes: Mapping[int, Intake]

    def frame(self, some: Sequence[Versions], names: Sequence[str]) -> pl.DataFrame:
        """The rows of some versions: of one contest in its own columns, else in full rows."""
        full = len(names) == len(self.ballot.columns)
        figures = (
            self.ballot.spread([(one.contest.id, one.figures) for one in some], -1)
            if full
            else np.ascontiguousarray(some[0].figures.T)
        )
        places = np.concatenate([one.places for one in some])
        return pl.DataFrame(
            [
                contest_column([(one.contest.code, len(one.places)) for one in some]),
                self.precincts.codes.gather(places).alias("precinct"),
                *(self._history(some) if self.intakes else ()),
                *figure_columns(names, figures),
            ]
        )

    def _history(self, some: Sequence[Versions]) -> list[pl.Series]:
        intakes, at = np.unique(np.concatenate([one.intakes for one in some]), return_inverse=True)
        known = [self.intakes[int(key)] for key in intakes]
        told = without_blanks(
            pl.DataFrame(
                {
                    "received_at": [intake.at.isoformat() for intake in known],
                    "reason": [intake.reason for intake in known],
                }
            )
        )
        states = np.concatenate([one.states for one in some])
        return [
            pl.Series("version", np.concatenate([one.numbers for one in some]), dtype=COUNT),
            pl.Series("state", STATES).gather(states),
            *(column.gather(at) for column in told.get_columns()),
        ]


def contest_column(runs: Sequence[tuple[str, int]]) -> pl.Series:
    """The ids of contests, each for so many rows."""
    codes = pl.Series("contest", [code for code, _ in runs], dtype=TEXT)
    return codes.gather(np.repeat(np.arange(len(runs)), [rows for _, rows in runs]))


def figure_columns(names: Sequence[str], figures: Figures) -> list[pl.Series]:
    """A column for each row of (columns, rows), null where a figure is below 0: where it is missing."""
    lacking = figures.min(axis=1, initial=0) < 0
    frame = pl.DataFrame([pl.Series(name, column) for name, column in zip(names, figures, strict=True)])
    blank = [name for name, some in zip(names, lacking.tolist(), strict=True) if some]
    return (
        frame.with_columns(pl.when(pl.col(blank) >= 0).then(pl.col(blank))).get_columns()
        if blank
        else frame.get_columns()
    )
