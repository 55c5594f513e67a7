"""Turnout as a commission reports and reads it: its precincts at one hour, and the sums hour by hour."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from dauys.apps.calendar.queries import keepers_of
from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import contests_of, expected_precincts, law_of
from dauys.apps.results import rules
from dauys.apps.results.models import TurnoutReading
from dauys.apps.results.queries.book import TurnoutPoint
from dauys.apps.results.queries.states import facts_of_contests, zones_of_contests
from dauys.apps.territory.models import Unit
from dauys.core.exact import percent
from dauys.core.lifecycle import CONTEST


@dataclass(frozen=True, slots=True)
class Reading:
    """A precinct of the commission: what stands for the hour, and the reading before it, (voted, on list)."""

    precinct: str
    unit: Unit
    contest: Contest
    stands: tuple[int, int] | None
    before: tuple[int, int] | None
    state: str  # of the contest

    @property
    def is_open(self) -> bool:
        """Whether the contest takes readings in this state."""
        return takes_readings(self.state)


def takes_readings(state: str) -> bool:
    """Whether a contest in a state takes readings of turnout, by the table of states."""
    return bool(CONTEST.targets(state, "report_turnout"))


def hours_of(election: Election) -> list[dt.datetime]:
    """The hours at which turnout is told, in the capital's time; each of the day where the law names none."""
    pack = law_of(election)
    hours = rules.hours_of_turnout(pack) or range(24)
    zone = ZoneInfo(pack.act.capital_zone)
    return [dt.datetime.combine(election.election_day, dt.time(hour), zone) for hour in hours]


def contests_kept(election: Election, keeper: Unit) -> list[Contest]:
    """The contests that the commission of a unit runs, in tree order: two queries."""
    contests = list(contests_of(election).filter(unit__path__startswith=keeper.path))
    above = [keeper.path[:end] for end in range(Unit.steplen, len(keeper.path), Unit.steplen)]
    units = Unit.objects.filter(Q(path__startswith=keeper.path) | Q(path__in=above)).exclude(kind="precinct")
    keepers = keepers_of(contests, units)
    return [one for one in contests if keepers[one.id].path == keeper.path]


def states_kept(election: Election, keeper: Unit, contests: list[Contest], at: dt.datetime) -> dict[int, str]:
    """By key in which state the contests are that the commission of a unit runs, at a moment."""
    zones = zones_of_contests(election, law_of(election))
    facts = facts_of_contests(election, zones, at, beneath=keeper.path)
    return {one.id: facts[one.id].state for one in contests}


def readings_at(election: Election, keeper: Unit, hour_at: dt.datetime, at: dt.datetime) -> list[Reading]:
    """The precincts that vote in the contests a commission runs, in tree order, with their readings.

    `at` is the moment by which a contest is in its state.
    """
    contests = contests_kept(election, keeper)
    states = states_kept(election, keeper, contests, at)
    places = expected_precincts(contests)
    units = {unit.id: unit for unit in Unit.objects.filter(path__startswith=keeper.path, kind="precinct")}
    rows = _counting(election, keeper.path).filter(hour_at__lte=hour_at).order_by("hour_at")
    stands: dict[int, tuple[int, int]] = {}
    before: dict[int, tuple[int, int]] = {}
    for precinct, hour, voted, on_list in rows.values_list("precinct_id", "hour_at", "voted", "on_list"):
        (stands if hour == hour_at else before)[precinct] = (voted, on_list)
    known = {one.id: one for one in contests}
    return [
        Reading(code, units[key], known[contest], stands.get(key), before.get(key), states[contest])
        for contest, own in places.items()
        for code, key in own.items()
        if key in units
    ]


def turnout_points(election: Election, path: str, expected: int, at: dt.datetime) -> list[TurnoutPoint]:
    """Hour by hour who had voted at and beneath a path, of `expected` precincts, as known at a moment."""
    rows = (
        _counting(election, path, at)
        .values("hour_at")
        .annotate(precincts=Count("precinct"), sum_voted=Sum("voted"), sum_list=Sum("on_list"))
    )
    return [
        TurnoutPoint(hour, precincts, expected, voted, on_list, percent(voted, on_list, 2))
        for hour, precincts, voted, on_list in rows.order_by("hour_at").values_list(
            "hour_at", "precincts", "sum_voted", "sum_list"
        )
    ]


def _counting(election: Election, path: str, at: dt.datetime | None = None) -> QuerySet[TurnoutReading]:
    """Of each precinct and hour the reading that counts: the latest."""
    known = {"at__lte": at} if at is not None else {}
    later = TurnoutReading.objects.filter(
        contest=OuterRef("contest"), precinct=OuterRef("precinct"), hour_at=OuterRef("hour_at"),
        journal_number__gt=OuterRef("journal_number"), **known,
    )  # fmt: skip
    return TurnoutReading.objects.filter(
        ~Exists(later), contest__election=election, precinct__path__startswith=path, **known
    )
