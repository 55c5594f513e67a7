"""The bytes of a file that somebody names: of a regular file only, and of one that is not too large."""

from __future__ import annotations

import stat
from pathlib import Path

from dauys.core.tables.faults import refused


def file_bytes(path: Path, name: str, limit: int) -> bytes:
    """The content, read once, so that what is checked is what is counted; raises Refused (I-03, I-04).

    A folder, a pipe or a device is refused before anything is read: some of them never end.
    """
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise refused("I-03", place=name, reason="it is not a file")
        if state.st_size > limit:
            raise refused("I-04", place=name, limit=f"{limit:,}")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not a name of a file"
        raise refused("I-03", place=name, reason=reason[:1].lower() + reason[1:]) from None
