"""In which state a contest is: the stage the calendar has opened, unless something was decided."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from zoneinfo import ZoneInfo

from dauys.apps.calendar.models import AdoptedTerm
from dauys.apps.calendar.queries import adopted_for, adopted_terms, plan_of
from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import law_of
from dauys.apps.results.models import ContestDecision, Establishment, Intake, ProtocolVersion
from dauys.apps.results.queries.tallies import last_entries_of
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import zone_of
from dauys.core.lifecycle import STAGES
from dauys.core.norms import Pack

Openings = Sequence[tuple[dt.datetime, str]]  # when each stage opens, in order of time


@dataclass(frozen=True, slots=True)
class ContestFacts:
    """The state of a contest at a moment, and what was decided about it: each kind in the order it came."""

    state: str
    establishments: tuple[Establishment, ...] = ()
    decisions: tuple[ContestDecision, ...] = ()
    corrections: tuple[Intake, ...] = ()  # those that opened an established result again

    @property
    def establishment(self) -> Establishment | None:
        """The latest one."""
        return self.establishments[-1] if self.establishments else None


def openings(pack: Pack, election: Election, zone: str, adopted: Mapping[str, AdoptedTerm]) -> Openings:
    """When each stage of a contest in `zone` opens, `adopted` terms counted as set.

    Counting opens at the end of election day where the law as read names no hour: a default of ours.
    """
    terms = plan_of(pack, election, zone, adopted)
    opened = {term.stage: at for term in terms if term.stage and (at := term.starts_at or term.due_at)}
    local = ZoneInfo(zone)
    opened["called"] = dt.datetime.combine(election.called_on, dt.time(), local)
    next_day = election.election_day + dt.timedelta(days=1)
    opened.setdefault("counting", dt.datetime.combine(next_day, dt.time(), local))
    return sorted(((at, stage) for stage, at in opened.items()), key=lambda one: STAGES.index(one[1]))


_EXTENDED = STAGES[STAGES.index("registration") :]


def stage_at(opened: Openings, decisions: Sequence[ContestDecision], at: dt.datetime) -> str:
    """The stage that stands open at a moment: `planned` before the call, `extended` while that lasts."""
    stage = "planned"
    for moment, name in opened:
        until = _extended_until(decisions, name)
        if at < (max(moment, until) if until else moment):
            break
        stage = name
    longer = _extended_until(decisions, "extended")
    # Extended it is not voted on, whatever stage the days of the call have opened meanwhile.
    return "extended" if longer and at < longer and stage in _EXTENDED else stage


def _extended_until(decisions: Sequence[ContestDecision], stage: str) -> dt.datetime | None:
    """To when a decision puts off the opening of a stage."""
    verb = {"registration": "extend_nomination", "extended": "extend_election"}.get(stage)
    return max((row.until_at for row in decisions if row.verb == verb and row.until_at), default=None)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Of one contest everything that its state at any moment follows from."""

    opened: Openings
    decisions: tuple[ContestDecision, ...]
    established: tuple[Establishment, ...]
    last_entry: int
    corrections: tuple[Intake, ...]

    def facts(self, at: dt.datetime) -> ContestFacts:
        """The state at a moment, and what was decided by then."""
        return _facts(self.opened, self.decisions, self.established, self.last_entry, at, self.corrections)

    @property
    def ended_at(self) -> dt.datetime | None:
        """When a decision ended it, after which it asks nothing more; None while none has."""
        return min((row.at for row in self.decisions if row.verb in ENDS), default=None)


def facts_of_contests(
    election: Election, zones: Mapping[int, str], at: dt.datetime, *, beneath: str = ""
) -> dict[int, ContestFacts]:
    """By contest key, `zones` saying in which time each contest is held: six queries.

    All contests lie at and beneath the path `beneath`, where it is given: no others are read then.
    """
    timelines = timelines_of_contests(election, zones, beneath=beneath)
    return {key: one.facts(at) for key, one in timelines.items()}


def timelines_of_contests(
    election: Election, zones: Mapping[int, str], *, beneath: str = ""
) -> dict[int, Timeline]:
    """The same for any moment: six queries."""
    part = {"contest__election": election} | ({"contest__unit__path__startswith": beneath} if beneath else {})
    pack = law_of(election)
    opened = _openings_by_contest(pack, election, zones)
    established: dict[int, list[Establishment]] = defaultdict(list)
    for establishment in Establishment.objects.filter(**part).order_by("number"):
        established[establishment.contest_id].append(establishment)
    decisions: dict[int, list[ContestDecision]] = defaultdict(list)
    for row in ContestDecision.objects.filter(**part).order_by("id"):
        decisions[row.contest_id].append(row)
    corrections = _corrections(election) if established else {}
    last = last_entries_of(established) if established else {}
    return {
        key: Timeline(
            opened[key],
            tuple(decisions[key]),
            tuple(established.get(key, ())),
            last.get(key, 0),
            tuple(corrections.get(key, ())),
        )
        for key in zones
    }


