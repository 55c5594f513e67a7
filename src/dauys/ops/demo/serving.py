"""Serves the demo on this computer: the published site as it stands, and the workplace beside it.

The site is served by whitenoise, what is not there with the site's own page; addresses of the workplace go to
the framework. For a server that others reach, see docs/installing.md: there nginx serves the site.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise

from dauys.ops.serving import Application

MISSING = "404.html"
WORKPLACE = re.compile(r"/((kk|ru|en)/desk|static)(/|$)")

Environ = dict[str, Any]


def demo_application(site: Path, at: str) -> Application:
    """The site in a folder and the workplace, at the moment shown."""
    os.environ["DAUYS_AT"] = at
    workplace = _workplace()
    files = site_application(site)

    def answer(environ: Environ, start_response: Callable[..., Any]) -> Any:
        chosen = workplace if WORKPLACE.match(environ.get("PATH_INFO", "")) else files
        return chosen(environ, start_response)

    return answer


def site_application(site: Path) -> Application:
    """One folder of pages; no folder is listed."""

    def missing(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            start_response("405 Method Not Allowed", [("Allow", "GET, HEAD"), ("Content-Length", "0")])
            return [b""]
        page = site / MISSING
        content = page.read_bytes() if page.is_file() else b"404"
        kind = "text/html; charset=utf-8" if page.is_file() else "text/plain; charset=utf-8"
        start_response("404 Not Found", [("Content-Type", kind), ("Content-Length", str(len(content)))])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else content]

    served: Callable[..., Iterable[bytes]] = WhiteNoise(
        missing, root=str(site), autorefresh=True, index_file=True, max_age=0
    )
    return served


def _workplace() -> Application:
    from django.core.servers.basehttp import get_internal_wsgi_application  # noqa: PLC0415 -- after start()

    return get_internal_wsgi_application()
