"""Second factors that no key of the server opens: what their owner is told, and how they go on."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

CODE = "unreadable_factor"  # of the sentence
_passed_over: ContextVar[list[str] | None] = ContextVar("passed_over", default=None)


class UnreadableFactor(ValidationError):  # noqa: N818 -- an answer, not a failure
    """A form says it beside its field; of a page `LostKey` makes another one."""

    def __init__(self) -> None:
        super().__init__("", code=CODE)


def unread(sealed: str) -> str:
    """Instead of a secret that can't be read: one that nobody knows while a code is tried."""
    passed = _passed_over.get()
    if passed is None:
        raise UnreadableFactor
    passed.append(sealed)
    return base64.b32encode(secrets.token_bytes(20)).decode()


@contextmanager
def trying() -> Iterator[None]:
    """A code is held against each factor that can be read; that one can't is said where it fits none."""
    passed: list[str] = []
    token = _passed_over.set(passed)
    try:
        yield
    except ValidationError as error:
        if passed:
            raise UnreadableFactor from error
        raise
    finally:
        _passed_over.reset(token)


class LostKey:
    """Answers for a page that shows what can't be read: recovery codes are made anew from it."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as ever."""
        return self._answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """The page that says so, with what to do."""
        if not isinstance(error, UnreadableFactor):
            return None
        return render(request, "entrance/lost_codes.html", status=409)
