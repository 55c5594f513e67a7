"""The capacity that one acts in, and what one may do about one's own account."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from dauys.web.ui.doors import CHOSEN, DeskRequest


def home(request: DeskRequest) -> HttpResponse:
    """Today for those who are logged in, the way in for all others."""
    return redirect("today" if request.desk.account else "account_login")


@login_required
def capacities(request: DeskRequest) -> HttpResponse:
    """Choose one of the capacities that one has today."""
    if request.method == "POST":
        chosen = request.POST.get("capacity", "")
        if chosen not in {one.key for one in request.desk.capacities}:
            raise Http404
        request.session[CHOSEN] = chosen
        return HttpResponseRedirect(reverse("today"))
    return render(request, "entrance/capacities.html")


@login_required
def own_account(request: DeskRequest) -> HttpResponse:
    """Language, password, second factors: what one may change about oneself."""
    return render(request, "entrance/own_account.html")
