"""A word is found in either case and with letters that look like its own, and nothing else is found."""

from __future__ import annotations

import re

import pytest

from dauys.core.tables.lookalikes import shape_pattern


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("алматы", "Алматы облысы"),
        ("Ыстыккол", "Ыстықкөл ауылы"),  # typed without the Kazakh keyboard
        ("iргелi", "Іргелі ауылы"),  # Latin i for the Kazakh one
        ("ІРГЕЛІ", "іргелі"),
        ("kz-alm.1", "KZ-ALM.1"),
        ("ё", "Ерейментау"),
    ],
)
def test_shape_pattern_finds_a_word_however_it_was_typed(typed: str, stands: str) -> None:
    assert re.search(shape_pattern(typed), stands)


@pytest.mark.parametrize(
    ("typed", "stands"), [("kz.1", "kz-1"), ("a.c", "abc"), ("[а-я]", "в"), ("(", "x"), ("Алматы", "Алма")]
)
def test_shape_pattern_takes_every_sign_as_itself(typed: str, stands: str) -> None:
    assert re.search(shape_pattern(typed), stands) is None
    assert re.search(shape_pattern(typed), f"<{typed}>")
