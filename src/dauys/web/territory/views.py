"""Units: the list of what lies in scope on a day, and the page of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from dauys.apps.commissions.queries import commissions_above, with_commissions
from dauys.apps.elections.queries import contests_for
from dauys.apps.territory.queries import (
    Unit,
    counted_units,
    earlier_names_of,
    subtree,
    unit_of,
    units_right_above,
    units_right_beneath,
    valid_on,
    zone_of,
)
from dauys.web.territory.lists import listing
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.listing import Shown, day_asked


def _unit(desk: Desk, code: str) -> Unit:
    found = unit_of(desk.holds.country, code)
    if found is None:
        raise Http404
    return found


def _answering(desk: Desk, /, **named: Any) -> Iterable[str]:
    return [_unit(desk, named["code"]).path]


@screen("see_territory")
def territory(request: DeskRequest) -> HttpResponseBase:
    """The unit of one's own commission and all beneath it that exist on a day."""
    desk = request.desk
    day, own = day_asked(request, desk.day), _unit(desk, desk.holds.unit)
    rows = with_commissions(counted_units(valid_on(subtree(own), day), day))
    parts = list(valid_on(units_right_beneath(own), day).exclude(kind="precinct"))
    found = listing(desk.language, parts)
    if request.GET.get("format") == "csv":
        return found.as_csv(request, rows, desk.language)
    shown = _with_addresses(found.shown(request, rows, desk.language))
    context = {"shown": shown, "day": day, "own": own, "above": units_right_above(own)}
    return render(request, "territory/list.html", context)


@screen("see_territory", of=_answering)
def unit(request: DeskRequest, code: str) -> HttpResponse:
    """One unit: names now and before, what lies above and beneath, its commissions and contests."""
    desk = request.desk
    day, found = day_asked(request, desk.day), _unit(desk, code)
    is_inside = found.path.startswith(desk.holds.path)
    beneath = with_commissions(counted_units(valid_on(units_right_beneath(found), day), day))
    context = {
        "unit": found,
        "day": day,
        "kind": desk.said(f"territory.kinds.{found.kind}"),
        "above": units_right_above(found),
        "zone": zone_of(found, settings.CAPITAL_ZONE),
        "earlier": earlier_names_of(found),
        "commissions": commissions_above(found),
        "contests": contests_for(found),
        "is_inside": is_inside,
        "shown": _with_addresses(listing(desk.language).shown(request, beneath, desk.language))
        if is_inside
        else None,
    }
    return render(request, "territory/unit.html", context)


def _with_addresses(shown: Shown[Any]) -> Shown[Any]:
    day = f"?on={shown.asked.on}" if shown.asked.on else ""
    for row in shown.page.object_list:
        row.url = reverse("unit", kwargs={"code": row.code}) + day
    return shown
