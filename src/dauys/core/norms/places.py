"""Where a record or a key stands in a TOML file, so that a fault can name the line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Step = str | int

_HEADER = re.compile(r"^\s*(\[{1,2})\s*([\w.-]+)\s*\]{1,2}\s*(#.*)?$")
_KEY = re.compile(r"^\s*([\w-]+(?:\s*\.\s*[\w-]+)*)\s*=")
_LONG_QUOTES = ('"""', "'''")


class Layout:
    """Lines (counted from 1) of the headers and keys of one TOML text.

    A small scan, not a second parser: it is asked only about texts that tomllib has read.
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[Step, ...], int] = {}
        self._counts: dict[tuple[Step, ...], int] = {}
        table: tuple[Step, ...] = ()
        for number, line in _outside_long_strings(text):
            if header := _HEADER.match(line):
                table = self._opened(header[2].split("."), repeated=header[1] == "[[")
                self._lines.setdefault(table, number)
            elif key := _KEY.match(line):
                path = (*table, *(part.strip() for part in key[1].split(".")))
                for end in range(len(table) + 1, len(path) + 1):
                    self._lines.setdefault(path[:end], number)

    def line(self, path: Sequence[Step]) -> int:
        """The line of a key or record such as ("deadline", 2, "activity", "kk"), or of what encloses it."""
        for end in range(len(path), 0, -1):
            if found := self._lines.get(tuple(path[:end])):
                return found
        return 1

    def _opened(self, names: list[str], *, repeated: bool) -> tuple[Step, ...]:
        """The path of a table whose header was met: the n-th of a repeated one carries its number."""
        path: tuple[Step, ...] = ()
        for name in names[:-1]:
            path = (*path, name)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        path = (*path, names[-1])
        if not repeated:
            return path
        self._counts[path] = self._counts.get(path, 0) + 1
        return (*path, self._counts[path] - 1)


def _outside_long_strings(text: str) -> Iterator[tuple[int, str]]:
    """Numbered lines that do not begin inside a string of several lines."""
    closing = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not closing:
            yield number, line
        for quotes in (closing,) if closing else _LONG_QUOTES:
            if line.count(quotes) % 2:
                closing = "" if closing else quotes
                break
