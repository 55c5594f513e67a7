"""What an entry about a commission must be, alone and beside what stands."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Protocol, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from dauys.apps.commissions.models import Mandate
from dauys.apps.people.queries import Ties
from dauys.core.bodies import Member, Seats
from dauys.core.findings import Fault
from dauys.core.tables import ONE_LINE

Line = Annotated[str, Field(max_length=300), ONE_LINE]
Level = Literal["central", "regional", "district", "precinct"]
OfficeKind = Literal["chair", "deputy", "secretary"]

# On which kinds of unit a commission of a level stands; a city may have a regional one (13(1)).
KINDS: Mapping[str, frozenset[str]] = {
    "central": frozenset({"country"}),
    "regional": frozenset({"region", "city"}),
    "district": frozenset({"district", "city"}),
    "precinct": frozenset({"precinct"}),
}


FACTS = (
    "name_kk", "name_ru", "name_en", "address", "phone", "email", "hours",
    "address_kk", "address_ru", "address_en", "hours_kk", "hours_ru", "hours_en",
)  # fmt: skip


class CommissionRow(BaseModel):
    """One row of `code,unit,level,name_kk,name_ru,name_en,address,phone,email`, and `hours` where known.

    Address and hours may also stand in each language: `address_kk` and so on; a reader whose language has
    none is shown what stands without one.
    """

    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]+$", max_length=80)]
    unit: str
    level: Level
    name_kk: Line = ""
    name_ru: Line = ""
    name_en: Line = ""
    address: Line = ""
    phone: Annotated[str, Field(max_length=100), ONE_LINE] = ""
    email: Annotated[str, Field(max_length=200), ONE_LINE] = ""
    hours: Annotated[str, Field(max_length=200), ONE_LINE] = ""
    address_kk: Line = ""
    address_ru: Line = ""
    address_en: Line = ""
    hours_kk: Line = ""
    hours_ru: Line = ""
    hours_en: Line = ""

    @field_validator("email")
    @classmethod
    def _email_is_one(cls, email: str) -> str:
        name, at, host = email.partition("@")
        if email and not (name and at and host and "@" not in host and " " not in email):
            raise ValueError("an e-mail address looks like office@example.org")
        return email

    @model_validator(mode="after")
    def _has_a_name(self) -> Self:
        if not (self.name_kk or self.name_ru or self.name_en):
            raise ValueError("a commission needs a name in at least one language")
        return self

    def facts(self) -> dict[str, str]:
        """What may be corrected later: names and contacts."""
        return {name: getattr(self, name) for name in FACTS}


class Entry(BaseModel):
    """Common ground of what the verbs take."""

    model_config = ConfigDict(frozen=True)


class ActEntry(Entry):
    """The outside act that is cited: who decided, number, day."""

    body: Annotated[str, Field(min_length=1, max_length=300), ONE_LINE]
    number: Annotated[str, Field(min_length=1, max_length=60), ONE_LINE]
    adopted_on: dt.date
    title: Annotated[str, Field(max_length=500), ONE_LINE] = ""
    url: Annotated[str, Field(max_length=500), ONE_LINE] = ""
    body_kk: Line = ""
    body_ru: Line = ""
    body_en: Line = ""

    @property
    def key(self) -> tuple[str, str, dt.date]:
        """By what an act is known again."""
        return self.body, self.number, self.adopted_on


class MemberEntry(Entry):
    """One member as the act names them."""

    person: UUID
    office: OfficeKind | Literal[""] = ""
    released: bool = False
    proposed_by: Line = ""
    workplace: Line = ""
    proposed_by_kk: Line = ""
    proposed_by_ru: Line = ""
    proposed_by_en: Line = ""

    def facts(self) -> dict[str, Any]:
        """What a membership keeps besides the person, the act and the days."""
        return self.model_dump(exclude={"person", "office"})


class Formation(Entry):
    """A commission formed: by which act, from which day, how many seats (by default as many as members)."""

    commission: str
    act: ActEntry
    valid_from: dt.date
    members: tuple[MemberEntry, ...]
    seats: Annotated[int, Field(ge=1, le=99)] | None = None
    officers_act: ActEntry | None = None  # where offices were filled by a decision of their own


class Officers(Entry):
    """Offices filled at a meeting: who is what from which day."""

    commission: str
    act: ActEntry
    on: dt.date
    holders: dict[OfficeKind, UUID]


class Replacement(Entry):
    """Somebody leaves, somebody comes, or both: from which day, by which act."""

    commission: str
    act: ActEntry
    on: dt.date
    leaving: UUID | None = None
    reason: Line = ""
    joining: MemberEntry | None = None
    reason_kk: Line = ""
    reason_ru: Line = ""
    reason_en: Line = ""


class Rest(Entry):
    """A member's duties rest from a day, and up to a day where it is known."""

    commission: str
    act: ActEntry
    person: UUID
    reason: Annotated[str, Field(min_length=1, max_length=300), ONE_LINE]
    valid_from: dt.date
    valid_to: dt.date | None = None


class Return(Entry):
    """The rest of a member's duties ends."""

    commission: str
    act: ActEntry
    person: UUID
    on: dt.date


class MandateEnd(Entry):
    """The powers of a commission's present composition end."""

    commission: str
    act: ActEntry
    on: dt.date
    reason: Annotated[str, Field(min_length=1, max_length=300), ONE_LINE]


