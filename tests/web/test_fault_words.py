"""Every code of a refusal has its sentence on the screens, in Kazakh, Russian and English."""

from __future__ import annotations

import tomllib

import pytest

from dauys.core.findings import Fault
from dauys.core.norms import LANGUAGES
from dauys.core.tables.codes import CODES
from dauys.ops.docs.meanings import letters
from dauys.web.ui.faults import faults_said
from dauys.web.ui.words import FOLDER


def sentences(language: str) -> dict[str, str]:
    return tomllib.loads((FOLDER / "faults" / f"{language}.toml").read_text(encoding="utf-8"))


def documented() -> set[str]:
    return {code for letter in letters() for code in letter.codes} | set(CODES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_fault_words_tell_of_every_documented_code_and_of_no_other(language: str) -> None:
    assert set(sentences(language)) == documented()


@pytest.mark.parametrize("language", LANGUAGES)
def test_fault_words_are_one_sentence_without_places_or_commands(language: str) -> None:
    """A screen fills nothing in, and whoever reads it has no console."""
    for code, sentence in sentences(language).items():
        assert sentence.endswith("."), code
        assert ":" in sentence, f"{code} says what is wrong, then what to do"
        assert not set("{}`") & set(sentence), code
        assert "dauys" not in sentence, code


def test_fault_words_differ_between_the_languages() -> None:
    kk, ru, en = (sentences(language) for language in ("kk", "ru", "en"))
    assert [code for code in en if len({kk[code], ru[code], en[code]}) < 3] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_fault_words_take_the_place_of_what_the_room_says(language: str) -> None:
    (said,) = faults_said([Fault("K-22", "U1.tec: all 7 seats are taken.", "Say who leaves.")], language)
    assert (said.text, said.code) == (sentences(language)["K-22"], "K-22")
