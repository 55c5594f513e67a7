"""The data dictionary: what each file holds and what each of its columns means, in three languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TOLD = Path(__file__).with_name("dictionary.toml")
LINES, VOTES = "lines", "votes"
STANDS_FOR = {LINES: "lines …", VOTES: "votes:…"}  # columns that a law and its candidates bring

Meaning = Mapping[str, str]  # by language


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one file: what a cell holds, in what it is measured, what it means."""

    file: str
    name: str
    type: str
    unit: str
    meaning: Meaning


def files_told() -> list[tuple[str, Meaning]]:
    """Every kind of file with what a row of it is."""
    return [(name, _meaning(record)) for name, record in _told()["file"].items()]


def columns_told(file: str, lines: Iterable[tuple[str, Meaning]] | None = None) -> Iterator[Column]:
    """The columns of a file in their order; `lines` are those of a law, without them one stands for all."""
    for name in _told()["file"][file]["columns"]:
        if name == LINES and lines is not None:
            for code, meaning in lines:
                yield Column(file, code, "whole number", "count", meaning)
        else:
            yield column_told(file, STANDS_FOR.get(name, name))


def column_told(file: str, name: str) -> Column:
    """One column of a file; KeyError for one that nobody has words for."""
    told = _told()["column"]
    record = told.get(f"{file}.{name}") or told[name]
    return Column(file, name, record["type"], record.get("unit", ""), _meaning(record))


@cache
def _told() -> dict[str, dict[str, Any]]:
    return tomllib.loads(TOLD.read_text(encoding="utf-8"))


def _meaning(record: dict[str, Any]) -> Meaning:
    return {name: words for name, words in record.items() if name in ("kk", "ru", "en")}