def _corrections(election: Election) -> dict[int, list[Intake]]:
    """By contest key, the intakes that brought a later version of a protocol, oldest first: two queries."""
    later = ProtocolVersion.objects.filter(contest__election=election, number__gt=1)
    pairs = later.values_list("contest_id", "intake_id").distinct().order_by("contest_id", "intake_id")
    found: dict[int, list[Intake]] = defaultdict(list)
    intakes = Intake.objects.in_bulk({intake for _, intake in pairs})
    for contest, intake in pairs:
        found[contest].append(intakes[intake])
    return found


def _openings_by_contest(pack: Pack, election: Election, zones: Mapping[int, str]) -> dict[int, Openings]:
    """By contest key; contests for which no commission set a term share those of their zone."""
    rows = adopted_terms(election)
    common = {zone: openings(pack, election, zone, {}) for zone in set(zones.values())}
    found: dict[int, Openings] = {key: common[zone] for key, zone in zones.items()}
    if rows:
        paths = Contest.objects.filter(id__in=zones).values_list("id", "unit__path")
        for key, path in paths:
            if adopted := adopted_for(path, rows):
                found[key] = openings(pack, election, zones[key], adopted)
    return found


def zones_of_contests(election: Election, pack: Pack) -> dict[int, str]:
    """The tz name of each contest by its key: that of the nearest unit at or above it. Two queries."""
    zoned = dict(
        Unit.objects.filter(country=election.country.code)
        .exclude(zone="")
        .exclude(kind="precinct")
        .values_list("path", "zone")
    )
    found = {}
    for key, path in Contest.objects.filter(election=election).values_list("id", "unit__path"):
        above = (path[:end] for end in range(len(path), 0, -Unit.steplen))
        found[key] = next((zoned[part] for part in above if part in zoned), pack.act.default_zone)
    return found


@dataclass(frozen=True, slots=True)
class Course:
    """Of one contest what its state at any moment follows from, its protocols apart."""

    contest: int
    opened: Openings
    decisions: tuple[ContestDecision, ...]
    established: tuple[Establishment, ...]

    def facts(self, at: dt.datetime) -> ContestFacts:
        """The state at a moment; one query, where a result is established."""
        last = last_entries_of([self.contest]) if self.established else {}
        return _facts(self.opened, self.decisions, self.established, last.get(self.contest, 0), at)


def course_of(contest: Contest) -> Course:
    """A few queries, however many contests there are."""
    pack = law_of(contest.election)
    adopted = adopted_for(contest.unit.path, adopted_terms(contest.election))
    return Course(
        contest.id,
        openings(pack, contest.election, zone_of(contest.unit, pack.act.default_zone), adopted),
        tuple(ContestDecision.objects.filter(contest=contest).order_by("id")),
        tuple(Establishment.objects.filter(contest=contest).order_by("number")),
    )


def contest_state(contest: Contest, at: dt.datetime) -> str:
    """The contest's state at a moment, by the table of steps."""
    return course_of(contest).facts(at).state


ENDS = {"cancel_poll": "cancelled", "close_election": "closed", "call_repeat_election": "repeated"}


def _facts(
    opened: Openings,
    decisions: Sequence[ContestDecision],
    established: Sequence[Establishment],
    last_entry: int,
    at: dt.datetime,
    corrections: Sequence[Intake] = (),
) -> ContestFacts:
    made = tuple(row for row in decisions if row.at <= at)
    established = [row for row in established if row.at <= at]
    corrections = [one for one in corrections if one.at <= at]
    ends = [row for row in made if row.verb in ENDS]
    if ends:
        state = ENDS[ends[-1].verb]
    elif not established:
        state = stage_at(opened, made, at)
    else:
        # A protocol that came after the establishment is a correction: it opened the contest again.
        state = "established" if established[-1].journal_number > last_entry else "reopened"
    return ContestFacts(state, tuple(established), made, _reopenings(established, corrections))


def _reopenings(established: Sequence[Establishment], corrections: Sequence[Intake]) -> tuple[Intake, ...]:
    """After each establishment the first correction, as long as it came before the next establishment."""
    found = []
    for row, later in zip_longest(established, established[1:]):
        after = (one for one in corrections if one.journal_number > row.journal_number)
        first = next(after, None)
        if first is not None and (later is None or first.journal_number < later.journal_number):
            found.append(first)
    return tuple(found)
