"""Sessions end: after a working day, after half an hour without a request, and when the browser closes."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse

from dauys.web.ui import factors, unsent
from dauys.web.ui.clock import ticking
from dauys.web.ui.doors import CHOSEN
from dauys.web.ui.tokens import is_ours

BEGAN, SEEN = "sitting_began", "sitting_seen"  # in the session: seconds of the machine's clock
EVERY = 60  # seconds: so often at most it is written down that somebody is there


class Sittings:
    """Ends the session of whoever was away for too long, or is logged in for too long."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or send to the login and from there back."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self._answer(request)
        now = ticking()
        began, seen = request.session.get(BEGAN, now), request.session.get(SEEN, now)
        if now - began >= settings.SITTING_AGE or now - seen >= settings.SESSION_IDLE_AGE:
            return _end(request)
        if BEGAN not in request.session or now - seen >= EVERY:
            request.session[BEGAN], request.session[SEEN] = began, now
        return self._answer(request)


def begin(request: HttpRequest) -> None:
    """Somebody signed in: from now on the time runs."""
    request.session[BEGAN] = request.session[SEEN] = ticking()


def _end(request: HttpRequest) -> HttpResponseBase:
    """End the session. What was typed is carried over into one of nobody, sealed for who typed it."""
    if request.path == reverse("account_logout"):  # what was asked for is done
        logout(request)
        return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?ended=1")
    is_kept = _is_ours(request) and unsent.keep(request, request.session.get(CHOSEN, ""))
    account, tokens = int(str(request.user.pk)), unsent.tokens_of(request)
    logout(request)
    unsent.carry(request, account, tokens)
    return HttpResponseRedirect(factors.address_to_enter(request, ended=True, is_kept=is_kept))


def _is_ours(request: HttpRequest) -> bool:
    """Whether a form behind a door was sent, from a page of ours."""
    if not unsent.is_text(request):  # files are not even read
        return False
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return False
    return is_ours(request, found.func)
