"""Serves a published site on this computer: quietly, and with the site's own page for what is not there."""

from __future__ import annotations

from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

MISSING = "404.html"


class SiteHandler(SimpleHTTPRequestHandler):
    """Answers from one folder; no folder is listed, and of no request a line is printed."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name is the library's
        """Nothing."""

    def list_directory(self, path: object) -> None:  # noqa: ARG002 -- asked for by the library
        """A folder without a page is not there either."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's page for what is not there, with status 404; every other error as the library has it."""
        page = Path(self.directory) / MISSING
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
