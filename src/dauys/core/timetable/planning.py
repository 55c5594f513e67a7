"""From the deadlines of a pack and the days known so far to a plan: chains resolved, in local time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from dauys.core.days import counted
from dauys.core.norms import Deadline, Pack, stands_on
from dauys.core.timetable.terms import Term
from dauys.core.timetable.wording import rules_told

CALL = "CALL"  # the day the election is called
ELECTION_DAY = "E"
Anchors = Mapping[str, dt.date | dt.datetime | None]

_DAY_BEGINS = dt.time(0, 0)
# fold=1: on 29.02.2024 the last hour of the day ran twice in Asia/Almaty; a day ends with the second.
_DAY_ENDS = dt.time(23, 59, 59, fold=1)


def plan(pack: Pack, anchors: Anchors, zone: str) -> list[Term]:
    """The calendar of one election in one unit: every deadline of the pack, in the pack's order.

    `anchors`: the days known so far by their codes: {"CALL": date, "E": date, …}, None as good as absent;
    of an aware datetime the day in the unit counts. A deadline's code in capitals (NOM_END) stands for the
    day or point of time that deadline falls on, unless `anchors` gives another (a commission has set it) or
    act.toml declares an anchor of that name. A term whose anchor is not known has no times and keeps its row;
    `held_at` is there where the duty itself set a day that is known: the call, election day.
    `zone` is the unit's zone in the tz database; terms told in capital time are in the capital's zone.
    Of several records of one code the one in force on election day counts, else on the day of the call.
    Raises ZoneInfoNotFoundError for an unknown zone, ValueError for a datetime without one, OverflowError
    outside the years 1 to 9999.
    """
    clockwork = _Clockwork(pack, _known(anchors), ZoneInfo(zone), ZoneInfo(pack.act.capital_zone))
    clockwork.deadlines = {record.code: record for record in _standing(pack, anchors)}
    return [
        _term(pack, record, clockwork.times(record), clockwork.held_at(record))
        for record in clockwork.deadlines.values()
    ]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plan as it is printed: the law it was drawn by, its terms, the days on which it is not in force."""

    pack: Pack
    terms: Sequence[Term]
    outside: tuple[dt.date, ...]


def days_outside(pack: Pack, anchors: Anchors, terms: Iterable[Term]) -> tuple[dt.date, ...]:
    """The days of a plan on which its edition is not in force, in order; empty where it covers them all.

    Looked at: the days given (the call, election day) and the day each term starts and is due, on its clock.
    """
    given = (value.date() if isinstance(value, dt.datetime) else value for value in anchors.values() if value)
    told = (at.date() for term in terms for at in (term.starts_at, term.due_at) if at is not None)
    begins, ends = pack.act.valid_from, pack.act.valid_to
    return tuple(
        sorted({day for day in (*given, *told) if day < begins or (ends is not None and day >= ends)})
    )


@dataclass(frozen=True, slots=True)
class _Fix:
    """A day to count from, and the point of time on it where there is one."""

    day: dt.date
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class _Times:
    """When a term starts and is due. `exact`: by the hour, not just with the day."""

    starts_at: dt.datetime | None = None
    due_at: dt.datetime | None = None
    exact: bool = False
    moments: tuple[dt.datetime, ...] = ()


