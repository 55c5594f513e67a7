"""A batch of protocols beside what stands: what is new, corrected, unchanged, or only to be released."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from dauys.apps.elections.models import Contest
from dauys.apps.results import rules
from dauys.apps.results.queries.standing import Standing, standing_of, standing_of_one
from dauys.apps.results.queries.states import ContestFacts
from dauys.core.findings import Fault, Refused
from dauys.core.lifecycle import CONTEST
from dauys.core.protocol import LIMIT, MISSING, ColumnFindings, Form
from dauys.core.words import says_nothing

_FEW = 500  # precincts that a query names one by one; of more, all of the contests' precincts are read
_BLOCK = 65_536  # protocols that are laid beside what stands at a time

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Protocols of one contest: precincts, their lines in the file, figures (n, lines + candidates).

    `places` are the precincts' indexes in the ground, where they have been looked up already.
    """

    contest: Contest
    precincts: Sequence[str] | pl.Series
    rows: Sequence[int] | rules.Ints
    figures: rules.Protocols
    places: rules.Ints | None = None

    def __len__(self) -> int:
        return len(self.figures)


@dataclass(slots=True)
class Report:
    """What a file of protocols brings, counted in protocols."""

    new: int = 0
    corrected: int = 0
    unchanged: int = 0
    released: int = 0
    kept_out: int = 0
    broken: Counter[str] = field(default_factory=Counter)  # by code of the relation, warnings included
    with_errors: int = 0
    with_warnings: int = 0
    arriving: dict[int, rules.Ints] = field(default_factory=dict)  # by contest, precincts that had none
    breaches: Sequence[rules.Breach] = ()  # of a file: what does not hold, one by one

    @property
    def changes(self) -> int:
        """How many protocols are not as they stand."""
        return self.new + self.corrected + self.released


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """One batch of n protocols beside what stands.

    `precincts` (n,) their keys, `above` (n,) the index of the unit that each hangs on, `stands` (n,) its row
    in `standing` or -1; `fresh` indexes of protocols that make a new version, `checked` their findings,
    `accepted` whether they count; `waiting` indexes of protocols that stand kept out with the same figures,
    `released` those of them that are released by this intake.
    """

    batch: Batch
    precincts: rules.Ints
    above: rules.Ints
    standing: Standing | None
    stands: rules.Ints
    fresh: rules.Ints
    checked: ColumnFindings
    accepted: Mask
    waiting: rules.Ints
    released: rules.Ints

    @property
    def moved(self) -> rules.Ints:
        """Indexes of the protocols whose precinct stands differently after the intake."""
        return np.concatenate([self.fresh, self.released])

    def versions(self) -> rules.Versions:
        """What is to be stored: one version per fresh protocol."""
        stands = self.stands[self.fresh]
        numbers = np.ones(len(stands), dtype=np.int64)
        if self.standing:
            numbers += np.where(stands >= 0, self.standing.numbers[stands], 0)
        codes, broken = rules.broken_codes(self.checked)
        return rules.Versions(
            self.batch.contest.id, self.precincts[self.fresh], numbers, self.checked.figures,
            self.checked.errors, self.checked.warnings, codes, broken, self.accepted,
        )  # fmt: skip

    def released_versions(self) -> list[int]:
        """Keys of the versions that this intake releases."""
        return self.standing.versions[self.stands[self.released]].tolist() if self.standing else []

    def before(self) -> tuple[rules.Ints, rules.State | None]:
        """Which of the moved precincts stood, and how; None where none did."""
        moved = self.moved
        stood = moved[self.stands[moved] >= 0]
        return stood, self.standing.state.take(self.stands[stood]) if self.standing and len(stood) else None

    def after(self) -> rules.State:
        """How the moved precincts stand after the intake."""
        figures, counted, has_counted = self.checked.figures, self.checked.figures, self.accepted
        kept_out = np.flatnonzero(~self.accepted)
        if len(kept_out):  # the version before goes on counting, if one did
            counted, has_counted = counted.copy(), has_counted.copy()
            counted[kept_out], has_counted[kept_out] = self._counting(self.stands[self.fresh[kept_out]])
        new = rules.State(
            figures, self.checked.errors, self.checked.warnings, self.accepted, counted, has_counted
        )
        if not self.standing or not len(self.released):
            return new
        return rules.State.joined([new, self.standing.state.take(self.stands[self.released]).as_released()])

    def _counting(self, stands: rules.Ints) -> tuple[npt.NDArray[np.integer], Mask]:
        """What counts so far in rows of `standing` (-1: no such row): figures, and whether any do."""
        none = np.full((len(stands), self.batch.figures.shape[1]), MISSING, dtype=np.int32)
        if self.standing is None:
            return none, np.zeros(len(stands), dtype=bool)
        has_counted = (stands >= 0) & self.standing.state.has_counted[stands]
        return np.where(has_counted[:, np.newaxis], self.standing.state.counted[stands], none), has_counted

    def add_to(self, report: Report) -> None:
        """Count this batch into the report of the whole file."""
        first = self.stands[self.fresh] < 0
        corrected = int((~first).sum())
        report.arriving[self.batch.contest.id] = self.precincts[self.fresh[first]]
        report.corrected += corrected
        report.new += len(self.fresh) - corrected
        report.released += len(self.released)
        report.unchanged += len(self.batch) - len(self.fresh) - len(self.released)
        # Also those that stood kept out before: the same file twice is told the same.
        report.kept_out += int((~self.accepted).sum()) + len(self.waiting) - len(self.released)
        report.broken.update(rules.broken_counts(self.checked))
        report.with_errors += int((self.checked.errors > 0).sum())
        report.with_warnings += int((self.checked.warnings > 0).sum())

    def unexplained(self, reason: str, place: str) -> list[Fault]:
        """A fault for every protocol that differs from its latest version while no reason is given."""
        if not says_nothing(reason) or not self.standing:
            return []
        differ = self.fresh[self.stands[self.fresh] >= 0]
        numbers = self.standing.numbers[self.stands[differ]]
        return [
            Fault(
                "P-90",
                f"The protocol of {self.batch.precincts[at]} differs from version {number} that stands.",
                "Give the reason of the correction: --reason TEXT.",
                place,
                int(self.batch.rows[at]),
            )
            for at, number in zip(differ.tolist(), numbers.tolist(), strict=True)
        ]


