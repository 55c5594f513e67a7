"""What the journal answers: is the chain whole, what was done to a row."""

from __future__ import annotations

from django.db.models import QuerySet

from dauys.apps.journal import rules
from dauys.apps.journal.models import Entry


def entries() -> QuerySet[Entry]:
    """All entries, oldest first."""
    return Entry.objects.order_by("number")


def entries_about(subject: str) -> QuerySet[Entry]:
    """Entries about one row, oldest first."""
    return Entry.objects.filter(subject=subject).order_by("number")


def breaks_in_chain() -> list[str]:
    """Every place where the chain does not hold, in words; an empty list means that it is whole."""
    breaks = []
    previous, expected = rules.FIRST, 1
    for entry in Entry.objects.order_by("number").iterator():
        if entry.number != expected:
            breaks.append(f"Entries {expected} to {entry.number - 1} are missing.")
        if entry.previous != previous:
            breaks.append(f"Entry {entry.number} does not follow from the entry before it.")
        if entry.digest != rules.digest_of(entry):
            breaks.append(f"Entry {entry.number} ({entry.verb}) was changed after it was written.")
        previous, expected = entry.digest, entry.number + 1
    return breaks
