"""The plan of a unit's commission: each term, its state at a moment, the evidence that it was done."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from dauys.apps.calendar import rules
from dauys.apps.calendar.models import AdoptedTerm, Mark, Reminder, Subscription
from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import election_of, law_of
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import unit_of, zone_of
from dauys.core.findings import Fault, Refused
from dauys.core.norms import Pack
from dauys.core.timetable import Drawn, Term, TermState, days_outside, plan, term_state

KEEPERS = ("district", "city")  # the commissions of these units run the contests in them


@dataclass(frozen=True, slots=True)
class Held:
    """What became of the contests that a commission runs, as the rooms above know it."""

    contests: int
    established: int
    cancelled: int
    last_at: dt.datetime | None = None  # when the latest of the results was established

    @property
    def open(self) -> int:
        """How many are neither established nor cancelled."""
        return self.contests - self.established - self.cancelled

    @property
    def done_at(self) -> dt.datetime | None:
        """When the results of all that were not cancelled were established; None until then."""
        return self.last_at if self.established and not self.open else None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One duty of the plan at the moment shown."""

    term: Term
    state: str
    done_at: dt.datetime | None = None
    evidence: str = ""
    adopted: str = ""  # the decision by which a commission set the term, where it did
    done_by: int | None = None  # of a sum: how many of the plans beneath have it done
    late_by: int | None = None  # of a sum: how many of them after their term
    plans: int | None = None  # of a sum: how many there are that have it to do
    elsewhen: int = 0  # of a sum: how many of them have another term than the one shown
    held: Held | None = None  # of a duty that follows from contests: what became of them


def drawn_plan(election_code: str, unit_code: str = "") -> Drawn:
    """The plan of an election in the local time of a unit, by default of the country."""
    election = election_of(election_code)
    if election is None:
        raise Refused([Fault("E-12", f"No election {election_code} is here.", "See: dauys results --list.")])
    unit = unit_of(election.country.code, unit_code or election.country.code)
    if unit is None:
        raise Refused([Fault("E-14", f"No unit {unit_code} is known.", "Correct the code of the unit.")])
    pack = law_of(election)
    adopted = adopted_for(unit.path, adopted_terms(election))
    terms = plan_of(pack, election, zone_of(unit, pack.act.default_zone), adopted)
    days = {"CALL": election.called_on, "E": election.election_day}
    return Drawn(pack, terms, days_outside(pack, days, terms))


def plan_of(pack: Pack, election: Election, zone: str, adopted: Mapping[str, AdoptedTerm]) -> list[Term]:
    """The law's plan in the local time of `zone`, with adopted terms and what counts from them."""
    anchors: dict[str, dt.date | dt.datetime | None] = {
        "CALL": election.called_on,
        "E": election.election_day,
        **{code.upper(): row.due_at for code, row in adopted.items()},
    }
    local = ZoneInfo(zone)
    return [
        replace(
            term,
            starts_at=row.starts_at.astimezone(local) if row.starts_at else term.starts_at,
            due_at=row.due_at.astimezone(local),
        )
        if (row := adopted.get(term.code))
        else term
        for term in plan(pack, anchors, zone)
    ]


def adopted_terms(election: Election) -> list[AdoptedTerm]:
    """All terms that commissions adopted, oldest first, with their units: one query."""
    return list(AdoptedTerm.objects.filter(election=election).select_related("unit").order_by("id"))


def adopted_in_sight(path: str) -> list[AdoptedTerm]:
    """The terms that the commission of a unit adopted, those above it and those beneath it, latest first."""
    above = [path[:end] for end in range(Unit.steplen, len(path) + 1, Unit.steplen)]
    seen = Q(unit__path__in=above) | Q(unit__path__startswith=path)
    return list(
        AdoptedTerm.objects.filter(seen).select_related("election", "unit").order_by("-adopted_at", "id")
    )


def adopted_for(path: str, rows: Sequence[AdoptedTerm]) -> dict[str, AdoptedTerm]:
    """Those that count in a unit, by deadline: of the nearest unit at or above it, there the latest."""
    above = [row for row in rows if path.startswith(row.unit.path)]
    return {row.deadline: row for row in sorted(above, key=lambda row: row.unit.depth)}


