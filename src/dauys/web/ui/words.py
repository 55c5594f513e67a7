"""The words of the screens: one folder for each room of this floor, with three files of the same keys."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from dauys.press import wording

FOLDER = Path(__file__).resolve().parents[1] / "words"


@cache
def _words(room: str, language: str) -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / room / f"{language}.toml").read_text(encoding="utf-8"))


def said(language: str, key: str, **places: object) -> str:
    """A sentence: `key` is `room.section.name`, `{…}` in it is filled; KeyError for one that is not there."""
    found = _found(language, key)
    if not isinstance(found, str):
        raise KeyError(f"{key} is no sentence")
    return found.format(**places) if places else found


def said_or(language: str, key: str, otherwise: str) -> str:
    """A sentence, or what stands for it where there is none."""
    try:
        return said(language, key)
    except (KeyError, FileNotFoundError):
        return otherwise


def table(language: str, key: str) -> Mapping[str, str]:
    """A table of sentences: `key` is `room.section`; KeyError for one that is not there."""
    found = _found(language, key)
    if not isinstance(found, dict):
        raise KeyError(f"{key} is no table")
    return found


def counted(language: str, key: str, count: int) -> str:
    """A number with its noun: `key` is a table of the plural forms one, few, many, other."""
    return wording.counted(count, _found(language, key), language)


def _found(language: str, key: str) -> Any:
    room, *path = key.split(".")
    found: Any = _words(room, language)
    for name in path:
        found = found[name]
    return found
