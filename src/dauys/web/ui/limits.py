"""What one request may bring: too much is refused before any of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from dauys.web.ui.errors import too_large


class RequestLimit:
    """Refuses by the length that a request announces; the server reads no more of it than that."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or 413 with what to do."""
        announced = str(request.META.get("CONTENT_LENGTH") or "0")
        if not announced.isdecimal() or int(announced[:20]) > settings.REQUEST_MAX_BYTES:
            return too_large(request)
        return self._answer(request)
