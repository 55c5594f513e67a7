"""How an entry is hashed: over its own fields and the hash before it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from dauys.apps.journal.models import Entry
from dauys.core.canonical import canonical, digest

FIRST = "0" * 64  # what the first entry holds in place of a previous hash


def body_of(done: dict[str, Any]) -> str:
    """What was done, as canonical JSON text."""
    return canonical(done).decode()


def is_as_written(entry: Entry) -> bool:
    """Whether an entry has its digest; one that holds no moment or no JSON any more has none."""
    try:
        return entry.digest == digest_of(entry)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return False


def digest_of(entry: Entry) -> str:
    """SHA-256 (hex) over all fields of an entry; `at` counts in UTC, whatever the reader's zone."""
    told = {
        "number": entry.number,
        "at": entry.at.astimezone(dt.UTC).isoformat(),
        "person": entry.person,
        "office": entry.office,
        "verb": entry.verb,
        "subject": entry.subject,
        "law": entry.law,
        "body": json.loads(entry.body),
        "previous": entry.previous,
    }
    later = {"origin": entry.origin, "of": entry.of}  # columns that entries from before do not have
    return digest(told | {name: value for name, value in later.items() if value})
