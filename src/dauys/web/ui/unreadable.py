"""Requests of which no text can be made: refused with a page, before any other part reads them.

Two doors: one in front of the framework, which breaks on a type of content that it cannot read; and the first
of its layers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponseBase, UnreadablePostError
from django.http.request import parse_header_parameters  # type: ignore[attr-defined]
from django.utils.translation import get_language_from_path, override

from dauys.core.norms import LANGUAGES
from dauys.web.ui.errors import bad_request

UNREAD = "dauys.unread"  # in the environment of a request: its type of content could not be read
UTF_8 = {"", "utf-8", "utf8"}  # how our pages are written, and so what is sent from them
SPACE, DELETE = "\x20", "\x7f"

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Front:
    """Takes a type of content out that the framework breaks on, or that is in another encoding than ours."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer; that something was taken out is told to the layers."""
        if not _is_read(str(environ.get("CONTENT_TYPE", ""))):
            environ = {**environ, "CONTENT_TYPE": "", UNREAD: True}
        return self._application(environ, start_response)


def _is_read(kind: str) -> bool:
    try:
        _, parameters = parse_header_parameters(kind)
    except (LookupError, ValueError):  # an encoding that there is not, or that is none of text
        return False
    return parameters.get("charset", "").lower() in UTF_8


class Unreadable:
    """Answers 400 for what is no text that a database keeps; a cookie that is none is as if not there."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or say that this request could not be read."""
        query = str(request.META.get("QUERY_STRING", ""))
        if request.META.get(UNREAD) or "\0" in request.path_info or "%00" in query or "\0" in query:
            with override(get_language_from_path(request.path_info) or LANGUAGES[0]):
                return bad_request(request, BadRequest("It is no text."))
        for name, value in list(request.COOKIES.items()):
            if any(sign < SPACE or sign == DELETE for sign in value):
                del request.COOKIES[name]
        return self._answer(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponseBase | None:
        """Refuse a form whose parts are in an encoding that there is not."""
        try:
            request.POST  # noqa: B018 -- it is read here for the first time
        except (LookupError, ValueError) as error:
            return bad_request(request, error)
        except UnreadablePostError:
            pass  # whoever sent it is gone
        return None


application = Front(get_wsgi_application())
