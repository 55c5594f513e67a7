"""What a row of a territory file must be, alone and beside the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal, Self
from zoneinfo import available_timezones

from pydantic import BaseModel, Field, field_validator, model_validator

from dauys.core.findings import Fault
from dauys.core.tables import ONE_LINE

LONGEST_COUNTRY = 40  # characters of a country's code
DEEPEST = 60  # levels of the tree
Name = Annotated[str, Field(max_length=200), ONE_LINE]


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


class UnitRow(BaseModel):
    """One row of `code,parent,kind,name_kk,name_ru,name_en,zone,valid_from,valid_to`."""

    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]+$", max_length=80)]
    parent: str = ""
    kind: Literal["country", "region", "city", "district", "rural_unit", "precinct"]
    name_kk: Name = ""
    name_ru: Name = ""
    name_en: Name = ""
    zone: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        if zone and zone not in _zones():
            raise ValueError(f"no such time zone in the tz database: {zone}")
        return zone

    @model_validator(mode="after")
    def _stands(self) -> Self:
        if not (self.name_kk or self.name_ru or self.name_en):
            raise ValueError("a unit needs a name in at least one language")
        if self.valid_from and self.valid_to and self.valid_from >= self.valid_to:
            raise ValueError("valid_to must be later than valid_from")
        if (self.kind == "country") != (not self.parent):
            raise ValueError("a country has no parent, and every other unit has one")
        if self.kind == "country" and len(self.code) > LONGEST_COUNTRY:
            raise ValueError(f"the code of a country has at most {LONGEST_COUNTRY} characters")
        return self

    def facts(self) -> dict[str, str | dt.date | None]:
        """What may be corrected later: names, zone, validity."""
        fields = ("name_kk", "name_ru", "name_en", "zone", "valid_from", "valid_to")
        return {name: getattr(self, name) for name in fields}


@dataclass(frozen=True, slots=True)
class Standing:
    """What already stands under a code: kind and parent's code."""

    kind: str
    parent: str


def faults_between(
    rows: Sequence[UnitRow], lines: Sequence[int], standing: Mapping[str, Standing], place: str
) -> list[Fault]:
    """Faults that show only beside other rows: doubles, missing or wrong parents, moves, circles."""
    faults: list[Fault] = []
    by_code: dict[str, UnitRow] = {}

    def fault(at: int, column: str, value: str, message: str, remedy: str) -> None:
        faults.append(Fault("T-01", message, remedy, place, lines[at], column, value))

    for at, row in enumerate(rows):
        if row.code in by_code:
            fault(at, "code", row.code, f"The unit {row.code} stands twice.", "Keep one row of the two.")
        by_code.setdefault(row.code, row)
    for at, row in enumerate(rows):
        parent = by_code.get(row.parent) or standing.get(row.parent)
        if row.parent and parent is None:
            fault(
                at,
                "parent",
                row.parent,
                f"No unit {row.parent} is known.",
                "Add its row or correct the code.",
            )
        elif parent is not None and parent.kind == "precinct":
            fault(at, "parent", row.parent, "A precinct has no units beneath it.", "Name the unit above it.")
        stands = standing.get(row.code)
        if stands and (stands.kind, stands.parent) != (row.kind, row.parent):
            fault(
                at, "parent", row.parent,
                f"{row.code} stands as {stands.kind} under {stands.parent or 'nothing'}; units do not move.",
                "Close it with valid_to and enter the new unit under a new code.",
            )  # fmt: skip
        if wrong := _lies_wrong(row, by_code, standing):
            fault(at, "parent", row.parent, f"{row.code} lies {wrong}.", "Correct the parents.")
    return faults


def _lies_wrong(row: UnitRow, by_code: Mapping[str, UnitRow], standing: Mapping[str, Standing]) -> str:
    """Where a unit cannot lie: beneath itself, or deeper than the tree goes; "" where it lies well."""
    above, levels = row.parent, 1
    while above and levels <= DEEPEST:
        if above == row.code:
            return "beneath itself"
        parent = by_code.get(above) or standing.get(above)
        above, levels = (parent.parent if parent else ""), levels + 1
    return f"more than {DEEPEST} levels deep, or beneath a unit that lies beneath itself" if above else ""
