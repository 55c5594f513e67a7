"""Pages for what went wrong: each says what to do next, in the language of the address, and asks nothing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from dauys.core.norms import LANGUAGES
from dauys.web.ui import factors, unsent


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read, or is larger than is taken."""
    if isinstance(exception, RequestDataTooBig):
        return _page(request, "too_large_here", 413)
    return _page(request, "bad_request", 400)


def too_large(request: HttpRequest) -> HttpResponse:
    """More than one request may bring."""
    return _page(request, "too_large", 413)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Not for this office."""
    return _page(request, "forbidden", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Nothing is there, or nothing for this person: the two look alike."""
    return _page(request, "not_found", 404)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """A fault of ours: nothing was written. The page asks nothing, for the database may be what is broken."""
    return _plain("broken", 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form that was sent from another page. One of before a new login comes back filled in."""
    if hasattr(request, "desk") and unsent.is_of_before(request) and unsent.keep(request):
        form = urlsplit(factors.page_asked(request))._replace(scheme="", netloc="")
        return HttpResponseRedirect(form.geturl())
    return _page(request, "csrf_failed", 403)


def locked_out(request: HttpRequest, credentials: Any = None, *args: Any, **named: Any) -> HttpResponse:  # noqa: ARG001
    """Too many wrong passwords: wait, or ask."""
    return _page(request, "locked_out", 429)


def _page(request: HttpRequest, kind: str, status: int) -> HttpResponse:
    if not hasattr(request, "desk"):  # refused before anybody was asked who it is
        return _plain(kind, status)
    return render(request, "ui/problem.html", _said(kind), status=status)


def _plain(kind: str, status: int) -> HttpResponse:
    """The page as it is for nobody: no name, no menu, no question to the database."""
    language = get_language() or ""
    desk = {"language": language if language in LANGUAGES else LANGUAGES[0]}
    return HttpResponse(render_to_string("ui/problem.html", _said(kind) | {"desk": desk}), status=status)


def _said(kind: str) -> dict[str, Any]:
    return {"heading": f"ui.problems.{kind}", "way": f"ui.problems.{kind}_way"}
