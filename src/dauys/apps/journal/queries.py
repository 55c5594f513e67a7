"""What the journal answers: is the chain whole, what was done to a row."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from dauys.apps.journal import rules
from dauys.apps.journal.models import Entry

__all__ = [
    "COLUMNS",
    "FAR",
    "Entry",
    "Place",
    "Point",
    "acts_since",
    "breaks_in_chain",
    "done_of",
    "entries",
    "entries_about",
    "entries_within",
    "last_number",
    "last_point",
    "place_of",
    "told",
    "verbs_since",
]


def entries() -> QuerySet[Entry]:
    """All entries, oldest first."""
    return Entry.objects.order_by("number")


def entries_about(subject: str) -> QuerySet[Entry]:
    """Entries about one row, oldest first."""
    return Entry.objects.filter(subject=subject).order_by("number")


def done_of(entry: Entry) -> dict[str, Any]:
    """What an entry says was done; nothing where its body was spoiled, which `breaks_in_chain` names."""
    try:
        done = json.loads(entry.body)
    except (ValueError, RecursionError):
        return {}
    return done if isinstance(done, dict) else {}


COLUMNS = (
    "number", "at", "person", "office", "of", "origin", "verb", "subject", "law", "done", "previous",
    "digest",
)  # fmt: skip
"""What leaves of an entry, in this order."""


def told(entry: Entry) -> dict[str, Any]:
    """An entry as it leaves: everything that its digest is made of, and the digest; the moment in UTC."""
    at = entry.at.astimezone(dt.UTC).isoformat()
    return {name: getattr(entry, name, None) for name in COLUMNS} | {"at": at, "done": done_of(entry)}


def entries_within(path: str, *, with_installation: bool) -> QuerySet[Entry]:
    """The entries of a unit and of all beneath it; those of the installation itself are of no unit."""
    seen = Q(of__startswith=path)
    return Entry.objects.filter(seen | Q(of="") if with_installation else seen)


@dataclass(frozen=True, slots=True)
class Place:
    """An entry in the chain: those beside it, whether it is as it was written and follows the one before."""

    entry: Entry
    before: Entry | None
    after: Entry | None

    @property
    def is_whole(self) -> bool:
        """Whether its digest is that of what it says."""
        return rules.is_as_written(self.entry)

    @property
    def follows(self) -> bool:
        """Whether it names the digest of the entry before it, and the one after it names its own."""
        digest = self.before.digest if self.before else rules.FIRST
        is_next = self.entry.number == (self.before.number if self.before else 0) + 1
        is_named = self.after is None or self.after.previous == self.entry.digest
        return is_next and is_named and self.entry.previous == digest


def place_of(number: int) -> Place | None:
    """An entry with its neighbours; None where there is no such number: one question."""
    near = {one.number: one for one in Entry.objects.filter(number__range=(number - 1, number + 1))}
    entry = near.get(number)
    return None if entry is None else Place(entry, near.get(number - 1), near.get(number + 1))


def last_number() -> int:
    """The number of the last entry; 0 where there is none."""
    return last_point().number


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the chain. Its digest holds those of all entries before: who knows it knows all of them."""

    number: int = 0
    digest: str = rules.FIRST


FAR = 2_000  # entries; so many later, whoever checked something may as well check it again
_TABLE = Entry._meta.db_table
# Asked for every protocol that is accepted: written out, so that nothing is put together each time.
_LAST = f"SELECT number, digest FROM {_TABLE} ORDER BY number DESC LIMIT 1"  # noqa: S608 -- our own name
_SINCE = f"SELECT number, digest, verb FROM {_TABLE} WHERE number >= %s ORDER BY number LIMIT %s"  # noqa: S608


def last_point() -> Point:
    """The end of the chain."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST)
        found = cursor.fetchone()
    return Point(*found) if found else Point()


def verbs_since(point: Point) -> tuple[set[str], Point] | None:
    """What was done after a place in the chain, and where its end is now.

    Who checked something there knows by this whether it still holds. None where the chain has no such
    place (what was there has been rolled back, or it is another journal), or goes on for very long after it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, [point.number, FAR])
        found = cursor.fetchall()
    if point.number and (not found or found[0][:2] != (point.number, point.digest)):
        return None
    if len(found) == FAR:
        return None
    later = found[1:] if point.number else found
    return {verb for _, _, verb in later}, Point(*found[-1][:2]) if found else point


def acts_since(number: int) -> list[tuple[int, str, str]]:
    """Number, verb and subject of each entry after one, oldest first.

    Asked many times a minute, so as a statement of our own: to put it together costs more than to run it.
    """
    table = Entry._meta.db_table
    statement = f"SELECT number, verb, subject FROM {table} WHERE number > %s ORDER BY number"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [number])
        found: list[tuple[int, str, str]] = cursor.fetchall()
        return found


def breaks_in_chain() -> list[str]:
    """Every place where the chain does not hold, in words; an empty list means that it is whole."""
    breaks = []
    previous, expected = rules.FIRST, 1
    for entry in Entry.objects.order_by("number").iterator():
        if entry.number != expected:
            breaks.append(f"Entries {expected} to {entry.number - 1} are missing.")
        if entry.previous != previous:
            breaks.append(f"Entry {entry.number} does not follow from the entry before it.")
        if not rules.is_as_written(entry):
            breaks.append(f"Entry {entry.number} ({entry.verb}) was changed after it was written.")
        previous, expected = entry.digest, entry.number + 1
    return breaks
