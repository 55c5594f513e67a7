"""Names for opaque ids: who a person is, which commission a path stands for; asked once for many rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render

from dauys.apps.commissions.queries import Commission, commissions_at
from dauys.apps.people.queries import people_by_code
from dauys.apps.territory.queries import Unit, units_at
from dauys.core.norms import LANGUAGES
from dauys.web.ui.listing import Listing


@dataclass(slots=True)
class Names:
    """What ids are called, once they were learnt; one that nobody knows by a name is shown as it is."""

    language: str
    people: dict[str, str] = field(default_factory=dict)
    commissions: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)

    def learn(self, people: Iterable[str], paths: Iterable[str]) -> None:
        """Ask for the names of persons, of the commissions of units, and of units that have none.

        Three questions at most for however many.
        """
        asked = set(paths) - {""}
        found = people_by_code(people_of(people))
        self.people |= {str(code): person.name for code, person in found.items()}
        self.commissions |= {
            path: unit_called(one, self.language) for path, one in commissions_at(asked).items()
        }
        without = asked - self.commissions.keys()
        self.units |= {one.path: unit_called(one, self.language) for one in units_at(without)}

    def person(self, opaque: str) -> str:
        """The name of a person."""
        return self.people.get(opaque, opaque)

    def commission(self, path: str) -> str:
        """The name of the commission of a unit, of the unit where it has none; else empty."""
        return self.commissions.get(path) or self.units.get(path, "")


def unit_called(unit: Unit | Commission, language: str) -> str:
    """A unit or a commission by its name, in another language where it has none, else by its code."""
    names = (getattr(unit, f"name_{one}") for one in (language, *LANGUAGES))
    return next((str(name) for name in names if name), str(unit.code))


def list_page(
    request: Any,
    template: str,
    rows: QuerySet[Any],
    listing_of: Callable[[Names, dt.tzinfo | None], Listing[Any]],
    *,
    of: str,
    address: Callable[[Any], str],
    **told: object,
) -> HttpResponseBase:
    """The page of a list of what persons did for commissions, or all of it as CSV.

    `of` is the field with the path of the commission's unit, `address` gives the page of a row. Names are
    asked once for all that is shown.
    """
    desk = request.desk
    names = Names(desk.language)
    listing = listing_of(names, desk.at.tzinfo)
    if request.GET.get("format") == "csv":
        pairs = listing.chosen(request, rows, desk.language).order_by().values_list("person", of).distinct()
        names.learn((person for person, _ in pairs), (path for _, path in pairs))
        return listing.as_csv(request, rows, desk.language)
    shown = listing.shown(request, rows, desk.language)
    here = list(shown.page.object_list)
    names.learn((row.person for row in here), (getattr(row, of) for row in here))
    for row in here:
        row.url = address(row)
    return render(request, template, {"shown": shown} | told)


def people_of(opaque: Iterable[str]) -> set[UUID]:
    """The ids that can be those of persons: the console is none."""
    return {code for one in set(opaque) if (code := _code(one)) is not None}


def _code(opaque: str) -> UUID | None:
    try:
        return UUID(opaque)
    except ValueError:
        return None
