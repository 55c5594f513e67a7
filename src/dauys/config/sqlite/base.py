"""The database backend: Django's own, with a turn taken before every transaction that writes."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from dauys.config.sqlite.turns import TurnNeverCame, Turns

_NO_RIGHT = {errno.EACCES, errno.EPERM, errno.EROFS}


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection; between BEGIN IMMEDIATE and its end it holds the only right to write."""

    transaction_mode: str | None
    _turn: Turns | None = None

    def _start_transaction_under_autocommit(self) -> None:
        if self.transaction_mode == "IMMEDIATE" and not self.is_in_memory_db():
            self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_turn()
            raise

    @property
    def queue(self) -> Path:
        """The file of the queue of writers, beside the database."""
        name = Path(self.settings_dict["NAME"])
        return name.with_name(f"{name.name}-turns").absolute()

    def _take_turn(self) -> None:
        turns = Turns.of(self.queue)
        patience = self.settings_dict["OPTIONS"].get("timeout", 0)
        try:
            turns.take(patience)
        except TurnNeverCame as answer:
            words = f"database is locked: process {answer.process} wrote for all of {patience} seconds"
            raise OperationalError(words) from None
        except OSError as error:
            if error.errno not in _NO_RIGHT:
                raise
            return  # who may not write here is told so by SQLite itself
        self._turn = turns

    def _leave_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.leave()

    def _commit(self) -> Any:
        answer = super()._commit()  # type: ignore[misc]
        self._leave_turn()  # a commit that fails is rolled back first
        return answer

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_turn()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._leave_turn()
