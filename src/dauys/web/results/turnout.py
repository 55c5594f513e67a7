"""Turnout by the hour: the sums of a unit, and the form for all precincts of a commission at one hour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from dauys.apps.elections.queries import Election
from dauys.apps.results.actions import TurnoutReport, report_turnout
from dauys.apps.results.queries.boards import board_of
from dauys.apps.results.queries.sight import seen_result
from dauys.apps.results.queries.turnoutdesk import (
    Reading,
    contests_kept,
    hours_of,
    readings_at,
    states_kept,
    takes_readings,
    turnout_points,
)
from dauys.core.findings import Refused
from dauys.core.protocol import LIMIT
from dauys.web.ui import scope
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.faults import Said, faults_said
from dauys.web.ui.forms import text_sent
from dauys.web.ui.unsent import typed_before

LONGEST = 12


@screen("see_results", of=scope.seen_unit)
def turnout(request: DeskRequest, election: str, unit: str) -> HttpResponseBase:
    """Who had voted hour by hour; the commission that runs the contests finds its forms here.

    From a unit above, whose figures are preliminary, the way leads to one's own.
    """
    desk = request.desk
    found, place = scope.unit_named(desk, election, unit)
    board = board_of(found, place, desk.at)
    if board is None or unit not in board.units or board.result(unit) is None:
        raise Http404
    own = seen_result(board, unit, desk.holds.path)
    if own is None:
        name = board.units[unit].names.in_language(desk.language)
        messages.info(request, desk.said("results.turnout_of_others", name=name))
        return redirect("turnout", election, desk.holds.unit)
    points = {one.hour_at: one for one in turnout_points(found, place.path, own.expected, desk.at)}
    kept = contests_kept(found, place) if desk.may("report_turnout", place.path) else []
    may_report, states = bool(kept), states_kept(found, place, kept, desk.at) if kept else {}
    hours = sorted({*points, *(hours_of(found) if may_report else ())})
    rows = [
        {
            "at": hour.astimezone(desk.at.tzinfo),
            "point": points.get(hour),
            "is_due": may_report and hour <= desk.at,
        }
        for hour in hours
    ]
    filled = {
        "election": found, "unit": unit, "name": place, "rows": rows, "may_report": may_report,
        "are_taken": any(takes_readings(state) for state in states.values()),
    }  # fmt: skip
    return render(request, "results/turnout.html", filled)


@dataclass(slots=True)
class Row:
    """A precinct of the form: what stands, what was before, what was typed, what is wrong.

    One whose contest takes no readings now has no fields. What a form that was opened earlier sends of it is
    refused by the verb like any other, so that nobody takes it for written.
    """

    reading: Reading
    voted: str = ""
    on_list: str = ""
    opened: str = ""  # as `stood`, when the form was opened
    figures: tuple[int, int] | None = None
    is_wrong: bool = False

    @property
    def name(self) -> str:
        """By which its fields begin."""
        return f"p-{self.reading.unit.pk}"

    @property
    def stood(self) -> str:
        """What stands, as the form tells it when it is sent."""
        return "{}/{}".format(*self.reading.stands) if self.reading.stands else ""

    @property
    def state(self) -> str:
        """The word for the state of its contest."""
        return f"elections.states.{self.reading.state}"


def _kept_unit(desk: Desk, /, election: str, unit: str, **_: Any) -> list[str]:
    """Readings are told by the commission that runs the contests."""
    found, place = scope.unit_named(desk, election, unit)
    if not contests_kept(found, place):
        raise Http404
    return [place.path]


@screen("report_turnout", of=_kept_unit)
def report(request: DeskRequest, election: str, unit: str, hour: int) -> HttpResponseBase:
    """All precincts of the commission at one hour, taken whole or refused."""
    desk = request.desk
    found, place = scope.unit_named(desk, election, unit)
    hour_at = next((one for one in hours_of(found) if one.hour == hour), None)
    if hour_at is None:
        raise Http404
    rows = [Row(one) for one in readings_at(found, place, hour_at, desk.at)]
    typed = request.POST if request.method == "POST" else typed_before(request)
    reason = text_sent(typed, "reason")
    faults: list[Said] = []
    if request.method == "POST":
        faults = _read(rows, request.POST, desk)
        if not faults:
            done = _report(found, hour_at, rows, reason, desk)
            if isinstance(done, TurnoutReport):
                places = {"new": done.new, "corrected": done.corrected, "unchanged": done.unchanged}
                messages.success(request, desk.said("results.turnout_form.done", **places))
                return redirect("turnout", election, unit)
            faults = done
    elif typed:
        _fill(rows, typed)
    else:
        _start(rows)
    filled = {
        "election": found, "unit": unit, "name": place, "hour_at": hour_at, "rows": rows, "faults": faults,
        "reason": reason, "has_stood": any(row.reading.stands for row in rows if row.reading.is_open),
        "is_due": hour_at <= desk.at, "is_open": any(row.reading.is_open for row in rows),
    }  # fmt: skip
    return render(request, "results/report.html", filled)


def _start(rows: Sequence[Row]) -> None:
    """What stands for the hour; the list as it was at the hour before, where it was told."""
    for row in rows:
        stands, before, row.opened = row.reading.stands, row.reading.before, row.stood
        row.voted = str(stands[0]) if stands else ""
        row.on_list = str(stands[1]) if stands else str(before[1]) if before else ""


def _fill(rows: Sequence[Row], typed: Any) -> None:
    """What was typed, as it is."""
    for row in rows:
        row.voted = typed.get(f"{row.name}-voted", "")[:LONGEST]
        row.on_list = typed.get(f"{row.name}-list", "")[:LONGEST]
        row.opened = typed.get(f"{row.name}-stood", "")


def _read(rows: Sequence[Row], typed: Any, desk: Desk) -> list[Said]:
    """Read what was typed; a precinct without who voted has not reported yet and is left out."""
    faults = []
    _fill(rows, typed)
    for row in rows:
        if not row.voted.strip():
            continue
        figures = []
        for text, end in ((row.voted, "voted"), (row.on_list, "list")):
            bare = text.replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
            if bare.isascii() and bare.isdigit() and int(bare) <= LIMIT:
                figures.append(int(bare))
                continue
            row.is_wrong = True
            said = desk.said("results.turnout_form.no_figure", name=row.reading.precinct, typed=text)
            faults.append(Said(said, f"{row.name}-{end}"))
        row.figures = (figures[0], figures[1]) if len(figures) == 2 else None
        if row.figures and f"{row.name}-stood" in typed:
            faults += _moved(row, row.figures, desk)
    if not faults and not any(row.figures for row in rows):
        faults.append(
            Said(desk.said("results.turnout_form.nothing"), f"{rows[0].name}-voted" if rows else "")
        )
    return faults


def _moved(row: Row, figures: tuple[int, int], desk: Desk) -> list[Said]:
    """What another wrote since the form was opened stays where nothing else was typed, and is told else."""
    opened, typed = row.opened, "{}/{}".format(*figures)
    row.opened = row.stood  # told once, and then it may be sent as it is
    if row.stood in (opened, typed):
        return []
    if typed == opened:
        row.figures = None
        _start([row])
        return []
    row.is_wrong = True
    told = {"label": row.reading.precinct, "value": row.stood or "—"}
    return [Said(desk.said("ui.errors.changed_meanwhile", **told), f"{row.name}-voted")]


def _report(
    election: Election, hour_at: dt.datetime, rows: Sequence[Row], reason: str, desk: Desk
) -> TurnoutReport | list[Said]:
    told = {row.reading.precinct: row for row in rows if row.figures}
    readings = {code: row.figures for code, row in told.items() if row.figures}
    numbers = {code: place for place, code in enumerate(told)}
    try:
        return report_turnout(
            election, hour_at, readings, reason=reason, lines=numbers, by=desk.actor, at=desk.at
        )
    except Refused as refused:
        return _said(refused, list(told.values()), desk)


def _said(refused: Refused, rows: Sequence[Row], desk: Desk) -> list[Said]:
    """The faults of the verb, each with the field of its precinct; `line` is the place of the row."""
    found = []
    for fault, said in zip(refused.faults, faults_said(refused.faults, desk.language), strict=True):
        row = rows[fault.line] if fault.line is not None else None
        if row is None:
            found.append(Said(said.text, "", said.code, "", said.value))
            continue
        row.is_wrong = True
        field = f"{row.name}-voted" if fault.column else "reason"
        found.append(Said(f"{row.reading.precinct}: {said.text}", field, said.code, "", said.value))
    return found
