"""Versions into PostgreSQL by its binary COPY, a block at a time; keys of many are checked at once."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
from django.db import OperationalError, ProgrammingError, transaction
from django.db.backends.utils import CursorWrapper

from dauys.apps.results.models import ProtocolVersion
from dauys.apps.results.rules import Versions

COLUMNS = (
    "contest_id", "precinct_id", "number", "figures", "errors", "warnings", "broken", "accepted", "intake_id",
)  # fmt: skip
MANY = 100_000  # versions from which on their foreign keys are checked at once, if no more are stored already

_BEGIN, _END = b"PGCOPY\n\xff\r\n\0" + bytes(8), struct.pack(">h", -1)


def copy_versions(cursor: CursorWrapper, parts: Sequence[Versions], intake: int) -> None:
    """Insert the versions under the intake's key."""
    table = ProtocolVersion._meta.db_table
    columns = ", ".join(COLUMNS)
    with (
        _checked_at_once(cursor, table, sum(map(len, parts))),
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.write(_BEGIN)
        for part in parts:
            for block in part.blocks():
                for group in block.alike():
                    copy.write(_rows(group, intake).tobytes())
        copy.write(_END)


def _rows(group: Versions, intake: int) -> npt.NDArray[np.void]:
    """A group as COPY reads it: of each row the number of fields, then each field's length and bytes."""
    broken = group.codes[group.broken[0]].encode()
    cells: tuple[tuple[str, object], ...] = (
        (">i8", group.contest),
        (">i8", group.precincts),
        (">i4", group.numbers),
        (f"V{group.width}", group.figures.view(f"V{group.width}")[:, 0]),
        (">i2", group.errors),
        (">i2", group.warnings),
        (f"S{len(broken)}", broken),
        ("?", group.accepted),
        (">i8", intake),
    )
    kinds = []
    for at, (kind, _) in enumerate(cells):
        kinds += [(f"length{at}", ">i4"), (f"cell{at}", kind)]
    packed = np.empty(len(group), dtype=[("count", ">i2"), *kinds])
    packed["count"] = len(cells)
    for at, (kind, values) in enumerate(cells):
        packed[f"length{at}"] = np.dtype(kind).itemsize
        packed[f"cell{at}"] = values
    return packed


@contextmanager
def _checked_at_once(cursor: CursorWrapper, table: str, count: int) -> Iterator[None]:
    """Take the foreign keys off the table while many rows come in; put on again, one sweep checks them.

    The manual's way (14.4.4): row by row, the keys of a million rows take longer than everything else. It is
    all inside the transaction, and nobody sees the table without its keys.
    """
    keys = _taken_off(cursor, table, count) if count >= MANY else []
    yield
    if keys:
        added = ", ".join(f"ADD CONSTRAINT {name} {definition}" for name, definition, _ in keys)
        cursor.execute(f"ALTER TABLE {table} {added}")


def _taken_off(cursor: CursorWrapper, table: str, count: int) -> list[tuple[str, str, str]]:
    """The foreign keys that were dropped; none where that would cost more, must wait, or is not allowed."""
    cursor.execute(
        "SELECT quote_ident(conname), pg_get_constraintdef(key.oid), confrelid::regclass::text"
        " FROM pg_constraint key JOIN pg_class ON pg_class.oid = conrelid"
        " WHERE conrelid = %s::regclass AND contype = 'f' AND reltuples <= %s",
        [table, count],
    )
    keys: list[tuple[str, str, str]] = cursor.fetchall()
    tables = ", ".join(sorted({table, *(other for *_, other in keys)}))
    dropped = ", ".join(f"DROP CONSTRAINT {name}" for name, *_ in keys)
    try:
        with transaction.atomic():
            # Keys of rows that this transaction wrote before are still to be checked: now.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE NOWAIT")
            if keys:
                cursor.execute(f"ALTER TABLE {table} {dropped}")
    except (OperationalError, ProgrammingError):  # somebody reads just now; the tables are another role's
        return []
    return keys
