"""What is said of an election besides its results: a note, names of parties, figures cited, their sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dauys.apps.elections.models import Election
from dauys.core.norms.records import Words


@dataclass(frozen=True, slots=True)
class FigureSource:
    """One published figure, where it was read, and whether it is real, ours or belongs to the sample.

    `value` is written as programs write its kind: number (1209817), percent (79.10), day (2021-06-25), hours
    of a day (10,12,20), text (as it was printed); of the kind words the value is in `said`.
    """

    what: Words
    value: str
    source: str  # addresses, "; " between them
    is_real: bool = True
    kind: str = "text"
    said: Words | None = None
    code: str = ""  # what it counts, for programs
    unit: str = ""  # the code of the unit it is about
    is_rounded: bool = False  # by the source
    is_ours: bool = False  # not real, yet not invented: reckoned or chosen by us

    @property
    def sources(self) -> tuple[str, ...]:
        """The addresses, one by one."""
        return tuple(self.source.split("; ")) if self.source else ()

    def as_dict(self) -> dict[str, Any]:
        """The figure as JSON."""
        return {
            "code": self.code, "unit": self.unit or None, "what": self.what.model_dump(), "kind": self.kind,
            "value": self.value, "said": self.said.model_dump() if self.said is not None else None,
            "rounded": self.is_rounded, "source": self.source, "real": self.is_real,
            "ours": self.is_ours,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceNode:
    """What stands at an address, and the title of the document in its own language where it was read."""

    address: str
    names: Words
    title: str = ""
    language: str = ""
    url: str = ""  # where it is read

    def as_dict(self) -> dict[str, Any]:
        """The source as JSON."""
        title = {"title": self.title, "language": self.language} if self.title else None
        return {
            "address": self.address,
            "name": self.names.model_dump(),
            "document": title,
            "url": self.url or None,
        }


def note_of(election: Election) -> Words | None:
    """What every page says of the election, where something is said."""
    return Words(kk=election.note_kk, ru=election.note_ru, en=election.note_en) if election.note_kk else None


def parties_of(election: Election) -> dict[str, Words]:
    """What pages call the parties, by the name that candidates' files give."""
    return {
        row.name: Words(kk=row.name_kk, ru=row.name_ru, en=row.name_en)
        for row in election.parties.order_by("name")
    }


def figures_of(election: Election) -> tuple[FigureSource, ...]:
    """The figures cited, in the order in which they were."""
    return tuple(
        FigureSource(
            what=Words(kk=row.what_kk, ru=row.what_ru, en=row.what_en), value=row.value, source=row.source,
            is_real=row.is_real, kind=row.kind, code=row.code, unit=row.unit, is_rounded=row.is_rounded,
            is_ours=row.is_ours,
            said=Words(kk=row.words_kk, ru=row.words_ru, en=row.words_en) if row.kind == "words" else None,
        )
        for row in election.figures.order_by("position")
    )  # fmt: skip


def sources_of(election: Election) -> dict[str, SourceNode]:
    """What stands at the addresses that figures cite."""
    return {
        row.address: SourceNode(
            row.address,
            Words(kk=row.name_kk, ru=row.name_ru, en=row.name_en),
            row.title,
            row.title_language,
            row.url,
        )
        for row in election.sources.order_by("address")
    }
