"""Who may log in: members and staff of a commission, and the chairs and secretaries of those beneath it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from dauys.apps.accounts.actions import (
    close_account,
    drop_second_factors,
    end_invitation,
    issue_invitation,
    set_lock,
)
from dauys.apps.accounts.models import Account, Invitation
from dauys.apps.commissions.actions.standing import refuse
from dauys.apps.commissions.models import Commission
from dauys.apps.commissions.queries import (
    BY_ANOTHER,
    INVITED_FROM_ABOVE,
    OF_A_CHAIR,
    all_beneath,
    bar_to,
    capacities,
)
from dauys.apps.journal.actions import take_turn
from dauys.core.rights import SUBORDINATE, Actor, Forbidden, relation, require
from dauys.core.words import says_nothing


@transaction.atomic
def invite_holder(
    commission: Commission, person: UUID, email: str, language: str, token: str, *, by: Actor, at: dt.datetime
) -> Invitation:
    """Invite one who holds an office in a commission to log in; `token` goes into the link that is sent.

    A commission invites its own members and staff, but not its chair; one above it only its chair and
    secretary, who invite the rest. Refused for a person without an office there that day, and by whoever
    ended the last account of that person.
    """
    require_about("invite_holder", commission, person, by=by, at=at)
    require_not_barred("invite_holder", commission, person, by=by, at=at)
    return issue_invitation(person, email, language, token, of=commission.unit.path, by=by, at=at)


@transaction.atomic
def withdraw_invitation(commission: Commission, person: UUID, *, by: Actor, at: dt.datetime) -> None:
    """End the open invitation of one who holds an office in a commission."""
    require_about("withdraw_invitation", commission, person, by=by, at=at)
    end_invitation(person, of=commission.unit.path, by=by, at=at)


@transaction.atomic
def lock_account(commission: Commission, person: UUID, reason: str, *, by: Actor, at: dt.datetime) -> Account:
    """Lock the account of one who holds an office in a commission, for a reason."""
    return _lock("lock_account", commission, person, reason, by, at)


@transaction.atomic
def unlock_account(
    commission: Commission, person: UUID, reason: str, *, by: Actor, at: dt.datetime
) -> Account:
    """Unlock it again, for a reason."""
    return _lock("unlock_account", commission, person, reason, by, at)


@transaction.atomic
def reset_second_factor(
    commission: Commission, person: UUID, reason: str, *, by: Actor, at: dt.datetime
) -> Account:
    """Take the second factors of one who holds an office away, for a reason: a phone was lost.

    Their sessions end; whoever logs in next with the password sets up a new one.
    """
    require_about("reset_second_factor", commission, person, by=by, at=at)
    _require_reason(commission, reason)
    _require_another(commission, person, by)
    return drop_second_factors(person, reason, of=commission.unit.path, by=by, at=at)


@transaction.atomic
def end_account(commission: Commission, person: UUID, reason: str, *, by: Actor, at: dt.datetime) -> None:
    """End the account of one who holds an office in a commission for good, for a reason.

    Somebody else accepted the invitation, or the address is out of reach: the person is invited anew then, by
    another. That of a chair is ended from above only.
    """
    require_about("end_account", commission, person, by=by, at=at)
    _require_reason(commission, reason)
    _require_another(commission, person, by)
    require_not_barred("end_account", commission, person, by=by, at=at)
    close_account(person, reason, of=commission.unit.path, by=by, at=at)


def _lock(
    verb: str, commission: Commission, person: UUID, reason: str, by: Actor, at: dt.datetime
) -> Account:
    require_about(verb, commission, person, by=by, at=at)
    _require_reason(commission, reason)
    _require_another(commission, person, by)
    locked, of = verb == "lock_account", commission.unit.path
    return set_lock(person, locked=locked, reason=reason, of=of, by=by, at=at)


def _require_another(commission: Commission, person: UUID, by: Actor) -> None:
    if by.person == str(person):
        message = "nobody locks, unlocks or ends their own, or takes its second factors away."
        refuse("K-32", commission.code, message, "Ask another officer.")


def require_not_barred(
    verb: str,
    commission: Commission,
    person: UUID,
    *,
    by: Actor,
    at: dt.datetime,
    ended: Collection[UUID] | None = None,
) -> None:
    """That nothing bars the actor from it, see `bar_to`."""
    code = bar_to(verb, person, by, at.date(), ended=ended)
    if code == OF_A_CHAIR:
        message = "the account of a chair is begun and ended by a commission above."
        refuse(OF_A_CHAIR, commission.code, message, "Ask the commission above, or the console.")
    if code == BY_ANOTHER:
        message = "whoever ended the account of a person does not invite them anew."
        remedy = "Ask another of those who may, the commission above, or the console."
        refuse(BY_ANOTHER, commission.code, message, remedy)


def _require_reason(commission: Commission, reason: str) -> None:
    if says_nothing(reason):
        refuse("K-31", commission.code, "it is done for a reason.", "Say which.")


def require_about(verb: str, commission: Commission, person: UUID, *, by: Actor, at: dt.datetime) -> None:
    """The right, and that the person holds an office there: from above only that of chair or secretary.

    An account opens every office of its person, so it is no matter of a commission beneath or beside one of
    them: else whoever brings somebody from above into an own commission would have that account.
    """
    path = commission.unit.path
    require(verb, by, lambda: [path])
    take_turn()  # else who ends an account and invites at once would be asked before the end is there
    here = commission.country, commission.code
    held = {one.office for one in capacities(person, at.date()) if (one.country, one.commission) == here}
    if not held:
        refuse("K-33", commission.code, f"{person} holds no office there.", "Enter the member first.")
    if not by.commission:
        return
    if not all_beneath(person, by.commission, at.date()):
        message = f"{person} holds an office in a commission that is not beneath yours."
        refuse("K-36", commission.code, message, "Ask the commission above both, or the console.")
    if relation(by.commission, path) == SUBORDINATE and not held & set(INVITED_FROM_ABOVE):
        raise Forbidden(verb, by)
