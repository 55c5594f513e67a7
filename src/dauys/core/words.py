"""What counts as said: reasons, evidence and names are for people, who must be able to read them."""

from __future__ import annotations

import unicodedata

# Letters that print as nothing: the fillers of Hangul, the blank of Braille.
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def says_nothing(text: str) -> bool:
    """Whether a text shows a reader nothing: empty, or only spaces, controls, marks and unseen signs."""
    return not any(unicodedata.category(char)[0] in "LNPS" and char not in _BLANK_LETTERS for char in text)
