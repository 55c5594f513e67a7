"""The queue of writers: tickets in the order in which they came, held as locks of the system.

SQLite alone lets whoever asks at the right moment go first, and one of eight writers may wait for seconds.
Here a writer draws a ticket, holds the byte of that number in a file beside the database, and may write once
nobody holds a lower one. A writer that is killed leaves no byte held, so nobody clears up after it.
"""

from __future__ import annotations

import fcntl
import os
import struct
import threading
import time
from collections.abc import Callable
from pathlib import Path

_NUMBERS = struct.Struct("<QQQ")  # the next ticket; the ticket whose turn it was last; whose process that is
_DRAW = 1 << 20  # the byte held while a ticket is drawn
_TICKETS = _DRAW + 1  # from here on one byte a ticket
_LAST = 1 << 62  # no ticket lies beyond it: a higher number is no ticket but damage
_STEP, _LONGEST = 0.0005, 0.02  # seconds between two looks: by how many are ahead, and at most


class TurnNeverCame(Exception):  # noqa: N818 -- an answer, not a failure
    """Somebody has been writing for longer than one waits: `process` is who wrote last."""

    def __init__(self, process: int) -> None:
        super().__init__(f"process {process} has been writing for too long")
        self.process = process


class Turns:
    """The queue of one database file, as this process sees it.

    The file stays open for as long as the process lives: to close it would be to let go of every lock on it.
    Numbers that can't be tickets are damage: whoever draws next begins again at one. The order may be lost by
    that, never a fact: SQLite itself lets one write at a time.
    """

    _known: dict[Path, Turns] = {}  # noqa: RUF012 -- one for all, on purpose

    def __init__(self, path: Path) -> None:
        self._path = path
        self._within = threading.Lock()  # the locks of the system are those of the process, not of a thread
        self._file = -1
        self._ticket = 0

    @classmethod
    def of(cls, path: Path) -> Turns:
        """The one queue of a path in this process."""
        return cls._known.setdefault(path, cls(path))

    def take(self, patience: float, *, told: Callable[[], None] | None = None, quiet: float = 0) -> None:
        """Wait until it is one's turn; raises TurnNeverCame after `patience` seconds.

        Whoever wants to be told that one waits is, once, after `quiet` seconds.
        Raises OSError where the file can't be opened or written.
        """
        until = time.monotonic() + patience
        if not self._within.acquire(timeout=patience):
            raise TurnNeverCame(os.getpid())
        try:
            if self._file < 0:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            self._ticket = self._draw()
            self._wait(until, told, time.monotonic() + quiet)
        except BaseException:
            self.leave()
            raise

    def leave(self) -> None:
        """Let the next one write."""
        if self._ticket:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _TICKETS + self._ticket)
            self._ticket = 0
        self._within.release()

    def _draw(self) -> int:
        fcntl.lockf(self._file, fcntl.LOCK_EX, 1, _DRAW)
        try:
            ticket, served, process = self._numbers()
            while not self._held(ticket):  # somebody has it since before the file was damaged
                ticket += 1
            os.pwrite(self._file, _NUMBERS.pack(ticket + 1, served, process), 0)
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _DRAW)
        return ticket

    def _held(self, ticket: int) -> bool:
        """Whether this process could take the byte of a ticket."""
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _TICKETS + ticket)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def _numbers(self) -> tuple[int, int, int]:
        found = os.pread(self._file, _NUMBERS.size, 0)
        if len(found) < _NUMBERS.size:
            return 1, 0, 0
        ticket, served, process = _NUMBERS.unpack(found)
        return (ticket, served, process) if 0 < ticket < _LAST and served < _LAST else (1, 0, 0)

    def _wait(self, until: float, told: Callable[[], None] | None, telling: float) -> None:
        while not self._is_first():
            _, served, process = self._numbers()
            if time.monotonic() >= until:
                raise TurnNeverCame(process)
            if told is not None and time.monotonic() >= telling:
                told()
                told = None
            time.sleep(min(_STEP * max(self._ticket - served, 1), _LONGEST))
        # Nothing is decided by these two: they say how soon to look again, and whom to ask.
        os.pwrite(self._file, struct.pack("<QQ", self._ticket, os.getpid()), 8)

    def _is_first(self) -> bool:
        """Whether nobody holds a lower ticket: who can lock all of their bytes for a moment."""
        try:
            fcntl.lockf(self._file, fcntl.LOCK_SH | fcntl.LOCK_NB, self._ticket, _TICKETS)
        except (BlockingIOError, PermissionError):
            return False
        fcntl.lockf(self._file, fcntl.LOCK_UN, self._ticket, _TICKETS)
        return True
