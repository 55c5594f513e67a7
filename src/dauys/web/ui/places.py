"""The menu: every place of the workplace with the verb that opens it; a room adds its line here."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from dauys.core.bodies import LEVELS
from dauys.web.ui.doors import Desk


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the menu: name of its address, word, verb of the table of rights."""

    address: str
    word: str
    verb: str
    of_country: bool = False  # for the commission of the country alone


PLACES = (
    Place("today", "ui.menu.today", "see_today"),
    Place("late", "ui.menu.late", "see_late_duties"),
    Place("plans", "ui.menu.plans", "see_plan"),
    Place("commissions", "ui.menu.commissions", "see_commissions"),
    Place("territory", "ui.menu.territory", "see_territory"),
    Place("elections", "ui.menu.elections", "see_elections"),
    Place("results", "ui.menu.results", "see_results"),
    Place("findings", "ui.menu.findings", "see_findings"),
    Place("imports", "ui.menu.imports", "see_imports"),
    Place("publication", "ui.menu.publication", "see_publication"),
    Place("files", "ui.menu.files", "see_files"),
    Place("accounts", "ui.menu.accounts", "see_accounts"),
    Place("journal", "ui.menu.journal", "see_journal"),
    Place("settings", "ui.menu.settings", "see_settings"),
    Place("system", "ui.menu.system", "see_system", of_country=True),
)


def places_of(request: HttpRequest, desk: Desk) -> list[dict[str, object]]:
    """Those that this office may open, in order."""
    found = []
    for place in PLACES:
        if not desk.may(place.verb) or (place.of_country and desk.holds.level != LEVELS[0]):
            continue
        try:
            url = reverse(place.address)
        except NoReverseMatch:  # a room that is not built yet has no line
            continue
        current = request.path == url or (place.address != "today" and request.path.startswith(url))
        found.append({"url": url, "name": desk.said(place.word), "is_current": current})
    return found
