"""What a long work leaves on the disk while it goes on: that it lives, how far it is, the wish that it stop.

In a folder of its own, beside any database: while the work writes, nobody waits for it to learn of it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from dauys.press.holding import holding, is_held

PROGRESS, STOP = "progress.json", "stop"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a work is: the step, how many of how many (0: not known), milliseconds since the step began."""

    step: str
    done: int = 0
    total: int = 0
    lasted: int = 0

    @property
    def left(self) -> int | None:
        """Seconds that the rest takes at the pace so far; None where that is not known yet."""
        if not self.done or not self.total or self.lasted < 1_000:
            return None
        return (self.total - self.done) * self.lasted // self.done // 1_000

    @property
    def rate(self) -> int | None:
        """How many a second; None where that is not known yet."""
        return self.done * 1_000 // self.lasted if self.done and self.lasted >= 1_000 else None


@dataclass(frozen=True, slots=True)
class Trace:
    """The folder of one work."""

    folder: Path

    @contextmanager
    def held(self) -> Iterator[None]:
        """Be the one who does it; raises Held where another is. At the end nothing is left."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with holding(self.folder):
            yield
            self.clear()

    def is_held(self) -> bool:
        """Whether somebody is at it: the lock of one who was killed is gone."""
        return is_held(self.folder)

    def tell(self, progress: Progress) -> None:
        """Say how far it is; who reads it meanwhile reads the last one whole."""
        record = {"step": progress.step, "done": progress.done, "total": progress.total}
        draft = self.folder / f"{PROGRESS}.new"
        draft.write_text(json.dumps(record | {"lasted": progress.lasted}), encoding="utf-8")
        draft.replace(self.folder / PROGRESS)

    def progress(self) -> Progress | None:
        """How far it is; None where nothing was said yet."""
        try:
            return Progress(**json.loads((self.folder / PROGRESS).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def ask_to_stop(self) -> None:
        """Leave the wish that the work stop."""
        with suppress(FileNotFoundError):  # it has ended
            (self.folder / STOP).touch()

    def is_asked_to_stop(self) -> bool:
        """Whether somebody wishes that it stop."""
        return (self.folder / STOP).exists()

    def clear(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)
