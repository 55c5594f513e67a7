"""Another e-mail address for one's own account: it counts once the link that was sent there is opened.

Only whoever owns the account, logged in, uses the link: to the owner of a mistyped address it opens nothing.
"""

from __future__ import annotations

import json

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from dauys.apps.accounts.actions import change_address
from dauys.apps.accounts.queries import Account, account_at, opened, sealed, standing_of
from dauys.core.findings import Refused
from dauys.press import wording
from dauys.web.entrance.forms import NewAddress
from dauys.web.ui import factors
from dauys.web.ui.doors import DeskRequest, origin_of
from dauys.web.ui.faults import Said, faults_said
from dauys.web.ui.letters import leave, post_letter, send_letter

WORKS_FOR = 60 * 60  # seconds that the link can be used; a setting of ours
_PURPOSE = "address"


@sensitive_post_parameters()
@never_cache
@login_required
def new_address(request: DeskRequest) -> HttpResponseBase:
    """Have a link sent to another address; the present password and a second factor are asked for before."""
    account = _own(request)
    if stopped := _second_factor(request):
        return stopped
    if not leave():
        return render(request, "entrance/address.html", {"leads_nowhere": True})
    form = NewAddress(request.POST or None, request=request, account=account)
    if request.method == "POST":
        if limited := ratelimit.consume_or_429(request, action="manage_email", user=account):
            return limited  # type: ignore[no-any-return]
        if form.is_valid():
            return _sent(request, account, form.cleaned_data["new_email"])
    return render(request, "entrance/address.html", {"form": form})


def _own(request: DeskRequest) -> Account:
    if request.desk.account is None:
        raise Http404
    return request.desk.account


def _second_factor(request: DeskRequest) -> HttpResponseBase | None:
    if factors.is_enrolled(request) and not factors.is_shown(request):
        return redirect(factors.address_to_show(request))
    return None


def _sent(request: DeskRequest, account: Account, email: str) -> HttpResponse:
    """Whether the address is another account's is not told: then nothing is sent."""
    desk = request.desk
    content = json.dumps([account.pk, standing_of(account), email])
    with override(account.language):
        link = request.build_absolute_uri(reverse("address_link", args=[sealed(content, _PURPOSE)]))
    is_free = account_at(email) is None
    post_letter(email, account.language, "entrance.letters.address_wanted", goes=is_free, link=link)
    messages.success(request, desk.said("entrance.address.sent", email=email))
    return redirect("own_account")


@never_cache
@login_required
def address_link(request: DeskRequest, token: str) -> HttpResponse:
    """Confirm the address that a link was sent to; a link that no longer works says so."""
    account, desk = _own(request), request.desk
    email = _address_in(token, account)
    if email is None:
        told = {"heading": "entrance.address.link_ended", "way": "entrance.address.link_ended_way"}
        return render(request, "ui/problem.html", told, status=410)
    faults: list[Said] = []
    if request.method == "POST":
        before = account.email
        try:
            change_address(account, email, by=desk.actor, at=desk.at)
        except Refused as refused:
            faults = faults_said(refused.faults, desk.language)
        else:
            when = wording.moment(desk.at, account.language)
            places = {"when": when, "origin": origin_of(request)}
            send_letter(before, account.language, "entrance.letters.address_changed", **places)
            messages.success(request, desk.said("entrance.address.done", email=email))
            return redirect("own_account")
    return render(request, "entrance/address_link.html", {"email": email, "faults": faults})


def _address_in(token: str, account: Account) -> str | None:
    """The address of a link; None for one that is another's, too old, or from before the last change."""
    found = opened(token, _PURPOSE, within=WORKS_FOR)
    if found is None:
        return None
    whose, stood, email = json.loads(found)
    return str(email) if [whose, stood] == [account.pk, standing_of(account)] else None
