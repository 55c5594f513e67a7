"""Whether a form behind a door was sent from a page of ours: nobody else fills one in for its reader."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware


class _Token(CsrfViewMiddleware):
    """The check of the framework, of a request that no view will see."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:  # noqa: ARG002
        return HttpResponse(status=403)


def is_ours(request: HttpRequest, view: Callable[..., Any], secret: str = "") -> bool:
    """Whether it carries the token of the browser, or that of `secret`, and the view has a door."""
    try:
        request.POST  # noqa: B018 -- read once, before there are two of it
        checked = copy(request)
        if secret:
            checked.COOKIES = {**request.COOKIES, settings.CSRF_COOKIE_NAME: secret}
        refused = _Token(lambda _: HttpResponse()).process_view(checked, view, (), {})
    except (SuspiciousOperation, LookupError, ValueError):  # too large, or no text
        return False
    return refused is None and hasattr(view, "door")
