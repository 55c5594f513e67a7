"""Everything as it stands at one moment, while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read within shows one moment of the database; nobody who writes waits for it."""
    from django.db import connections, transaction  # noqa: PLC0415 -- after start()

    connection: Any = connections["default"]  # only SQLite's has a mode of transactions
    if connection.in_atomic_block:  # who is in a transaction already reads what that shows
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        usual = connection.transaction_mode
        connection.transaction_mode = "DEFERRED"  # the log shows a reader what stood at its first statement
        try:
            with transaction.atomic():
                yield
        finally:
            connection.transaction_mode = usual
