"""What stands between the columns of a CSV, told by its header and its first row where nobody says it."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import Final

DELIMITERS: Final = {
    ",": "commas",
    ";": "semicolons",
    "\t": "tabs",
    "|": "bars",
    ":": "colons",
    "~": "tildes",
    "^": "carets",
}
TOLD: Final = ",;\t|"  # those that a header may tell; the first is meant where it tells nothing
HEAD: Final = 2**20  # bytes looked at


def delimiter_of(text: bytes) -> str:
    """The delimiter of a CSV in UTF-8: the one that cuts header and first row alike, else a comma.

    Where none does, the one sign that stands in both counts, so that a row cut short is named as that.
    """
    head = text[:HEAD].decode("utf-8", "replace")
    found = {sign: _fields(head, sign) for sign in TOLD}
    alike = [sign for sign, (header, first) in found.items() if header == first > 1]
    if alike:
        return alike[0]
    both = [sign for sign, (header, first) in found.items() if min(header, first) > 1]
    return both[0] if len(both) == 1 else TOLD[0]


def _fields(head: str, sign: str) -> tuple[int, int]:
    """Number of fields of the header and of the first row; 0 for what cannot be cut."""
    lines = io.StringIO(head, newline="")
    try:
        rows = islice((row for row in csv.reader(lines, delimiter=sign, strict=True) if row), 2)
        header, first = [*(len(row) for row in rows), 0, 0][:2]
    except csv.Error:
        return 0, 0
    return header, first
