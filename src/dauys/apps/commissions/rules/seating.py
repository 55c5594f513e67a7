"""A file of members beside those who sit: who forms a commission, who comes, who leaves, what is wrong."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from dauys.apps.commissions.rules.entries import ActEntry, Line, Rest
from dauys.core.findings import Fault
from dauys.core.norms import LANGUAGES
from dauys.core.tables import ONE_LINE

LEFT = "left"
PLAIN = "member"
TOLD = ("released", "proposed_by", *(f"proposed_by_{language}" for language in LANGUAGES))


class MemberRow(BaseModel):
    """One row of what `dauys export members` writes; of office `left`, who leaves on `since`, by which act.

    A commission is told with all its members. `reason` says why somebody leaves. Of one whose duties rest
    `suspended_from` to `suspended_reason` say since when, until when, by which act and why.
    """

    commission: str
    office: Literal["chair", "deputy", "secretary", "member", "left"] = "member"
    name: Annotated[str, Field(min_length=1, max_length=200), ONE_LINE]
    since: dt.date
    act_body: Annotated[str, Field(min_length=1, max_length=300), ONE_LINE]
    act_number: Annotated[str, Field(min_length=1, max_length=60), ONE_LINE]
    act_adopted_on: dt.date
    seats: Annotated[int, Field(ge=1, le=99)] | None = None
    proposed_by: Line = ""
    released: bool = False
    suspended: bool = False
    reason: Line = ""
    proposed_by_kk: Line = ""
    proposed_by_ru: Line = ""
    proposed_by_en: Line = ""
    act_body_kk: Line = ""
    act_body_ru: Line = ""
    act_body_en: Line = ""
    suspended_from: dt.date | None = None
    suspended_to: dt.date | None = None
    suspended_by_body: Line = ""
    suspended_by_number: Annotated[str, Field(max_length=60), ONE_LINE] = ""
    suspended_by_adopted_on: dt.date | None = None
    suspended_by_body_kk: Line = ""
    suspended_by_body_ru: Line = ""
    suspended_by_body_en: Line = ""
    suspended_reason: Line = ""

    @property
    def act(self) -> ActEntry:
        """The act cited."""
        said = {f"body_{language}": getattr(self, f"act_body_{language}") for language in LANGUAGES}
        return ActEntry(body=self.act_body, number=self.act_number, adopted_on=self.act_adopted_on, **said)

    def rest(self, person: UUID) -> Rest:
        """That the person's duties rest, once it is checked that the row says so."""
        said = {f"body_{language}": getattr(self, f"suspended_by_body_{language}") for language in LANGUAGES}
        act = {"number": self.suspended_by_number, "adopted_on": self.suspended_by_adopted_on}
        facts = {
            "valid_from": self.suspended_from,
            "valid_to": self.suspended_to,
            "reason": self.suspended_reason,
        }
        cited = {"body": self.suspended_by_body, **act, **said}
        return Rest.model_validate({"commission": self.commission, "person": person, "act": cited, **facts})

    @property
    def came(self) -> tuple[dt.date, tuple[str, str, dt.date]]:
        """The day and the act, by which members who came together are known."""
        return self.since, self.act.key


@dataclass(frozen=True, slots=True)
class Seated:
    """One who sits, as the export tells of them."""

    office: str
    suspended: bool
    came: tuple[dt.date, tuple[str, str, dt.date]]
    told: tuple[object, ...]  # by TOLD


@dataclass(frozen=True, slots=True)
class Step:
    """One act at work: who leaves, who comes, or both."""

    leaving: MemberRow | None
    joining: MemberRow | None

    @property
    def row(self) -> MemberRow:
        """The row that tells the day and the act."""
        row = self.leaving or self.joining
        if row is None:
            raise ValueError("a step without anybody")
        return row


