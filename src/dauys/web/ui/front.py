"""The door in front of the framework, which breaks on a type of content that it cannot read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http.request import parse_header_parameters  # type: ignore[attr-defined]

UNREAD = "dauys.unread"  # in the environment of a request: its type of content could not be read
UTF_8 = {"", "utf-8", "utf8"}  # how our pages are written, and so what is sent from them

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
