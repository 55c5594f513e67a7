"""Lists of rows that no table of the database holds: searched, filtered, sorted and paged like all others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, StreamingHttpResponse

from dauys.press import wording
from dauys.web.ui.listing import Choice, Listing, Shown

Row = TypeVar("Row")
BY_VALUE = ("",)  # as the order of a column: by what it shows


@dataclass(frozen=True, slots=True)
class Sieve(Generic[Row]):
    """A choice that stands in the address: which rows each value keeps. Shown as ui.listing.Filter is."""

    name: str
    word: str
    choices: Sequence[Choice]
    keeps: Callable[[Row, str], bool]


def _key(name: str, value: Any, language: str) -> Any:
    """By what a value is sorted: a text by the alphabet of the language, a path in the order of the tree."""
    is_text = isinstance(value, str) and not name.endswith("path")
    return wording.sort_key(value, language) if is_text else value


class Rows(Generic[Row]):
    """Rows at hand, in the order without a wish."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, part: slice) -> Sequence[Row]:
        return self._rows[part]

    def count(self) -> int:
        """How many: asked by the paginator."""
        return len(self._rows)

    def iterator(self, chunk_size: int = 0) -> Iterator[Row]:  # noqa: ARG002 -- as a queryset has it
        """All of them, one by one."""
        return iter(self._rows)


@dataclass(frozen=True, slots=True)
class RowListing(Listing[Row]):
    """A list of rows at hand: `search` and the `order` of columns name attributes, filters are sieves.

    A value that is missing stands last, whichever way the list is sorted.
    """

    filters: Sequence[Any] = ()  # of Sieve

    def shown(self, request: HttpRequest, rows: Any, language: str) -> Shown[Row]:
        """The page that the address asks for, of rows at hand."""
        return Listing.shown(self, request, rows, language)

    def as_csv(self, request: HttpRequest, rows: Any, language: str) -> StreamingHttpResponse:
        """All rows at hand that the address asks for."""
        return Listing.as_csv(self, request, rows, language)

    def _chosen(self, rows: Any, asked: Any, language: str) -> Any:
        found = list(rows)
        for word in asked.words.casefold().split():
            found = [row for row in found if self._is_found(row, word)]
        for one in self.filters:
            if value := asked.filters.get(one.name):
                found = [row for row in found if one.keeps(row, value)]
        column = next((one for one in self.columns if one.order and one.name == asked.sort), None)
        if column is None:
            return Rows(found)
        name, shown = column.order[0], column.value
        values: list[tuple[Any, Row]] = [
            (_key(name, getattr(row, name) if name else shown(row), language), row) for row in found
        ]
        told = [one for one in values if one[0] is not None]
        told.sort(key=lambda one: one[0], reverse=asked.is_down)
        return Rows([row for _, row in told] + [row for value, row in values if value is None])

    def _is_found(self, row: Row, word: str) -> bool:
        return any(word in str(getattr(row, name)).casefold() for name in self.search)
