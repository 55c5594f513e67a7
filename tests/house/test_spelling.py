"""One spelling for the words that people read, whoever wrote them."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.tree import DAUYS, ROOT

# Laws, pages, screens and the console: all of the words that are written for people lie in TOML.
WORDS = sorted(DAUYS.rglob("*.toml"))
SCREENS = sorted((DAUYS / "web" / "words").rglob("*.toml"))
GLOSSARY = ROOT / "GLOSSARY.md"


def _lines(paths: list[Path], wrong: str) -> list[str]:
    """Places of lines that have what the pattern says; comments are not words for people."""
    pattern = re.compile(wrong)
    return [
        f"{path.relative_to(ROOT)}:{number} {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line) and not line.startswith("#")
    ]


def test_russian_words_are_written_with_e_as_the_statute_writes_them() -> None:
    """The statute and its forms print no ё; names of people and places are data and keep theirs."""
    assert _lines([*WORDS, GLOSSARY], "[ёЁ]") == []


def test_english_words_of_the_screens_have_one_apostrophe() -> None:
    english = [path for path in SCREENS if path.stem == "en"]
    assert _lines(english, r"\w'\w") == []


def test_dash_between_words_of_the_screens_is_the_long_one() -> None:
    """The short one stands between the bounds of a range: {start} – {end}, 0–9."""
    assert _lines(SCREENS, r"(?<!\}) – | – (?!\{)") == []
