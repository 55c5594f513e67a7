"""Nomination and registration counted: at every unit that has a contest, and at every unit above."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from dauys.apps.candidates.models import Candidate
from dauys.apps.candidates.queries import status_on
from dauys.apps.elections.models import Election
from dauys.apps.results.queries.book import Candidacies, WayCount
from dauys.apps.results.queries.countrybook import Country
from dauys.core.exact import percent

Way = tuple[str, str]  # ("party" or "way", its name)


@dataclass(slots=True)
class _Count:
    """Counts under one unit while they are being added up."""

    contests: int = 0
    states: Counter[str] = field(default_factory=Counter)
    sexes: Counter[str] = field(default_factory=Counter)
    ages: Counter[int] = field(default_factory=Counter)
    nominated: Counter[Way] = field(default_factory=Counter)
    registered: Counter[Way] = field(default_factory=Counter)
    nominated_on: Counter[dt.date] = field(default_factory=Counter)
    registered_on: Counter[dt.date] = field(default_factory=Counter)

    def add(self, other: _Count) -> None:
        """Add the counts of a contest."""
        self.contests += other.contests
        for name in self.__slots__[1:]:
            getattr(self, name).update(getattr(other, name))


def candidacies_of(
    election: Election, country: Country, people: Mapping[int, Sequence[Candidate]], at: dt.datetime
) -> dict[str, Candidacies]:
    """Candidacies by unit code, as they stood on the local day of `at`; `people` by contest key. No query.

    All units have the same days in `by_day`, those on which anybody was nominated or registered, so that a
    parent's numbers are the sums of its children's; a day that nobody told is in no day. There registrations
    count for good, while `registered`, men, women, ages and ways count those registered on the day shown.
    """
    counts: dict[str, _Count] = defaultdict(_Count)
    for contest in country.contests:
        unit: str | None = contest.unit.code
        day = at.astimezone(ZoneInfo(country.units[contest.unit.code].zone)).date()
        own = _count(people.get(contest.id, ()), day, election.election_day.year)
        while unit is not None:
            counts[unit].add(own)
            unit = country.units[unit].parent
    days = sorted({day for one in counts.values() for day in (*one.nominated_on, *one.registered_on)})
    return {code: _candidacies(count, days) for code, count in counts.items()}


def _count(people: Sequence[Candidate], day: dt.date, year: int) -> _Count:
    """The counts of one contest."""
    count = _Count(contests=1)
    for person in people:
        state = status_on(person, day)
        if state is None:
            continue
        way = ("party", person.party) if person.party else ("way", person.nominated_by)
        count.states[state] += 1
        count.nominated[way] += 1
        if person.nominated_on is not None:
            count.nominated_on[person.nominated_on] += 1
        if person.registered_on is not None and person.registered_on <= day:
            count.registered_on[person.registered_on] += 1
        if state == "registered":
            count.registered[way] += 1
            count.sexes[person.sex] += 1
            if person.birth_year is not None:
                count.ages[year - person.birth_year] += 1
    return count


def _candidacies(count: _Count, days: Sequence[dt.date]) -> Candidacies:
    """The counts as they are read."""
    known = sum(count.ages.values())
    years = sum(age * people for age, people in count.ages.items())
    ranked = sorted(count.nominated, key=lambda way: (-count.registered[way], -count.nominated[way], way))
    by_day, nominated, registered = [], 0, 0
    for day in days:
        nominated += count.nominated_on[day]
        registered += count.registered_on[day]
        by_day.append((day, nominated, registered))
    return Candidacies(
        contests=count.contests,
        nominated=count.states.total(),
        registered=count.states["registered"],
        refused=count.states["refused"],
        withdrawn=count.states["withdrawn"],
        men=count.sexes["m"],
        women=count.sexes["f"],
        youngest=min(count.ages, default=None),
        oldest=max(count.ages, default=None),
        average_age=percent(years, 100 * known, 1),  # a percentage of a hundredfold is the quotient itself
        ways=tuple(
            WayCount(kind, name, count.nominated[kind, name], count.registered[kind, name])
            for kind, name in ranked
        ),
        by_day=tuple(by_day),
        cancelled=count.states["registration_cancelled"],
    )
