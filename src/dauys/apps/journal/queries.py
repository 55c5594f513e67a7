"""What the journal answers: is the chain whole, what was done to a row."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet

from dauys.apps.journal import rules
from dauys.apps.journal.models import Entry


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


def last_number() -> int:
    """The number of the last entry; 0 where there is none."""
    return Entry.objects.order_by("-number").values_list("number", flat=True).first() or 0


def verbs_since(number: int) -> set[str]:
    """What was done after an entry: who checked something before it knows by this whether it still holds."""
    return set(Entry.objects.filter(number__gt=number).values_list("verb", flat=True))


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
