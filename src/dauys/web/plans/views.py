"""Calendar plans: a list of them, each with all its terms, as a table, as CSV and as a calendar file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dauys.apps.calendar.queries import PlanRow, summed_rows
from dauys.apps.elections.queries import election_of, law_of
from dauys.apps.results.queries.duties import Plan, plans_on, rows_of_plans
from dauys.apps.territory.queries import unit_of, zone_of
from dauys.core.timetable import STATES
from dauys.web.plans.counting import COLUMNS, counts_of, stages_of
from dauys.web.ui.diary import Event, diary, diary_answer
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.tables import address, csv_answer, page_of, pages_of
from dauys.web.ui.terms import Line, election_name, line_of

HEADS = ("number", "activity", "responsible", "article", "starts_at", "due_at", "stage", "state", "done_at",
         "evidence")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One plan as it stands: of a commission that runs contests, or the sum of several."""

    election: Any
    unit: Any
    name: str
    rows: Sequence[PlanRow]
    plans: Sequence[Plan]
    runs: bool  # one commission keeps it


def path_of(desk: Desk, /, **named: Any) -> list[str]:
    """The unit of the plan."""
    unit = unit_of(desk.holds.country, named["unit"])
    election = election_of(named["election"])
    if unit is None or election is None or election.country.code != desk.holds.country:
        raise Http404
    return [unit.path]


@screen("see_plan")
def plans(request: DeskRequest) -> HttpResponse:
    """The plans on the line of one's own commission, by election."""
    desk = request.desk
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("election", "q")}
    everything = plans_on(desk.holds.country, desk.holds.path)
    chosen = [one for one in everything if _is_asked(one, asked, desk)]
    page = page_of(request, chosen)
    shown = list(page.object_list)
    counts = [counts_of(rows) for rows in rows_of_plans(shown, desk.at)]
    here = {poll.election.code: poll.election for poll, _ in everything}
    context = {
        "asked": asked, "page": page, "pages": pages_of(page, asked), "count": len(chosen),
        "columns": [desk.said(f"plans.columns.{name}") for name in COLUMNS],
        "rows": [_row(plan, one, desk) for plan, one in zip(shown, counts, strict=True)],
        "elections": [(code, election_name(one, desk.language)) for code, one in here.items()],
        "sums": [
            (_address(code, desk.holds.unit), election_name(here[code], desk.language))
            for code in here
            if sum(poll.election.code == code for poll, _ in everything) > 1
        ],
        "is_narrowed": any(asked.values()),
    }  # fmt: skip
    return render(request, "plans/plans.html", context)


def _is_asked(plan: Plan, asked: dict[str, str], desk: Desk) -> bool:
    poll, stand = plan
    name = stand.post.unit_name.in_language(desk.language).casefold()
    found = all(word.casefold() in name for word in asked["q"].split())
    return found and asked["election"] in {"", poll.election.code}


def _row(plan: Plan, counts: dict[str, int], desk: Desk) -> dict[str, object]:
    poll, stand = plan
    return {
        "name": stand.post.unit_name.in_language(desk.language),
        "commission": stand.post.name.in_language(desk.language),
        "election": election_name(poll.election, desk.language),
        "url": _address(poll.election.code, stand.post.unit_code),
        "cells": _counted(counts, desk),
    }  # fmt: skip


def _counted(counts: dict[str, int], desk: Desk) -> list[tuple[str, int]]:
    return [(desk.said(f"plans.columns.{name}"), count) for name, count in counts.items()]


def _address(election: str, unit: str) -> str:
    return reverse("plan", kwargs={"election": election, "unit": unit})


def _shown(desk: Desk, election_code: str, unit_code: str) -> Shown:
    """The plan of a unit; Http404 where no commission at or beneath it keeps one."""
    election, unit = election_of(election_code), unit_of(desk.holds.country, unit_code)
    if election is None or unit is None:
        raise Http404
    kept = [
        one
        for one in plans_on(desk.holds.country, unit.path, election.code)
        if one[1].post.path.startswith(unit.path)
    ]
    if not kept:
        raise Http404
    rows = rows_of_plans(kept, desk.at)
    name = str(getattr(unit, f"name_{desk.language}") or unit.name_kk)
    if len(kept) == 1 and kept[0][1].post.path == unit.path:
        return Shown(election, unit, name, rows[0], kept, runs=True)
    pack = law_of(election)
    zone = zone_of(unit, pack.act.default_zone)
    return Shown(election, unit, name, summed_rows(pack, election, zone, desk.at, rows), kept, runs=False)