@dataclass(slots=True)
class Steps:
    """What a file asks of one commission: by whom it is formed, what changes, whose duties rest."""

    formed: list[MemberRow] = field(default_factory=list)
    changes: list[Step] = field(default_factory=list)
    rests: list[MemberRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def steps_of(
    rows: Sequence[tuple[int, MemberRow]],
    seats: int | None,
    sitting: Mapping[str, Seated],
    gone: Collection[tuple[str, dt.date]],
    place: str,
) -> Steps:
    """What the rows of one commission, each with its line, ask beside its mandate.

    `seats` are those of the mandate that stands, None where none does; `sitting` are its members by name, and
    `gone` those who left it, with the day.
    """
    steps = Steps()
    named = [row for _, row in rows if row.office != LEFT]
    anew = seats is None or _is_new(named, sitting)
    if len({row.seats for row in named}) > 1 or (not anew and named and named[0].seats not in (None, seats)):
        steps.faults.append(_fault("K-24", place, rows[0], "seats", "The number of seats differs."))
    _check(steps, rows, {} if anew else sitting, place)
    if anew and named:
        first = min(named, key=lambda row: row.since).came
        steps.formed = [row for row in named if row.came == first]
    coming = [row for row in named if row not in steps.formed and (anew or row.name not in sitting)]
    leaving = [(line, row) for line, row in rows if row.office == LEFT and (row.name, row.since) not in gone]
    for line, row in leaving:
        if anew or row.name not in sitting:
            steps.faults.append(_fault("K-16", place, (line, row), "name", "Nobody of that name sits."))
    steps.changes = _paired([row for _, row in leaving], coming)
    return steps


def _is_new(named: Sequence[MemberRow], sitting: Mapping[str, Seated]) -> bool:
    """Whether a whole new composition is told: all came after all who sit."""
    if not named or not sitting:
        return False
    return min(row.since for row in named) > max(one.came[0] for one in sitting.values())


def _check(
    steps: Steps, rows: Sequence[tuple[int, MemberRow]], sitting: Mapping[str, Seated], place: str
) -> None:
    """Names and offices that stand twice, members told otherwise than they stand, and those left out."""
    told: set[str] = set()
    offices: Counter[str] = Counter()
    for line, row in rows:
        here = (line, row)
        if row.name in told:
            steps.faults.append(_fault("K-08", place, here, "name", "The name stands twice."))
        told.add(row.name)
        if row.office == LEFT:
            if not row.reason:
                steps.faults.append(
                    _fault("K-21", place, here, "reason", "The reason of leaving is missing.")
                )
            continue
        offices[row.office] += 1
        if row.office != PLAIN and offices[row.office] > 1:
            steps.faults.append(_fault("K-09", place, here, "office", "The office is held by another row."))
        seated = sitting.get(row.name)
        steps.faults += _otherwise(here, seated, place)
        if row.suspended and not (seated is not None and seated.suspended):
            steps.rests.append(row)
            steps.faults += _untold_rest(here, place)
    for name in sitting.keys() - told:
        steps.faults.append(_fault("K-25", place, rows[0], "commission", f"{name} sits and is not told of."))


def _otherwise(here: tuple[int, MemberRow], seated: Seated | None, place: str) -> list[Fault]:
    """Where a row tells of a member who sits otherwise than it stands."""
    row = here[1]
    if seated is None:
        return []
    told = tuple(getattr(row, name) for name in TOLD)
    differing = [name for name, mine, stood in zip(TOLD, told, seated.told, strict=True) if mine != stood]
    differing += ["office"] * (row.office != seated.office) + ["since"] * (row.came != seated.came)
    return [_fault("K-24", place, here, name, "It stands otherwise.") for name in differing]


def _untold_rest(here: tuple[int, MemberRow], place: str) -> list[Fault]:
    """What the row does not say of duties that rest."""
    needed = (
        "suspended_from", "suspended_by_body", "suspended_by_number", "suspended_by_adopted_on",
        "suspended_reason",
    )  # fmt: skip
    missing = next((name for name in needed if not getattr(here[1], name)), "")
    return [_fault("K-23", place, here, missing, "Why duties rest is not said.")] if missing else []


def _paired(leaving: Sequence[MemberRow], coming: Sequence[MemberRow]) -> list[Step]:
    """Who leaves and who comes by one act on one day make one step; the steps stand in the order of days."""
    waiting = list(coming)
    steps = []
    for row in leaving:
        other = next((one for one in waiting if one.came == row.came), None)
        if other is not None:
            waiting.remove(other)
        steps.append(Step(row, other))
    steps += [Step(None, row) for row in waiting]
    return sorted(steps, key=lambda step: step.row.since)


REMEDIES = {
    "K-08": "Name every member once.",
    "K-09": "An office is held by one member.",
    "K-16": "Correct the name, or leave the row out.",
    "K-21": "Say why in the column reason.",
    "K-23": "Say since when, by which act and why in the columns suspended_from to suspended_reason.",
    "K-24": "Correct the row; who comes or goes is told by a row of their own, and offices by a meeting.",
    "K-25": "Tell of every member; of one who leaves with the office left, the day, the act and the reason.",
}


def _fault(code: str, place: str, here: tuple[int, MemberRow], column: str, message: str) -> Fault:
    line, row = here
    value = str(getattr(row, column, ""))
    return Fault(code, f"{row.commission}: {message}", REMEDIES[code], place, line, column, value)
