"""The list of units: its columns, filters and order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from dauys.apps.territory.queries import Unit
from dauys.web.ui import words
from dauys.web.ui.listing import Choice, Column, Filter, Listing

KINDS = ("country", "region", "city", "district", "rural_unit", "precinct")


def named(row: Any, stem: str, language: str) -> str:
    """`stem` in the language, else in another one."""
    names = (getattr(row, f"{stem}_{one}", "") for one in (language, "kk", "ru", "en"))
    return next((name for name in names if name), "")


def listing(language: str, parts: Sequence[Unit] = ()) -> Listing[Any]:
    """Units with what is counted beside them; `parts` are those right beneath the unit that is looked at."""

    def said(key: str) -> str:
        return words.said(language, f"territory.{key}")

    kind = Filter(
        "kind",
        "territory.columns.kind",
        [Choice(one, said(f"kinds.{one}")) for one in KINDS],
        lambda value: Q(kind=value),
    )
    paths = {one.code: one.path for one in parts}
    part = Filter(
        "part",
        "territory.columns.part",
        [Choice(one.code, named(one, "name", language)) for one in parts],
        lambda value: Q(path__startswith=paths[value]),
    )
    return Listing(
        columns=[
            Column(
                "name",
                "territory.columns.name",
                lambda row: named(row, "name", language),
                (f"name_{language}",),
            ),
            Column("code", "territory.columns.code", lambda row: row.code, ("code",), look="whole"),
            Column("kind", "territory.columns.kind", lambda row: said(f"kinds.{row.kind}"), ("kind",)),
            Column("above", "territory.columns.above", lambda row: named(row, "above", language)),
            Column("beneath", "territory.columns.beneath", lambda row: row.beneath, ("beneath",), True),
            Column(
                "precincts", "territory.columns.precincts", lambda row: row.precincts, ("precincts",), True
            ),
            Column(
                "commission",
                "territory.columns.commission",
                lambda row: named(row, "commission", language),
            ),
            Column("from", "territory.columns.from", lambda row: _day(row.valid_from), ("valid_from",)),
            Column("to", "territory.columns.to", lambda row: _day(row.valid_to), ("valid_to",)),
        ],
        search=("code", "name_kk", "name_ru", "name_en"),
        filters=[kind, *([part] if parts else [])],
        order=("path",),
        name="territory",
        has_day=True,
    )


def _day(day: object) -> str:
    return "" if day is None else f"{day}"
