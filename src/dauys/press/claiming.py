"""A name that one command at a time may write to: what is written gets it once it is whole and on the disk.

Beside the name lie, while somebody works, a lock (`.NAME.dauys-lock`), what is being written (`-new`) and, on
systems where two folders can't change places in one step, what stood there before (`-old`). Whoever is
killed leaves them; whoever comes next to that folder clears them away: no lock outlives its holder.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dauys.press.exchanging import exchange
from dauys.press.holding import STEP, Held

LOCK = "lock"


def beside(path: Path, ending: str) -> Path:
    """A hidden name of ours beside a path."""
    return path.with_name(f".{path.name}.dauys-{ending}")


@contextmanager
def claiming(path: Path, *, patience: float) -> Iterator[Path]:
    """Hold a name as its only writer; the value is the name to write to meanwhile, where nothing stands.

    What that holds at the end is gone, so it has to be put in place before. Raises Held when another has the
    name for longer than `patience` seconds, OSError where its folder can't be written.
    """
    clear_left(path.parent)
    with _locked(path, patience):
        _restore(path)
        try:
            yield beside(path, "new")
        finally:
            _remove(beside(path, "new"))


def clear_left(folder: Path) -> None:
    """Clear away in a folder what killed commands of ours left there, and put back what they had moved."""
    ending = beside(Path("x"), LOCK).name.removeprefix(".x")
    for lock in folder.glob(f".*{ending}"):
        path = lock.with_name(lock.name[1:].removesuffix(ending))
        with suppress(Held, OSError), _locked(path, 0):  # another is at work there, or it is another's
            _restore(path)


def put_in_place(draft: Path, path: Path) -> None:
    """A finished file or folder takes a name, on the disk; a folder that stood there is gone then."""
    _put_on_disk(draft)
    if not path.is_dir():
        draft.replace(path)
    elif not exchange(str(draft), str(path)):
        path.rename(beside(path, "old"))
        draft.rename(path)
    _put_on_disk_alone(path.parent)
    _remove(beside(path, "old"))


def _restore(path: Path) -> None:
    """Undo what a killed command did to a name."""
    old = beside(path, "old")
    if old.exists() and not path.exists():
        old.rename(path)
    _remove(old)
    _remove(beside(path, "new"))


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def _locked(path: Path, patience: float) -> Iterator[None]:
    lock = beside(path, LOCK)
    opened = _lock_taken(lock, path, patience)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)  # still held: who opened it meanwhile will see that it is not there
        os.close(opened)


def _lock_taken(lock: Path, path: Path, patience: float) -> int:
    for _ in range(1 + round(patience / STEP)):
        opened = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(opened), lock.stat()):
                return opened
        except (BlockingIOError, FileNotFoundError):  # another has it, or had it and took it away
            pass
        except BaseException:
            os.close(opened)
            raise
        os.close(opened)
        time.sleep(STEP)
    raise Held(path)


def _put_on_disk(path: Path) -> None:
    """A file, or a folder with all that it holds."""
    if path.is_dir():
        for inside in path.iterdir():
            _put_on_disk(inside)
    _put_on_disk_alone(path)


def _put_on_disk_alone(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
