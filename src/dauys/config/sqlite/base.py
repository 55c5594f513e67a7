"""The database backend: Django's own, with a turn before every transaction that writes, and alphabets."""

from __future__ import annotations

import errno
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from dauys.config.sqlite.turns import TurnNeverCame, Turns
from dauys.press import wording

QUIET = 3.0  # seconds that one waits without a word; a setting of ours
WAITING = "Waiting for another program that writes to the database …"
_NO_RIGHT = {errno.EACCES, errno.EPERM, errno.EROFS}


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection; between BEGIN IMMEDIATE and its end it holds the only right to write."""

    transaction_mode: str | None
    tell: Callable[[str], None] | None = None  # whom to tell that one waits; set by the console
    _turn: Turns | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """With the alphabets of the languages, by which lists are ordered."""
        connection = super().get_new_connection(conn_params)
        for language in wording.LANGUAGES:
            spelled = partial(wording.spelled, language=language)
            connection.create_function(f"spelled_{language}", 1, spelled, deterministic=True)
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        if self.transaction_mode == "IMMEDIATE" and not self.is_in_memory_db():
            self._take_turn()
        try:
            self._begin()
        except BaseException:
            self._leave_turn()
            raise

    def _begin(self) -> None:
        """Begin a transaction; whoever waits for a foreign program that writes is told so."""
        begin, patience = super()._start_transaction_under_autocommit, self._patience  # type: ignore[misc]
        if self.tell is None or self.transaction_mode != "IMMEDIATE" or patience <= QUIET:
            begin()
            return
        self._wait_for(QUIET)
        try:
            begin()
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            self.tell(WAITING)
            self._wait_for(patience - QUIET)
            begin()
        finally:
            self._wait_for(patience)

    @property
    def _patience(self) -> float:
        return float(self.settings_dict["OPTIONS"].get("timeout", 0))

    def _wait_for(self, seconds: float) -> None:
        """Have SQLite itself wait so long for a lock."""
        self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    @property
    def queue(self) -> Path:
        """The file of the queue of writers, beside the database."""
        name = Path(self.settings_dict["NAME"])
        return name.with_name(f"{name.name}-turns").absolute()

    def _take_turn(self) -> None:
        turns = Turns.of(self.queue)
        patience = self._patience
        try:
            turns.take(patience, told=None if self.tell is None else partial(self.tell, WAITING), quiet=QUIET)
        except TurnNeverCame as answer:
            words = f"database is locked: process {answer.process} wrote for all of {patience:g} seconds"
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
