"""The secrets of second factors are sealed again with the key of now, so that the one before may go."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from dauys.apps.accounts.rules.sealing import MARK, SECRETS, is_newest, kept, read
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor, require


@transaction.atomic
def seal_second_factors(*, by: Actor, at: dt.datetime) -> tuple[int, int]:
    """Seal every secret with the key of now; how many were, and how many none of our keys opens."""
    require("seal_second_factors", by)
    if not settings.HAS_KEY:
        remedy = "Set DAUYS_SECRET_KEY for this command, as the server has it."
        raise Refused([Fault("A-11", "Second factors are sealed with the key of the server.", remedy)])
    take_turn()
    done = lost = 0
    # Held until the end: a code that is used meanwhile is not written over, it waits.
    for factor in Authenticator.objects.select_for_update().filter(type__in=SECRETS).order_by("id"):
        name = SECRETS[factor.type]
        text = str(factor.data.get(name, ""))
        if is_newest(text):
            continue
        secret = read(text) if text.startswith(MARK) else text
        if secret is None:
            lost += 1
            continue
        factor.data = {**factor.data, name: kept(secret)}
        factor.save(update_fields=["data"])
        done += 1
    write_entry("seal_second_factors", "site:installation", {"sealed": done, "lost": lost}, by=by, at=at)
    return done, lost
