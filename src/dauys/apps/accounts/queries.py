"""What accounts answer: who has one, and how it stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dauys.apps.accounts import rules
from dauys.apps.accounts.models import Account, Invitation
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import done_of, entries_about
from dauys.core.findings import Fault

__all__ = [
    "Account",
    "Happening",
    "account_at",
    "account_of",
    "history_of",
    "invitation_of",
]


def account_of(person: UUID) -> Account | None:
    """The account of a person."""
    return Account.objects.filter(person=person).first()


def account_at(email: str) -> Account | None:
    """The account with an address, in whatever letters that is written."""
    return Account.objects.filter(email=email.strip().lower()).first() if email else None


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry about an account: when, which verb, who did it (opaque, "" for nobody known), and why."""

    at: dt.datetime
    verb: str
    person: str
    office: str
    reason: str
    kind: str  # of the second factor


def history_of(person: UUID) -> list[Happening]:
    """What the journal says about the account of a person, the latest first."""
    entries = entries_about(rules.subject_of(person)).reverse()
    return [_happening(entry, done_of(entry)) for entry in entries]


def _happening(entry: Entry, done: dict[str, Any]) -> Happening:
    kind, reason = str(done.get("kind", "")), str(done.get("reason", "") or done.get("from", ""))
    return Happening(entry.at, entry.verb, entry.person, entry.office, reason, kind)


def invitation_of(token: str, at: dt.datetime) -> Invitation | Fault:
    """The invitation that a link stands for, or why it can't be accepted."""
    found = Invitation.objects.filter(token_digest=rules.digest_of(token)).select_related("account").first()
    fault = rules.fault_of_invitation(found, at)
    if fault is not None or found is None:
        return fault or Fault("A-02", "There is no open invitation with this link.", "Ask for a new one.")
    return found
