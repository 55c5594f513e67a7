"""The records of a law pack, as the lawyers write them in TOML.

Every record carries a code, its sentence in the languages of the act, where it stands in the law, how well
that is known (the grade), and from when to when it is in force: `valid_from <= day < valid_to`.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

LANGUAGES = ("kk", "ru", "en")


class Grade(StrEnum):
    """How well a rule is known. DER and MEM ship as settings: "default, not from the law"."""

    LAW = "LAW"
    SRC = "SRC"
    DER = "DER"
    MEM = "MEM"

    @property
    def is_default(self) -> bool:
        """True where the rule is our reading and a commission may set it otherwise."""
        return self in (Grade.DER, Grade.MEM)


Level = Literal["central", "regional", "district", "precinct"]
"""Of a commission; `district` is also the territorial one of a city, which runs the contests in it."""


class Record(BaseModel):
    """Common ground of every record; an unknown key is an error, so a typing slip can't pass for a rule."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Record):
    """One sentence in the three languages of the project."""

    kk: str
    ru: str
    en: str

    def in_language(self, language: str) -> str:
        """The sentence in `kk`, `ru` or `en`."""
        return str(getattr(self, language))


class Cited(Record):
    """What every rule has: where it stands, how well it is known, when it is in force."""

    article: str = ""
    grade: Grade
    source: str = ""  # key of a [[source]] of act.toml
    note: Words | None = None
    valid_from: dt.date | None = None  # default: that of the edition
    valid_to: dt.date | None = None


class Source(Record):
    """A text that was read: name, where it is, when it was read."""

    key: str
    title: Words
    url: str = ""
    read_on: dt.date | None = None


class Anchor(Record):
    """A day that deadlines count from: given when the election is called, or an event that happens later."""

    code: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
    kind: Literal["given", "event"]
    words: Words


class Act(Record):
    """One edition of one act: act.toml."""

    id: Annotated[str, Field(pattern=r"^[a-z]{2}/[a-z-]+/\d{4}$")]
    extends: str = ""  # edition whose records stand unless this edition has a record of the same code
    jurisdiction: str  # code of the root unit, e.g. KZ
    office: str  # word in election ids, e.g. akim
    title: Words
    short_title: Words
    office_title: Words  # "akim of a rural unit"
    citation: Words
    valid_from: dt.date
    valid_to: dt.date | None = None
    capital_zone: str  # tz name for times announced in the time of the capital
    default_zone: str  # tz name used where a unit has none
    source: tuple[Source, ...] = ()
    anchor: tuple[Anchor, ...] = ()
    unread: tuple[Words, ...] = ()  # what was not read or not found, said on the law's page


class Deadline(Cited):
    """One term of the calendar: deadlines.toml.

    kind: `limit` not later than · `floor` not earlier than · `range` from … to … · `moment` a point of time.
    count: how `amount` is counted from the anchor: on · days_after · days_before ·
        full_days_before (N full days lie between) · months_after · months_before
    `time` is the hour of the day the term falls on; without one a limit runs to the end of the day,
    a floor, a range and a moment start with it. A range ends at `until_time` of the same day, or after
    `lasts_hours`, or with the day of `until_anchor`; otherwise with the day it starts on.
    `owed_by` says for machines which commissions the sentence `responsible` names: candidates, akims, parties
    and media are in none. Where `duty` is false they answer for the term, and there is nothing to mark.
    """

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    number: Annotated[str, Field(pattern=r"^D-\d\d+$")]
    activity: Words
    responsible: Words
    owed_by: tuple[Level, ...]  # levels of the commissions among the responsible; empty where none is
    kind: Literal["limit", "floor", "range", "moment"]
    anchor: str  # code of an [[anchor]], or the code of another deadline in capitals (NOM_END)
    count: Literal["on", "days_after", "days_before", "full_days_before", "months_after", "months_before"]
    amount: Annotated[int, Field(ge=0, le=3660)] = 0
    time: dt.time | None = None
    until_time: dt.time | None = None
    until_anchor: str = ""
    lasts_hours: int | None = None
    hours: tuple[int, ...] = ()  # hours of the day at which something is due again and again
    clock: Literal["local", "capital"] = "local"
    stage: Literal["", "nomination", "registration", "campaign", "silence", "voting", "counting"] = ""
    # the stage of a contest that opens when the term falls due (a range: when it starts)
    choice: Literal["", "term", "hours"] = ""  # what a commission may set otherwise: the term, or its hours
    earliest: dt.time | None = None  # bounds of the hours it may choose
    latest: dt.time | None = None
    duty: bool = True  # somebody owes it; false for an event, a right or a stage that ends by itself
    conditional: bool = False  # applies only if something happens (an extension, a repeat election)
    sets: str = ""  # code of the [[anchor]] whose day this duty itself sets: the call, election day
    verb: Literal["", "establish_results"] = ""  # what does it for each contest: nobody marks it done


