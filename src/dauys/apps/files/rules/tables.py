"""CSV: text in one encoding, without signs that no table holds, and with columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

from dauys.apps.files.rules.kinds import refuse
from dauys.core.tables.encoding import encoding_known

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_DELIMITERS = (",", ";", "\t", "|")
_MARKUP = re.compile(
    r"\s*<|.*<(?:script|html|svg|!doctype|iframe|object|embed)[\s>]", re.IGNORECASE | re.DOTALL
)


def checked_in(encoding: str) -> Callable[[bytes], bytes]:
    """A check that gives the bytes as they were; Refused for what is no table in that encoding."""

    def checked(content: bytes) -> bytes:
        text = _decoded(content, encoding)
        if found := _UNSEEN.search(text):
            if not _is_text(content):
                raise _no_kind()
            line = text.count("\n", 0, found.start()) + 1
            said = f"There is a sign in it that no text holds (U+{ord(found[0]):04X})."
            raise refuse("G-16", said, "Save the table as CSV again.", line)
        if _MARKUP.match(text):
            raise _no_kind()
        if not any(_is_table(text, delimiter) for delimiter in _DELIMITERS):
            raise refuse(
                "G-17", "This text is no table: rows have no columns, or not the same number of them.",
                "Save the table as CSV again; a text belongs into a PDF or DOCX.",
            )  # fmt: skip
        return content

    return checked


def _decoded(content: bytes, encoding: str) -> str:
    known = encoding_known(encoding)
    if known is None:
        raise refuse("G-15", f"The encoding {encoding} is not known.", "Choose one of the list.")
    try:
        return content.decode(known).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        if not _is_text(content):
            raise _no_kind() from None
        line = content.count(b"\n", 0, error.start) + 1
        said = f"Byte {error.start + 1} is none of {known}."
        raise refuse("G-15", said, "Save it as UTF-8, or say which encoding it has.", line) from None


def _is_text(content: bytes) -> bool:
    """Whether bytes could be text of an older encoding: signs below the blank are rare in it."""
    beginning = content[:4096]
    return sum(byte < 9 or 13 < byte < 32 for byte in beginning) * 10 < len(beginning)


def _is_table(text: str, delimiter: str) -> bool:
    """Whether every row has the same columns, two at least."""
    widths = set()
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            if row:
                widths.add(len(row))
            if len(widths) > 1:
                return False
    except csv.Error:
        return False
    return bool(widths) and min(widths) > 1


def _no_kind() -> Exception:
    said = "By its content the file is none of the kinds that are taken."
    return refuse("G-03", said, "Store a PDF, JPEG, PNG, DOCX, XLSX or CSV.")
