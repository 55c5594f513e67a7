"""A file that takes its name only once it is finished and on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dauys.core.findings import Fault, Refused
from dauys.press.holding import Held, holding

PATIENCE = 2.0  # seconds for which one waits for another who works in the folder


@contextmanager
def finished(file: Path, *, force: bool) -> Iterator[Path]:
    """A neighbour to write to, readable by its owner only: it takes the name when all went well.

    Raises Refused where the file stands already, unless it may be replaced (`force`), and where another
    command is at work in the folder.
    """
    neighbour = neighbour_of(file, "new")
    with alone_in(file.parent, file):
        if file.exists() and not force:
            remedy = "Choose another name, or replace it with --force."
            raise Refused([Fault("U-10", "The file stands already.", remedy, str(file))])
        try:
            _begin(neighbour)
            yield neighbour
            _put_on_disk(neighbour)
            neighbour.replace(file)
            _put_on_disk(file.parent)
        finally:
            neighbour.unlink(missing_ok=True)


@contextmanager
def alone_in(folder: Path, place: Path | str = "") -> Iterator[None]:
    """Hold a folder as its only writer; Refused, naming the `place`, while another command works in it."""
    try:
        with holding(folder, patience=PATIENCE):
            yield
    except Held as held:
        raise Refused([Fault("U-11", str(held), "Wait until it has ended.", str(place))]) from None


def neighbour_of(path: Path, ending: str) -> Path:
    """A hidden name beside a path; raises Refused for a path that names nothing: "", "." or the root."""
    if not path.name:
        remedy = "Give it a name in a folder that exists."
        raise Refused([Fault("U-19", f"“{path}” names no place to write to.", remedy)])
    return path.with_name(f".{path.name}.{ending}")


def _begin(path: Path) -> None:
    """An empty file for its owner only, whatever a killed run left there."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _put_on_disk(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
