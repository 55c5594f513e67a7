"""The data dictionary as a page: every file, its columns in three languages, and the lines of each law."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dauys.core.norms import LANGUAGES, Pack
from dauys.core.tables.dictionary import Column, Meaning, columns_told, files_told
from dauys.ops.dictionary import lines_of
from dauys.ops.docs.marks import page, table

HEADER = ("column", "type", "unit", "қазақша", "по-русски", "in English")


def dictionary(packs: Sequence[Pack]) -> str:
    """The page: files first, then what each law puts in the place of `lines`."""
    said = (
        "Every file that `dauys export` writes, column by column; `dauys import` takes the same ones. "
        "As a table for one law: `dauys export dictionary --law ID`. How cells are written: "
        "[formats](formats.md)."
    )
    return page("Data dictionary", said, *map(_file, files_told()), *map(_law, packs))


def _file(told: tuple[str, Meaning]) -> str:
    name, words = told
    lines = "\n".join(f"- {words[language]}" for language in LANGUAGES)
    return f"## {name}\n\n{lines}\n\n{_table(columns_told(name))}"


def _law(pack: Pack) -> str:
    codes = {line.code for line in pack.protocol.line}
    lines = [one for one in columns_told("protocols", lines_of(pack)) if one.name in codes]
    return f"## Lines of {pack.id}\n\n{_table(lines)}"


def _table(columns: Iterable[Column]) -> str:
    rows = [
        (f"`{one.name}`", one.type, one.unit, *(one.meaning[language] for language in LANGUAGES))
        for one in columns
    ]
    return table(HEADER, rows)
