"""Pages onto the disk: whole or not at all, and only those whose bytes changed."""

from __future__ import annotations

import gzip
from pathlib import Path

LIMIT = 14_336  # bytes a page may weigh with its style: what a server can send before it waits for an answer


def weight(page: bytes) -> int:
    """Bytes of a page on the wire: gzip at the level servers use for pages that are compressed once."""
    return len(gzip.compress(page, 6, mtime=0))


def write_page(path: Path, page: bytes) -> bool:
    """Put a page in place by renaming a finished neighbour; False where the same bytes stand already.

    A reader sees the old page or the new one, never a part. The folder is made when it is missing.
    """
    try:
        if path.read_bytes() == page:
            return False
    except FileNotFoundError:
        pass
    neighbour = path.with_name(f".{path.name}.new")
    try:
        neighbour.write_bytes(page)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        neighbour.write_bytes(page)
    neighbour.replace(path)
    return True


def remove_page(path: Path, *, within: Path) -> None:
    """Remove a page that no longer belongs, and the folders that it leaves empty below `within`."""
    path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == within or within not in folder.parents:
            return
        try:
            folder.rmdir()
        except OSError:  # something else still stands in it
            return
