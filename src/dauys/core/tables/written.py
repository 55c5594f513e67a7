"""Words as a page or a console can show them: one line, without signs that hide or turn the text around."""

from __future__ import annotations

import unicodedata

from pydantic import AfterValidator

from dauys.core.tables.lookalikes import SPACES

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that make the rest of a line run the other way: a name with one shows as another name."""


def one_line(text: str) -> str:
    """The text itself; ValueError where a control character, a line break or a turning sign stands in it."""
    for char in text:
        if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or char in TURNING:
            raise ValueError(f"{SPACES.get(char, f'the character U+{ord(char):04X}')} stands in it")
    return text


ONE_LINE = AfterValidator(one_line)
"""For the text of a pydantic model."""
