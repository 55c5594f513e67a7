"""The one verb of the journal: write an entry inside the transaction of the act it records."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection

from dauys.apps.journal import rules
from dauys.apps.journal.models import Entry
from dauys.core.rights import Actor

_CHAIN_LOCK = 0x6461757973  # "dauys": one chain, one writer at a time


def take_turn() -> None:
    """Wait until no other verb is at work; a verb that reads before it writes calls this first.

    From here to its end nobody else writes, so it should have little left to do: see `accept_protocol`, which
    checks before its turn and asks `verbs_since` whether that still holds. SQLite needs nothing more than its
    transaction, which is the only writer from the start.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])


def write_entry(
    verb: str, subject: str, done: dict[str, Any], *, by: Actor, at: dt.datetime, law: str = ""
) -> Entry:
    """Write one entry at the end of the chain; raises RuntimeError outside a transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("A journal entry belongs to the transaction of the act that it records.")
    take_turn()
    last = Entry.objects.order_by("-number").first()
    entry = Entry(
        number=last.number + 1 if last else 1,
        at=at,
        person=by.person,
        office=by.office,
        verb=verb,
        subject=subject,
        law=law,
        body=rules.body_of(done),
        previous=last.digest if last else rules.FIRST,
    )
    entry.digest = rules.digest_of(entry)
    entry.save(force_insert=True)
    return entry
