"""A file or a folder that takes its name only once it is finished and on the disk."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dauys.core.findings import Fault, Refused
from dauys.press.claiming import claiming, put_in_place
from dauys.press.holding import Held, holding

PATIENCE = 2.0  # seconds for which one waits for another who writes to the same name, or works in the folder


@contextmanager
def finished(file: Path, *, force: bool) -> Iterator[Path]:
    """A neighbour to write to, readable by its owner only: it takes the name when all went well.

    Raises Refused where the file stands already, unless it may be replaced (`force`), and where another
    command writes to that name.
    """
    with claimed(file) as neighbour:
        if file.exists() and not force:
            remedy = "Choose another name, or replace it with --force."
            raise Refused([Fault("U-10", "The file stands already.", remedy, str(file))])
        if file.exists() and not (
            file.is_file() or file.is_dir()
        ):  # a device is not to be replaced by a file
            raise Refused([_no_place(file)])
        if file.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
        os.close(os.open(neighbour, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield neighbour
        put_in_place(neighbour, file)


@contextmanager
def claimed(path: Path) -> Iterator[Path]:
    """Hold a name as its only writer, and a neighbour to write to, which is gone at the end.

    Raises Refused while another command writes to that name, and for a path that names nothing: "", "." or
    the root.
    """
    if not path.name:
        raise Refused([_no_place(path)])
    with _refusing(path), claiming(path, patience=PATIENCE) as neighbour:
        yield neighbour


def _no_place(path: Path) -> Fault:
    remedy = "Give it a name in a folder that exists."
    return Fault("U-19", f"“{path}” names no place to write to.", remedy)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold a folder as its only writer; Refused while another command works in it."""
    with _refusing(), holding(folder, patience=PATIENCE):
        yield


@contextmanager
def _refusing(place: Path | str = "") -> Iterator[None]:
    try:
        yield
    except Held as held:
        raise Refused([Fault("U-11", str(held), "Wait until it has ended.", str(place))]) from None
