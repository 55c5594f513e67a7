"""What a file was called, as a text to show: never a path, nothing that hides what it is."""

from __future__ import annotations

import unicodedata

from dauys.core.findings import Fault, Refused

LONGEST = 200  # characters
# Signs that turn the order of letters around: “fdp.exe” would be read “exe.pdf”.
_TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}


def name_as_text(given: str) -> str:
    """The last part of a name, composed (NFC); Refused for one that is not plain to read."""
    name = unicodedata.normalize("NFC", given.replace("\\", "/").rpartition("/")[2]).strip(" .")
    if not name:
        raise _refused("The file has no name.", "")
    if len(name) > LONGEST:
        raise _refused(f"The name has {len(name)} characters; up to {LONGEST} are taken.", "")
    if any(letter in _TURNING or unicodedata.category(letter) in _UNSEEN for letter in name):
        raise _refused("The name holds signs that cannot be seen.", repr(name)[:100])
    return name


def _refused(said: str, value: str) -> Refused:
    return Refused([Fault("G-04", said, "Give it a plain name.", column="content", value=value)])
