"""Lists of rows: search, filters in the address, sorting, pages, CSV; the number of questions is constant."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, StreamingHttpResponse

from dauys.core.tables.lookalikes import shape_pattern
from dauys.web.ui import words
from dauys.web.ui.alphabet import ordering

Row = TypeVar("Row")
AT_ONCE = 50  # rows of a page; a setting of ours
CHUNK = 2_000
WORDS = 6  # of a search that are looked for; each is asked of every field
YEARS = range(1900, 2200)  # of days that anybody means; others no zone can turn into a moment
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would compute


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its name in the address, its word, what it shows, how the database orders by it."""

    name: str
    word: str
    value: Callable[[Row], object]
    order: tuple[str, ...] = ()  # of the database; empty: not sortable
    is_number: bool = False
    heading: str = ""  # instead of a word: the name of somebody
    short: str = ""  # what is seen of a heading where many stand beside each other
    look: str = ""  # of a cell that is no number: "n" stands right like one, "whole" is never broken

    @property
    def style(self) -> str:
        """The class of its cells and of its head."""
        return "n" if self.is_number else self.look

    def head(self, language: str) -> str:
        """What stands above it."""
        return self.heading or words.said(language, self.word)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter and what it is called."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice that stands in the address: the rows of each value by a condition."""

    name: str
    word: str
    choices: Sequence[Choice]
    condition: Callable[[str], Q]


@dataclass(frozen=True, slots=True)
class Typed:
    """A filter whose value somebody types, or picks as a day: the rows of it by a condition."""

    name: str
    word: str
    condition: Callable[[str], Q]
    is_day: bool = False


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """How a list is searched, filtered, sorted and shown. `search` are fields of the database."""

    columns: Sequence[Column[Row]]
    search: Sequence[str] = ()
    filters: Sequence[Filter] = ()
    typed: Sequence[Typed] = ()
    order: tuple[str, ...] = ("id",)  # without a wish; also the tie-breaker
    name: str = "list"  # of the file
    has_day: bool = False  # the rows are those of a day that the address names (`on`): see `day_asked`

    def shown(self, request: HttpRequest, rows: QuerySet[Any], language: str) -> Shown[Row]:
        """The page that the address asks for; what it does not know, it leaves out."""
        asked = _Asked.of(request, self)
        chosen = self._chosen(rows, asked, language)
        page = Paginator(chosen, AT_ONCE).get_page(request.GET.get("page"))
        return Shown(self, asked, page, language)

    def as_csv(self, request: HttpRequest, rows: QuerySet[Any], language: str) -> StreamingHttpResponse:
        """All rows that the address asks for, not only those of a page; a cell is never a formula."""
        chosen = self._chosen(rows, _Asked.of(request, self), language)

        def lines() -> Iterator[str]:
            pen = csv.writer(_Echo())
            yield "\ufeff"
            yield pen.writerow([column.head(language) for column in self.columns])
            for row in chosen.iterator(chunk_size=CHUNK):
                yield pen.writerow([cell(column.value(row)) for column in self.columns])

        return StreamingHttpResponse(
            lines(),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{self.name}.csv"'},
        )

    def chosen(self, request: HttpRequest, rows: QuerySet[Any], language: str) -> QuerySet[Any]:
        """All rows that the address asks for, in its order."""
        return self._chosen(rows, _Asked.of(request, self), language)

    def _chosen(self, rows: QuerySet[Any], asked: _Asked, language: str) -> QuerySet[Any]:
        for word in asked.words.split()[:WORDS]:
            found, pattern = Q(), shape_pattern(word)
            for name in self.search:
                found |= Q(**{f"{name}__regex": pattern})
            rows = rows.filter(found)
        narrowing: list[Filter | Typed] = [*self.filters, *self.typed]
        for one in narrowing:
            if value := asked.filters.get(one.name):
                rows = rows.filter(one.condition(value))
        column = next((one for one in self.columns if one.order and one.name == asked.sort), None)
        order = column.order if column else ()
        signed = [_turned(name) for name in order] if asked.is_down else list(order)
        return rows.order_by(*(ordering(name, language) for name in (*signed, *self.order)))


def day_asked(request: HttpRequest, otherwise: dt.date) -> dt.date:
    """The day that the address names (`?on=2021-07-25`, also 25.07.2021), else the other one."""
    return day_written(request.GET.get("on", "")) or otherwise