@screen("see_plan", of=path_of)
def plan(request: DeskRequest, election: str, unit: str) -> HttpResponse:
    """All terms of one plan with their states; of a unit above those that keep plans, what theirs come to."""
    desk = request.desk
    found = _shown(desk, election, unit)
    stages = stages_of(found.rows)
    asked = {name: request.GET.get(name, "") for name in ("state", "stage")}
    rows = [
        row
        for row in found.rows
        if asked["state"] in {"", row.state} and asked["stage"] in {"", stages.get(row.term.code, "")}
    ]
    if request.GET.get("format") == "csv":
        heads = [desk.said(f"plans.heads.{name}") for name in HEADS]
        return csv_answer(f"plan-{unit}", heads, [_cells(row, stages, desk) for row in rows])
    dated = _lines([row for row in rows if row.term.at is not None], found, desk)
    context = {
        "found": found,
        "heading": desk.said("plans.of", unit=found.name),
        "election": election_name(found.election, desk.language),
        "counts": _counted(counts_of(found.rows), desk),
        "dated": dated,
        "has_actions": any(line.actions for line in dated),
        "undated": _lines([row for row in rows if row.term.at is None], found, desk),
        "filters": _filters(desk, found.rows, stages, asked),
        "asked": asked,
        "is_narrowed": any(asked.values()),
        "diary": reverse("plan_diary", kwargs={"election": election, "unit": unit}),
        "csv": address(asked, format="csv"),
    }  # fmt: skip
    return render(request, "plans/plan.html", context)


def _filters(
    desk: Desk, rows: Sequence[PlanRow], stages: dict[str, str], asked: dict[str, str]
) -> list[dict[str, object]]:
    states = [one for one in STATES if any(row.state == one for row in rows)]
    return [
        {"name": "state", "word": desk.said("terms.heads.state"), "chosen": asked["state"],
         "choices": [(one, desk.said(f"terms.states.{one}")) for one in states]},
        {"name": "stage", "word": desk.said("plans.heads.stage"), "chosen": asked["stage"],
         "choices": [(one, desk.said(f"plans.stages.{one}")) for one in dict.fromkeys(stages.values())]},
    ]  # fmt: skip


def _lines(rows: Sequence[PlanRow], found: Shown, desk: Desk) -> list[Line]:
    """The rows in words, by time; the commission that keeps the plan may set what the law leaves to it."""
    pack = law_of(found.election)
    ordered = sorted(rows, key=lambda row: row.term.at.timestamp() if row.term.at else 0)
    is_own = found.runs and found.unit.path == desk.holds.path
    may_set = is_own and desk.may("adopt_term", desk.holds.path)
    lines = []
    for row in ordered:
        line = line_of(row, pack, desk.language)
        if may_set and row.term.choice and row.state in {"coming", "due", "open"}:
            named = {"election": found.election.code, "unit": found.unit.code, "deadline": row.term.code}
            url = reverse("adopt_term", kwargs=named)
            line.actions.append((url, desk.said("plans.set_term"), False))
        lines.append(line)
    return lines


def _cells(row: PlanRow, stages: dict[str, str], desk: Desk) -> list[object]:
    term, language = row.term, desk.language
    return [
        term.number, term.activity.in_language(language), term.responsible.in_language(language),
        term.article,
        term.starts_at.isoformat() if term.starts_at else "", term.due_at.isoformat() if term.due_at else "",
        desk.said(f"plans.stages.{stages[term.code]}") if term.code in stages else "",
        desk.said(f"terms.states.{row.state}"), row.done_at.isoformat() if row.done_at else "", row.evidence,
    ]  # fmt: skip


@screen("see_plan", of=path_of)
def plan_diary(request: DeskRequest, election: str, unit: str) -> HttpResponse:
    """The same terms as a calendar file."""
    desk = request.desk
    found = _shown(desk, election, unit)
    events = [Event(f"{election}.{unit}.{row.term.code}", row, found.name) for row in found.rows]
    title = f"{desk.said('plans.of', unit=found.name)}. {election_name(found.election, desk.language)}"
    return diary_answer(f"plan-{unit}", diary(title, events, desk.at, desk.language))
