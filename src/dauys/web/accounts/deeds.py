"""What is done about an account: invite, withdraw, lock, unlock, take the second factor away, end it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dauys.apps.accounts.actions import note_letter
from dauys.apps.commissions.actions import (
    end_account,
    invite_holder,
    lock_account,
    reset_second_factor,
    unlock_account,
    withdraw_invitation,
)
from dauys.apps.commissions.queries import Holder
from dauys.core.findings import Refused
from dauys.core.rights import Forbidden
from dauys.press import wording
from dauys.web.accounts.forms import Invite, Nothing, Reason
from dauys.web.accounts.letters import INVITATION, link_of, places_of
from dauys.web.accounts.views import answering, commission_called, holder_named, is_reached
from dauys.web.ui.confirming import kept
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.faults import Said, faults_said
from dauys.web.ui.forms import Form
from dauys.web.ui.letters import leave, post_letter, send_letter
from dauys.web.ui.mailing import became


@screen("invite_holder", of=answering)
def invite(request: DeskRequest, commission: str, person: UUID) -> HttpResponse:
    """Invite a person; the letter is sent, and the link is shown once, to be handed over."""
    desk = request.desk
    found = _reached(desk, commission, person, "invite_holder")
    account = found.account
    told = {"email": account.email, "letters": account.language} if account else {"letters": desk.language}
    form = Invite(request.POST or None, initial=kept(request) or told)
    faults: list[Said] = []
    if request.method == "POST" and form.is_valid():
        token = secrets.token_urlsafe(32)
        email, language = form.cleaned_data["email"], form.cleaned_data["letters"]
        try:
            issued = invite_holder(
                found.commission, person, email, language, token, by=desk.actor, at=desk.at
            )
        except Refused as refused:
            faults = faults_said(refused.faults, desk.language)
        else:
            link = link_of(request, token, language)
            until = issued.expires_at.astimezone(desk.at.tzinfo)
            called = commission_called(found.commission, language)
            places = places_of(found.name, called, link, until, language)
            is_sent = send_letter(email.lower(), language, INVITATION, **places)
            note_letter(issued, became(is_sent=is_sent))
            shown = {"holder": found, "link": link, "until": until, "email": email}
            shown |= {"is_sent": is_sent, "leave": leave()}
            return render(request, "accounts/invited.html", shown)
    return _form(request, found, "invite_holder", form, faults)


def _reached(desk: Desk, commission: str, person: UUID, verb: str) -> Holder:
    """The person of an address; Forbidden for one whom only their own commission does something about."""
    found = holder_named(desk, commission, person)
    if not is_reached(desk, found):
        raise Forbidden(verb, desk.actor)
    return found


@screen("withdraw_invitation", of=answering)
def withdraw(request: DeskRequest, commission: str, person: UUID) -> HttpResponse:
    """End the open invitation of a person."""
    found = _reached(request.desk, commission, person, "withdraw_invitation")
    form = Nothing(request.POST if request.method == "POST" else None)
    return _done(request, found, "withdraw_invitation", form, withdraw_invitation)


@screen("lock_account", of=answering)
def lock(request: DeskRequest, commission: str, person: UUID) -> HttpResponse:
    """Lock an account, for a reason."""
    return _for_a_reason(request, commission, person, "lock_account", lock_account)


@screen("unlock_account", of=answering)
def unlock(request: DeskRequest, commission: str, person: UUID) -> HttpResponse:
    """Unlock an account, for a reason."""
    return _for_a_reason(request, commission, person, "unlock_account", unlock_account)


@screen("reset_second_factor", of=answering)
def reset(request: DeskRequest, commission: str, person: UUID) -> HttpResponse:
    """Take the second factors of an account away: a phone was lost."""
    return _for_a_reason(request, commission, person, "reset_second_factor", reset_second_factor)


@screen("end_account", of=answering)
def end(request: DeskRequest, commission: str, person: UUID) -> HttpResponse:
    """End an account for good: the right person is invited anew after it."""
    return _for_a_reason(request, commission, person, "end_account", end_account)


def _for_a_reason(
    request: DeskRequest, commission: str, person: UUID, verb: str, act: Callable[..., object]
) -> HttpResponse:
    found = _reached(request.desk, commission, person, verb)
    return _done(request, found, verb, Reason(request.POST or None, initial=kept(request)), act)


def _done(
    request: DeskRequest, found: Holder, verb: str, form: Form, act: Callable[..., object]
) -> HttpResponse:
    """The form, or the deed and the page of the person."""
    desk = request.desk
    faults: list[Said] = []
    if form.is_bound and form.is_valid():
        told = list(form.cleaned_data.values())
        try:
            act(found.commission, found.person, *told, by=desk.actor, at=desk.at)
        except Refused as refused:
            faults = faults_said(refused.faults, desk.language)
        else:
            _tell_address_of_before(desk, found, verb)
            messages.success(request, desk.said(f"accounts.done.{verb}", name=found.name))
            return redirect("holder", found.commission.code, found.person)
    return _form(request, found, verb, form, faults)


def _tell_address_of_before(desk: Desk, found: Holder, verb: str) -> None:
    """Whose account is locked or ended is told at the address that it had."""
    if found.account is None or verb not in {"lock_account", "end_account"}:
        return
    language = found.account.language
    when = wording.moment(desk.at, language)
    name = commission_called(found.commission, language)
    post_letter(found.account.email, language, f"accounts.letters.{verb}", when=when, commission=name)


def _form(request: DeskRequest, found: Holder, verb: str, form: Form, faults: list[Said]) -> HttpResponse:
    told: dict[str, Any] = {
        "holder": found,
        "form": form,
        "faults": faults,
        "heading": f"accounts.verbs.{verb}",
        "lead": f"accounts.leads.{verb}",
        "danger": verb == "end_account",  # it cannot be undone
        "back": reverse("holder", args=[found.commission.code, found.person]),
    }
    return render(request, "accounts/deed.html", told)