class Line(Cited):
    """One line of the protocol: protocol.toml [[line]]."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    number: Annotated[str, Field(pattern=r"^L-\d\d+$")]
    label: Words
    required: bool = True  # a file of protocols must have the column


class Comparison(Record):
    """left op right, whole-number expressions over lines, `votes` (their sum) and `votes_max`."""

    left: str
    op: Literal["==", "!=", "<=", "<", ">=", ">", "present"]
    right: str = "0"


class Relation(Cited):
    """A control relation or a plausibility warning: protocol.toml [[relation]].

    Holds when its comparison holds; with several, `join` says whether all or any of them must.
    """

    code: Annotated[str, Field(pattern=r"^P-\d\d+$")]
    severity: Literal["error", "warning"]
    sentence: Words
    paper: Words  # what the clerk checks on the paper
    decision: Words  # what the commission decides
    compare: tuple[Comparison, ...] = Field(min_length=1)
    join: Literal["all", "any"] = "all"
    enabled: bool = True  # a switch for relations that are a default and contradict some practice


class ProtocolMeasures(Record):
    """Which figures of the protocol the law counts as what: whole-number expressions over lines."""

    participated: str
    turnout_count: str
    turnout_base: str
    found: str = ""  # ballots found in boxes
    invalid: str = ""
    precinct_voters_max: int | None = None  # the most voters a precinct may have
    words: Words


class Protocol(Record):
    """protocol.toml: lines, measures, relations."""

    measures: ProtocolMeasures
    line: tuple[Line, ...] = ()
    relation: tuple[Relation, ...] = ()


class Outcome(Cited):
    """How a contest is decided: outcome.toml [outcome].

    `majority_run_off`: elected with more than `threshold` of `base`, else a run-off of the first
    `run_off_size`.
    """

    code: Annotated[str, Field(pattern=r"^R-\d\d+$")]
    method: Literal["plurality", "majority_run_off"]
    threshold: Annotated[str, Field(pattern=r"^\d+/\d+$")] = "1/2"
    run_off_size: int = 2
    base: Literal["participated", "turnout_count", "turnout_base", "found"] = (
        "participated"  # of shares, and of the threshold
    )
    against_all: str = ""  # line of the ballots against all, where the ballot has it
    tie: Literal["repeat_election", "run_off", "undecided"] = "repeat_election"
    sentence: Words


class Control(Cited):
    """A rule about totals and results, in words: outcome.toml [[rule]] (R-01 …)."""

    code: Annotated[str, Field(pattern=r"^R-\d\d+$")]
    severity: Literal["error", "warning", "rule"]
    sentence: Words


class Body(Cited):
    """A fact about commissions: bodies.toml [[body]]: who forms it, how large, how it decides."""

    code: Annotated[str, Field(pattern=r"^B-\d\d+$")]
    level: Literal["central", "regional", "district", "precinct", "any"]
    subject: str  # size, quorum, notice, term, publication, incompatibility …
    value: str = ""  # the figure or fraction, where there is one: "7", "2/3"
    sentence: Words


class Setting(Cited):
    """A choice of the commission that the law leaves open; shipped as a marked default."""

    code: Annotated[str, Field(pattern=r"^S-\d\d+$")]
    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    value: str
    sentence: Words
