"""What a worker knows to do: each kind of job and the function that does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from dauys.apps.elections.queries import elections
from dauys.apps.imports.actions import carry_preview, carry_taking
from dauys.apps.jobs.actions import end_job
from dauys.apps.jobs.models import Job
from dauys.apps.jobs.queries import actor_of, asked_of
from dauys.ops.doctor.command import answers_of
from dauys.ops.publishing import publish_election
from dauys.ops.running import moment_shown
from dauys_verify import verify

if TYPE_CHECKING:
    from dauys.ops.working.hand import Told

Clock = Callable[[], dt.datetime]
Work = Callable[[Job, "Told", Clock], None]
SHOWN = 20  # differences that a report keeps


def republish(job: Job, told: Told, clock: Clock) -> None:
    """Write the site of the installation again, every election of it, and hold it against its manifests."""
    folder, by = Path(settings.SITE_FOLDER), actor_of(job)
    at = max(job.at, moment_shown())
    counts = {"pages": 0, "written": 0, "unchanged": 0, "removed": 0}
    for one in elections():
        told.begin("publishing")
        whole = bool(asked_of(job).get("whole"))
        done = publish_election(folder, one, at=at, progress=told.count, compares=whole, by=by)
        counts = {name: count + getattr(done, name) for name, count in counts.items()}
    told.begin("proving")
    found = verify(folder)
    proof = {"files": found.files, "sums": found.sums, "differences": list(found.differences[:SHOWN])}
    end_job(job, "done", counts | proof, at=clock())


def examine(job: Job, told: Told, clock: Clock) -> None:
    """Look at the installation as `dauys doctor` does, and keep its answers."""
    told.begin("looking")
    site = Path(settings.SITE_FOLDER) if settings.SITE_FOLDER else None
    answers = [answer.as_dict() for answer in answers_of(site)]
    end_job(job, "done", {"answers": answers}, at=clock())


WORKS: Mapping[str, Work] = {
    "preview": carry_preview,
    "take": carry_taking,
    "republish": republish,
    "examine": examine,
}