def day_written(written: str) -> dt.date | None:
    """A day as somebody writes it (2021-07-25, 25.07.2021); None for what is none, or of no year of YEARS."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            day = dt.datetime.strptime(written.strip(), form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
        return day if day.year in YEARS else None
    return None


def _turned(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


class _Echo:
    """Gives back what is written, so that lines leave one by one."""

    def write(self, line: str) -> str:
        return line


def cell(value: object) -> str:
    """A text that a spreadsheet would take for a formula gets a sign before it that shows it as text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in FORMULA and not isinstance(value, int) else text


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address asks for."""

    words: str = ""
    sort: str = ""
    is_down: bool = False
    filters: Mapping[str, str] = field(default_factory=dict)
    on: str = ""  # a day, as 2021-07-25

    @classmethod
    def of(cls, request: HttpRequest, listing: Listing[Any]) -> _Asked:
        sort = request.GET.get("sort", "")
        filters = {
            one.name: value
            for one in listing.filters
            if (value := request.GET.get(one.name, "")) in {choice.value for choice in one.choices} and value
        }
        typed = {one.name: request.GET.get(one.name, "").strip()[:100] for one in listing.typed}
        days = {one.name for one in listing.typed if one.is_day}
        filters |= {
            name: value for name, value in typed.items() if value and (name not in days or day_written(value))
        }
        words_asked = request.GET.get("q", "").strip()[:100]
        day = day_written(request.GET.get("on", "")) if listing.has_day else None
        return cls(
            words_asked if listing.search else "",
            sort.removeprefix("-"),
            sort.startswith("-"),
            filters,
            day.isoformat() if day else "",
        )

    def address(self, **changes: str) -> str:
        """The query of an address like this one, with changes."""
        sort = f"-{self.sort}" if self.is_down else self.sort
        told = {"q": self.words, **self.filters, "on": self.on, "sort": sort}
        return "?" + urlencode({name: value for name, value in (told | changes).items() if value})


@dataclass(frozen=True, slots=True)
class Shown(Generic[Row]):
    """One page of a list, as `ui/list.html` shows it."""

    listing: Listing[Row]
    asked: _Asked
    page: Page[Any]
    language: str

    @property
    def heads(self) -> list[dict[str, object]]:
        """The heads of the columns with the address that sorts by each, and how it is sorted now."""
        return [self._head(column) for column in self.listing.columns]

    def _head(self, column: Column[Row]) -> dict[str, object]:
        is_sorted = bool(column.order) and column.name == self.asked.sort
        down = is_sorted and not self.asked.is_down
        return {
            "name": column.head(self.language),
            "short": column.short,
            "style": column.style,
            "url": self.asked.address(sort=f"-{column.name}" if down else column.name)
            if column.order
            else "",
            "sorted": ("descending" if self.asked.is_down else "ascending") if is_sorted else "",
        }

    @property
    def rows(self) -> list[dict[str, object]]:
        """The rows with their cells in the order of the columns."""
        return [
            {
                "row": row,
                "cells": [
                    {
                        "column": column,
                        "head": column.head(self.language),
                        "value": column.value(row),
                    }
                    for column in self.listing.columns
                ],
            }
            for row in self.page.object_list
        ]

    @property
    def filters(self) -> list[dict[str, object]]:
        """The filters with the value that is chosen."""
        return [
            {
                "name": one.name,
                "label": words.said(self.language, one.word),
                "choices": one.choices,
                "chosen": self.asked.filters.get(one.name, ""),
            }
            for one in self.listing.filters
        ]

    @property
    def typed(self) -> list[dict[str, object]]:
        """The filters that are typed, with what was."""
        return [
            {
                "name": one.name,
                "label": words.said(self.language, one.word),
                "value": self._typed(one),
                "is_day": one.is_day,
            }
            for one in self.listing.typed
        ]

    def _typed(self, one: Typed) -> str:
        value = self.asked.filters.get(one.name, "")
        day = day_written(value) if one.is_day else None
        return day.isoformat() if day else value

    @property
    def is_narrowed(self) -> bool:
        """Whether the address leaves something out: an empty list then says so."""
        return bool(self.asked.words or self.asked.filters)

    @property
    def pages(self) -> list[dict[str, object]]:
        """The addresses of the pages near this one; None between those that are not next to each other."""
        found: list[dict[str, object]] = []
        for number in self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1):
            is_page = isinstance(number, int)
            url = self.asked.address(page=str(number)) if is_page else ""
            found.append({"number": number, "url": url, "is_current": number == self.page.number})
        return found

    @property
    def previous_url(self) -> str:
        """The address of the page before, empty on the first."""
        return self.asked.address(page=str(self.page.number - 1)) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        """The address of the next page, empty on the last."""
        return self.asked.address(page=str(self.page.number + 1)) if self.page.has_next() else ""

    @property
    def csv_url(self) -> str:
        """The same rows, all of them, as CSV."""
        return self.asked.address(format="csv")

    @property
    def lines_url(self) -> str:
        """The same as JSON Lines, of a list that is given out so too."""
        return self.asked.address(format="jsonl")
