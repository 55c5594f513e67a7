"""A folder that one command at a time may work in: a lock of the system, gone when its holder is gone."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STEP = 0.02  # seconds between two tries
_HELD: set[str] = set()


class Held(Exception):  # noqa: N818 -- an answer, not a failure
    """Another process works in the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"Another command is at work in {folder}.")
        self.folder = folder


@contextmanager
def holding(folder: Path, *, patience: float | None = 0) -> Iterator[None]:
    """Hold an existing folder for this process and those that it forks; raises Held when another has it.

    Waits up to `patience` seconds, without end for None. A process may hold a folder that it holds already.
    The lock lies on the folder itself: nothing is written into it, and who is killed leaves nothing behind.
    """
    name = os.path.realpath(folder)
    if name in _HELD:
        yield
        return
    opened = os.open(name, os.O_RDONLY)
    try:
        _take(opened, folder, patience)
        _HELD.add(name)
        yield
    finally:
        _HELD.discard(name)
        os.close(opened)


def is_held(folder: Path) -> bool:
    """Whether a process holds the folder, this one included; nobody holds one that is not there."""
    if os.path.realpath(folder) in _HELD:
        return True
    try:
        with holding(folder):
            return False
    except Held:
        return True
    except FileNotFoundError:
        return False


def _take(opened: int, folder: Path, patience: float | None) -> None:
    if patience is None:
        fcntl.flock(opened, fcntl.LOCK_EX)
        return
    for _ in range(1 + round(patience / STEP)):
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(STEP)
        else:
            return
    raise Held(folder)
