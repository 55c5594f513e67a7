"""What others do to an account: lock, unlock, take its second factors away. The right is asked above."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction

from dauys.apps.accounts import rules
from dauys.apps.accounts.models import Account
from dauys.apps.accounts.rules import subject_of
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor


@transaction.atomic
def set_lock(person: UUID, *, locked: bool, reason: str, by: Actor, at: dt.datetime, of: str = "") -> Account:
    """Lock an account, or unlock it, for a reason; its sessions end with the next request, and stay ended."""
    take_turn()
    account = _account_of(person)
    if fault := rules.fault_of_lock(account, locked=locked):
        raise Refused([fault])
    account.is_active, account.locked_at = not locked, at if locked else None
    account.lock_reason = reason if locked else ""
    account.round += 1
    account.save(update_fields=["is_active", "locked_at", "lock_reason", "round"])
    verb = "lock_account" if locked else "unlock_account"
    done = {"reason": reason, "before": {"is_active": locked}, "after": {"is_active": not locked}}
    write_entry(verb, subject_of(person), done, by=by, at=at, of=of)
    return account


@transaction.atomic
def drop_second_factors(person: UUID, reason: str, *, by: Actor, at: dt.datetime, of: str = "") -> Account:
    """Take all second factors of an account away (a phone was lost); its sessions end.

    Whoever logs in next with the password sets up a new one. Refused where there is none to take.
    """
    take_turn()
    account = _account_of(person)
    factors = Authenticator.objects.filter(user=account)
    kinds = sorted(factors.values_list("type", flat=True))
    if not kinds:
        raise Refused([Fault("A-10", "This account has no second factor.", "Look at its history.")])
    factors.delete()
    account.round += 1
    account.save(update_fields=["round"])
    done = {"reason": reason, "kinds": kinds, "before": {"kinds": kinds}, "after": {"kinds": []}}
    write_entry("reset_second_factor", subject_of(person), done, by=by, at=at, of=of)
    return account


def _account_of(person: UUID) -> Account:
    account = Account.objects.filter(person=person).first()
    if account is None:
        raise Refused([Fault("A-09", "This person has no account.", "Invite them first.")])
    return account
