"""The words of the screens: the same keys and places in three languages, none missing, none left over."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from dauys.core.norms import LANGUAGES
from dauys.web.ui import words
from tests.house.tree import DAUYS

ROOMS = sorted(path.name for path in words.FOLDER.iterdir() if path.is_dir())
COMMAND = r"dauys [a-z]+( [a-z]+)?"  # it is typed as it stands, in every language
WEB = DAUYS / "web"
PLACES = re.compile(r"\{(\w*)\}")
MARKUP = re.compile(
    r"<code>.*?</code>|{% comment %}.*?{% endcomment %}|{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>|&\w+;",
    flags=re.DOTALL,
)
OWN = re.compile(r"[A-Za-zА-я]{3,}")
NAMES = {"Dauys", "ISO", "CSV", "JSON"}  # the same in every language
PLURALS = {"one", "few", "many", "other"}


def _flat(table: dict[str, Any], before: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{before}{name}.")
        else:
            found[f"{before}{name}"] = str(value)
    return found


def _words(room: str, language: str) -> dict[str, str]:
    path = words.FOLDER / room / f"{language}.toml"
    return _flat(tomllib.loads(path.read_text(encoding="utf-8")))


def _without_plurals(keys: set[str]) -> set[str]:
    """Each language has the forms of its own plural."""
    return {key for key in keys if key.rpartition(".")[2] not in {"few", "many"}}


@pytest.mark.parametrize("room", ROOMS)
def test_words_have_the_same_keys_in_each_language(room: str) -> None:
    keys = {language: _without_plurals(set(_words(room, language))) for language in LANGUAGES}
    assert keys["ru"] ^ keys["en"] == set()
    assert keys["kk"] ^ keys["en"] == set()


@pytest.mark.parametrize("room", ROOMS)
def test_sentence_has_the_same_places_in_each_language(room: str) -> None:
    english = _words(room, "en")
    differing = [
        (language, key)
        for language in ("kk", "ru")
        for key, sentence in _words(room, language).items()
        if key in english and set(PLACES.findall(sentence)) != set(PLACES.findall(english[key]))
    ]
    assert differing == []


@pytest.mark.parametrize("room", ROOMS)
def test_russian_has_all_its_plural_forms(room: str) -> None:
    keys = set(_words(room, "ru"))
    tables = {key.rpartition(".")[0] for key in keys if key.rpartition(".")[2] == "few"}
    counted = {key.rpartition(".")[0] for key in _words(room, "en") if key.endswith(".one")}
    assert counted - tables == set()
    assert [one for one in tables if not {f"{one}.{form}" for form in PLURALS} <= keys] == []


def test_template_says_only_what_there_is() -> None:
    missing = []
    for path in sorted((WEB / "templates").rglob("*.html")):
        for key in re.findall(r'{% say(?:_counted)? "([^"]+)"', path.read_text(encoding="utf-8")):
            room, _, name = key.partition(".")
            known = _words(room, "en")
            if name not in known and f"{name}.other" not in known:
                missing.append(f"{path.relative_to(WEB)}: {key}")
    assert missing == []


def test_no_sentence_is_a_copy_of_the_english_one() -> None:
    """A sentence of several words that reads the same in two languages was not translated."""
    copied = [
        (room, language, key)
        for room in ROOMS
        for language in ("kk", "ru")
        for key, sentence in _words(room, language).items()
        if re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", re.sub(COMMAND, "", sentence))
    ]
    assert copied == []


def test_template_has_nothing_inline() -> None:
    """The policy of what a page may load forbids it, so it would silently do nothing."""
    inline = [
        f"{path.relative_to(WEB)}: {found}"
        for path in sorted((WEB / "templates").rglob("*.html"))
        for found in re.findall(
            r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)(?![^>]*application/json)[^>]*>|javascript:",
            path.read_text(encoding="utf-8"),
        )
    ]
    assert inline == []


def test_template_holds_no_words_of_its_own() -> None:
    """Every word that a reader sees comes from the words, so that no language is forgotten."""
    own = []
    for path in sorted((WEB / "templates").rglob("*.html")):
        seen = MARKUP.sub(" ", path.read_text(encoding="utf-8"))
        found = [word for word in OWN.findall(seen) if word not in NAMES]
        if found:
            own.append(f"{path.relative_to(WEB)}: {' '.join(found[:5])}")
    assert own == []