def marks_of(election: Election) -> dict[tuple[int, str], Mark]:
    """The mark that counts by unit key and deadline code: the latest, unless it withdraws. One query."""
    marks = Mark.objects.filter(election=election).select_related("file").order_by("id")
    latest = {(mark.unit_id, mark.deadline): mark for mark in marks}
    return {key: mark for key, mark in latest.items() if mark.withdraws_id is None}


@dataclass(frozen=True, slots=True)
class Kept:
    """What commissions did about the calendar of one election: marks by unit and deadline, adopted terms."""

    marks: Mapping[tuple[int, str], Mark]
    adopted: Sequence[AdoptedTerm]


def kept_calendar(election: Election) -> Kept:
    """Two queries."""
    return Kept(marks_of(election), adopted_terms(election))


def plan_rows(
    pack: Pack, election: Election, keeper: Unit, zone: str, at: dt.datetime, kept: Kept, held: Held
) -> list[PlanRow]:
    """The plan that the commission of the unit `keeper` keeps, in local time, with its states at a moment.

    A duty that a verb does for each contest follows from `held`, whatever was marked.
    """
    adopted = adopted_for(keeper.path, kept.adopted)
    return [
        followed_row(term, held, at)
        if term.verb
        else marked_row(term, kept.marks.get((keeper.id, term.code)), own, at)
        for term in plan_of(pack, election, zone, adopted)
        for own in [adopted.get(term.code)]
    ]


def marked_row(term: Term, mark: Mark | None, own: AdoptedTerm | None, at: dt.datetime) -> PlanRow:
    """A row that is done where it is marked so; `own` is the decision that set its term, where one did."""
    done_at = mark.done_at if mark and mark.done_at <= at else None
    evidence = said_of(mark) if mark and done_at else ""
    return PlanRow(term, term_state(term, at, done_at), done_at, evidence, own.evidence if own else "")


def said_of(mark: Mark) -> str:
    """What a mark rests on in one line: its words, else the address of an act, else what the file is."""
    return mark.evidence or mark.link or (mark.file.about if mark.file else "")


def followed_row(term: Term, held: Held, at: dt.datetime) -> PlanRow:
    """A row that follows from contests; where all were cancelled there is nothing to do."""
    done_at = held.done_at if held.done_at and held.done_at <= at else None
    nothing = not held.established and not held.open
    state = "not_arisen" if nothing else term_state(term, at, done_at)
    return PlanRow(term, state, done_at, held=held)


def summed_rows(
    pack: Pack, election: Election, zone: str, at: dt.datetime, plans: Sequence[Sequence[PlanRow]]
) -> list[PlanRow]:
    """The plan of a unit above those that keep one: a duty is done when all of `plans` have it done.

    Where one of them had it done late, so had the sum. It says how many of them have it done and done late,
    and how many set another term; the evidence of a single plan is its own. A mark of the superior
    commission itself is not asked for.
    """
    return [
        _summed(term, [plan[number] for plan in plans], at)
        for number, term in enumerate(plan_of(pack, election, zone, {}))
    ]


def _summed(term: Term, below: Sequence[PlanRow], at: dt.datetime) -> PlanRow:
    owing = [row for row in below if not (term.verb and row.state == "not_arisen")]
    done = [row.done_at for row in owing if row.done_at is not None]
    done_at = max(done) if done and len(done) == len(owing) else None
    late = sum(row.state == "done_late" for row in owing)
    single = below[0] if len(below) == 1 else None
    return PlanRow(
        term,
        _state_of_sum(term, at, done_at, is_late=late > 0) if owing else "not_arisen",
        done_at,
        single.evidence if single else "",
        single.adopted if single else "",
        done_by=len(done),
        late_by=late,
        plans=len(owing),
        elsewhen=sum(_wall(row.term) != _wall(term) for row in below),
        held=held_in_all([row.held for row in below if row.held is not None]),
    )


def _state_of_sum(term: Term, at: dt.datetime, done_at: dt.datetime | None, *, is_late: bool) -> TermState:
    """A sum is late where one beneath it is: by the term that counts there, not by that of the sum."""
    if done_at is not None:
        return "done_late" if is_late else "done"
    return term_state(term, at)


