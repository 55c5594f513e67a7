"""Long tables in parts: which rows stand on which part, and the links between the parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from dauys.apps.publication.pages.addresses import part_folder

Row = TypeVar("Row")
ALONE: dict[str, Any] = {"of": 1, "links": [], "previous": "", "next": ""}  # most pages have no parts


@dataclass(frozen=True, slots=True)
class Part:
    """The `number`-th of `of` parts of one page; each shows at most `size` rows of every table."""

    number: int
    of: int
    size: int

    def cut(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows that stand on this part."""
        return rows[(self.number - 1) * self.size : self.number * self.size]

    def span(self, total: int) -> tuple[int, int, int]:
        """First and last row on this part, counted from 1, and how many there are in all."""
        return (self.number - 1) * self.size + 1, min(self.number * self.size, total), total

    @property
    def first(self) -> bool:
        """True on the part that also holds everything that is no long table."""
        return self.number == 1


@cache
def parts_of(longest: int, size: int) -> tuple[Part, ...]:
    """The parts needed for a table of `longest` rows; an empty table has one."""
    of = max(1, -(-longest // size))
    return tuple(Part(number, of, size) for number in range(1, of + 1))


def part_links(part: Part, said: str) -> dict[str, Any]:
    """Links from one part to its neighbours and to others; `said` names a part: "Page {number}"."""
    if part.of == 1:
        return ALONE

    def to(number: int) -> str:
        return "./" if number == part.number else part_folder("../../" if part.number > 1 else "", number)

    shown = sorted({1, part.of} | {n for n in range(part.number - 2, part.number + 3) if 1 <= n <= part.of})
    links: list[dict[str, Any]] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number > before + 1:
            links.append({"href": "", "number": "", "said": "", "current": False})
        name = said.format(number=number)
        links.append({"href": to(number), "number": number, "said": name, "current": number == part.number})
    return {
        "of": part.of,
        "links": links,
        "previous": to(part.number - 1) if part.number > 1 else "",
        "next": to(part.number + 1) if part.number < part.of else "",
    }
