"""The plans of commissions: marks from the calendar, and what follows from the states of their contests."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from dauys.apps.calendar.queries import (
    Held,
    Kept,
    PlanRow,
    keepers_of,
    kept_calendar,
    plan_rows,
    summed_rows,
)
from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import contests_in, contests_of, law_of
from dauys.apps.results.queries.contestbook import SETTLED
from dauys.apps.results.queries.countrybook import Country
from dauys.apps.results.queries.states import ContestFacts, facts_of_contests, zones_of_contests
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import zone_of
from dauys.core.norms import LANGUAGES, Pack
from dauys.core.tables import FIGURE, TEXT, Kind, Sheet, sheet_of

HELD = ("contests", "established", "cancelled")
SHEET: dict[str, Kind] = {
    **dict.fromkeys(
        (
            "unit", "code", "number",
            *(f"{what}_{language}" for what in ("activity", "responsible", "rule") for language in LANGUAGES),
            "article", "grade", "anchor", "starts_at", "due_at", "state", "done_at", "evidence", "adopted",
        ), TEXT,
    ),
    **dict.fromkeys(HELD, FIGURE),
}  # fmt: skip
Facts = Mapping[int, ContestFacts]  # by contest key


def plans_of(
    election: Election, pack: Pack, country: Country, facts: Facts, at: dt.datetime
) -> dict[str, list[PlanRow]]:
    """By unit code, the plan of every commission that runs contests, and above them what theirs come to."""
    kept = kept_calendar(election)
    keepers = keepers_of(country.contests, country.rows.values())
    run = _run_by(country.contests, keepers)
    plans: dict[str, list[PlanRow]] = {}
    for code, node in country.units.items():
        if code in run:
            held = held_of(run[code], facts)
            plans[code] = plan_rows(pack, election, country.rows[code], node.zone, at, kept, held)
    beneath: dict[str, list[list[PlanRow]]] = defaultdict(list)
    for code in run:
        unit = country.units[code].parent
        while unit is not None:
            beneath[unit].append(plans[code])
            unit = country.units[unit].parent
    for code, below in beneath.items():
        plans[code] = summed_rows(pack, election, country.units[code].zone, at, below)
    return plans


def _run_by(contests: Sequence[Contest], keepers: Mapping[int, Unit]) -> dict[str, list[Contest]]:
    """The contests by the code of the unit whose commission runs them."""
    found: dict[str, list[Contest]] = defaultdict(list)
    for contest in contests:
        found[keepers[contest.id].code].append(contest)
    return found


def held_of(contests: Sequence[Contest], facts: Facts) -> Held:
    """What became of these contests; of one that was established again the later result counts."""
    own = [facts[contest.id] for contest in contests]
    cancelled = sum(one.state == "cancelled" for one in own)
    settled = [one.establishment for one in own if one.state in SETTLED and one.state != "cancelled"]
    moments = [one.at for one in settled if one is not None]
    return Held(len(own), len(settled), cancelled, max(moments, default=None))


def keeper_plans(election: Election, unit: Unit, at: dt.datetime) -> Iterator[tuple[Unit, list[PlanRow]]]:
    """The plan of every commission that runs a contest at, above or beneath a unit, in tree order.

    Its states are those at the moment `at`; a constant number of queries, but for the zone of each.
    """
    pack, kept = law_of(election), kept_calendar(election)
    zones = zones_of_contests(election, pack)
    facts = facts_of_contests(election, zones, at)
    everywhere = list(contests_of(election))
    districts = Unit.objects.filter(country=election.country.code).exclude(kind="precinct")
    keepers = keepers_of(everywhere, districts)
    run = _run_by(everywhere, keepers)
    shown = {keepers[contest.id].path: keepers[contest.id] for contest in contests_in(election, unit)}
    for _, keeper in sorted(shown.items()):
        yield keeper, _plan_of(pack, election, keeper, at, kept, held_of(run[keeper.code], facts))


def _plan_of(
    pack: Pack, election: Election, keeper: Unit, at: dt.datetime, kept: Kept, held: Held
) -> list[PlanRow]:
    return plan_rows(pack, election, keeper, zone_of(keeper, pack.act.default_zone), at, kept, held)


def plan_of_unit(election: Election, unit: Unit, at: dt.datetime) -> list[PlanRow]:
    """The plan that counts for one unit: of the commission that runs its contests, or the sum of several."""
    plans = list(keeper_plans(election, unit, at))
    if len(plans) == 1 and unit.path.startswith(plans[0][0].path):
        return plans[0][1]
    pack = law_of(election)
    zone = zone_of(unit, pack.act.default_zone)
    return summed_rows(pack, election, zone, at, [rows for _, rows in plans])


def calendar_sheet(election: Election, unit: Unit, at: dt.datetime) -> Sheet:
    """The plan of every commission that runs a contest at or beneath a unit, with its states at a moment.

    By commission in tree order, then as the law orders its terms; a term of an unknown anchor has no times.
    """
    return sheet_of(SHEET, _sheet_rows(election, unit, at))


def _sheet_rows(election: Election, unit: Unit, at: dt.datetime) -> Iterator[tuple[str | int | None, ...]]:
    default = law_of(election).act.default_zone
    for keeper, rows in keeper_plans(election, unit, at):
        zone = ZoneInfo(zone_of(keeper, default))
        for row in rows:
            term = row.term
            said = (term.activity, term.responsible, term.rule_words)
            yield (
                keeper.code, term.code, term.number,
                *(words.in_language(language) for words in said for language in LANGUAGES),
                term.article, str(term.grade), term.anchor, _told(term.starts_at), _told(term.due_at),
                row.state, _told(row.done_at.astimezone(zone) if row.done_at else None),
                row.evidence, row.adopted, *(getattr(row.held, name, None) for name in HELD),
            )  # fmt: skip


def _told(at: dt.datetime | None) -> str | None:
    return at.isoformat() if at else None
