"""Turnout by the hour: readings of many precincts at once, facts that are only added."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from django.db import transaction
from pydantic import AwareDatetime, BaseModel, field_validator

from dauys.apps.calendar.queries import keeper_paths
from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import (
    binding_law_of,
    contests_of,
    expected_precincts,
    path_over_contests,
)
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.results import rules
from dauys.apps.results.models import TurnoutReading
from dauys.apps.results.queries.states import facts_of_contests, openings, zones_of_contests
from dauys.apps.results.queries.turnouts import Place, readings_of
from dauys.core.canonical import digest
from dauys.core.findings import Fault, Refused
from dauys.core.lifecycle import CONTEST
from dauys.core.norms import Pack
from dauys.core.rights import Actor, require, require_somewhere
from dauys.core.words import says_nothing

_MOMENT = re.compile(r"(19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}[T ]")


class TurnoutRow(BaseModel):
    """One reading of a file."""

    contest: str = ""  # where it is named, the precinct has to vote in it
    precinct: str
    hour_at: AwareDatetime
    voted: int
    on_list: int

    @field_validator("hour_at", mode="before")
    @classmethod
    def _is_a_moment(cls, hour_at: object) -> object:
        # A bare number would be taken for seconds since 1970, and years at the ends of the calendar overflow.
        if isinstance(hour_at, str) and not _MOMENT.match(hour_at):
            raise ValueError("a moment is written like 2021-07-25T10:00:00+06:00")
        return hour_at


@dataclass(frozen=True, slots=True)
class TurnoutReport:
    """How many readings were new, changed one for the same hour, or stand already."""

    new: int = 0
    corrected: int = 0
    unchanged: int = 0

    def __add__(self, other: TurnoutReport) -> TurnoutReport:
        return TurnoutReport(
            self.new + other.new, self.corrected + other.corrected, self.unchanged + other.unchanged
        )


@dataclass(slots=True)
class _Taken:
    """Where each reading belongs, and what is wrong with the rest."""

    readings: dict[Place, rules.Figures] = field(default_factory=dict)
    codes: dict[Place, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


@transaction.atomic
def report_turnout(
    election: Election, hour_at: dt.datetime, readings: Mapping[str, rules.Figures], *, reason: str = "",
    contests: Mapping[str, str] = {}, lines: Mapping[str, int] = {}, by: Actor, at: dt.datetime,
) -> TurnoutReport:  # fmt: skip
    """Take (voted, on list) by precinct code, as of one hour of election day; whole or Refused.

    `contests` names the one in which a precinct votes, where it is told. Readings never fall from hour to
    hour; one that differs from what stands for the same hour needs a reason, and then the later one counts.
    `lines` are those of a file; both by precinct code.
    """
    require_somewhere("report_turnout", by)
    take_turn()
    called = list(contests_of(election))
    taken = _placed(readings, called, contests, lines)
    if taken.faults and not taken.readings:  # nobody answers for rows that are nowhere: say what is wrong
        raise Refused(_untimely(election, hour_at, at) + taken.faults)
    touched = {contest for contest, _ in taken.readings}
    require("report_turnout", by, lambda: keeper_paths(one for one in called if one.id in touched))
    known = readings_of(election)
    faults = _untimely(election, hour_at, at) + taken.faults + _not_open(election, called, taken, at)
    for place, reading in taken.readings.items():
        code = taken.codes[place]
        found = rules.faults_of_reading(
            code, hour_at, reading, known[place], has_reason=not says_nothing(reason)
        )
        faults += [replace(fault, line=lines.get(code)) for fault in found]
    if faults:
        raise Refused(faults)
    fresh = {
        place: reading for place, reading in taken.readings.items() if known[place].get(hour_at) != reading
    }
    corrected = sum(hour_at in known[place] for place in fresh)
    report = TurnoutReport(len(fresh) - corrected, corrected, len(taken.readings) - len(fresh))
    if fresh:
        done = {
            "hour_at": hour_at, "new": report.new, "corrected": corrected, "reason": reason,
            "readings": digest({taken.codes[place]: reading for place, reading in fresh.items()}),
        }  # fmt: skip
        law = binding_law_of(election).id
        subject, of = (
            f"election:{election.code}",
            path_over_contests([one for one in called if one.id in touched]),
        )
        entry = write_entry("report_turnout", subject, done, by=by, at=at, law=law, of=of)
        _store(fresh, hour_at, reason, at, entry.number)
    return report


def _store(
    fresh: Mapping[Place, rules.Figures], hour_at: dt.datetime, reason: str, at: dt.datetime, entry: int
) -> None:
    TurnoutReading.objects.bulk_create(
        [
            TurnoutReading(
                contest_id=contest, precinct_id=precinct, hour_at=hour_at, voted=voted, on_list=on_list,
                reason=reason, at=at, journal_number=entry,
            )
            for (contest, precinct), (voted, on_list) in fresh.items()
        ]
    )  # fmt: skip


def _placed(
    readings: Mapping[str, rules.Figures],
    called: Sequence[Contest],
    told: Mapping[str, str],
    lines: Mapping[str, int],
) -> _Taken:
    """Each reading under its contest and precinct; a precinct votes in one contest of an election."""
    places = {
        code: (contest, precinct)
        for contest, precincts in expected_precincts(called).items()
        for code, precinct in precincts.items()
    }
    names = {contest.id: contest.code for contest in called}
    taken = _Taken()
    for code, reading in readings.items():
        if code in places and told.get(code) in (None, "", names[places[code][0]]):
            taken.readings[places[code]] = reading
            taken.codes[places[code]] = code
            continue
        message, remedy = f"{code} is not expected to vote here.", "Correct the code or the contest."
        taken.faults.append(Fault("V-01", message, remedy, "", lines.get(code), "precinct", code))
    return taken


def _untimely(election: Election, hour_at: dt.datetime, at: dt.datetime) -> list[Fault]:
    """An hour that has not come, or is no hour of turnout on election day, by the time of the capital."""
    pack = binding_law_of(election)
    hours = rules.hours_of_turnout(pack)
    opens_at = None if hours else _voting_opens(election, pack)
    local = hour_at.astimezone(ZoneInfo(pack.act.capital_zone))
    found = rules.fault_of_hour(local, at, election.election_day, hours, opens_at)
    return [found] if found else []


def _voting_opens(election: Election, pack: Pack) -> dt.datetime | None:
    """When the law opens the voting in the first of the zones that vote, in capital time."""
    moments = [
        moment.astimezone(ZoneInfo(pack.act.capital_zone))
        for zone in set(zones_of_contests(election, pack).values())
        for moment, stage in openings(pack, election, zone, {})
        if stage == "voting"
    ]
    return min(moments, default=None)


def _not_open(election: Election, contests: Sequence[Contest], taken: _Taken, at: dt.datetime) -> list[Fault]:
    """Contests that take no readings now, by the table of states."""
    facts = facts_of_contests(election, zones_of_contests(election, binding_law_of(election)), at)
    touched = {contest for contest, _ in taken.readings}
    return [
        Fault("V-06", f"{one.code} is {state}: report_turnout is not possible.", value=one.code)
        for one in contests
        if one.id in touched and not CONTEST.targets(state := facts[one.id].state, "report_turnout")
    ]


@transaction.atomic
def import_turnout(
    election: Election, rows: Sequence[TurnoutRow], *, lines: Sequence[int], place: str, reason: str = "",
    by: Actor, at: dt.datetime, dry_run: bool = False,
) -> TurnoutReport:  # fmt: skip
    """Take the readings of a file, hour by hour, whole or Refused with the line of each fault."""
    hours: dict[dt.datetime, dict[str, rules.Figures]] = defaultdict(dict)
    line_of: dict[dt.datetime, dict[str, int]] = defaultdict(dict)
    contests: dict[dt.datetime, dict[str, str]] = defaultdict(dict)
    faults: list[Fault] = []
    for row, line in zip(rows, lines, strict=True):
        key = row.hour_at.astimezone(dt.UTC)
        if row.precinct in hours[key]:
            message = f"{row.precinct} stands twice for this hour."
            faults.append(
                Fault("V-07", message, "Keep one of the two.", place, line, "precinct", row.precinct)
            )
        hours[key][row.precinct] = (row.voted, row.on_list)
        line_of[key][row.precinct] = line
        contests[key][row.precinct] = row.contest
    report = TurnoutReport()
    for key in sorted(hours):
        terms = _Hour(election, key, contests[key], reason, line_of[key], by, at)
        try:
            report += terms.take(hours[key])
        except Refused as refused:
            faults += [replace(one, place=place) for one in refused.faults]
            wrong = {one.line for one in refused.faults}
            # The rest stands for a while, so that all faults of later hours go back in one list with these.
            with contextlib.suppress(Refused):
                good = {code: one for code, one in hours[key].items() if line_of[key][code] not in wrong}
                if good:
                    terms.take(good)
    if faults:
        raise Refused(list(dict.fromkeys(faults)))  # what is wrong in every hour is said once
    if dry_run:
        transaction.set_rollback(True)
    return report


@dataclass(frozen=True, slots=True)
class _Hour:
    """What the readings of one hour of a file have in common."""

    election: Election
    hour_at: dt.datetime
    contests: Mapping[str, str]
    reason: str
    lines: Mapping[str, int]
    by: Actor
    at: dt.datetime

    def take(self, readings: Mapping[str, rules.Figures]) -> TurnoutReport:
        """Report them."""
        return report_turnout(
            self.election, self.hour_at, readings, reason=self.reason, contests=self.contests,
            lines=self.lines, by=self.by, at=self.at,
        )  # fmt: skip
