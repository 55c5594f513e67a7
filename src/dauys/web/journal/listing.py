"""The list of entries: what may be asked of it."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from dauys.apps.journal.queries import Entry
from dauys.apps.people.queries import codes_called
from dauys.core.rights import OFFICES
from dauys.press.wording import moment, sort_key
from dauys.web.ui import words
from dauys.web.ui.listing import Choice, Column, Filter, Listing, Typed, day_written
from dauys.web.ui.naming import Names, people_of


def verb_said(verb: str, language: str) -> str:
    """A verb in words; its name where it has none."""
    return words.said_or(language, f"journal.verbs.{verb}", verb)


def listing_of(names: Names, zone: dt.tzinfo | None, rows: QuerySet[Entry]) -> Listing[Entry]:
    """The list of these rows; `names` are learnt before they are shown, days and moments are of the zone."""
    language = names.language
    columns: tuple[Column[Entry], ...] = (
        Column("number", "journal.columns.number", lambda row: row.number, ("number",)),
        Column("at", "journal.columns.at", lambda row: moment(row.at.astimezone(zone), language), ("at",)),
        Column("verb", "journal.columns.verb", lambda row: verb_said(row.verb, language), ("verb",)),
        Column("person", "journal.columns.person", lambda row: names.person(row.person), ("person",)),
        Column("office", "journal.columns.office", lambda row: _office(row, language), ("office",)),
        Column("subject", "journal.columns.subject", lambda row: row.subject, ("subject",)),
        Column("commission", "journal.columns.commission", lambda row: names.commission(row.of), ("of",)),
        Column("origin", "journal.columns.origin", lambda row: row.origin or words.said(language, "ui.none")),
    )  # fmt: skip
    verbs = words.table(language, "journal.verbs")
    ordered = sorted(verbs.items(), key=lambda one: sort_key(str(one[1]), language))
    chosen = [Choice(verb, name) for verb, name in ordered]
    offices = [Choice(office, words.said(language, f"ui.offices.{office}")) for office in OFFICES if office]
    return Listing(
        columns,
        filters=(
            Filter("verb", "journal.columns.verb", chosen, lambda value: Q(verb=value)),
            Filter("office", "journal.columns.office", offices, lambda value: Q(office=value)),
        ),
        typed=(
            Typed("person", "journal.columns.person", lambda value: _called(value, rows)),
            Typed("row", "journal.columns.subject", lambda value: Q(subject__contains=value)),
            Typed("from", "journal.from", lambda value: _since(value, zone), is_day=True),
            Typed("to", "journal.to", lambda value: _until(value, zone), is_day=True),
        ),
        order=("-number",),
        name="journal",
    )


def _office(row: Entry, language: str) -> str:
    """An office in words; who acted without one was not signed in."""
    return words.said_or(language, f"ui.offices.{row.office or 'anonymous'}", row.office)


def _called(name: str, rows: QuerySet[Entry]) -> Q:
    acting = people_of(rows.order_by().values_list("person", flat=True).distinct())
    return Q(person__in=[str(code) for code in codes_called(name, acting)])


def _since(written: str, zone: dt.tzinfo | None) -> Q:
    day = day_written(written)
    return Q(at__gte=dt.datetime.combine(day, dt.time(), zone)) if day else Q()


def _until(written: str, zone: dt.tzinfo | None) -> Q:
    """The day named is the last one that counts."""
    day = day_written(written)
    if day is None:
        return Q()
    return Q(at__lt=dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone))
