"""The capacity that one acts in, and what one may do about one's own account."""

from __future__ import annotations

from typing import NoReturn
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from dauys.apps.accounts.actions import choose_language, end_sessions
from dauys.apps.accounts.queries import Account
from dauys.web.entrance.forms import LettersLanguage
from dauys.web.ui import factors, unsent
from dauys.web.ui.doors import CHOSEN, DeskRequest


def nowhere(request: HttpRequest) -> NoReturn:  # noqa: ARG001
    """An address that allauth has and we don't."""
    raise Http404


def home(request: DeskRequest) -> HttpResponse:
    """Today for those who are logged in, the way in for all others."""
    return redirect("today" if request.desk.account else "account_login")


def locked(request: DeskRequest) -> HttpResponse:
    """The account is locked: who can unlock it."""
    told = {"heading": "entrance.locked.heading", "way": "entrance.locked.way"}
    return render(request, "ui/problem.html", told, status=403)


@login_required
def capacities(request: DeskRequest) -> HttpResponse:
    """Choose one of the capacities that one has today."""
    if request.method == "POST":
        chosen = request.POST.get("capacity", "")
        if chosen not in {one.key for one in request.desk.capacities}:
            raise Http404
        request.session[CHOSEN] = chosen
        rotate_token(request)  # a form that was opened in the other capacity can no longer be sent
        return HttpResponseRedirect(reverse("today"))
    return render(request, "entrance/capacities.html")


@login_required
def own_account(request: DeskRequest) -> HttpResponse:
    """Language, password, second factors, sessions: what one may change about oneself."""
    told = {"is_enrolled": factors.is_enrolled(request)}
    return render(request, "entrance/own_account.html", told)


@login_required
def letters_language(request: DeskRequest) -> HttpResponse:
    """Choose the language of letters."""
    account = _own(request)
    form = LettersLanguage(request.POST or None, initial={"letters": account.language})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["letters"]
        choose_language(account, chosen, by=request.desk.actor, at=request.desk.at)
        messages.success(request, request.desk.said("entrance.messages.language_chosen"))
        return redirect("own_account")
    return render(request, "entrance/letters_language.html", {"form": form})


@require_POST
@login_required
def empty_form(request: DeskRequest) -> HttpResponse:
    """Throw away what was typed before, and come back to the form."""
    unsent.forget(request, unsent.address_of(request.POST.get("form", "")))
    back = factors.page_asked(request)
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(back if is_ours and urlsplit(back).path != request.path else reverse("home"))


@require_POST
@login_required
def other_sessions(request: DeskRequest) -> HttpResponse:
    """End all sessions but this one."""
    account = _own(request)
    end_sessions(account, by=request.desk.actor, at=request.desk.at)
    update_session_auth_hash(request, account)
    messages.success(request, request.desk.said("entrance.messages.sessions_ended"))
    return redirect("own_account")


def _own(request: DeskRequest) -> Account:
    account = request.desk.account
    if account is None:
        raise Http404
    return account
