"""Characters that look like others: letters for digits in figures, Cyrillic for Latin in names."""

from __future__ import annotations

import unicodedata

DIGIT_SHAPES: dict[str, str] = {
    **dict.fromkeys("OoОоΟοQ", "0"),
    **dict.fromkeys("lIiІіΙι|!Ӏӏ", "1"),
    **dict.fromkeys("ZzƵ", "2"),
    **dict.fromkeys("ЗзӠӡЭэƷ", "3"),
    **dict.fromkeys("Чч", "4"),
    **dict.fromkeys("SsЅѕ", "5"),
    **dict.fromkeys("Ббb", "6"),
    **dict.fromkeys("BВ", "8"),
    **dict.fromkeys("gq", "9"),
}
"""Letters and signs typed or scanned where a digit was meant."""

LATIN_SHAPES: dict[int, int] = str.maketrans(
    "аӓєеёһіїјкқмнңоөрѕсԁтуүұхҳвԝӏ" + "αβεζηικμνορτυχ" + "ıł",
    "aaeeehiijkkmhhoopscdtyyyxxbwl" + "abezhikmnoptyx" + "il",
)
"""Small Cyrillic and Greek letters by the Latin letter they look like; for comparing names only."""

SPACES: dict[str, str] = {
    " ": "A space",
    "\t": "A tab",
    "\n": "A line break",
    "\u00a0": "A no-break space",
    "\u2007": "A figure space",
    "\u2009": "A thin space",
    "\u202f": "A narrow no-break space",
    "\u3000": "A wide space",
}


def skeleton(name: str) -> str:
    """The shape of a name: case, spaces, accents of width and look-alike letters taken away."""
    plain = unicodedata.normalize("NFKC", name).casefold().translate(LATIN_SHAPES)
    return "".join(char for char in plain if char.isalnum() or char in "_-#:/.")


def shape_pattern(word: str) -> str:
    """A regular expression that finds a word in either case and with letters that look like its own.

    It is written with the signs that Python and PostgreSQL read alike, so a database can search with it.
    """
    return "".join(_alike(char) for char in unicodedata.normalize("NFKC", word))


def _alike(char: str) -> str:
    if not char.isalnum():
        return f"\\{char}" if char.isascii() and char.isprintable() and char != " " else char
    small = char.lower()[:1]
    shape = chr(LATIN_SHAPES.get(ord(small), ord(small)))
    alike = {small, shape, *(chr(one) for one, latin in LATIN_SHAPES.items() if chr(latin) == shape)}
    return (
        "[" + "".join(sorted(alike | {one.upper() for one in alike if len(one.upper()) == 1} | {char})) + "]"
    )


def named(char: str) -> str:
    """The character by its Unicode name, as a person can look it up: `U+041E, Cyrillic capital letter o`."""
    words = unicodedata.name(char, "").capitalize() or "a character without a name"
    return f"U+{ord(char):04X}, {words}"
