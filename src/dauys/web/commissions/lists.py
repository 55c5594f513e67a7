"""The list of commissions: columns, filters and order; findings are told of the rows of a page only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from dauys.core.bodies import LEVELS
from dauys.web.ui import words
from dauys.web.ui.listing import Choice, Column, Filter, Listing


def named(row: Any, language: str, stem: str = "name") -> str:
    """The name of a row in the language, else in another one, else its code."""
    names = (getattr(row, f"{stem}_{one}", "") for one in (language, "kk", "ru", "en"))
    return next((name for name in names if name), str(getattr(row, "code", "")))


def listing(
    language: str, breaking: Callable[[], Q] | None, parts: Sequence[Any], findings: Mapping[str, int]
) -> Listing[Any]:
    """Counted commissions; `parts` are the units right beneath one's own, `findings` are counted by code.

    `breaking` is asked for those that break a rule, only where the address wants them; None: no law says.
    """

    def said(key: str) -> str:
        return words.said(language, f"commissions.{key}")

    def column(name: str, value: Any, *order: str, is_number: bool = False, look: str = "") -> Column[Any]:
        return Column(name, f"commissions.columns.{name}", value, order, is_number, look=look)

    return Listing(
        columns=[
            column("name", lambda row: named(row, language), f"name_{language}"),
            column("code", lambda row: row.code, "code"),
            column("level", lambda row: said(f"levels.{row.level}"), "level"),
            column("unit", lambda row: named(row.unit, language), f"unit__name_{language}"),
            column("chair", lambda row: row.chair or "", "chair"),
            column("seats", lambda row: row.seats, "seats", is_number=True),
            column("vacant", lambda row: row.vacant, "vacant", is_number=True),
            column("phone", lambda row: row.phone, look="whole"),
            column("findings", lambda row: findings.get(row.code), is_number=True),
        ],
        search=("code", "name_kk", "name_ru", "name_en", "chair"),
        filters=_filters(language, breaking, parts),
        order=("unit__path", "id"),
        name="commissions",
        has_day=True,
    )


def _filters(language: str, breaking: Callable[[], Q] | None, parts: Sequence[Any]) -> list[Filter]:
    def said(key: str) -> str:
        return words.said(language, f"commissions.{key}")

    paths = {one.code: one.path for one in parts}
    conditions: dict[str, Callable[[], Q]] = {
        "vacant": lambda: Q(vacant__gt=0),
        "unformed": lambda: Q(seats__isnull=True),
    }
    if breaking is not None:
        conditions["findings"] = breaking
    found = [
        Filter(
            "level",
            "commissions.columns.level",
            [Choice(one, said(f"levels.{one}")) for one in LEVELS],
            lambda value: Q(level=value),
        ),
        Filter(
            "state",
            "commissions.filters.state",
            [Choice(one, said(f"filters.{one}")) for one in conditions],
            lambda value: conditions[value](),
        ),
    ]
    if parts:
        region = Filter(
            "part",
            "commissions.filters.part",
            [Choice(one.code, named(one, language)) for one in parts],
            lambda value: Q(unit__path__startswith=paths[value]),
        )
        found.append(region)
    return found
