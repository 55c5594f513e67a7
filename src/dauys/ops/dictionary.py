"""The data dictionary of a law as a table: every file that leaves, column by column, its lines with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dauys.core.norms import LANGUAGES, Pack
from dauys.core.tables.dictionary import Meaning, columns_told, files_told

if TYPE_CHECKING:
    from dauys.core.tables import Sheet


def lines_of(pack: Pack) -> list[tuple[str, Meaning]]:
    """The lines of a law as the dictionary takes them: code, and what each is called."""
    return [(line.code, line.label.model_dump()) for line in pack.protocol.line]


def dictionary_sheet(pack: Pack) -> Sheet:
    """The dictionary of a law as a table."""
    from dauys.core.tables import TEXT, sheet_of  # noqa: PLC0415 -- polars takes a while; --help needs none

    rows = [
        (one.file, one.name, one.type, one.unit, *(one.meaning[language] for language in LANGUAGES))
        for file, _ in files_told()
        for one in columns_told(file, lines_of(pack))
    ]
    names = [one.name for one in columns_told("dictionary")]
    return sheet_of(dict.fromkeys(names, TEXT), rows)
