"""What one request may bring: too much, and what no database keeps, is refused before any of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase

from dauys.web.ui.errors import bad_request, too_large


class RequestLimit:
    """Refuses by the length that a request announces; the server reads no more of it than that."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or 413 with what to do; 400 for the sign NUL in an address."""
        announced = str(request.META.get("CONTENT_LENGTH") or "0")
        if not announced.isdecimal() or int(announced[:20]) > settings.REQUEST_MAX_BYTES:
            return too_large(request)
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request, BadRequest("PostgreSQL takes no text with the sign NUL."))
        return self._answer(request)
