"""The list of imports: what may be searched, filtered and sorted."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from dauys.apps.elections.queries import Election
from dauys.apps.imports.queries import KINDS, STATES, Import
from dauys.press.wording import day, moment
from dauys.web.ui import words
from dauys.web.ui.listing import Choice, Column, Filter, Listing
from dauys.web.ui.naming import Names


def state_said(language: str, stands: str) -> str:
    """`preview.done` in words."""
    return words.said(language, f"imports.states.{stands}")


def election_named(election: Election | None, language: str) -> str:
    """An election in a cell: its day, the id behind."""
    return f"{day(election.election_day, language)} ({election.code})" if election else ""


def listing_of(names: Names, zone: dt.tzinfo | None) -> Listing[Import]:
    """The list; `names` are learnt before its rows are shown, moments are those of the zone."""
    language = names.language

    def said(key: str) -> str:
        return words.said(language, f"imports.{key}")

    def at(row: Import) -> str:
        return moment(row.at.astimezone(zone), language)

    columns: tuple[Column[Import], ...] = (
        Column("file", "imports.columns.file", lambda row: row.file_name, ("file_name",)),
        Column("kind", "imports.columns.kind", lambda row: said(f"kinds.{row.kind}"), ("kind",)),
        Column(
            "election", "imports.columns.election", lambda row: election_named(row.election, language),
            ("election__election_day", "election__code"),
        ),
        Column("state", "imports.columns.state", lambda row: state_said(language, row.stands), ("stands",)),
        Column("at", "imports.columns.at", at, ("at",)),
        Column("person", "imports.columns.person", lambda row: names.person(row.person)),
        Column("commission", "imports.columns.commission", lambda row: names.commission(row.commission)),
        Column("sha256", "imports.columns.sha256", lambda row: row.sha256[:12]),
    )  # fmt: skip
    kinds = [Choice(code, said(f"kinds.{code}")) for code in KINDS]
    states = [Choice(code, state_said(language, code)) for code in STATES]
    return Listing(
        columns,
        search=("file_name", "sha256", "election__code"),
        filters=(
            Filter("kind", "imports.columns.kind", kinds, lambda value: Q(kind=value)),
            Filter("state", "imports.columns.state", states, lambda value: Q(stands=value)),
        ),
        order=("-id",),
        name="imports",
    )
