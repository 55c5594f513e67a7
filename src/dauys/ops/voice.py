"""The words of the console in the language that is asked for, by option or by DAUYS_LANGUAGE."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

from dauys.core.norms import LANGUAGES
from dauys.ops.running import wrong_use

WORDS = Path(__file__).parent / "words"
Language = Annotated[str, typer.Option("--language", envvar="DAUYS_LANGUAGE", help="kk, ru or en.")]


@cache
def _words(language: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))


def language_named(language: str) -> str:
    """The language, where there is such a one; else wrong use."""
    if language not in LANGUAGES:
        wrong_use(f"--language (or DAUYS_LANGUAGE) is one of {', '.join(LANGUAGES)}, not {language}.")
    return language


def said(language: str, section: str, key: str, **places: object) -> str:
    """A sentence of the console's words with its places filled."""
    sentence = str(_words(language)[section][key])
    return sentence.format(**places) if places else sentence


def columns(language: str, *names: str) -> list[str]:
    """The headers of a table."""
    return [said(language, "column", name) for name in names]
