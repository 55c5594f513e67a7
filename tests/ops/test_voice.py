"""The words of the console: the same keys and places in three languages, words for every rule checked."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from dauys.core import bodies
from dauys.ops.voice import WORDS, said

KAZAKH = set("әғқңөұүһіӘҒҚҢӨҰҮҺІ")


def catalogue(language: str) -> dict[str, str]:
    """Every sentence by its place."""
    found = tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{section}.{key}": text for section, entries in found.items() for key, text in entries.items()}


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_language_says_the_same_as_english(language: str) -> None:
    english, other = catalogue("en"), catalogue(language)
    assert list(other) == list(english)
    assert [key for key in english if places(english[key]) != places(other[key])] == []
    assert [key for key, text in other.items() if not text.strip()] == []


SIGNS = {"number.==", "reminding.line"}  # signs and places, no words


def test_kazakh_is_not_russian() -> None:
    kazakh, russian = catalogue("kk"), catalogue("ru")
    assert [key for key in kazakh if kazakh[key] == russian[key] and key not in SIGNS] == []
    assert not [key for key, text in russian.items() if KAZAKH & set(text)]


def test_every_rule_that_is_checked_has_its_words() -> None:
    tree = ast.parse(Path(bodies.__file__).read_text(encoding="utf-8"))
    asked = {
        call.args[1].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "_rule"
        and isinstance(call.args[1], ast.Constant)
    } - {"size_boundary"}
    assert "vacancy" in asked
    for subject in (*asked, "size"):
        assert said("en", "wrong", subject)
        assert said("en", "remedy", subject)
