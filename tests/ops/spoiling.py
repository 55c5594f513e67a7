"""A home whose database somebody changes by hand: guards taken down, the change, guards put up again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def spoil(home: Path, *statements: str) -> None:
    """Carry out statements that the guards of facts refuse."""
    with closing(sqlite3.connect(home / "dauys.sqlite3")) as base, base:
        asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard%'"
        guards = base.execute(asked).fetchall()
        assert guards
        for name, _ in guards:
            base.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            base.execute(statement)
        for _, made in guards:
            base.execute(made)
