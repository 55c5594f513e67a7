"""What an address and a token must be."""

from __future__ import annotations

import datetime as dt
import hashlib
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from dauys.apps.accounts.models import Account, Invitation
from dauys.core.findings import Fault


def subject_of(person: UUID) -> str:
    """The account of a person as the journal names it."""
    return f"account:{person}"


def person_of(subject: str) -> UUID:
    """Whose account it is that the journal names so."""
    return UUID(subject.removeprefix("account:"))


def digest_of(token: str) -> str:
    """What is kept of a token: SHA-256, hex. The token has 256 bits of chance, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def faults_of_address(email: str) -> list[Fault]:
    """An address that nobody can be written to at."""
    try:
        validate_email(email)
    except ValidationError:
        return [Fault("A-01", f"{email} is no e-mail address.", "Correct the address.", column="email")]
    return []


def fault_of_invitation(found: Invitation | None, at: dt.datetime) -> Fault | None:
    """Why an invitation can't be accepted; one that was used, withdrawn or never issued looks alike."""
    if found is None or found.accepted_at is not None or found.withdrawn_at is not None:
        return Fault("A-02", "There is no open invitation with this link.", "Ask for a new invitation.")
    if at >= found.expires_at:
        return Fault("A-03", "This invitation has expired.", "Ask for a new invitation.")
    if not found.account.is_active:
        return Fault("A-04", "This account is locked.", "Ask the chair of your commission.")
    return None


def fault_of_lock(account: Account, *, locked: bool) -> Fault | None:
    """Why an account can't be locked (or unlocked)."""
    if account.is_active is not locked:
        state = "locked" if locked else "not locked"
        return Fault("A-05", f"This account is {state} already.", "Look at its history.")
    return None
