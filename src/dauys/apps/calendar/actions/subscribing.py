"""A person's own address of a calendar: opened, renewed, ended, by that person alone."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from dauys.apps.calendar import rules
from dauys.apps.calendar.models import Subscription
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor, Forbidden


@transaction.atomic
def open_subscription(person: UUID, token: str, *, by: Actor, at: dt.datetime) -> Subscription:
    """Give a person an address by its token, of 256 bits of chance; the one before ends.

    Raises Forbidden for anybody else than that person.
    """
    _require_self(person, by)
    take_turn()
    renewed = Subscription.objects.filter(person=person, ended_at__isnull=True).update(ended_at=at)
    write_entry("open_subscription", f"account:{person}", {"renewed": renewed}, by=by, at=at)
    return Subscription.objects.create(person=person, token_digest=rules.digest_of(token), issued_at=at)


@transaction.atomic
def end_subscription(person: UUID, *, by: Actor, at: dt.datetime) -> None:
    """End the address; Refused where there is none. Raises Forbidden for anybody else."""
    _require_self(person, by)
    take_turn()
    if not Subscription.objects.filter(person=person, ended_at__isnull=True).update(ended_at=at):
        raise Refused([Fault("D-89", "There is no address of a calendar.", "Look at the page again.")])
    write_entry("end_subscription", f"account:{person}", {}, by=by, at=at)


def _require_self(person: UUID, by: Actor) -> None:
    if by.person != str(person):
        raise Forbidden("open_subscription", by)
