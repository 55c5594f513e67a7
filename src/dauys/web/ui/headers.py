"""The policy of what a page may load, sent with every answer: the setting is named as in Django 6."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]


class ContentSecurityPolicy:
    """Sets the header once, and forbids to keep what was made for one person."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._policy = "; ".join(" ".join((name, *values)) for name, values in settings.SECURE_CSP.items())

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the headers."""
        response = self._answer(request)
        response.headers.setdefault("Content-Security-Policy", self._policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        if request.path.startswith(settings.STATIC_URL):
            return response
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
