"""Accounts begin with an invitation; the right to issue one is asked above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from dauys.apps.accounts import rules
from dauys.apps.accounts.models import LETTER_WAITS, Account, Invitation
from dauys.apps.accounts.rules import subject_of
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.journal.queries import entries_about
from dauys.core.findings import Fault, Refused
from dauys.core.rights import ANONYMOUS, Actor

INVITED_FOR = dt.timedelta(days=7)  # how long a link can be used; a setting of ours


@transaction.atomic
def issue_invitation(
    person: UUID, email: str, language: str, token: str, *, by: Actor, at: dt.datetime, of: str = ""
) -> Invitation:
    """Invite a person to log in; an invitation that was open is withdrawn, its link ends. Refused whole.

    `token` is of 256 bits of chance and is kept as a digest only; whoever calls sends it. The address of an
    account that was used already does not change here: whoever invites would take the account over.
    """
    take_turn()
    email = email.strip().lower()
    faults = rules.faults_of_address(email)
    other = Account.objects.filter(email=email).exclude(person=person).exists()
    if other:
        faults.append(Fault("A-06", f"{email} is the address of another account.", "Use another address."))
    account = Account.objects.filter(person=person).first()
    if account is not None and account.last_login is not None:
        faults.append(
            Fault(
                "A-07",
                "This person has logged in already.",
                "They set a new password by themselves; or end the account.",
            )
        )
    if faults:
        raise Refused(faults)
    if account is None:
        account = Account(person=person, created_at=at, password=make_password(None))
    account.email, account.language = email, language
    account.save()
    open_ones = Invitation.objects.filter(
        account=account, accepted_at__isnull=True, withdrawn_at__isnull=True
    )
    withdrawn = open_ones.update(withdrawn_at=at)
    done = {
        "expires_at": at + INVITED_FOR, "withdrawn": withdrawn,
        "before": {"open": bool(withdrawn)}, "after": {"open": True},
    }  # fmt: skip
    write_entry("issue_invitation", subject_of(person), done, by=by, at=at, of=of)
    return Invitation.objects.create(
        account=account, token_digest=rules.digest_of(token), issued_by=by.person, issued_at=at,
        expires_at=at + INVITED_FOR,
    )  # fmt: skip


def await_letters(issued: Sequence[Invitation]) -> None:
    """Their letters are to be sent, in the transaction of the verb that issued them: none is lost unseen."""
    Invitation.objects.filter(id__in=[one.id for one in issued]).update(letter=LETTER_WAITS)


def note_letter(issued: Invitation, letter: str) -> None:
    """What became of the letter of an invitation (of models).

    No entry of the journal: the invitation is one, and a letter changes nothing about it.
    """
    Invitation.objects.filter(id=issued.id).update(letter=letter)


@transaction.atomic
def end_invitation(person: UUID, *, by: Actor, at: dt.datetime, of: str = "") -> None:
    """Withdraw the open invitation of a person; Refused where there is none."""
    take_turn()
    ended = Invitation.objects.filter(
        account__person=person, accepted_at__isnull=True, withdrawn_at__isnull=True
    ).update(withdrawn_at=at)
    if not ended:
        raise Refused([Fault("A-08", "There is no open invitation.", "Look at the list again.")])
    done = {"before": {"open": True}, "after": {"open": False}}
    write_entry("end_invitation", subject_of(person), done, by=by, at=at, of=of)


@transaction.atomic
def accept_invitation(token: str, password: str, *, origin: str, at: dt.datetime) -> Account:
    """Set the first password by the link of an invitation, once; Refused for one that is not open.

    Whoever holds the link acts: nobody is logged in yet. `origin` is where from. The password was checked.
    """
    take_turn()
    found = Invitation.objects.filter(token_digest=rules.digest_of(token)).select_related("account").first()
    fault = rules.fault_of_invitation(found, at)
    if fault is not None or found is None:
        raise Refused([fault or Fault("A-02", "There is no open invitation.", "Ask for a new one.")])
    account = found.account
    account.set_password(password)
    account.save(update_fields=["password"])
    Invitation.objects.filter(id=found.id).update(accepted_at=at)
    by = Actor(person=str(account.person), office=ANONYMOUS, origin=origin)
    subject = subject_of(account.person)
    invited = entries_about(subject).last()  # by the commission that invited
    done = {"before": {"open": True}, "after": {"open": False}}
    write_entry("accept_invitation", subject, done, by=by, at=at, of=invited.of if invited else "")
    return account
