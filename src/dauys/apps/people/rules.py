"""What an entry about a person must be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from dauys.core.findings import Fault
from dauys.core.tables import ONE_LINE
from dauys.core.words import says_nothing


class PersonEntry(BaseModel):
    """One person; the code is chosen by the caller, at random where the person is real."""

    model_config = ConfigDict(frozen=True)

    code: UUID
    name: Annotated[str, Field(min_length=1, max_length=200), ONE_LINE]
    sex: Literal["m", "f", ""] = ""
    birth_year: Annotated[int, Field(ge=1850, le=2200)] | None = None

    @field_validator("name")
    @classmethod
    def _name_is_written(cls, name: str) -> str:
        if name != name.strip() or says_nothing(name):
            raise ValueError("a name has no space at its ends and is not empty")
        return name

    def facts(self) -> dict[str, str | int | None]:
        """What may be corrected later."""
        return {"name": self.name, "sex": self.sex, "birth_year": self.birth_year}


class TieEntry(BaseModel):
    """`other` is this to `person`: {"person": Aigul, "other": Arman, "relation": "spouse"}."""

    model_config = ConfigDict(frozen=True)

    person: UUID
    other: UUID
    relation: Literal[
        "spouse",
        "parent",
        "child",
        "adopter",
        "adopted",
        "sibling",
        "grandparent",
        "grandchild",
        "subordinate",
    ]

    @model_validator(mode="after")
    def _joins_two(self) -> Self:
        if self.person == self.other:
            raise ValueError("a tie joins two persons")
        return self


class PostEntry(BaseModel):
    """A post that bars its holder from a commission, held from a day up to a day."""

    model_config = ConfigDict(frozen=True)

    person: UUID
    kind: Literal["deputy", "akim", "political_servant", "judge"]
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    @model_validator(mode="after")
    def _held_for_a_time(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_from >= self.valid_to:
            raise ValueError("valid_to must be later than valid_from")
        return self


def faults_between(people: Sequence[PersonEntry], named: Sequence[UUID], standing: set[UUID]) -> list[Fault]:
    """Persons entered twice at once, and persons whom a tie or a post names and nobody knows."""
    seen: set[UUID] = set()
    faults = []
    for person in people:
        if person.code in seen:
            faults.append(
                Fault("H-01", f"The person {person.code} is entered twice.", "Keep one of the two.")
            )
        seen.add(person.code)
    unknown = dict.fromkeys(code for code in named if code not in seen and code not in standing)
    return faults + [
        Fault("H-02", f"No person {code} is known.", "Enter the person first.", value=str(code))
        for code in unknown
    ]
