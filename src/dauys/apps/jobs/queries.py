"""What the queue answers: what waits, what is at work and how far it is, what came of a job."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from dauys.apps.jobs.models import Job
from dauys.core.lifecycle import JOB
from dauys.core.rights import Actor
from dauys.press.traces import Trace

ENDED = frozenset(state for state in JOB.states if not JOB.allowed(state))
EXAMINATION = "site:installation"  # what jobs that look at the installation are about
WORKER = "worker"  # the trace of the worker itself


def jobs() -> QuerySet[Job]:
    """All of them, the latest first."""
    return Job.objects.order_by("-id")


def jobs_about(subject: str) -> QuerySet[Job]:
    """Those about one thing, the latest first."""
    return jobs().filter(subject=subject)


def waiting_jobs() -> QuerySet[Job]:
    """Those that nobody has taken up, in the order in which they came."""
    return Job.objects.filter(state="waiting").order_by("id")


def running_jobs() -> QuerySet[Job]:
    """Those that a worker has taken up; it may have been killed since."""
    return Job.objects.filter(state="running").order_by("id")


def open_jobs() -> QuerySet[Job]:
    """Those that wait or run, in the order in which they came."""
    return Job.objects.filter(state__in=("waiting", "running")).order_by("id")


def actor_of(job: Job) -> Actor:
    """Who asked, as verbs take it."""
    return Actor(job.person, job.office, job.commission, job.second_factor, job.origin)


def asked_of(job: Job) -> dict[str, Any]:
    """What it was asked to do."""
    found: dict[str, Any] = json.loads(job.asked)
    return found


def report_of(job: Job) -> dict[str, Any]:
    """What came of it; empty while it goes on."""
    found: dict[str, Any] = json.loads(job.report)
    return found


def folder_of_traces() -> Path:
    """Where workers leave traces: all of one installation share it, as they share the home."""
    return Path(settings.HOME) / "work"


def trace_of(job: Job) -> Trace:
    """What a job leaves on the disk while it goes on."""
    return Trace(folder_of_traces() / str(job.id))


def is_worker_alive() -> bool:
    """Whether a worker is there to take up what waits."""
    return any(Trace(path).is_held() for path in folder_of_traces().glob(f"{WORKER}*"))
