"""Tables that no query of the database makes: their pages, their files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse

from dauys.web.ui.listing import AT_ONCE, cell

Row = TypeVar("Row")


def csv_answer(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A table as a file; a cell is never a formula."""
    text = io.StringIO()
    pen = csv.writer(text)
    pen.writerow(heads)
    pen.writerows([cell(value) for value in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def page_of(request: HttpRequest, rows: Sequence[Row], many: int = AT_ONCE) -> Page[Row]:
    """The page of rows that the address asks for."""
    return Paginator(rows, many).get_page(request.GET.get("page"))


def address(asked: Mapping[str, str], **changes: str) -> str:
    """The query of an address with what is asked and some changes, empty ones left out."""
    return "?" + urlencode({name: value for name, value in {**asked, **changes}.items() if value})


def pages_of(page: Page[Row], asked: Mapping[str, str]) -> list[dict[str, object]]:
    """The pages near this one with their addresses; "" where some between are left out."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [
        {
            "number": number,
            "url": address(asked, page=str(number)) if isinstance(number, int) else "",
            "is_current": number == page.number,
        }
        for number in numbers
    ]
