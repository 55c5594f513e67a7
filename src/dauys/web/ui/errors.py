"""Pages for what went wrong: each says what to do next, in the language of the address, and asks nothing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """A request that cannot be read."""
    return _page(request, "bad_request", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Not for this office."""
    return _page(request, "forbidden", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Nothing is there, or nothing for this person: the two look alike."""
    return _page(request, "not_found", 404)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours: nothing was written."""
    return _page(request, "broken", 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form that was sent from another page, or after the session ended."""
    return _page(request, "csrf_failed", 403)


def locked_out(request: HttpRequest, credentials: Any = None, *args: Any, **named: Any) -> HttpResponse:  # noqa: ARG001
    """Too many wrong passwords: wait, or ask."""
    return _page(request, "locked_out", 429)


def _page(request: HttpRequest, kind: str, status: int) -> HttpResponse:
    heading, way = f"ui.problems.{kind}", f"ui.problems.{kind}_way"
    return render(request, "ui/problem.html", {"heading": heading, "way": way}, status=status)
