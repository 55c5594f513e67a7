"""Where it was done: the contests and precincts that an entry names, as a reader calls them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from dauys.apps.elections.queries import contests_coded
from dauys.apps.journal.queries import Entry
from dauys.apps.territory.queries import units_coded
from dauys.web.ui.doors import Desk
from dauys.web.ui.naming import unit_called

ABOUT = "contest:"  # the subject of an entry about one
MOST = 50  # of one entry that are named; a setting of ours


@dataclass(frozen=True, slots=True)
class Named:
    """A contest or a precinct: its name and code, and its page where this person has one."""

    name: str
    code: str
    url: str = ""


def contests_named_in(entry: Entry, done: Mapping[str, Any], desk: Desk) -> list[Named]:
    """The contests of an entry: of its subject, and those that it tells."""
    results = done.get("results")
    told: list[object] = [entry.subject[len(ABOUT) :] if entry.subject.startswith(ABOUT) else None]
    told.append(done.get("contest"))
    told += (
        [one.get("contest") for one in results if isinstance(one, dict)] if isinstance(results, list) else []
    )
    codes = [one for one in told if isinstance(one, str) and one][:MOST]
    return [
        Named(
            unit_called(one.unit, desk.language),
            one.code,
            reverse("contest", args=[one.election.code, one.unit.code])
            if desk.may("see_elections", one.unit.path)
            else "",
        )
        for one in (contests_coded(codes) if codes else ())
    ]


def precincts_named_in(entry: Entry, done: Mapping[str, Any], desk: Desk) -> list[Named]:
    """The precinct that an entry tells of."""
    code = done.get("precinct")
    if not isinstance(code, str) or not entry.of:
        return []
    return [Named(unit_called(one, desk.language), one.code) for one in units_coded(entry.of, [code])]
