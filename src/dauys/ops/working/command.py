"""The command `dauys work`: keeps one worker going, and begins another whenever that one is gone."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from dauys.core.findings import Fault
from dauys.ops.running import refuse, start
from dauys.press.holding import Held

PAUSE = 1.0  # seconds before another is begun in place of one that failed
STOPPED = 3  # how the worker ends when somebody cancelled what it did


def work(
    *,
    once: Annotated[bool, typer.Option("--once", help="End as soon as nothing waits any more.")] = False,
) -> None:
    """Do in the background what screens ask for: imports, previews, writing the site again.

    A job that is killed leaves what stood before; the next worker marks it as interrupted, and whoever asked
    for it can ask again. On SQLite one worker is at work, on PostgreSQL as many as are started.
    """
    start()
    from django.db import connection  # noqa: PLC0415 -- after start()

    from dauys.apps.jobs.queries import WORKER, folder_of_traces  # noqa: PLC0415
    from dauys.press.traces import Trace  # noqa: PLC0415

    alone = connection.vendor == "sqlite"
    connection.close()
    trace = Trace(folder_of_traces() / (WORKER if alone else f"{WORKER}-{os.getpid()}"))
    try:
        with trace.held():
            _keep_going(once)
    except Held:
        remedy = "One is enough on SQLite: leave it, or end it before you start another."
        refuse([Fault("U-20", "Another worker is at work here.", remedy)], as_json=False)


@contextmanager
def at_work() -> Iterator[None]:
    """A worker beside this process, for as long as that lives: the demo has one of its own."""
    from dauys.apps.jobs.queries import WORKER, folder_of_traces  # noqa: PLC0415 -- after start()
    from dauys.press.traces import Trace  # noqa: PLC0415

    with Trace(folder_of_traces() / WORKER).held():
        threading.Thread(target=_keep_going, args=(False,), daemon=True).start()
        yield


def _keep_going(once: bool) -> None:
    """Begin a worker again and again, each with a memory of its own; end with the one that has to end."""
    command = [sys.executable, "-m", "dauys.ops.working", str(os.getpid()), "once" if once else "always"]
    while True:
        hand = subprocess.Popen(command)  # noqa: S603 -- our own module
        try:
            code = hand.wait()
        finally:
            hand.kill()
            hand.wait()
        if once and code == 0:
            return
        if code not in (0, STOPPED):
            typer.echo(f"The worker ended with {code}; another begins.", err=True)
            time.sleep(PAUSE)
