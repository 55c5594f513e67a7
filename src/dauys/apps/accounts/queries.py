"""What accounts answer: who has one, and how it stands."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils.crypto import salted_hmac

from dauys.apps.accounts import rules
from dauys.apps.accounts.models import (
    LETTER_FAILED,
    LETTER_LIES,
    LETTER_SENT,
    LETTER_WAITS,
    Account,
    Invitation,
)
from dauys.apps.accounts.rules.sealing import SECRETS, is_newest, kept, opened, read, sealed
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import done_of, entries_about
from dauys.core.findings import Fault

__all__ = [
    "LETTERS",
    "LETTER_WAITS_FOR",
    "Account",
    "Happening",
    "Invitation",
    "account_at",
    "account_of",
    "ended_by",
    "has_second_factor",
    "history_of",
    "invitation_of",
    "is_standing",
    "kept",
    "letter_of",
    "letters_by",
    "opened",
    "persons_ended_by",
    "read",
    "sealed",
    "sealed_factors",
    "standing_of",
]

LETTERS = (
    LETTER_WAITS,
    LETTER_SENT,
    LETTER_FAILED,
    LETTER_LIES,
)  # what became of the letter of an invitation
LETTER_WAITS_FOR = dt.timedelta(minutes=15)  # what has not left by then is lost; a setting of ours


def account_of(person: UUID) -> Account | None:
    """The account of a person."""
    return Account.objects.filter(person=person).first()


def ended_by(person: UUID) -> str:
    """Who ended the last account of a person that has ended, as the journal names them; "" where none has."""
    found = entries_about(rules.subject_of(person)).filter(verb="end_account").last()
    return found.person if found else ""


def persons_ended_by(person: str) -> set[UUID]:
    """All whose last account that has ended somebody ended: one question."""
    ended = Entry.objects.filter(verb="end_account").order_by("number").values_list("subject", "person")
    last = dict(ended)  # the last entry of each
    return {rules.person_of(subject) for subject, who in last.items() if who == person}


def account_at(email: str) -> Account | None:
    """The account with an address, in whatever letters that is written."""
    return Account.objects.filter(email=email.strip().lower()).first() if email else None


def standing_of(account: Account) -> str:
    """What was read of an account and rests on it: it ends with another password, address or round."""
    known = f"{account.email} {account.get_session_auth_hash()}"
    return salted_hmac("dauys.accounts.standing", known, algorithm="sha256").hexdigest()


def is_standing(account: Account) -> bool:
    """Whether an account is still as it was read: not locked, ended or with another standing."""
    found = Account.objects.filter(pk=account.pk, is_active=True).first()
    return found is not None and standing_of(found) == standing_of(account)


def sealed_factors() -> Counter[str]:
    """How many second factors with a secret are `new` (sealed with the key of now), `old` or `lost`."""
    found = Counter[str]()
    for factor in Authenticator.objects.filter(type__in=SECRETS):
        text = str(factor.data.get(SECRETS[factor.type], ""))
        found["new" if is_newest(text) else "lost" if read(text) is None else "old"] += 1
    return found


def has_second_factor(account: Account) -> bool:
    """Whether there is one that could be taken away."""
    found: bool = Authenticator.objects.filter(user=account).exists()
    return found


def letter_of(invitation: Invitation, at: dt.datetime) -> str:
    """What became of its letter; one that waits for too long was lost on the way, which is told as failed."""
    is_lost = invitation.letter == LETTER_WAITS and invitation.issued_at < at - LETTER_WAITS_FOR
    return LETTER_FAILED if is_lost else invitation.letter


def letters_by(person: str, at: dt.datetime) -> dict[str, int]:
    """What became of the letters of the open invitations that somebody issued, counted: one question."""
    rows = Invitation.objects.filter(
        issued_by=person, accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at
    ).exclude(letter="")
    found = Counter(letter_of(one, at) for one in rows.only("letter", "issued_at"))
    return {one: found[one] for one in LETTERS if found[one]}


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry about an account: when, which verb, who did it (opaque, "" for nobody known), and why."""

    at: dt.datetime
    verb: str
    person: str
    office: str
    reason: str
    kind: str  # of the second factor


def history_of(person: UUID, within: str) -> list[Happening]:
    """What the journal says about the account of a person, the latest first.

    What was done in no commission (a new password by a link, a lock-out), and that for which the commission
    of the unit `within` answers or one beneath it: what was done about the account elsewhere is not theirs
    to read.
    """
    in_sight = Q(of="") | Q(of__startswith=within)
    entries = entries_about(rules.subject_of(person)).filter(in_sight).reverse()
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
