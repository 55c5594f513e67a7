"""The words of the site in each language, and the templates with those words at hand."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from dauys.core.norms.records import LANGUAGES
from dauys.press.rendering import Renderer

FOLDER = Path(__file__).parent
STYLE = FOLDER / "style.css"
SCHEMAS = FOLDER / "schema"

__all__ = ["LANGUAGES", "SCHEMAS", "STYLE", "language_names", "renderer", "words"]


@cache
def words(language: str) -> dict[str, Any]:
    """The catalogue `words/<language>.toml`: sections of sentences, some with places to fill: `{n}`."""
    return tomllib.loads((FOLDER / "words" / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def language_names() -> dict[str, str]:
    """Each language in its own words."""
    return {language: str(words(language)["name"]) for language in LANGUAGES}


@cache
def renderer(language: str) -> Renderer:
    """The templates of the site; every one of them knows `w`, the words, and `lang`, the language."""
    return Renderer(FOLDER / "templates", {"w": words(language), "lang": language})
