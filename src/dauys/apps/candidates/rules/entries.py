"""The file of an election with its candidates, and one nomination by itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, Field, ValidationError, field_validator

from dauys.apps.elections.actions import Call, Citation, ContestCall, Description, PartyName, SourceName
from dauys.core.findings import Fault, Refused
from dauys.core.norms import Words
from dauys.core.tables import ONE_LINE
from dauys.core.words import says_nothing

DAYS = ("nominated_on", "registered_on", "left_on")

NUMBER = re.compile(r"[A-Za-z0-9-][A-Za-z0-9.-]{0,19}")
# Beyond these years a date is a slip of the hand; a setting of ours.
Day = Annotated[dt.date, Field(ge=dt.date(1900, 1, 1), le=dt.date(2200, 12, 31))]
Named = Annotated[str, Field(min_length=1, max_length=200), ONE_LINE]
Said = Annotated[str, Field(min_length=1, max_length=400), ONE_LINE]
Facts = dict[str, str | int | dt.date | None]


class Nomination(BaseModel):
    """One person put forward: who, by whom, in which contest (the part of `id` before the #)."""

    id: str
    name: Annotated[str, Field(min_length=1, max_length=200), ONE_LINE]
    party: Annotated[str, Field(max_length=200), ONE_LINE] | None = None
    sex: Literal["m", "f", "male", "female", ""] | None = None
    birth_year: Annotated[int, Field(ge=1850, le=2200)] | None = None
    nominated_by: Annotated[str, Field(max_length=40), ONE_LINE] | None = None

    @field_validator("name")
    @classmethod
    def _name_is_written(cls, name: str) -> str:
        if name != name.strip() or says_nothing(name):
            raise ValueError("a name has no space at its ends and is not empty")
        return name

    def facts(self) -> Facts:
        """The columns of the candidate's row that may be corrected."""
        return {
            "name": self.name,
            "party": self.party or "",
            "sex": (self.sex or "")[:1],
            "birth_year": self.birth_year,
            "nominated_by": self.nominated_by or "",
        }


def nomination_of(code: str, **facts: object) -> Nomination:
    """One person put forward as a form tells it; Refused where a fact is not well written."""
    try:
        return Nomination.model_validate({"id": code, **facts})
    except ValidationError as wrong:
        names = ", ".join(sorted({str(one["loc"][0]) for one in wrong.errors()}))
        message = f"{code}: {names} is not well written."
        remedy = "Write it in one line, with no space at the ends."
        raise Refused([Fault("C-13", message, remedy, value=code)]) from None


class CandidateEntry(Nomination):
    """One candidate of the file, with the state reached and the days known."""

    status: Literal["nominated", "registered", "refused", "withdrawn", "registration_cancelled"] = (
        "registered"
    )
    nominated_on: Day | None = None
    registered_on: Day | None = None
    left_on: Day | None = None

    def facts(self) -> Facts:
        """The columns that may be corrected or change; a day that the file does not tell is left out."""
        days = {name: value for name in DAYS if (value := getattr(self, name)) is not None}
        return super().facts() | {"status": self.status} | days


class ContestEntry(BaseModel):
    """One contest of the file with those who stand in it."""

    id: str
    unit: str
    candidates: list[CandidateEntry] = []
    expected: list[str] | None = None
    is_early: bool = False  # called after a seat fell vacant, not at the end of a term

    def faults(self, number: int, place: str) -> list[Fault]:
        """Candidates whose id is not of this contest, or stands twice."""
        faults = []
        seen: set[str] = set()
        for index, candidate in enumerate(self.candidates):
            column = f"contests[{number}].candidates[{index}].id"
            contest, _, figure = candidate.id.rpartition("#")
            if contest != self.id or not NUMBER.fullmatch(figure):
                faults.append(
                    Fault(
                        "C-01",
                        f"A candidate of this contest has an id like {self.id}#1.",
                        "Correct the id; after the # stand up to 20 letters A–Z, digits, “.” and “-”.",
                        place,
                        None,
                        column,
                        candidate.id,
                    )
                )
            if candidate.id in seen:
                faults.append(
                    Fault(
                        "C-02",
                        "The candidate stands twice.",
                        "Keep one of the two.",
                        place,
                        None,
                        column,
                        candidate.id,
                    )
                )
            seen.add(candidate.id)
        return faults


class NoteEntry(BaseModel):
    """A sentence that every page of the election shows, in each language."""

    kk: Said
    ru: Said
    en: Said


class PartyEntry(BaseModel):
    """A party as candidates of the file name it, and what pages call it in each language."""

    name: Named
    name_kk: Named
    name_ru: Named
    name_en: Named


class SourceEntry(BaseModel):
    """Where figures were read: the address that they name, what it is called, its title in its language."""

    address: Named
    name: NoteEntry
    title: Annotated[str, ONE_LINE] = ""
    language: Annotated[str, Field(max_length=10), ONE_LINE] = ""
    url: Annotated[str, Field(max_length=500), ONE_LINE] = ""

    def as_name(self) -> SourceName:
        """What the election says of it."""
        words = Words(**self.name.model_dump())
        return SourceName(self.address, words, self.title, self.language, self.url)


class FigureEntry(BaseModel):
    """A figure that was read somewhere, invented, or reckoned: what it counts, its value, its sources."""

    what: NoteEntry
    value: str = ""
    kind: Annotated[str, Field(max_length=10), ONE_LINE] = "text"
    said: NoteEntry | None = None
    source: Annotated[str, ONE_LINE] = ""
    code: Annotated[str, Field(max_length=100), ONE_LINE] = ""
    unit: Annotated[str, Field(max_length=100), ONE_LINE] = ""
    is_rounded: bool = False
    is_real: bool = True
    is_ours: bool = False

    def as_citation(self) -> Citation:
        """What the election says of it."""
        facts = self.model_dump(exclude={"what", "said"})
        said = Words(**self.said.model_dump()) if self.said is not None else None
        return Citation(what=Words(**self.what.model_dump()), said=said, **facts)


class ElectionEntry(BaseModel):
    """The whole file: the call, the contests, the candidates, and what they are called on pages."""

    id: str
    law: str
    called_on: Day
    election_day: Day
    contests: list[ContestEntry]
    sample: bool = False  # invented people or figures: every page says so
    note: NoteEntry | None = None
    parties: list[PartyEntry] = []
    sources: list[SourceEntry] = []
    figures: list[FigureEntry] = []

    def call(self, *, sample: bool) -> Call:
        """The part of the file that calls the election."""
        contests = tuple(
            ContestCall(
                entry.id,
                entry.unit,
                None if entry.expected is None else tuple(entry.expected),
                entry.is_early,
            )
            for entry in self.contests
        )
        return Call(self.id, self.law, self.called_on, self.election_day, contests, sample or self.sample)

    def description(self) -> Description:
        """The part of the file that says in three languages what the election and its parties are called."""
        note = Words(**self.note.model_dump()) if self.note is not None else None
        parties = (
            PartyName(one.name, Words(kk=one.name_kk, ru=one.name_ru, en=one.name_en)) for one in self.parties
        )
        return Description(note, tuple(parties))


def vanished(standing: Sequence[str], entry: ContestEntry, number: int, place: str) -> list[Fault]:
    """Candidates who stand here and are missing from a later file of the same contest."""
    named = {candidate.id.rpartition("#")[2] for candidate in entry.candidates}
    return [
        Fault(
            "C-03",
            f"{entry.id}#{missing} stands here and is missing from the file.",
            "A candidate who leaves keeps a record: set the status to withdrawn.",
            place,
            None,
            f"contests[{number}].candidates",
            f"{entry.id}#{missing}",
        )
        for missing in standing
        if missing not in named
    ]
