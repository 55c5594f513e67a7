"""How much a request may bring: told by its length before anything is read, and counted while it comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

View = TypeVar("View", bound=Callable[..., Any])
BESIDE = 64 << 10  # bytes of a form beside its file


def takes(limit: Callable[[], int]) -> Callable[[View], View]:
    """Marks a view that takes less than a request may bring: `limit` gives the bytes. The outermost mark."""

    def marked(view: View) -> View:
        view.upload_limit = limit  # type: ignore[attr-defined]
        return view

    return marked


class WithinLimit(FileUploadHandler):
    """The first handler of every upload: stops what is too large before it fills disk or memory."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        view = getattr(getattr(request, "resolver_match", None), "func", None)
        limit = getattr(view, "upload_limit", None)
        self.left = (limit() if limit else settings.REQUEST_MAX_BYTES) + BESIDE

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: str,  # noqa: ARG002, N803
        encoding: str | None = None,  # noqa: ARG002 -- Django's signature
    ) -> None:  # fmt: skip
        """Refuse a request by the length that it names, before a byte of it is read."""
        if content_length > self.left:
            raise RequestDataTooBig(f"{content_length:,} bytes were announced, {self.left:,} are taken.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002
        """Count what comes, whatever was announced."""
        self.left -= len(raw_data)
        if self.left < 0:
            raise RequestDataTooBig("The request is larger than is taken.")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler keeps it."""
