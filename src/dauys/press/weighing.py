"""What a page weighs on the wire."""

from __future__ import annotations

import gzip

LIMIT = 14_336  # bytes a page may weigh with its style: what a server can send before it waits for an answer


def weight(page: bytes) -> int:
    """Bytes of a page on the wire: gzip at the level servers use for pages that are compressed once."""
    return len(gzip.compress(page, 6, mtime=0))
