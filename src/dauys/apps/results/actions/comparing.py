"""A batch of protocols beside what stands: what is new, corrected, unchanged, or only to be released."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import law_of
from dauys.apps.results import rules
from dauys.apps.results.queries.standing import Standing, standing_of, state_of
from dauys.apps.results.queries.states import facts_of, facts_of_contests, zones_of_contests
from dauys.core.findings import Fault, Refused
from dauys.core.lifecycle import CONTEST
from dauys.core.protocol import LIMIT, ColumnFindings, Form

_ITEM = 4  # bytes of a packed figure
_MISSING = b"\xff"  # every byte of a packed MISSING
_FEW = 500  # precincts that a query names one by one; of more, all of the contests' precincts are read


@dataclass(frozen=True, slots=True)
class Batch:
    """Protocols of one contest: precincts, their lines in the file, figures (n, lines + candidates)."""

    contest: Contest
    precincts: Sequence[str]
    rows: Sequence[int]
    figures: rules.Ints


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

    @property
    def changes(self) -> int:
        """How many protocols are not as they stand."""
        return self.new + self.corrected + self.released


@dataclass(frozen=True, slots=True)
class Comparison:
    """One batch beside what stands.

    `stands` per protocol; `fresh` indexes of protocols that make a new version, `packed` their figures,
    `checked` their findings, `accepted` whether they count; `waiting` indexes of protocols that stand kept
    out with the same figures, `released` those of them that are released by this intake.
    """

    batch: Batch
    places: Sequence[rules.Place]
    stands: Sequence[Standing | None]
    fresh: npt.NDArray[np.intp]
    packed: Sequence[bytes]
    checked: ColumnFindings
    accepted: npt.NDArray[np.bool_]
    waiting: Sequence[int]
    released: Sequence[int]

    @property
    def moved(self) -> list[int]:
        """Indexes of the protocols whose precinct stands differently after the intake."""
        return [*self.fresh.tolist(), *self.released]

    def before(self) -> tuple[list[int], rules.State]:
        """Which of the moved precincts stood, and how."""
        stood = [at for at in self.moved if self.stands[at] is not None]
        return stood, state_of([row for at in stood if (row := self.stands[at])], self.batch.figures.shape[1])

    def after(self) -> rules.State:
        """How the moved precincts stand after the intake."""
        width = self.batch.figures.shape[1]
        figures = self.batch.figures[self.fresh].astype(np.int64)
        stood = [self.stands[at] for at in self.fresh.tolist()]
        counted, has_counted = figures.copy(), self.accepted.copy()
        for at in np.flatnonzero(~self.accepted).tolist():  # the version before goes on counting, if one did
            row = stood[at]
            has_counted[at] = row is not None and row.counted is not None
            kept = row.counted if row is not None and row.counted is not None else _MISSING * (width * _ITEM)
            counted[at] = rules.unpack([kept], width)[0]
        new = rules.State(
            figures,
            self.checked.errors.astype(np.int64),
            self.checked.warnings.astype(np.int64),
            self.accepted,
            counted,
            has_counted,
        )
        kept_out = [row for at in self.released if (row := self.stands[at])]
        return rules.State.joined([new, state_of([row.as_released() for row in kept_out], width)])

    def add_to(self, report: Report) -> None:
        """Count this batch into the report of the whole file."""
        corrected = sum(self.stands[at] is not None for at in self.fresh.tolist())
        report.corrected += corrected
        report.new += len(self.fresh) - corrected
        report.released += len(self.released)
        report.unchanged += len(self.stands) - len(self.moved)
        # Also those that stood kept out before: the same file twice is told the same.
        report.kept_out += int((~self.accepted).sum()) + len(self.waiting) - len(self.released)
        report.broken.update(rules.broken_counts(self.checked))
        report.with_errors += int((self.checked.errors > 0).sum())
        report.with_warnings += int((self.checked.warnings > 0).sum())

    def unexplained(self, reason: str, place: str) -> list[Fault]:
        """A fault for every protocol that differs from its latest version while no reason is given."""
        if reason:
            return []
        return [
            Fault(
                "P-00",
                f"The protocol of {self.places[at].code} differs from version {row.number} that stands.",
                "Give the reason of the correction: --reason TEXT.",
                place,
                self.batch.rows[at],
            )
            for at in self.fresh.tolist()
            if (row := self.stands[at]) is not None
        ]


def compare_all(
    form: Form, ground: rules.Ground, batches: Sequence[Batch], *, with_findings: bool, on: dt.date
) -> list[Comparison]:
    """Read what stands for the precincts of the batches; check what is new against the law's relations."""
    placed = [_places(ground, batch) for batch in batches]
    ids = {place.id for places in placed for place in places}
    named = ids if len(ids) <= _FEW else None
    standing = standing_of({batch.contest.id for batch in batches}, named)
    return [
        _compare(form, batch, places, standing[batch.contest.id], with_findings=with_findings, on=on)
        for batch, places in zip(batches, placed, strict=True)
    ]


def _compare(
    form: Form,
    batch: Batch,
    places: Sequence[rules.Place],
    standing: Mapping[int, Standing],
    *,
    with_findings: bool,
    on: dt.date,
) -> Comparison:
    stands: list[Standing | None]
    stands = [standing.get(place.id) for place in places] if standing else [None] * len(places)
    packed = rules.pack_rows(batch.figures)
    width = batch.figures.shape[1] * _ITEM
    same = [
        row is not None and row.figures.ljust(width, _MISSING) == new
        for row, new in zip(stands, packed, strict=True)
    ]
    fresh = np.flatnonzero(~np.array(same, dtype=bool))
    checked = form.check_columns(batch.figures[fresh], on)
    waiting = [at for at, row in enumerate(stands) if same[at] and row and not row.counts]
    return Comparison(
        batch,
        places,
        stands,
        fresh,
        [packed[at] for at in fresh.tolist()],
        checked,
        (checked.errors == 0) | with_findings,
        waiting,
        waiting if with_findings else [],
    )


def _places(ground: rules.Ground, batch: Batch) -> list[rules.Place]:
    """The precincts of a batch; Refused when one of them is unknown or lies outside the contest's unit."""
    places, faults = [], []
    for code, row in zip(batch.precincts, batch.rows, strict=True):
        place = ground.precincts.get(code)
        if place is not None and place.path.startswith(batch.contest.unit.path):
            places.append(place)
            continue
        why = "is not known" if place is None else f"does not lie in {batch.contest.unit.code}"
        remedy = "Correct the code, or import its row with the territory first."
        faults.append(Fault("P-00", f"The precinct {code} {why}.", remedy, "", row, "precinct", code))
    if faults:
        raise Refused(faults)
    return places


def not_open(
    election: Election, compared: Sequence[Comparison], verb: str, place: str, *, at: dt.datetime
) -> list[Fault]:
    """A fault for every contest whose state does not take what the batch brings."""
    # One protocol asks about its own contest only: its cost must not grow with the country.
    alone = {one.batch.contest.id: facts_of(one.batch.contest, at) for one in compared if len(compared) == 1}
    facts = alone or facts_of_contests(election, zones_of_contests(election, law_of(election)), at)
    faults = []
    for one in compared:
        state = facts[one.batch.contest.id].state
        steps = {verb if one.stands[at] is None else "correct_protocol" for at in one.fresh.tolist()}
        steps |= {"release_protocol"} if one.released else set()
        faults += [
            Fault(
                "P-00",
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
        raise Refused([Fault("P-00", message, f"A figure is a whole number from 0 to {LIMIT}.")])
