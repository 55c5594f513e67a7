"""The data dictionary: every file that leaves, column by column, with the lines that a law brings."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dauys.core.norms import LANGUAGES, Pack, Words

if TYPE_CHECKING:
    from dauys.core.tables import Sheet

TOLD = Path(__file__).with_name("dictionary.toml")
LINES, VOTES = "lines", "votes"
STANDS_FOR = {LINES: "lines …", VOTES: "votes:…"}  # columns that a law and its candidates bring


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one file: what a cell holds, in what it is measured, what it means."""

    file: str
    name: str
    type: str
    unit: str
    meaning: Words


@cache
def _told() -> dict[str, dict[str, Any]]:
    return tomllib.loads(TOLD.read_text(encoding="utf-8"))


def _words(record: dict[str, Any]) -> Words:
    return Words(**{language: record[language] for language in LANGUAGES})


def files_told() -> list[tuple[str, Words]]:
    """Every kind of file with what a row of it is."""
    return [(name, _words(record)) for name, record in _told()["file"].items()]


def columns_told(file: str, pack: Pack | None) -> Iterator[Column]:
    """The columns of a file in their order; without a law one that stands for its lines."""
    for name in _told()["file"][file]["columns"]:
        if name == LINES and pack is not None:
            for line in pack.protocol.line:
                yield Column(file, line.code, "whole number", "count", line.label)
        else:
            yield _column(file, STANDS_FOR.get(name, name))


def _column(file: str, name: str) -> Column:
    told = _told()["column"]
    record = told.get(f"{file}.{name}") or told[name]
    return Column(file, name, record["type"], record.get("unit", ""), _words(record))


def dictionary_sheet(pack: Pack) -> Sheet:
    """The dictionary of a law as a table."""
    from dauys.core.tables import TEXT, sheet_of  # noqa: PLC0415 -- polars takes a while; --help needs none

    rows = [
        (one.file, one.name, one.type, one.unit, one.meaning.kk, one.meaning.ru, one.meaning.en)
        for file, _ in files_told()
        for one in columns_told(file, pack)
    ]
    names = [one.name for one in columns_told("dictionary", None)]
    return sheet_of(dict.fromkeys(names, TEXT), rows)
