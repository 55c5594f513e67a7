"""What others do to an account: lock, unlock, take second factors away, end it. The right is asked above."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction

from dauys.apps.accounts import rules
from dauys.apps.accounts.models import Account, Invitation
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


@transaction.atomic
def close_account(person: UUID, reason: str, *, by: Actor, at: dt.datetime, of: str = "") -> None:
    """End an account for good: another than its person has it, or its address is lost.

    Its sessions and its link end, password and second factors go, its address is free, and invitations that
    it issued and nobody accepted are withdrawn: they may be a stranger's. What else was done with it stays.
    The person has no account then and may be invited anew.
    """
    take_turn()
    account = _account_of(person)
    kinds = sorted(Authenticator.objects.filter(user=account).values_list("type", flat=True))
    Authenticator.objects.filter(user=account).delete()
    Invitation.objects.filter(account=account, accepted_at__isnull=True, withdrawn_at__isnull=True).update(
        withdrawn_at=at
    )
    issued = Invitation.objects.filter(
        issued_by=str(person), accepted_at__isnull=True, withdrawn_at__isnull=True
    )
    invited = sorted(subject_of(one) for one in issued.values_list("account__person", flat=True))
    issued.update(withdrawn_at=at)
    EmailAddress.objects.filter(user=account).delete()
    before = {"is_active": account.is_active, "kinds": kinds}
    account.email, account.password = "", make_password(None)
    account.is_active, account.lock_reason = False, reason
    account.locked_at, account.ended_at = account.locked_at or at, at
    account.round += 1
    account.save()
    done = {"reason": reason, "before": before, "after": {"is_active": False, "kinds": []}}
    if invited:
        done["withdrawn"] = invited
    write_entry("end_account", subject_of(person), done, by=by, at=at, of=of)


def _account_of(person: UUID) -> Account:
    account = Account.objects.filter(person=person).first()
    if account is None:
        raise Refused([Fault("A-09", "This person has no account.", "Invite them first.")])
    return account
