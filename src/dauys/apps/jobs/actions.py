"""The life of a job: queued, taken up, ended, cancelled, interrupted; each step once, whoever is quicker.

Queueing and cancelling are asked for by verbs of the rooms above, which have asked the table of rights.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.db import transaction

from dauys.apps.jobs.models import Job
from dauys.apps.jobs.queries import EXAMINATION, open_jobs, running_jobs, trace_of
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.core.lifecycle import JOB
from dauys.core.rights import Actor, require


def queue_job(kind: str, subject: str, asked: dict[str, Any], *, by: Actor, at: dt.datetime) -> Job:
    """Put a work in the queue, in the transaction of the verb that asks for it."""
    return Job.objects.create(
        kind=kind, subject=subject, asked=json.dumps(asked, ensure_ascii=False), person=by.person,
        office=by.office, commission=by.commission, second_factor=by.second_factor, origin=by.origin, at=at,
        state=JOB.first,
    )  # fmt: skip


@transaction.atomic
def examine_system(of: str, *, by: Actor, at: dt.datetime) -> Job:
    """Have the installation looked at, as `dauys doctor` does; `of` is the path of the country's unit.

    One that is asked for already, and has not ended, is the answer.
    """
    require("examine_system", by, lambda: [of])
    take_turn()
    going_on = open_jobs().filter(subject=EXAMINATION).first()
    if going_on is not None:
        return going_on
    write_entry("examine_system", EXAMINATION, {}, by=by, at=at)
    return queue_job("examine", EXAMINATION, {}, by=by, at=at)


def take_up(job: Job, *, at: dt.datetime) -> bool:
    """Begin it; False where another worker was quicker or it was cancelled. Hold its trace before."""
    return _step(job, "waiting", "take_up", "running", started_at=at)


def end_job(job: Job, state: str, report: dict[str, Any], *, at: dt.datetime) -> None:
    """End it as `done`, `refused` or `failed`: in the transaction of its facts, where it writes any.

    Raises RuntimeError where it runs no longer: then its facts must not stand either.
    """
    told = json.dumps(report, ensure_ascii=False)
    if not _step(job, "running", "end_job", state, report=told, ended_at=at):
        raise RuntimeError(f"Job {job.id} does not run.")


@transaction.atomic
def cancel_job(job: Job, verb: str, *, by: Actor, at: dt.datetime) -> None:
    """Cancel what waits; of what runs the worker is told, and what stood before stands.

    One that has ended meanwhile stays as it ended. The journal keeps it under the verb of the room above.
    """
    done: dict[str, Any] = {"job": job.id, "work": job.kind}
    if _step(job, "waiting", "cancel_job", "cancelled", ended_at=at):
        done |= {"before": {"state": "waiting"}, "after": {"state": job.state}}
        write_entry(verb, job.subject, done, by=by, at=at)
        return
    job.refresh_from_db()
    if job.state == "running" and not trace_of(job).is_asked_to_stop():
        done |= {"before": {"state": job.state, "stop": False}, "after": {"state": job.state, "stop": True}}
        write_entry(verb, job.subject, done, by=by, at=at)
        trace_of(job).ask_to_stop()


def mark_interrupted(*, at: dt.datetime) -> list[Job]:
    """Jobs whose worker is gone without an end: cancelled where somebody asked for that, else interrupted.

    What they had not committed is not there: the database has rolled it back.
    """
    found = []
    for job in running_jobs():
        trace = trace_of(job)
        if trace.is_held():
            continue
        state, verb = (
            ("cancelled", "cancel_job") if trace.is_asked_to_stop() else ("interrupted", "interrupt")
        )
        if _step(job, "running", verb, state, ended_at=at):  # it may have ended since it was looked for
            found.append(job)
        trace.clear()
    return found


def _step(job: Job, source: str, verb: str, target: str, **also: object) -> bool:
    """One step of the table, taken by one statement: of two that try it one succeeds."""
    JOB.step(source, verb, target)
    with transaction.atomic():
        taken = Job.objects.filter(id=job.id, state=source).update(state=target, **also)
    if taken:
        job.refresh_from_db()
    return bool(taken)
