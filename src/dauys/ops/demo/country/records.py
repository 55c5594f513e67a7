"""What the generator hands over: the country, its regions, contests, candidates, precincts and protocols.

Real or sample is said by each record: `real_names`, `Figure.source`, `Region.spread`. Nothing here knows a
database; whoever replays a country turns these records into verbs, each at its own moment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Form = Literal["village", "settlement", "rural_district", "city_of_district_significance"]
Call = Literal["by_term", "early", "not_published"]
Way = Literal["party", "self", "superior_akim"]
Status = Literal["nominated", "registered", "refused", "withdrawn"]
Kind = Literal["number", "percent", "day", "hours", "words", "text"]


@dataclass(frozen=True, slots=True)
class Names:
    """One name or sentence in the three languages."""

    kk: str
    ru: str
    en: str


@dataclass(frozen=True, slots=True)
class Version:
    """One protocol as it arrived: lines of the law by code, votes by ballot number. A later one corrects."""

    at: dt.datetime
    lines: dict[str, int]
    votes: dict[str, int]
    reason: str = ""  # the act of the correction; empty for the first version
    released_at: dt.datetime | None = None  # let into the totals in spite of an error (rehearsal only)
    release_reason: str = ""


@dataclass(frozen=True, slots=True)
class Precinct:
    """A precinct: `turnout` are voters with a ballot at each of TURNOUT_HOURS; `versions` oldest first."""

    code: str
    number: int
    names: Names
    voters: int
    members: int  # of its commission: odd, within what the law allows for so many voters
    turnout: tuple[int, ...]
    versions: tuple[Version, ...]

    @property
    def final(self) -> Version:
        """The version that stands in the end. Raises IndexError where none came in (rehearsal only)."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An invented person; `number` is the place on the ballot, those not registered are numbered after it."""

    number: int
    name: str
    party: str | None
    sex: Literal["f", "m"]
    birth_year: int
    nominated_by: Way
    nominated_at: dt.datetime
    registered_at: dt.datetime | None = None
    refused_at: dt.datetime | None = None
    withdrawn_at: dt.datetime | None = None

    @property
    def status(self) -> Status:
        """Where the candidate's way ended."""
        if self.withdrawn_at:
            return "withdrawn"
        if self.refused_at:
            return "refused"
        return "registered" if self.registered_at else "nominated"

    @property
    def on_ballot(self) -> bool:
        """Whether a protocol has a figure for the candidate: everybody who was registered."""
        return self.registered_at is not None


@dataclass(frozen=True, slots=True)
class Contest:
    """One seat. `winner` is a ballot number; `winner_party` is None where the source attributes none."""

    unit: str
    names: Names
    real_names: bool
    form: Form
    call: Call
    candidates: tuple[Candidate, ...]
    precincts: tuple[Precinct, ...]
    established_at: dt.datetime | None
    winner: int | None
    winner_party: str | None = None
    cancelled_at: dt.datetime | None = None
    nomination_extended_to: dt.datetime | None = None
    reopened_at: dt.datetime | None = (
        None  # an established result corrected: established_at is the first time
    )
    established_again_at: dt.datetime | None = None
    note: Names | None = None  # what the contest shows (rehearsal only)

    @property
    def ballot(self) -> tuple[Candidate, ...]:
        """Those who were registered, in the order of the ballot."""
        return tuple(one for one in self.candidates if one.on_ballot)

    @property
    def voters(self) -> int:
        """Voters on the lists."""
        return sum(precinct.voters for precinct in self.precincts)

    @property
    def issued(self) -> int:
        """Voters who received ballots, by the versions that stand in the end."""
        return sum(p.final.lines["voters_issued"] for p in self.precincts if p.versions)


@dataclass(frozen=True, slots=True)
class District:
    """A district or city of a region in which at least one akim is elected."""

    code: str
    names: Names
    contests: tuple[Contest, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A region; `spread` names those of its totals that no source gives and the generator worked out."""

    code: str
    names: Names
    zone: str
    districts: tuple[District, ...]
    spread: frozenset[str]

    def contests(self) -> Iterator[Contest]:
        """All contests, district by district."""
        for district in self.districts:
            yield from district.contests


@dataclass(frozen=True, slots=True)
class Country:
    """One election and the regions it is held in; `note` is what every page says of it."""

    election: str
    law: str
    called_on: dt.date
    election_day: dt.date
    regions: tuple[Region, ...]
    note: Names | None = None

    def contests(self) -> Iterator[Contest]:
        """All contests, region by region."""
        for region in self.regions:
            yield from region.contests()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the page of sources: what it counts, its value as its kind is written, who printed it.

    Of what is said in words, the words are in `said` and the value is empty; what is invented has no source,
    and what is ours, reckoned or chosen, may name those it goes by.
    """

    code: str
    place: str  # the code of a unit
    what: Names
    value: str
    source: str = ""  # addresses, "; " between them
    kind: Kind = "number"
    is_rounded: bool = False
    said: Names | None = None
    is_real: bool = True
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands at an address that figures cite, and its own title, in its language, where it was read."""

    address: str
    names: Names
    title: str = ""
    language: str = ""
    url: str = ""  # where it was read, where that was kept


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Sources that do not agree, or do not say: which they are, and what the demo does about it."""

    code: str
    what: Names
    source: str
    done: Names
