"""Letters about duties: one a day to each, sent by the operator's timer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from uuid import UUID

from django.db import IntegrityError, transaction

from dauys.apps.calendar.models import Reminder
from dauys.apps.journal.actions import write_entry
from dauys.core.rights import Actor, require_somewhere


def send_reminders(
    duties: Mapping[UUID, int], send: Callable[[UUID], bool], *, by: Actor, at: dt.datetime
) -> tuple[int, int]:
    """Send each person a letter, unless one went today already: how many were sent, how many failed.

    `duties` says of how many duties each letter tells, `send` sends it and answers whether it went. A letter
    is claimed before it goes, so that two runs at once send none twice, and given back where it failed. No
    row is locked while letters go. The day is that of `at` in its own zone.
    """
    require_somewhere("send_reminders", by)
    sent = failed = 0
    for person, count in duties.items():
        if not _claimed(person, at.date(), count):
            continue
        if send(person):
            sent += 1
        else:
            failed += 1
            Reminder.objects.filter(person=person, sent_on=at.date()).delete()
    if sent or failed:
        with transaction.atomic():
            done = {"sent": sent, "failed": failed}
            write_entry("send_reminders", f"day:{at.date().isoformat()}", done, by=by, at=at)
    return sent, failed


def _claimed(person: UUID, day: dt.date, count: int) -> bool:
    try:
        with transaction.atomic():
            Reminder.objects.create(person=person, sent_on=day, duties=count)
    except IntegrityError:
        return False
    return True
