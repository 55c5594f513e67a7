"""What the owner of an account does to it, and what happens to it at the door.

Second factors and attempts are written by the libraries that keep them; here is noted that it happened.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F

from dauys.apps.accounts import rules
from dauys.apps.accounts.models import Account
from dauys.apps.accounts.queries import is_standing
from dauys.apps.accounts.rules import subject_of
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor, Forbidden

Happened = Literal["add_second_factor", "remove_second_factor", "renew_recovery_codes"]


@transaction.atomic
def set_password(account: Account, password: str, *, by: Actor, at: dt.datetime) -> None:
    """Set a password that was checked; every session that knew the old one ends."""
    _take_turn("set_password", account, by)
    account.set_password(password)
    account.save(update_fields=["password"])
    write_entry("set_password", subject_of(account.person), {}, by=by, at=at)


@transaction.atomic
def change_address(account: Account, email: str, *, by: Actor, at: dt.datetime) -> None:
    """Take another e-mail address, which was shown to be the owner's; the one before is free. Refused whole.

    The journal says that it was done, and neither address: nothing can be taken out of it again.
    """
    _take_turn("change_address", account, by)
    email = email.strip().lower()
    faults = rules.faults_of_address(email)
    if Account.objects.filter(email=email).exclude(id=account.id).exists():
        faults.append(Fault("A-06", f"{email} is the address of another account.", "Use another address."))
    if faults:
        raise Refused(faults)
    account.email = email
    account.save(update_fields=["email"])
    EmailAddress.objects.filter(user=account).delete()  # allauth's, by which the one before would log in
    write_entry("change_address", subject_of(account.person), {}, by=by, at=at)


@transaction.atomic
def end_sessions(account: Account, *, by: Actor, at: dt.datetime) -> None:
    """End all sessions of an account; whoever asks goes on in a new one."""
    _take_turn("end_sessions", account, by)
    Account.objects.filter(id=account.id).update(round=F("round") + 1)
    account.refresh_from_db(fields=["round"])
    write_entry("end_sessions", subject_of(account.person), {}, by=by, at=at)


@transaction.atomic
def choose_language(account: Account, language: str, *, by: Actor, at: dt.datetime) -> None:
    """Choose the language of letters: `kk`, `ru` or `en`."""
    _take_turn("choose_language", account, by)
    account.language = language
    account.save(update_fields=["language"])
    write_entry("choose_language", subject_of(account.person), {"language": language}, by=by, at=at)


@transaction.atomic
def note_second_factor(
    account: Account, happened: Happened, kind: str, *, by: Actor, at: dt.datetime
) -> None:
    """A second factor of the kind totp, webauthn or recovery_codes was added, removed or renewed."""
    write_entry(happened, subject_of(account.person), {"kind": kind}, by=by, at=at)


@transaction.atomic
def note_lock_out(account: Account, *, by: Actor, at: dt.datetime) -> None:
    """Too many wrong passwords were tried for an account; who tried is known by the place only."""
    write_entry("lock_out", subject_of(account.person), {"from": by.origin}, by=by, at=at)


def _take_turn(verb: str, account: Account, by: Actor) -> None:
    """Wait for the turn; Forbidden where the account was locked, ended or changed since it was read.

    The entry asks this of whoever acts, but comes once the account at hand is changed: that may hide it.
    """
    take_turn()
    if not is_standing(account):
        raise Forbidden(verb, by)
