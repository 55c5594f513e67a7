"""One event of the sample: a verb, when it is carried out, and by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import contest_of, election_of
from dauys.core.rights import OPERATOR, Actor

CAPITAL = ZoneInfo("Asia/Almaty")
BY = Actor(person="sample", office=OPERATOR)


@dataclass(frozen=True, slots=True)
class Event:
    """One verb at one moment; `do` carries it out."""

    at: dt.datetime
    what: str
    do: Callable[[], object]


def contest_at(code: str) -> Contest:
    """A contest of the sample, as it stands when its event comes."""
    found = contest_of(code)
    if found is None:
        raise LookupError(code)
    return found


def contests_at(codes: list[str]) -> list[Contest]:
    """Several of them, in tree order."""
    found = Contest.objects.select_related("election__edition", "election__country", "unit")
    return list(found.filter(code__in=codes).order_by("unit__path"))


def election_at(code: str) -> Election:
    """An election of the sample, as it stands when its event comes."""
    found = election_of(code)
    if found is None:
        raise LookupError(code)
    return found