@dataclass(slots=True)
class _Clockwork:
    """Resolves anchors through chains of deadlines, each once."""

    pack: Pack
    anchors: Mapping[str, dt.date | dt.datetime]
    local: ZoneInfo
    capital: ZoneInfo
    deadlines: dict[str, Deadline] = field(default_factory=dict)
    resolved: dict[str, _Times] = field(default_factory=dict)

    def times(self, record: Deadline) -> _Times:
        """The times of a deadline; none while its anchor is unknown or it counts from itself."""
        if record.code not in self.resolved:
            self.resolved[record.code] = _Times()  # what a circle finds when it comes round
            fix = self.fix(record.anchor)
            if fix is not None:
                self.resolved[record.code] = self._counted(record, fix)
        return self.resolved[record.code]

    def fix(self, anchor: str) -> _Fix | None:
        """The day that an anchor stands for, or None while it is not known."""
        declared = any(known.code == anchor for known in self.pack.act.anchor)
        if anchor in self.anchors:
            return self._given(self.anchors[anchor], declared=declared)
        record = self.deadlines.get(anchor.lower())
        if record is None or declared:
            return None
        times = self.times(record)
        point = times.due_at or times.starts_at
        return None if point is None else _Fix(point.date(), point if times.exact else None)

    def held_at(self, record: Deadline) -> dt.datetime | None:
        """The end of the day that a duty itself sets, where that day is given."""
        if record.sets not in self.anchors:
            return None
        return _at(self._given(self.anchors[record.sets], declared=True).day, _DAY_ENDS, self.local)

    def _given(self, value: dt.date | dt.datetime, *, declared: bool) -> _Fix:
        """A day from outside. Declared anchors are days; in place of a deadline a point of time is kept."""
        if not isinstance(value, dt.datetime):
            return _Fix(value)
        if value.tzinfo is None:
            raise ValueError(f"{value} has no zone")
        local = value.astimezone(self.local)
        return _Fix(local.date(), None if declared else local)

    def _counted(self, record: Deadline, fix: _Fix) -> _Times:
        zone = self.capital if record.clock == "capital" else self.local
        day = counted(fix.day, record.count, record.amount)
        moments = tuple(dt.datetime.combine(day, dt.time(hour), zone) for hour in record.hours)
        point = self._point(record, fix, day, zone)
        last = moments[-1] if moments else point
        match record.kind:
            case "limit":
                return _Times(None, last or _at(day, _DAY_ENDS, zone), last is not None, moments)
            case "floor":
                return _Times(point or _at(day, _DAY_BEGINS, zone), None, point is not None, moments)
            case "moment":
                point = point or (moments[0] if moments else None)
                start = point or _at(day, _DAY_BEGINS, zone)
                return _Times(start, last or start, point is not None, moments)
            case "range":
                start = point or (moments[0] if moments else _at(day, _DAY_BEGINS, zone))
                due, exact = self._end(record, start, moments, zone)
                return _Times(start, due, exact, moments)

    @staticmethod
    def _point(record: Deadline, fix: _Fix, day: dt.date, zone: ZoneInfo) -> dt.datetime | None:
        """The hour of a term: its own, or that of the point of time it falls on."""
        if record.time is not None:
            return _at(day, record.time, zone)
        return fix.at.astimezone(zone) if record.count == "on" and fix.at and not record.hours else None

    def _end(
        self, record: Deadline, start: dt.datetime, moments: tuple[dt.datetime, ...], zone: ZoneInfo
    ) -> tuple[dt.datetime | None, bool]:
        """The end of a range, and whether it is told by the hour."""
        if record.lasts_hours is not None:
            # Through UTC, so that twelve hours stay twelve when the clocks are put back at midnight.
            end = start.astimezone(dt.UTC) + dt.timedelta(hours=record.lasts_hours)
            return end.astimezone(zone), True
        fix = self.fix(record.until_anchor) if record.until_anchor else _Fix(start.date())
        if fix is None:
            return None, False
        if record.until_time is not None:
            return _at(fix.day, record.until_time, zone), True
        if fix.at is not None:
            return fix.at.astimezone(zone), True
        return (moments[-1], True) if moments else (_at(fix.day, _DAY_ENDS, zone), False)


def _at(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, time, zone)


def _known(anchors: Anchors) -> dict[str, dt.date | dt.datetime]:
    return {code: value for code, value in anchors.items() if value is not None}


def _standing(pack: Pack, anchors: Anchors) -> list[Deadline]:
    """One deadline for each code: of the day that decides which law counts, or the latest."""
    decisive = anchors.get(ELECTION_DAY) or anchors.get(CALL)
    if decisive is None:
        return [record for record in pack.deadlines if record is pack.deadline(record.code)]
    day = decisive.date() if isinstance(decisive, dt.datetime) else decisive
    return [record for record in pack.deadlines if stands_on(record, day)]


def _term(pack: Pack, record: Deadline, times: _Times, held_at: dt.datetime | None) -> Term:
    line, words = rules_told(pack)[record.code, record.valid_from]
    return Term(
        code=record.code,
        number=record.number,
        activity=record.activity,
        article=record.article,
        grade=record.grade,
        responsible=record.responsible,
        kind=record.kind,
        rule=line,
        rule_words=words,
        anchor=record.anchor,
        starts_at=times.starts_at,
        due_at=times.due_at,
        note=record.note,
        is_default=record.grade.is_default,
        conditional=record.conditional,
        stage=record.stage,
        is_duty=record.duty,
        moments=times.moments,
        source=record.source,
        held_at=held_at,
        owed_by=record.owed_by,
        choice=record.choice,
        verb=record.verb,
    )
