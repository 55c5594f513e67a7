"""The page that shows all components, as they are and as they look when something is wrong."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render

from dauys.apps.territory.queries import subtree, unit_of
from dauys.core.rights import OFFICES
from dauys.web.components.forms import EveryField
from dauys.web.ui.confirming import kept
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.faults import Said
from dauys.web.ui.listing import Choice, Column, Filter, Listing

SHOWN = "E-12"  # the refusal that is shown
DEPTH = 3  # countries, regions and districts are rows enough


@screen("see_components")
def components(request: DeskRequest) -> HttpResponseBase:
    """All of them; a form that is sent shows how errors look, and keeps nothing."""
    desk = request.desk
    choices = [(office, desk.said(f"ui.offices.{office}")) for office in OFFICES if office]
    sent = request.method == "POST"
    form = EveryField(request.POST if sent else None, choices=choices, initial=kept(request))
    listing: Listing[object] = Listing(
        columns=(
            Column("name", "components.columns.name", lambda row: getattr(row, f"name_{desk.language}"),
                   (f"name_{desk.language}",)),
            Column("code", "components.columns.code", lambda row: getattr(row, "code", ""), ("code",)),
            Column("depth", "components.columns.depth", lambda row: getattr(row, "depth", 0), ("depth",),
                   is_number=True),
        ),
        search=(f"name_{desk.language}", "code"),
        filters=(
            Filter("kind", "components.columns.kind",
                   [Choice("region", desk.said("components.kinds.region")),
                    Choice("district", desk.said("components.kinds.district"))],
                   lambda kind: Q(kind=kind)),
        ),
        order=("path",),
    )  # fmt: skip
    country = unit_of(desk.holds.country, desk.holds.country)
    if country is None:
        raise Http404
    rows = subtree(country).filter(depth__lte=DEPTH)
    filled = {"form": form, "shown": listing.shown(request, rows, desk.language),
              "faults": [_sample(desk)]}  # fmt: skip
    return render(request, "components/components.html", filled)


def _sample(desk: Desk) -> Said:
    """A refusal of a row in a file, as lists of faults show it."""
    where = f"{desk.said('ui.faults.line', line=3)}, {desk.said('ui.faults.column', column='code')}"
    return Said(desk.said(f"faults.{SHOWN}"), code=SHOWN, where=where, value="?")
