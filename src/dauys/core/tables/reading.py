"""The one way in: a file of any sort becomes a table, or is refused with what is wrong and what to do."""

from __future__ import annotations

import hashlib
from pathlib import Path

from dauys.core.tables.csv_form import FileOptions, read_csv
from dauys.core.tables.faults import refused
from dauys.core.tables.files import file_bytes
from dauys.core.tables.jsonl_form import read_json_lines
from dauys.core.tables.kinds import (
    JSON_LINES,
    PARQUET,
    READABLE,
    XLSX,
    kind_of,
    kind_words,
    named_kind,
)
from dauys.core.tables.parquet_form import read_parquet
from dauys.core.tables.table import Limits, Table
from dauys.core.tables.xlsx_form import read_xlsx

LIMITS = Limits()
BLANK = b"\xef\xbb\xbf \t\r\n"


def read_table(
    source: Path | bytes, *, name: str, file: FileOptions | None = None, limits: Limits = LIMITS
) -> Table:
    """The table of a file, told by its content: CSV, XLSX, JSON Lines or Parquet.

    `name` is the name the user knows the file by: it stands in every fault, and its ending must not promise
    another format than the content has (I-06). `file` is how a CSV is written; by default UTF-8, with the
    commas, semicolons, tabs or bars that its header shows between the columns.
    Raises Refused (I-01 to I-36); nothing else, whatever the bytes are.
    """
    content = source if isinstance(source, bytes) else file_bytes(source, name, limits.file_bytes)
    if len(content) > limits.file_bytes:
        raise refused("I-04", place=name, limit=f"{limits.file_bytes:,}")
    if not content[:4096].strip(BLANK) and not content.strip(BLANK):
        raise refused("I-01", place=name)
    kind = _kind(content, name)
    sha256 = hashlib.sha256(content).hexdigest()
    if kind == XLSX:
        return read_xlsx(content, name=name, sha256=sha256, limits=limits)
    if kind == JSON_LINES:
        return read_json_lines(content, name=name, sha256=sha256, limits=limits)
    if kind == PARQUET:
        return read_parquet(content, name=name, sha256=sha256, limits=limits)
    return read_csv(content, name=name, sha256=sha256, options=file or FileOptions(), limits=limits)


def _kind(content: bytes, name: str) -> str:
    """The kind of the content; raises Refused where it is no table, or not the kind the name promises."""
    kind, said = kind_of(content), named_kind(name)
    if kind not in READABLE:
        if said == XLSX and "damaged" in kind:
            raise refused("I-25", place=name, reason="the archive in it is cut off or broken")
        if "password" in kind:
            raise refused("I-27", place=name)
        raise refused("I-05", place=name, found=kind_words(kind, content))
    if said is not None and said != kind:
        raise refused("I-06", place=name, said=said, found=kind_words(kind, content))
    return kind
