"""Tallies as a sheet: coverage, what the law counts, lines and votes of units above the precincts."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

import numpy as np
import polars as pl

from dauys.apps.elections.models import Contest, Election, ListedPrecinct
from dauys.apps.elections.queries import contests_of, law_of
from dauys.apps.results import rules
from dauys.apps.results.models import ContestDecision
from dauys.apps.results.queries.contestbook import Turnout
from dauys.apps.results.queries.figuring import Sums
from dauys.apps.results.queries.outgoing import columns_of
from dauys.apps.results.queries.protocolsheet import CELLS, FEWEST, Ballot, ballot_of, figure_columns
from dauys.apps.results.queries.tallies import OVER_CONTESTS, Key, UnitTally, tallies_of
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import precincts_of, subtree_above_precincts
from dauys.core.protocol import MISSING, Form, form_of
from dauys.core.tables import FIGURE, TEXT, Kind, Sheet, without_blanks

COVERAGE: dict[str, Kind] = {
    "unit": TEXT, "kind": TEXT, "contest": TEXT, "expected": FIGURE, "received": FIGURE, "counted": FIGURE,
    "kept_out": FIGURE, "with_errors": FIGURE, "with_warnings": FIGURE, "took_part": FIGURE,
    "turnout_count": FIGURE, "registered": FIGURE, "turnout": TEXT, "as_of": TEXT,
}  # fmt: skip
AFTER = "~"  # sorts after every letter of a path
NOTHING = np.zeros(0, dtype=np.int64)  # the sums of a unit of which nothing has come


@dataclass(frozen=True, slots=True)
class _Place:
    """One row to be: a unit and a contest, or none for the sum over contests."""

    unit: Unit
    contest: Contest | None
    expected: int

    @property
    def key(self) -> int:
        """That of the contest."""
        return self.contest.id if self.contest else OVER_CONTESTS


def tally_sheet(election: Election, unit: Unit) -> Sheet:
    """The sums of every unit at and beneath a unit, down to those on which precincts hang, in tree order.

    A unit above the contests has the sum over them, without votes; `contest` is blank there. Figures that no
    protocol beneath has are blank.
    """
    every = list(contests_of(election))
    form = form_of(law_of(election).protocol)
    places = _places(election, unit, every)
    within = {place.contest.id: place.contest for place in places if place.contest}
    ballot = ballot_of(election, [contest for contest in every if contest.id in within])
    ballot.candidates[OVER_CONTESTS], ballot.begins[OVER_CONTESTS] = (), len(form.lines)
    columns = {**COVERAGE, **dict.fromkeys(ballot.columns, FIGURE)}

    def parts(narrow: bool) -> Iterator[pl.DataFrame]:
        source = _Source(form, ballot, tallies_of(election, beneath=unit.path))
        if narrow:
            for _, some in groupby(places, key=lambda place: place.key):
                yield source.frame(list(some), narrow=True)
            return
        rows = max(CELLS // len(columns), FEWEST)
        for start in range(0, len(places), rows):
            yield source.frame(places[start : start + rows], narrow=False)

    return Sheet(columns, parts, len(places))


def _places(election: Election, unit: Unit, contests: Sequence[Contest]) -> list[_Place]:
    """The rows of the sheet with the protocols expected, in tree order: in a contest or above."""
    owners = {contest.unit.path: contest for contest in contests}
    above = {path[:end] for path in owners for end in range(Unit.steplen, len(path), Unit.steplen)}
    expected = _Expected.of(election, contests)
    places = []
    for one in subtree_above_precincts(unit, election.election_day):
        ends = range(Unit.steplen, len(one.path) + 1, Unit.steplen)
        contest = next((owners[one.path[:end]] for end in ends if one.path[:end] in owners), None)
        if contest is not None or one.path in above:
            places.append(_Place(one, contest, expected.beneath(one.path, contest)))
    return places


@dataclass(frozen=True, slots=True)
class _Expected:
    """Paths of the precincts that every contest expects a protocol of, sorted."""

    paths: Sequence[str]
    listed: Mapping[int, Sequence[str]]

    @staticmethod
    def of(election: Election, contests: Sequence[Contest]) -> _Expected:
        """Those listed, else all that lie in the contest's unit; none of a contest that is cancelled."""
        cancelled = set(
            ContestDecision.objects.filter(contest__election=election, verb="cancel_poll").values_list(
                "contest_id", flat=True
            )
        )
        listed: dict[int, list[str]] = defaultdict(list)
        rows = ListedPrecinct.objects.filter(contest__election=election).order_by("precinct__path")
        for contest, path in rows.values_list("contest_id", "precinct__path"):
            listed[contest].append(path)
        inside: list[str] = []
        for (found,) in columns_of(
            precincts_of(election.country, election.election_day).order_by().values_list("path")
        ):
            inside.extend(found)
        inside.sort()
        own = {
            contest.id: () if contest.id in cancelled else listed.get(contest.id) or _within(inside, contest)
            for contest in contests
        }
        return _Expected(sorted(chain.from_iterable(own.values())), own)

    def beneath(self, path: str, contest: Contest | None) -> int:
        """How many lie at or beneath a path, of one contest or of all."""
        paths = self.listed[contest.id] if contest else self.paths
        return bisect_left(paths, path + AFTER) - bisect_left(paths, path)


def _within(paths: Sequence[str], contest: Contest) -> Sequence[str]:
    path = contest.unit.path
    return paths[bisect_left(paths, path) : bisect_left(paths, path + AFTER)]


@dataclass(frozen=True, slots=True)
class _Source:
    """What the rows are filled from."""

    form: Form
    ballot: Ballot
    tallies: Mapping[Key, UnitTally]

    def frame(self, places: Sequence[_Place], *, narrow: bool) -> pl.DataFrame:
        """The rows of some places; narrow: of one contest, in its own columns."""
        told, figures = [], []
        for place in places:
            tally = self.tallies.get((place.key, place.unit.path))
            width = len(self.ballot.own(place.key))
            sums = rules.widened(tally.figures if tally else NOTHING, width)
            present = rules.widened(tally.present if tally else NOTHING, width)
            told.append(self._coverage(place, tally, Sums.of(self.form, sums, present)))
            figures.append((place.key, np.where(present > 0, sums, MISSING)[np.newaxis]))
        names = self.ballot.own(places[0].key) if narrow else self.ballot.columns
        full = np.vstack([row for _, row in figures]).T if narrow else self.ballot.spread(figures, MISSING)
        covered = without_blanks(pl.DataFrame(told, schema=COVERAGE, orient="row"))
        return pl.DataFrame([*covered.get_columns(), *figure_columns(names, np.ascontiguousarray(full))])

    def _coverage(self, place: _Place, tally: UnitTally | None, sums: Sums) -> tuple[Any, ...]:
        turnout = Turnout.of(self.form, sums)
        counts = ("received", "counted", "kept_out", "with_errors", "with_warnings")
        return (
            place.unit.code, place.unit.kind, place.contest.code if place.contest else None, place.expected,
            *((getattr(tally, name) for name in counts) if tally else (0,) * len(counts)),
            turnout.participated, turnout.count, turnout.base, turnout.percent,
            tally.as_of.isoformat() if tally else None,
        )  # fmt: skip
