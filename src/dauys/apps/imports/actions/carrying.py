"""What a worker does with a file: looks through it, or takes it whole in the transaction of the job's end."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from dauys.apps.accounts.queries import account_of
from dauys.apps.commissions.queries import capacities
from dauys.apps.imports import rules
from dauys.apps.imports.actions.reading import Opened, Telling, opened
from dauys.apps.imports.models import FaultList, Import
from dauys.apps.imports.queries import earlier_takings, subject_of
from dauys.apps.jobs.actions import end_job
from dauys.apps.jobs.models import Job
from dauys.apps.jobs.queries import actor_of
from dauys.apps.journal.actions import take_turn
from dauys.core.findings import Fault, Refused
from dauys.core.lifecycle import NotAllowed
from dauys.core.rights import Actor, Forbidden
from dauys.core.tables import fault, listing

Clock = Callable[[], dt.datetime]
NOT_YOURS = "Q-08"


def carry_preview(job: Job, told: Telling, clock: Clock) -> None:
    """Look through the file as if it were taken now, and write nothing but what was found.

    Ends `done` where it would be taken, `refused` with every fault where it would not. Of the right it asks
    the office alone: a second factor is shown before something is taken.
    """
    imported, by = _import_of(job), replace(actor_of(job), second_factor=True)
    found: Opened | None = None
    report: dict[str, Any] = {}
    faults: list[Fault] = []
    try:
        with listing(rules.MOST_FAULTS):
            found = opened(imported, told)
            report = found.shown()
            found.read(told)
            report |= found.shown() | {"counts": found.enter(by, job.at, dry_run=True, told=told)}
    except Refused as refused:
        faults = list(refused.faults)
    except (Forbidden, NotAllowed):
        faults = (found.of_others(by) if found else []) or [_not_yours()]
    faults = _cut(faults)
    report |= found.shown() if found else {}
    if imported.election is None and found is not None:
        imported.election = found.election
    report |= {"faults": [asdict(one) for one in faults[: rules.LISTED]], "total": len(faults)}
    earlier = earlier_takings(imported).first()
    if earlier is not None:
        report["taken_before"] = earlier.id
    with transaction.atomic():
        if faults:
            packed = zlib.compress(json.dumps([asdict(one) for one in faults], ensure_ascii=False).encode())
            FaultList.objects.create(job=job, packed=packed)
        # Kept also where the file told it: so its columns can be mapped to the lines of its law.
        Import.objects.filter(id=imported.id).update(election=imported.election)
        end_job(job, "refused" if faults else "done", report, at=clock())


def carry_taking(job: Job, told: Telling, clock: Clock) -> None:
    """Take the file: the facts of its verb and the end of this job, or nothing; raises Refused.

    Of two that take the same file at once the second is refused (Q-07), in its turn to write.
    """
    imported = _import_of(job)
    found = opened(imported, told)
    found.read(told)
    told.begin("storing")
    with transaction.atomic():
        take_turn()
        _refuse_who_left(actor_of(job), job.at, clock())
        _refuse_twin(imported)
        counts = found.enter(actor_of(job), job.at, dry_run=False, told=told)
        end_job(job, "done", found.shown() | {"counts": counts}, at=clock())


def _import_of(job: Job) -> Import:
    number = int(job.subject.partition(":")[2])
    found: Import = Import.objects.select_related("election", "preview").get(id=number)
    return found


def _cut(faults: list[Fault]) -> list[Fault]:
    """The first of very many, and one (I-99) for the rest; what a reader has cut already stays as it is."""
    most = rules.MOST_FAULTS
    if len(faults) <= most + 1:
        return faults
    return [*faults[:most], fault("I-99", place=faults[0].place, count=f"{len(faults) - most:,}")]


def _not_yours() -> Fault:
    said = "The file brings rows that are not for your commission to enter, or not now."
    return Fault(NOT_YOURS, said, "Hand it to the commission that answers for them.")


def _refuse_who_left(by: Actor, asked_at: dt.datetime, at: dt.datetime) -> None:
    """Refused where the account was locked or ended, or the office, between the confirmation and the work.

    An account that began after the confirmation is another's: the one that confirmed has ended.
    """
    try:
        person = UUID(by.person)
    except ValueError:
        return  # the console, which is no person and has no account
    account = account_of(person)
    today = at.astimezone(ZoneInfo(settings.CAPITAL_ZONE)).date()  # the day by which a screen asks the rights
    held = {(one.office, one.path) for one in capacities(person, today)}
    stands = account is not None and account.is_active and account.created_at <= asked_at
    if not stands or (by.office, by.commission) not in held:
        raise Refused([_not_yours()])


def _refuse_twin(imported: Import) -> None:
    """Refused where another import of the same file was taken after this one was looked through."""
    seen = imported.preview.ended_at if imported.preview else None
    twin = earlier_takings(imported).filter(taking__ended_at__gte=seen or imported.at).first()
    if twin is not None:
        message = f"The same file was taken meanwhile: {subject_of(twin)}."
        raise Refused([Fault("Q-07", message, "Nothing is left to do.", value=str(twin.id))])