ABOUT: Mapping[str, str] = {
    "K-07": "joining", "K-08": "joining", "K-09": "office", "K-10": "on", "K-12": "adopted_on", "K-15": "on",
    "K-16": "leaving", "K-17": "on", "K-18": "until", "K-19": "person", "K-20": "person", "K-21": "reason",
    "K-22": "leaving",
}  # fmt: skip
"""By code, which part of an entry a refusal is about."""


def faults_of_rows(
    rows: Sequence[CommissionRow],
    lines: Sequence[int],
    units: Mapping[str, str],
    standing: Mapping[str, tuple[str, str]],
    place: str,
) -> list[Fault]:
    """Faults of a file beside units (kind by code) and commissions that stand (unit and level by code)."""
    faults: list[Fault] = []

    def fault(at: int, code: str, column: str, value: str, message: str, remedy: str) -> None:
        faults.append(Fault(code, message, remedy, place, lines[at], column, value))

    codes: set[str] = set()
    taken = {where: code for code, where in standing.items()}
    for at, row in enumerate(rows):
        if row.code in codes:
            fault(at, "K-01", "code", row.code, "The commission stands twice.", "Keep one of the two rows.")
        codes.add(row.code)
        kind = units.get(row.unit)
        if kind is None:
            fault(
                at, "K-02", "unit", row.unit, f"No unit {row.unit} is known.", "Import the territory first."
            )
        elif kind not in KINDS[row.level]:
            fault(
                at, "K-03", "level", row.level,
                f"{row.unit} is a {kind}; it has no commission of this level.",
                "Correct the unit or the level.",
            )  # fmt: skip
        stands = standing.get(row.code)
        if stands not in (None, (row.unit, row.level)):
            fault(
                at, "K-04", "unit", row.unit,
                f"{row.code} stands as {stands[1]} commission of {stands[0]}; commissions do not move.",
                "Enter the other commission under a code of its own.",
            )  # fmt: skip
        if taken.setdefault((row.unit, row.level), row.code) != row.code:
            fault(
                at, "K-05", "unit", row.unit,
                f"The {row.level} commission of {row.unit} is {taken[row.unit, row.level]}.",
                "A unit has one commission of a level: correct the code or the unit.",
            )  # fmt: skip
    return faults


def fault_about(code: str, commission: str, message: str, remedy: str, value: str = "") -> Fault:
    """A fault of an entry about one commission."""
    return Fault(code, f"{commission}: {message}", remedy, value=value)


def faults_of_formation(
    formation: Formation, *, known: bool, people: set[UUID], last: tuple[dt.date, dt.date | None] | None
) -> list[Fault]:
    """Faults of one formation; `last` is the last mandate: the day it began, the day it ended if it did."""
    code = formation.commission
    if not known:
        return [fault_about("K-06", code, "no such commission is known.", "Enter the commission first.")]
    faults = faults_of_act(code, formation.act, formation.valid_from)
    if not formation.members:
        faults.append(fault_about("K-07", code, "nobody was elected.", "Name the members."))
    persons = Counter(member.person for member in formation.members)
    faults += [
        fault_about("K-08", code, "a person is named twice.", "Name every member once.", str(person))
        for person, times in persons.items()
        if times > 1
    ]
    offices = Counter(member.office for member in formation.members if member.office)
    faults += [
        fault_about(
            "K-09", code, f"{times} members are {office}.", "An office is held by one member.", office
        )
        for office, times in offices.items()
        if times > 1
    ]
    faults += [unknown_person(code, person) for person in persons if person not in people]
    return faults + _beside_last(formation, last)


def _beside_last(formation: Formation, last: tuple[dt.date, dt.date | None] | None) -> list[Fault]:
    """A mandate begins after the day on which the last one began, and not before that one ended."""
    if last is None:
        return []
    begun, ended = last
    if formation.valid_from > begun and (ended is None or formation.valid_from >= ended):
        return []
    said = f"its last mandate began on {begun}" + (f" and ended on {ended}." if ended else ".")
    return [fault_about("K-10", formation.commission, said, "A new mandate begins after that.")]


def unknown_person(commission: str, person: UUID) -> Fault:
    """The person is not in the room of people."""
    return fault_about("K-11", commission, "no such person is known.", "Enter the person first.", str(person))


def faults_of_act(commission: str, act: ActEntry, on: dt.date) -> list[Fault]:
    """An act works from the day it was adopted, not before."""
    if on >= act.adopted_on:
        return []
    return [
        fault_about(
            "K-12",
            commission,
            f"the act {act.number} was adopted on {act.adopted_on}, after {on}.",
            "Correct one of the days.",
            str(on),
        )
    ]


class Sitting(Protocol):
    """A member on a day, as the queries of this room answer."""

    @property
    def person(self) -> UUID: ...
    @property
    def office(self) -> str: ...
    @property
    def workplace(self) -> str: ...
    @property
    def suspended(self) -> bool: ...


def seats_of(
    level: str,
    mandate: Mandate,
    members: Sequence[Sitting],
    *,
    voters: int | None,
    ties: Mapping[UUID, Ties],
    posts: Mapping[UUID, frozenset[str]],
) -> Seats:
    """The rows of one commission on a day as core checks them; persons are their ids as text."""
    nobody = Ties()
    seated = tuple(
        Member(
            str(member.person),
            member.office,
            member.workplace,
            posts.get(member.person, frozenset()),
            frozenset(map(str, ties.get(member.person, nobody).close)),
            frozenset(map(str, ties.get(member.person, nobody).superiors)),
            member.suspended,
        )
        for member in members
    )
    return Seats(level, mandate.seats, seated, voters, mandate.valid_from)
