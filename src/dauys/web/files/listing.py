"""The list of files: what may be searched, filtered and sorted."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from dauys.apps.files.queries import KINDS, StoredFile
from dauys.press.wording import moment
from dauys.web.ui import words
from dauys.web.ui.listing import Choice, Column, Filter, Listing
from dauys.web.ui.naming import Names

WITHDRAWN, GIVEN_OUT = "withdrawn", "given_out"


def listing_of(names: Names, zone: dt.tzinfo | None) -> Listing[StoredFile]:
    """The list; `names` are learnt before its rows are shown, moments are those of the zone."""
    language = names.language

    def said(key: str) -> str:
        return words.said(language, f"files.{key}")

    columns: tuple[Column[StoredFile], ...] = (
        Column("name", "files.columns.name", lambda row: row.name, ("name",)),
        Column("about", "files.columns.about", lambda row: row.about, ("about",)),
        Column("kind", "files.columns.kind", lambda row: said(f"kinds.{row.kind}"), ("kind",)),
        Column("size", "files.columns.size", lambda row: row.size, ("size",), is_number=True),
        Column(
            "stored",
            "files.columns.stored",
            lambda row: moment(row.stored_at.astimezone(zone), language),
            ("stored_at",),
        ),
        Column("person", "files.columns.person", lambda row: names.person(row.person)),
        Column("commission", "files.columns.commission", lambda row: names.commission(row.of), ("of",)),
        Column("state", "files.columns.state", lambda row: said(f"states.{_state(row)}"), ("withdrawn_at",)),
    )
    kinds = [Choice(code, said(f"kinds.{code}")) for code in KINDS]
    states = [Choice(code, said(f"states.{code}")) for code in (GIVEN_OUT, WITHDRAWN)]
    return Listing(
        columns,
        search=("name", "about", "sha256"),
        filters=(
            Filter("kind", "files.columns.kind", kinds, lambda value: Q(kind=value)),
            Filter("state", "files.columns.state", states, _condition),
        ),
        order=("-stored_at", "-id"),
        name="files",
    )


def _state(row: StoredFile) -> str:
    return GIVEN_OUT if row.withdrawn_at is None else WITHDRAWN


def _condition(value: str) -> Q:
    return Q(withdrawn_at__isnull=value == GIVEN_OUT)
