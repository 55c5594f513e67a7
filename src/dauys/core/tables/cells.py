"""Why one cell is not a figure: the slow and explaining way, for cells that failed the fast one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from dauys.core.tables.lookalikes import DIGIT_SHAPES, SPACES, named

Reason = tuple[str, dict[str, str]]

MINUS = "-−–—‐‑‒﹣－"
SPACE = r"[\s\u00a0\u2007\u2009\u202f]"
GROUPED = re.compile(rf"([0-9]{{1,3}})(?:({SPACE}|[,'’`_.])[0-9]{{3}})(?:\2[0-9]{{3}})*")
DECIMAL = re.compile(r"[0-9]+[.,][0-9]*|[.,][0-9]+")
EXPONENT = re.compile(r"[0-9]+(?:[.,][0-9]*)?[eEеЕ][+-]?[0-9]+")
DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2,4}|[0-9]{1,2}-[^\W\d]{3,4}\.?(?:-[0-9]{2,4})?"
)
PLAIN = re.compile(r"[0-9]+")


def word_cell(text: str, limit: int) -> Reason:
    """Code and words of what keeps a cell from being a whole number from 0 to `limit`.

    The first of the reasons in their order: what a person must change first. I-53 where none is known.
    """
    if PLAIN.fullmatch(text):
        return "I-50", {"limit": f"{limit:,}"}
    for reason in REASONS:
        if found := reason(text):
            return found
    return "I-53", {}


def _spreadsheet(text: str) -> Reason | None:
    if text.startswith("#"):
        return "I-51", {}
    return ("I-52", {}) if text.startswith("=") else None


def _grouped(text: str) -> Reason | None:
    found = GROUPED.fullmatch(text)
    # 1.234 may be a decimal as well: a point counts as a separator only where it stands twice.
    if not found or (found.group(2) == "." and text.count(".") == 1):
        return None
    return "I-45", {"char": named(found.group(2)), "plain": re.sub(r"[^0-9]", "", text)}


def _spaced(text: str) -> Reason | None:
    spaces = [at for at, char in enumerate(text) if char.isspace()]
    if not spaces:
        return None
    stripped = text.strip()
    begins, ends = text != text.lstrip(), text != text.rstrip()
    where = "before the figure" if begins else "after the figure" if ends else "inside the figure"
    char = text[spaces[0] if begins or not ends else len(text) - 1]
    return "I-41", {
        "space": SPACES.get(char, f"A space ({named(char)})"),
        "where": where if stripped else "where the figure should be",
    }


def _invisible(text: str) -> Reason | None:
    hidden = next((char for char in text if unicodedata.category(char) in {"Cf", "Cc", "Co", "Cn"}), None)
    return ("I-42", {"char": named(hidden)}) if hidden else None


def _negative(text: str) -> Reason | None:
    return ("I-47", {}) if text[0] in MINUS and PLAIN.fullmatch(text[1:]) else None


def _exponent(text: str) -> Reason | None:
    return ("I-48", {}) if EXPONENT.fullmatch(text) else None


def _dated(text: str) -> Reason | None:
    return ("I-49", {}) if DATE.fullmatch(text) else None


def _decimal(text: str) -> Reason | None:
    return ("I-46", {}) if DECIMAL.fullmatch(text.lstrip(MINUS)) else None


def _foreign_digit(text: str) -> Reason | None:
    sign = next((char for char in text if char.isdigit() and char not in "0123456789"), None)
    return ("I-44", {"sign": sign, "char": named(sign)}) if sign else None


def _lookalike(text: str) -> Reason | None:
    """Letters among digits, or alone where they look like one: all of them must look like digits."""
    odd = [char for char in text if char not in "0123456789"]
    if not odd or len(text) > 12 or any(char not in DIGIT_SHAPES for char in odd):
        return None
    return "I-43", {"sign": odd[0], "char": named(odd[0]), "digit": DIGIT_SHAPES[odd[0]]}


REASONS: tuple[Callable[[str], Reason | None], ...] = (
    _spreadsheet,
    _grouped,
    _spaced,
    _invisible,
    _negative,
    _exponent,
    _dated,
    _decimal,
    _foreign_digit,
    _lookalike,
)
