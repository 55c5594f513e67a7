"""Homes of a moment in which a backup is restored to prove it: they hold personal data, and must not stay."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from dauys.press.holding import Held, holding

FOLDER, HOME = "proofs", "home"


@contextmanager
def proof_home(home: Path) -> Iterator[Path]:
    """A name for a home within a folder that only its owner can read; the folder is gone at the end.

    It is held as long as it is in use, so that those of commands that were killed are known and cleared away.
    """
    place = home / FOLDER
    place.mkdir(mode=0o700, exist_ok=True)
    with ExitStack() as held:
        with holding(place, patience=None):  # so that nobody clears away what is not held yet
            for left in left_proofs(home):
                shutil.rmtree(left)
            made = Path(tempfile.mkdtemp(dir=place))
            held.callback(shutil.rmtree, made)
            held.enter_context(holding(made))
        yield made / HOME


def clear_proofs(home: Path) -> None:
    """Clear away the proofs of commands that were killed."""
    if (home / FOLDER).is_dir():
        with holding(home / FOLDER, patience=None):
            for left in left_proofs(home):
                shutil.rmtree(left)


def left_proofs(home: Path) -> list[Path]:
    """Those that nobody works in: neither who makes the proof nor the restore that he began."""
    return sorted(path for path in (home / FOLDER).glob("*") if path.is_dir() and not _is_held(path))


def _is_held(path: Path) -> bool:
    try:
        with holding(path), suppress(FileNotFoundError), holding(path / HOME):
            pass
    except Held:
        return True
    return False
