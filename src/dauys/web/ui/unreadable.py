"""Requests of which no text can be made: refused with a page, before any layer reads them."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase, UnreadablePostError
from django.utils.translation import get_language_from_path, override

from dauys.core.norms import LANGUAGES
from dauys.web.ui.errors import bad_request
from dauys.web.ui.front import UNREAD

SPACE, DELETE = "\x20", "\x7f"


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