def compare_all(
    form: Form, ground: rules.Ground, batches: Sequence[Batch], *, with_findings: bool, on: dt.date
) -> list[Comparison]:
    """Read what stands for the precincts of the batches; check what is new against the law's relations."""
    placed = _placed(ground, batches)
    for batch, places in zip(batches, placed, strict=True):
        _refuse_strange(ground, batch, places)
    standing = _standing(ground, batches, placed)
    return [
        _compare(
            form, ground, batch, places, standing.get(batch.contest.id), with_findings=with_findings, on=on
        )
        for batch, places in zip(batches, placed, strict=True)
    ]


def _standing(
    ground: rules.Ground, batches: Sequence[Batch], placed: Sequence[rules.Ints]
) -> dict[int, Standing]:
    """What stands for the precincts of the batches, by contest key; of all others too where they are many."""
    count = sum(map(len, batches))
    if count == 1:
        return standing_of_one(batches[0].contest.id, int(ground.precincts.ids[placed[0][0]]))
    named = None
    if count <= _FEW:
        named = {key for places in placed for key in ground.precincts.ids[places].tolist()}
    return standing_of({batch.contest.id for batch in batches}, named)


def _compare(
    form: Form,
    ground: rules.Ground,
    batch: Batch,
    places: rules.Ints,
    standing: Standing | None,
    *,
    with_findings: bool,
    on: dt.date,
) -> Comparison:
    precincts = ground.precincts.ids[places]
    if standing:
        wide = standing.state.widened(batch.figures.shape[1])
        standing = Standing(standing.precincts, standing.versions, standing.numbers, wide)
        stands = standing.find(precincts)
        same = _same(batch, standing, stands)
        fresh = np.flatnonzero(~same)
        waiting = np.flatnonzero(same & ~standing.state.counts[stands])
        figures = batch.figures[fresh]
    else:
        stands = np.full(len(batch), -1, dtype=np.int64)
        fresh, waiting, figures = np.arange(len(batch)), np.arange(0), batch.figures
    checked = form.check_columns(figures, on)
    return Comparison(
        batch,
        precincts,
        ground.precincts.above[places],
        standing,
        stands,
        fresh,
        checked,
        (checked.errors == 0) | with_findings,
        waiting,
        waiting if with_findings else waiting[:0],
    )


def _same(batch: Batch, standing: Standing, stands: rules.Ints) -> Mask:
    """Which protocols (n,) are figure by figure those of the latest version."""
    same = stands >= 0
    for start in range(0, len(batch), _BLOCK):
        rows = slice(start, start + _BLOCK)
        same[rows] &= (batch.figures[rows] == standing.state.latest[stands[rows]]).all(axis=1)
    return same


def _placed(ground: rules.Ground, batches: Sequence[Batch]) -> list[rules.Ints]:
    """The batches' precincts as indexes in the ground: looked up for all batches at once."""
    known = [batch.places for batch in batches if batch.places is not None]
    if len(known) == len(batches):
        return known
    codes = [code for batch in batches for code in batch.precincts]
    ends = np.cumsum([len(batch) for batch in batches])[:-1]
    return np.split(ground.precincts.find(codes), ends)


def _refuse_strange(ground: rules.Ground, batch: Batch, places: rules.Ints) -> None:
    """Refused when a precinct is unknown or lies outside the contest's unit."""
    part = ground.within(batch.contest.unit.path)
    strange = np.flatnonzero(~ground.precincts.beneath(places, part.start, part.stop)).tolist()
    faults = []
    for at in strange:
        code = batch.precincts[at]
        why = "is not known" if places[at] < 0 else f"does not lie in {batch.contest.unit.code}"
        remedy = "Correct the code, or import its row with the territory first."
        line = int(batch.rows[at])
        faults.append(Fault("P-91", f"The precinct {code} {why}.", remedy, "", line, "precinct", code))
    if faults:
        raise Refused(faults)


def not_open(
    facts: Mapping[int, ContestFacts], compared: Sequence[Comparison], verb: str, place: str
) -> list[Fault]:
    """A fault for every contest whose state does not take what the batch brings; `facts` by contest key."""
    faults = []
    for one in compared:
        state = facts[one.batch.contest.id].state
        stood = one.stands[one.fresh] >= 0
        steps = {"correct_protocol"} if stood.any() else set()
        steps |= {verb} if not stood.all() else set()
        steps |= {"release_protocol"} if len(one.released) else set()
        faults += [
            Fault(
                "P-92",
                f"{one.batch.contest.code} is {state}: {step} is not possible.",
                "Only a correction with a reason opens an established result again.",
                place,
            )
            for step in sorted(steps)
            if not CONTEST.targets(state, step)
        ]
    return faults


def refuse_beyond(figures: Sequence[int | None], precinct: str) -> None:
    """Refused when a figure is below 0 or larger than a protocol may hold."""
    beyond = [figure for figure in figures if figure is not None and not 0 <= figure <= LIMIT]
    if beyond:
        message = f"The protocol of {precinct} holds the figure {beyond[0]}."
        raise Refused([Fault("P-93", message, f"A figure is a whole number from 0 to {LIMIT}.")])
