"""The latest fact beneath each stored sum, beside what the sum says of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import F, Max, QuerySet, Value
from django.db.models.functions import Greatest, Length, Substr

from dauys.apps.elections.models import Election
from dauys.apps.results import rules
from dauys.apps.results.models import ProtocolVersion, Release, Tally

Last = tuple[int, dt.datetime]  # the number of an entry, and the latest moment of a fact


def strange_tallies(election: Election) -> Iterator[str]:
    """Stored sums that name another last entry or moment than the facts beneath them: three queries.

    A sum that a version before 0.1 kept says when the last fact of all units beneath came, which is as true.
    """
    right_beneath = _latest_facts(election)
    beneath: dict[int, Mapping[str, Last]] = {
        contest: _carried_up(own) for contest, own in right_beneath.items()
    }
    rows = Tally.objects.filter(election=election).order_by("contest_id", "unit_id").values_list(
        "contest_id", "unit__path", "contest__code", "unit__code", "last_entry", "as_of"
    )  # fmt: skip
    for contest, path, code, unit, entry, as_of in rows.iterator():
        own = right_beneath.get(contest, {}).get(path)
        if own is None:  # the counts of such a sum are what is wrong
            continue
        either = (own, beneath[contest][path])
        if entry not in {last for last, _ in either}:
            yield f"{code} {unit}: stored last entry {entry}, and the latest fact beneath it is of {own[0]}."
        if as_of not in {at for _, at in either}:
            stored, found = as_of.isoformat(), own[1].isoformat()
            yield f"{code} {unit}: stored as of {stored}, and the latest fact beneath it is of {found}."


def _latest_facts(election: Election) -> dict[int, dict[str, Last]]:
    """By contest key and path of a unit, the latest intake or release of a precinct right beneath it."""
    versions = ProtocolVersion.objects.filter(contest__election=election)
    releases = Release.objects.filter(version__contest__election=election)
    found: dict[int, dict[str, Last]] = defaultdict(dict)
    for contest, path, entry, at in (
        *_grouped(versions, "contest_id", "precinct__path", "intake__journal_number", "intake__at"),
        *_grouped(releases, "version__contest_id", "version__precinct__path", "journal_number", "at"),
    ):
        found[contest][path] = _later(found[contest].get(path), (entry, at))
    return found


def _grouped(rows: QuerySet[Any, Any], contest: str, path: str, entry: str, at: str) -> QuerySet[Any, Any]:
    above = Substr(path, 1, Greatest(Length(path) - rules.STEP, Value(0)))
    grouped = rows.order_by().values(of=F(contest), above=above).annotate(last=Max(entry), latest=Max(at))
    found: QuerySet[Any, Any] = grouped.values_list("of", "above", "last", "latest")
    return found


def _carried_up(own: Mapping[str, Last]) -> Mapping[str, Last]:
    """The same for whatever lies beneath a unit, at any depth."""
    found: dict[str, Last] = {}
    for path, last in own.items():
        for end in range(len(path), 0, -rules.STEP):
            found[path[:end]] = _later(found.get(path[:end]), last)
    return found


def _later(one: Last | None, other: Last) -> Last:
    return other if one is None else (max(one[0], other[0]), max(one[1], other[1]))
