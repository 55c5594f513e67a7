"""An invitation ends with a password and with being logged in; then a second factor is set up."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from dauys.apps.accounts.actions import accept_invitation
from dauys.apps.accounts.queries import invitation_of
from dauys.core.findings import Fault, Refused
from dauys.web.entrance.forms import FirstPassword
from dauys.web.ui.doors import DeskRequest, origin_of
from dauys.web.ui.faults import faults_said


@sensitive_post_parameters()
@never_cache
def invitation(request: DeskRequest, token: str) -> HttpResponse:
    """Set the first password. A link that no longer works says why, and whom to ask."""
    desk = request.desk
    found = invitation_of(token, desk.at)
    if isinstance(found, Fault):
        faults = faults_said([found], desk.language)
        return render(request, "entrance/invitation_ended.html", {"faults": faults}, status=410)
    form = FirstPassword(request.POST or None)
    faults = []
    if request.method == "POST" and form.is_valid():
        try:
            account = accept_invitation(
                token, form.cleaned_data["password1"], origin=origin_of(request), at=desk.at
            )
        except Refused as refused:
            faults = faults_said(refused.faults, desk.language)
        else:
            logout(request)  # whoever else was logged in here
            record_authentication(request, account, "invitation", email=account.email)
            answer: HttpResponse = perform_login(request, account, email=account.email)
            return answer
    form_of = {"form": form, "faults": faults, "email": found.account.email, "until": found.expires_at}
    return render(request, "entrance/invitation.html", form_of)
