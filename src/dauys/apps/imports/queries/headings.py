"""The heading of a text table as it reads in an encoding: before its columns are said, none may be known."""

from __future__ import annotations

import codecs
from typing import Any

from dauys.apps.imports.models import Import
from dauys.apps.imports.queries.standing import faults_of, upload_of
from dauys.apps.imports.rules import SAMPLE
from dauys.core.tables import Table, read_table
from dauys.core.tables.csv_form import FileOptions
from dauys.core.tables.faults import refused

TEXTS = (".csv", ".txt", ".tsv")
HEAD = 2**20  # bytes that are read of a file, however long it is; a setting of ours
PROPOSED = {"I-09": "utf-16", "I-10": "windows-1251"}  # by the fault that tells the encoding


def is_text(imported: Import) -> bool:
    """Whether the file is a text, of which an encoding can be said, and still lies there."""
    return imported.file_name.lower().endswith(TEXTS) and upload_of(imported.sha256).is_file()


def proposed_encoding(imported: Import) -> str:
    """The encoding in which the file seems to be written, by what was found wrong in it; empty for none."""
    found = faults_of(imported.preview) if imported.preview else []
    return next((PROPOSED[one.code] for one in found if one.code in PROPOSED), "")


def heading_of(imported: Import, file: FileOptions) -> dict[str, Any]:
    """Columns and first rows of a text table as a preview keeps them; raises Refused."""
    with upload_of(imported.sha256).open("rb") as content:
        head = content.read(HEAD)
    is_whole = len(head) < HEAD
    try:
        text = codecs.getincrementaldecoder(file.encoding)("strict").decode(head, final=is_whole)
    except UnicodeDecodeError as error:
        byte, offset = f"{head[error.start]:02X}", f"{error.start + 1:,}"
        raise refused(
            "I-11", place=imported.file_name, encoding=file.encoding, byte=byte, offset=offset
        ) from None
    text = text if is_whole else text[: text.rfind("\n") + 1]
    options = FileOptions(delimiter=file.delimiter)
    return first_rows(read_table(text.encode(), name=imported.file_name, file=options))


def first_rows(table: Table) -> dict[str, Any]:
    """The columns of a table and its first rows, each with its line."""
    rows = range(min(table.rows, SAMPLE))
    return {
        "columns": list(table.columns),
        "sample": [
            [table.line_of(row), *(table.cell(row, at) for at in range(len(table.columns)))] for row in rows
        ],
    }
