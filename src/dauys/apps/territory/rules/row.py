"""What a row of a territory file must be by itself."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Annotated, Literal, Self
from zoneinfo import available_timezones

from pydantic import BaseModel, Field, field_validator, model_validator

from dauys.core.tables import ONE_LINE
from dauys.core.words import says_nothing

LONGEST_COUNTRY = 40  # characters of a country's code
Name = Annotated[str, Field(max_length=200), ONE_LINE]


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


class UnitRow(BaseModel):
    """One row of `code,parent,kind,name_kk,name_ru,name_en,zone,valid_from,valid_to`, and `iso` if there."""

    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9-][A-Za-z0-9.-]*$", max_length=80)]
    parent: str = ""
    kind: Literal["country", "region", "city", "district", "rural_unit", "precinct"]
    name_kk: Name = ""
    name_ru: Name = ""
    name_en: Name = ""
    zone: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    # None: the file does not tell, so what stands stays.
    iso: Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")] | None = None

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        if zone and zone not in _zones():
            raise ValueError(f"no such time zone in the tz database: {zone}")
        return zone

    @model_validator(mode="after")
    def _stands(self) -> Self:
        if not (names := [name for name in (self.name_kk, self.name_ru, self.name_en) if name]):
            raise ValueError("a unit needs a name in at least one language")
        if any(map(says_nothing, names)):
            raise ValueError("a name shows a reader nothing")
        if self.valid_from and self.valid_to and self.valid_from >= self.valid_to:
            raise ValueError("valid_to must be later than valid_from")
        if (self.kind == "country") != (not self.parent):
            raise ValueError("a country has no parent, and every other unit has one")
        if self.kind == "country" and len(self.code) > LONGEST_COUNTRY:
            raise ValueError(f"the code of a country has at most {LONGEST_COUNTRY} characters")
        return self
