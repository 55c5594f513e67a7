"""What the codes of faults mean that no other table tells: of the rooms and of the console, by letter."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final, NamedTuple


class Letter(NamedTuple):
    """The codes of one letter: where in src/dauys they are given, what they are about, what each means.

    A meaning is what is wrong, and what to do about it.
    """

    place: str
    about: str
    codes: dict[str, tuple[str, str]]


CITED: Final = {"R-02": "no result before every protocol is in"}
"""Rules of the law that are named as faults, under their own code, which stands among the rules."""


def letters() -> list[Letter]:
    """Every letter of `faults.toml`, in its order."""
    read = tomllib.loads((Path(__file__).parent / "faults.toml").read_text(encoding="utf-8"))
    return [
        Letter(
            entries.pop("place"),
            entries.pop("about"),
            {code: (what, remedy) for code, (what, remedy) in entries.items()},
        )
        for entries in read.values()
    ]
