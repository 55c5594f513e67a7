"""CSV as we write it ourselves: for samples of each kind of file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence


def write_csv(rows: Iterable[Sequence[str | int | None]], header: Sequence[str]) -> bytes:
    """The rows as CSV in UTF-8 with commas and Unix line ends; null is written as nothing.

    Raises ValueError for a row that is not as long as the header.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"a row has {len(row)} cells, the header {len(header)}")
        writer.writerow(row)
    return text.getvalue().encode("utf-8")
