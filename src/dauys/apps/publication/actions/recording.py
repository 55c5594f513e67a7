"""Asking for a site to be written again, and keeping what each writing of it came to."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.db import transaction

from dauys.apps.elections.queries import elections
from dauys.apps.jobs.actions import cancel_job, queue_job
from dauys.apps.jobs.models import Job
from dauys.apps.jobs.queries import open_jobs
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.publication.queries import SITE, Writing, answering_paths, record_of, writings_of
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor, require
from dauys.press.marks import leave_mark


@transaction.atomic
def republish_site(*, by: Actor, at: dt.datetime, whole: bool = False) -> Job:
    """Have the site of this installation written again in the background; where `whole`, all files are read.

    Refused where no folder is named (W-06), no election is here (W-07), or that goes on already (W-08).
    """
    require("republish_site", by, answering_paths)
    take_turn()
    if not settings.SITE_FOLDER:
        remedy = "Whoever keeps the system names it in DAUYS_SITE."
        raise Refused([Fault("W-06", "No folder is named for the public site.", remedy)])
    if not elections().exists():
        raise Refused([Fault("W-07", "No election is here yet.", "Import one first.")])
    if open_jobs().filter(subject=SITE).exists():
        raise Refused([Fault("W-08", "The site is being written already.", "Wait until that has ended.")])
    write_entry("republish_site", SITE, {"whole": whole}, by=by, at=at)
    return queue_job("republish", SITE, {"whole": whole}, by=by, at=at)


@transaction.atomic
def cancel_republishing(*, by: Actor, at: dt.datetime) -> bool:
    """Stop the writing of the site that waits or goes on; the pages of each unit stay whole.

    False where nothing goes on.
    """
    require("cancel_republishing", by, answering_paths)
    take_turn()
    going_on = list(open_jobs().filter(subject=SITE))
    for job in going_on:
        cancel_job(job, "cancel_republishing", by=by, at=at)
    return bool(going_on)


def keep_writing(folder: Path, writing: Writing) -> None:
    """Keep what an election came to in a folder, in place of the writing before it."""
    found = writings_of(folder) | {writing.election: writing}
    leave_mark(record_of(folder), {code: asdict(one) for code, one in found.items()})
