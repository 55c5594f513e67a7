"""The process that does the works: begun by `dauys work`, and again by it whenever it ends."""

from __future__ import annotations

import signal
import sys

from dauys.ops.working.hand import serve


def main(parent: str, once: str) -> None:
    """Work for as long as the process `parent` lives; with `once` until nothing waits."""
    signal.signal(
        signal.SIGINT, signal.SIG_DFL
    )  # the parent answers Ctrl+C; here it is a kill like any other
    serve(int(parent), once=once == "once")


main(*sys.argv[1:])
