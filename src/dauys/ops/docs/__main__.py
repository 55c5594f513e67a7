"""`python -m dauys.ops.docs` writes what is generated; `--check` only says what is out of date."""

from __future__ import annotations

import sys

from dauys.ops.docs import stale, write


def main(arguments: list[str]) -> int:
    """Write or check; 1 where `--check` finds a page out of date."""
    checking = "--check" in arguments
    changed = stale() if checking else write()
    for name in changed:
        sys.stdout.write(f"{name} {'is out of date: run make docs' if checking else 'written'}\n")
    return 1 if checking and changed else 0


sys.exit(main(sys.argv[1:]))
