"""The worker itself: takes up what waits, one job after the other, and ends at once where it is told to."""

from __future__ import annotations

import datetime as dt
import os
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from dauys.core.findings import Fault, Refused
from dauys.ops.running import operator, start
from dauys.ops.surroundings import fault_of
from dauys.ops.working.command import STOPPED
from dauys.press.holding import Held
from dauys.press.traces import Progress, Trace

if TYPE_CHECKING:
    from dauys.apps.jobs.models import Job

LOOK = 0.5  # seconds between two looks for what waits; a setting of ours
GLANCE = 0.2  # seconds between two looks whether to stop
TIDYING = 3_600.0  # seconds between two looks for what may be deleted; a setting of ours
PACE = 0.5  # seconds between two words about how far it is


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def serve(parent: int, *, once: bool = False) -> None:
    """Do what waits, for as long as the parent lives."""
    watch = Watch(parent)
    watch.begin()  # at first: who brings the tables up to date holds the home meanwhile
    start()
    tidied = -TIDYING
    while True:
        if time.monotonic() >= tidied + TIDYING:
            tidied = time.monotonic()
            tidy_up()
        if not work_off(watch):
            if once:
                return
            time.sleep(LOOK)


def tidy_up() -> None:
    """Delete the bytes of files that nobody took, by its rule; a mistake does not end the worker."""
    from dauys.apps.imports.actions import clear_uploads  # noqa: PLC0415 -- after start()

    try:
        clear_uploads(by=operator(), at=_now())
    except Exception:  # noqa: BLE001 -- it is tried again, and what waits is not to blame
        traceback.print_exc(file=sys.stderr)


def work_off(watch: Watch | None = None) -> int:
    """Do everything that waits now; how many jobs were taken up."""
    from django.db import connection  # noqa: PLC0415 -- after start()

    from dauys.apps.jobs.actions import mark_interrupted  # noqa: PLC0415
    from dauys.apps.jobs.queries import waiting_jobs  # noqa: PLC0415

    mark_interrupted(at=_now())
    taken = sum(_carry_out(job, watch or Watch(0)) for job in list(waiting_jobs()))
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    return taken


def _carry_out(job: Job, watch: Watch) -> bool:
    """Do one job; False where another worker has it, or it was cancelled."""
    from dauys.apps.jobs.actions import take_up  # noqa: PLC0415
    from dauys.apps.jobs.queries import trace_of  # noqa: PLC0415

    trace = trace_of(job)
    try:
        with trace.held():
            if not take_up(job, at=_now()):
                return False
            with watch.over(trace):
                _do(job, trace)
    except Held:
        return False
    return True


def _do(job: Job, trace: Trace) -> None:
    """The work of its kind; what is refused, or fails, is its end and not that of the worker."""
    from dauys.apps.jobs.actions import end_job  # noqa: PLC0415
    from dauys.core.lifecycle import NotAllowed  # noqa: PLC0415
    from dauys.core.rights import Forbidden  # noqa: PLC0415
    from dauys.ops.working.works import WORKS  # noqa: PLC0415

    state, faults = "failed", [Fault("U-21", f"No worker of this version knows the work {job.kind}.")]
    try:
        if job.kind in WORKS:
            WORKS[job.kind](job, Told(trace), _now)
            return
    except Refused as refused:
        state, faults = "refused", list(refused.faults)
    except (NotAllowed, Forbidden) as answer:
        state, faults = "refused", [Fault("U-01", str(answer))]
    except Exception as error:  # noqa: BLE001 -- whatever it is, the others in the queue are not to blame
        traceback.print_exc(file=sys.stderr)
        said = "The work ended by a mistake of the program; what stood before stands."
        faults = [fault_of(error) or Fault("U-22", said, "Tell whoever keeps the system the time.")]
    end_job(job, state, {"faults": [asdict(fault) for fault in faults]}, at=_now())


class Told:
    """Takes how far a job is, and leaves it in its trace now and then."""

    def __init__(self, trace: Trace) -> None:
        self._trace, self._step = trace, ""
        self._begun = self._told = 0.0

    def begin(self, step: str) -> None:
        """Something else is going on from now on."""
        self._step, self._begun, self._told = step, time.monotonic(), 0.0
        self.count(0, 0)

    def count(self, done: int, total: int) -> None:
        """So many are done, of so many; 0 where nobody knows."""
        at = time.monotonic()
        if at >= self._told + PACE:
            self._told = at
            self._trace.tell(Progress(self._step, done, total, int((at - self._begun) * 1000)))


class Watch:
    """Ends this process where whoever asked for the job wishes that it stop, or where its parent is gone.

    There is nothing to tidy up: what a job has not committed, the database rolls back.
    """

    def __init__(self, parent: int) -> None:
        self._parent = parent
        self._trace: Trace | None = None

    def begin(self) -> None:
        """Look from now on."""
        threading.Thread(target=self._look, daemon=True).start()

    @contextmanager
    def over(self, trace: Trace) -> Iterator[None]:
        """This is the job that may be stopped."""
        self._trace = trace
        try:
            yield
        finally:
            self._trace = None

    def is_over(self) -> bool:
        """Whether this process has to end."""
        trace = self._trace
        return os.getppid() != self._parent or (trace is not None and trace.is_asked_to_stop())

    def _look(self) -> None:
        while not self.is_over():
            time.sleep(GLANCE)
        os._exit(STOPPED)
