"""Who asks, where a proxy stands in front: it alone says so, and only where the installation has one."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

# What others may write into a request to be taken for somebody else; the parts that we build on read some.
_CLAIMS = (
    "HTTP_X_REAL_IP",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_FORWARDED",
    "HTTP_X_CLIENT_IP",
)


class Proxy:
    """Puts the address that the proxy saw where all parts look for it, and takes every other claim out."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with `REMOTE_ADDR` as it is."""
        claims = {name: str(request.META.pop(name, "")) for name in _CLAIMS}
        if settings.BEHIND_PROXY:
            request.META["REMOTE_ADDR"] = _address(claims["HTTP_X_REAL_IP"])
        return self._answer(request)


def _address(written: str) -> str:
    """An address in its one form; empty where none is written: then nobody can be told apart."""
    try:
        return str(ip_address(written.strip()))
    except ValueError:
        return ""
