"""The one verb of the journal: write an entry inside the transaction of the act it records."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection

from dauys.apps.journal import rules
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import last_point
from dauys.core.rights import Actor, Forbidden

ORIGIN = 64  # characters kept of where a request came from
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
    verb: str, subject: str, done: dict[str, Any], *, by: Actor, at: dt.datetime, law: str = "", of: str = ""
) -> Entry:
    """Write one entry at the end of the chain; raises RuntimeError outside a transaction.

    Raises Forbidden, and so nothing of the verb is kept, where the account of whoever acts was locked,
    ended or changed while it waited.

    `of` is the path of the lowest unit that has all of what was done beneath it: the commissions there and
    above see the entry. Without one it is that of whoever acts; what the console does to the
    installation has none. Where rows changed, `done` tells what stood (`before`) and what stands (`after`).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A journal entry belongs to the transaction of the act that it records.")
    take_turn()
    if not by.stands():
        raise Forbidden(verb, by)
    last = last_point()
    entry = Entry(
        number=last.number + 1,
        at=at,
        person=by.person,
        office=by.office,
        verb=verb,
        subject=subject,
        law=law,
        body=rules.body_of(done),
        previous=last.digest,
        origin=by.origin[:ORIGIN],
        of=of or by.commission,
    )
    entry.digest = rules.digest_of(entry)
    _insert(entry)
    return entry


_COLUMNS = [field.attname for field in Entry._meta.concrete_fields]
_INSERT = (
    f"INSERT INTO {Entry._meta.db_table} ({', '.join(_COLUMNS)})"  # noqa: S608 -- our own names
    f" VALUES ({', '.join('%s' for _ in _COLUMNS)})"
)


def _insert(entry: Entry) -> None:
    # The framework puts this statement together anew for each row, which takes longer than to carry it out.
    values = {name: getattr(entry, name) for name in _COLUMNS}
    values["at"] = connection.ops.adapt_datetimefield_value(entry.at)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, list(values.values()))
