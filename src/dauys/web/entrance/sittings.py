"""Sessions end: after a working day, after half an hour without a request, and when the browser closes."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from dauys.web.ui import factors
from dauys.web.ui.clock import ticking

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
        if now - began >= settings.SESSION_COOKIE_AGE or now - seen >= settings.SESSION_IDLE_AGE:
            return _end(request)
        if BEGAN not in request.session or now - seen >= EVERY:
            request.session[BEGAN], request.session[SEEN] = began, now
        return self._answer(request)


def _end(request: HttpRequest) -> HttpResponseBase:
    logout(request)
    if request.path == reverse("account_logout"):  # what was asked for is done
        return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?ended=1")
    return HttpResponseRedirect(factors.address_to_enter(request, ended=True))
