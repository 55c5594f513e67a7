"""Which kind a file is, by its first bytes, and what is kept of it: its own check decides."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from dauys.apps.files.rules import images, office, pages, tables
from dauys.apps.files.rules.kinds import refuse, refuse_large

_PDF_WITHIN = 1024
Check = Callable[[bytes], bytes]
_PDF, _JPEG, _PNG, _ZIP = b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file is, and the bytes that are kept of it."""

    kind: str
    content: bytes


def examined(content: bytes, encoding: str = "utf-8") -> Examined:
    """The kind of a file and what is kept of it, by its content; Refused for what is none of the kinds.

    `encoding` is that of a table whose bytes are not UTF-8. Everything but an image is kept byte by byte.
    """
    if not content:
        raise refuse("G-01", "The file is empty.", "Choose the file again.")
    if _PDF in content[:_PDF_WITHIN]:  # where some readers still find its beginning
        return _kept("pdf", content, pages.checked)
    if content.startswith(_JPEG):
        return _kept("jpeg", content, images.made_anew_as("JPEG"))
    if content.startswith(_PNG):
        return _kept("png", content, images.made_anew_as("PNG"))
    if content.startswith(_ZIP):
        kind = office.kind_of(content)
        return _kept(kind, content, office.checked_as(kind))
    if zipfile.is_zipfile(BytesIO(content)):
        raise refuse("G-08", "The file is two kinds in one.", "Save it anew in the program that made it.")
    return _kept("csv", content, tables.checked_in(encoding))


def _kept(kind: str, content: bytes, check: Check) -> Examined:
    refuse_large(kind, len(content))
    return Examined(kind, check(content))