def held_in_all(found: Sequence[Held]) -> Held | None:
    """The contests of several commissions together; None where there is nothing to sum."""
    if not found:
        return None
    return Held(
        sum(one.contests for one in found),
        sum(one.established for one in found),
        sum(one.cancelled for one in found),
        max((one.last_at for one in found if one.last_at is not None), default=None),
    )


def _wall(term: Term) -> tuple[str, ...]:
    """What the clock on the wall shows when a term starts and is due: the same term in every zone."""
    return tuple(f"{at:%Y-%m-%d %H:%M:%S}" for at in (term.starts_at, term.due_at) if at is not None)


def keepers_of(contests: Sequence[Contest], units: Iterable[Unit]) -> dict[int, Unit]:
    """By contest key, the unit whose commission runs it, `units` holding at least those above them.

    The nearest district or city at or above the unit of the contest, else that unit itself.
    """
    by_path = {unit.path: unit for unit in units if unit.kind in KEEPERS}
    return {contest.id: _keeper(contest.unit, by_path) for contest in contests}


def keeper_paths(contests: Iterable[Contest]) -> set[str]:
    """The paths of the units whose commissions run these contests and answer for what is done to them.

    One query, and one more for contests that come without their units.
    """
    units = {contest.unit.path: contest.unit for contest in contests}
    by_path = _possible_keepers(units)
    return {_keeper(unit, by_path).path for unit in units.values()}


def contests_run_at(path: str, election: Election) -> list[Contest]:
    """The contests of an election that the commission of a unit runs, with their units, in tree order.

    Two questions.
    """
    rows = Contest.objects.filter(election=election, unit__path__startswith=path)
    contests = list(rows.select_related("unit").order_by("unit__path"))
    by_path = _possible_keepers({one.unit.path: one.unit for one in contests})
    return [one for one in contests if _keeper(one.unit, by_path).path == path]


def _possible_keepers(units: Mapping[str, Unit]) -> dict[str, Unit]:
    """At and above units, by path, those whose commissions may run a contest: one query."""
    above = {path[:end] for path in units for end in range(Unit.steplen, len(path), Unit.steplen)}
    found = {unit.path: unit for unit in Unit.objects.filter(path__in=above, kind__in=KEEPERS)}
    return found | {path: unit for path, unit in units.items() if unit.kind in KEEPERS}


def elections_at(unit: Unit) -> list[tuple[Election, int, int]]:
    """The elections with contests in a unit, the latest first: how many there, how many its commission runs.

    Four questions.
    """
    rows = Contest.objects.filter(unit__path__startswith=unit.path).order_by()
    inside = dict(rows.values_list("election").annotate(n=Count("pk")))
    near = rows if unit.kind in KEEPERS else rows.filter(unit=unit)
    contests = list(near.select_related("unit"))
    by_path = _possible_keepers({one.unit.path: one.unit for one in contests})
    runs = Counter(one.election_id for one in contests if _keeper(one.unit, by_path).path == unit.path)
    found = Election.objects.filter(id__in=inside).order_by("-election_day", "code")
    return [(one, inside[one.id], runs[one.id]) for one in found]


def _keeper(unit: Unit, by_path: Mapping[str, Unit]) -> Unit:
    above = (unit.path[:end] for end in range(len(unit.path), 0, -Unit.steplen))
    return next((by_path[path] for path in above if path in by_path), unit)


def marks_showing(file: UUID) -> QuerySet[Mark]:
    """The marks that show a stored file, as their evidence or by its address; oldest first."""
    shown = Q(file__code=file) | Q(link__contains=str(file))
    found = Mark.objects.filter(shown).select_related("election", "unit")
    return found.order_by("marked_at", "id")


def subscription_of(person: UUID) -> Subscription | None:
    """The open address of a person's calendar."""
    return Subscription.objects.filter(person=person, ended_at__isnull=True).first()


def subscription_at(token: str) -> Subscription | None:
    """Whose calendar an address shows, and since when; None for one that is not open."""
    return Subscription.objects.filter(token_digest=rules.digest_of(token), ended_at__isnull=True).first()


def reminded_on(day: dt.date) -> set[UUID]:
    """Who had a letter that day: one query."""
    return set(Reminder.objects.filter(sent_on=day).values_list("person", flat=True))
