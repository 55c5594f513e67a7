"""What the libraries tell of: logins, second factors that come and go, addresses locked out for a while."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from dauys.apps.accounts.actions import note_lock_out, note_second_factor
from dauys.apps.accounts.queries import Account, account_at
from dauys.core.rights import ANONYMOUS, Actor
from dauys.web.entrance.adapters import acting
from dauys.web.entrance.sittings import begin
from dauys.web.ui import factors, unsent
from dauys.web.ui.doors import CHOSEN, DeskRequest, origin_of


@receiver(user_logged_in)
def _came_in(request: HttpRequest, user: Account, **_: Any) -> None:
    """The time runs; what was typed before stays for this account alone, in the capacity of then."""
    begin(request)
    if acting := unsent.claim(request, user.pk):
        request.session[CHOSEN] = acting


@receiver(signals.authenticator_added)
def _added(request: DeskRequest, user: Account, authenticator: Authenticator, **_: Any) -> None:
    """Who has just set a factor up has shown it."""
    kind = str(authenticator.type)
    note_second_factor(user, "add_second_factor", kind, by=acting(request, user), at=request.desk.at)
    if kind != Authenticator.Type.RECOVERY_CODES:
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
        )


@receiver(signals.authenticator_removed)
def _removed(request: DeskRequest, user: Account, authenticator: Authenticator, **_: Any) -> None:
    """The doors ask again whether there is another."""
    kind = str(authenticator.type)
    note_second_factor(user, "remove_second_factor", kind, by=acting(request, user), at=request.desk.at)
    factors.forget_enrolled(request)


@receiver(signals.authenticator_reset)
def _renewed(request: DeskRequest, user: Account, authenticator: Authenticator, **_: Any) -> None:
    kind = str(authenticator.type)
    note_second_factor(user, "renew_recovery_codes", kind, by=acting(request, user), at=request.desk.at)


@receiver(user_locked_out)
def _locked_out(request: DeskRequest, username: str, **_: Any) -> None:
    """Noted once, with the attempt that was too many; for an address that nobody has nothing is noted."""
    account = account_at(username)
    if account is None or request.axes_failures_since_start is None:  # type: ignore[attr-defined]
        return
    by = Actor(person="", office=ANONYMOUS, origin=origin_of(request))
    note_lock_out(account, by=by, at=request.desk.at)
