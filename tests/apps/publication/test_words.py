"""The catalogue of words: the same keys in three languages, nothing blank, missing or left over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from dauys.apps.candidates.rules import STATUSES
from dauys.apps.publication.pages import catalogue
from dauys.core.lifecycle import CONTEST, PROTOCOL
from dauys.core.norms.records import Grade
from dauys.core.outcome import REASONS, Kind
from dauys.core.timetable import STATES

# Verbs that are no decision about a contest: what the calendar opens, and what comes in.
CALENDAR = {
    *(verb for verb in CONTEST.verbs if verb.startswith("open_")),
    *("import_protocols", "accept_protocol", "release_protocol", "report_turnout"),
}
PAGES = Path(catalogue.__file__).parent
KAZAKH = set("әғқңөұүһіӘҒҚҢӨҰҮҺІ")


def sentences(language: str) -> Iterator[tuple[str, str]]:
    """Every sentence of a catalogue by its place."""
    for section, entries in catalogue.words(language).items():
        if isinstance(entries, str):
            yield section, entries
            continue
        for key, sentence in entries.items():
            yield f"{section}.{key}", sentence


def places(sentence: str) -> set[str]:
    """The names to fill in a sentence."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_catalogues_hold_the_same_keys_and_places(language: str) -> None:
    kazakh, other = dict(sentences("kk")), dict(sentences(language))
    assert list(kazakh) == list(other)
    assert {key: places(said) for key, said in kazakh.items()} == {
        key: places(said) for key, said in other.items()
    }


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_no_sentence_is_blank_or_frayed(language: str) -> None:
    assert [key for key, said in sentences(language) if not said.strip() or said != said.strip()] == []


def test_words_are_in_their_own_alphabet() -> None:
    for key, said in sentences("ru"):
        assert not KAZAKH & set(said), key
    latin = re.compile(r"\b(?!SHA|JSON|CSV|ICS)[A-Za-z]{2,}")
    for language in ("kk", "ru"):
        for key, said in sentences(language):
            assert not latin.search(re.sub(r"\{\w+\}", "", said)), (language, key)
    # Look-alike Latin letters inside a Cyrillic word would break search and sorting.
    mixed = re.compile(r"[А-Яа-яӘ-ӿІі][A-Za-z]|[A-Za-z][А-Яа-яӘ-ӿІі]")
    assert [key for language in ("kk", "ru") for key, said in sentences(language) if mixed.search(said)] == []


def test_every_name_of_the_core_has_words() -> None:
    words = catalogue.words("en")
    assert {reason for reason in REASONS if reason} <= set(words["reason"])
    # An incomplete contest says who leads; a cancelled poll is an outcome of its own.
    assert {reason for reason in REASONS if reason} - {"incomplete", "cancelled_poll"} == set(words["why"])
    assert set(get_args(Kind)) <= set(words["outcome"])
    assert set(get_args(Kind)) <= set(words["units"])
    assert set(STATES) == set(words["term"])
    assert set(PROTOCOL.states) == set(words["protocol"])
    assert set(CONTEST.states) == set(words["stage"])
    assert set(STATUSES) == set(words["candidate"])
    assert {one.verb for one in CONTEST.steps if one.verb not in CALENDAR} <= set(words["life"])
    assert {grade.value for grade in Grade} <= set(words["law"])


def test_every_sentence_is_used() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [*PAGES.rglob("*.py"), *(PAGES / "templates").glob("*.html")]
    )
    named = {
        "reason",
        "why",
        "way",
        "sex",
        "candidate",
        "term",
        "protocol",
        "outcome",
        "units",
        "level",
        "office",
        "stage",
        "life",
        "notices",
    }  # looked up by a value
    unused = [
        place
        for place, _ in sentences("en")
        if (section := place.partition(".")[0]) not in named
        and not re.search(rf"\b{place.rpartition('.')[2]}\b", code.replace(f"[{section}]", ""))
        and place != "name"
    ]
    by_value = ("compare.", "status.", "law.", "relations.error", "relations.warning")
    assert [place for place in unused if not place.startswith(by_value)] == []


def test_templates_do_not_switch_escaping_off() -> None:
    for path in (PAGES / "templates").glob("*.html"):
        template = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe|autoescape", template), path.name
        assert len(template.splitlines()) <= 120
