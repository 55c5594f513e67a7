"""Faults of files: made from the table of codes, gathered, cut to a length that a person reads."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from dauys.core.findings import Fault, Refused
from dauys.core.tables.codes import CODES
from dauys.core.tables.lookalikes import skeleton

LISTED = 100  # faults shown of one file; the rest are counted
_most: ContextVar[int] = ContextVar("most", default=LISTED)
SHOWN = 40  # characters shown of a wrong value


def most_listed() -> int:
    """How many faults of one file are worded: LISTED, unless `listing` says otherwise."""
    return _most.get()


@contextmanager
def listing(most: int) -> Iterator[None]:
    """Within it so many faults of a file are worded, for who wants all of them in a table."""
    before = _most.set(most)
    try:
        yield
    finally:
        _most.reset(before)


class Faults(list[Fault]):
    """Faults in the order found; `unlisted` counts those that were found and not worded."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        super().__init__(faults)
        self.unlisted: int = faults.unlisted if isinstance(faults, Faults) else 0

    @property
    def total(self) -> int:
        """All faults found, listed or not."""
        return len(self) + self.unlisted

    def add(self, others: Iterable[Fault]) -> None:
        """Take over the faults of another part of the file, its uncounted rest included."""
        self.extend(others)
        if isinstance(others, Faults):
            self.unlisted += others.unlisted

    def listed(self) -> list[Fault]:
        """The first faults from the top of the file down, LISTED by default, then one (I-99) for the rest."""
        ordered = sorted(self, key=lambda each: each.line or 0)
        most = most_listed()
        shown, rest = ordered[:most], self.total - min(len(self), most)
        if rest:
            place = shown[0].place if shown else ""
            shown.append(fault("I-99", place=place, count=f"{rest:,}"))
        return shown

    def refuse(self) -> None:
        """Raise Refused with the listed faults, if there is any."""
        if self.total:
            raise Refused(self.listed())


def fault(
    code: str, *, place: str = "", line: int | None = None, column: str = "", value: str = "", **words: str
) -> Fault:
    """The fault `code` of the table, its sentence filled with `words`; `value` is cut to SHOWN characters."""
    message, remedy = CODES[code]
    words = {key: shown(word, 200) for key, word in words.items()}
    return Fault(
        code=code,
        message=message.format(**words),
        remedy=remedy.format(**words),
        place=place,
        line=line,
        column=shown(column),
        value=shown(value),
    )


def refused(
    code: str, *, place: str = "", line: int | None = None, column: str = "", **words: str
) -> Refused:
    """Refused for one fault of the table."""
    return Refused([fault(code, place=place, line=line, column=column, **words)])


def shown(text: str, length: int = SHOWN) -> str:
    """The text as a message may show it: cut, with control characters made visible."""
    cut = text if len(text) <= length else text[: length - 1] + "…"
    return "".join(_visible(char) if unicodedata.category(char)[0] == "C" else char for char in cut)


def _visible(char: str) -> str:
    return {"\t": "\\t", "\n": "\\n", "\r": "\\r"}.get(char, f"\\u{ord(char):04x}")


def near(name: str, known: Iterable[str]) -> str:
    """A sentence that offers the known name nearest to `name`, or ""; look-alike letters count as equal."""
    by_shape: dict[str, str] = {}
    for each in known:
        by_shape.setdefault(skeleton(each), each)
    shape = skeleton(name)
    found = [shape] if shape in by_shape else difflib.get_close_matches(shape[:200], by_shape, n=1)
    return f" Near it: “{shown(by_shape[found[0]], 80)}”." if found else ""
