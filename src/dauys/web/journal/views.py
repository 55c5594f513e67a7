"""The journal on the screen: of one's own commission and those beneath it; the central one sees all of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from dauys.apps.journal.queries import Entry, Place, done_of, entries_within, place_of, told
from dauys.core.bodies import LEVELS
from dauys.web.journal.changes import changes_of, people_in, rest_of
from dauys.web.journal.listing import listing_of, verb_said
from dauys.web.journal.places import contests_named_in, precincts_named_in
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.naming import Names, list_page

_BEYOND = 1 << 62  # no journal is that long, and no database counts so far


def _sees_installation(desk: Desk) -> bool:
    """Entries that are of no unit are of the installation: those of the central commission see them."""
    return desk.holds.level == LEVELS[0]


def _place(number: int) -> Place:
    found = place_of(number) if number < _BEYOND else None
    if found is None:
        raise Http404
    return found


def _answering(desk: Desk, /, **named: Any) -> Iterable[str]:
    of = _place(named["number"]).entry.of
    if not of and not _sees_installation(desk):
        raise Http404
    return [of or desk.holds.path]


@screen("see_journal")
def journal(request: DeskRequest) -> HttpResponseBase:
    """What was done: filtered, sorted, page by page; or all of it as CSV or JSON Lines."""
    desk = request.desk
    rows = entries_within(desk.holds.path, with_installation=_sees_installation(desk))
    if request.GET.get("format") == "jsonl":
        listing = listing_of(Names(desk.language), desk.at.tzinfo, rows)
        return _as_lines(listing.chosen(request, rows, desk.language))
    return list_page(
        request, "journal/journal.html", rows, partial(listing_of, rows=rows), of="of",
        address=lambda row: reverse("journal_entry", kwargs={"number": row.number}),
    )  # fmt: skip


def _as_lines(rows: QuerySet[Entry]) -> StreamingHttpResponse:
    """Entries as `dauys journal export` writes them: one of JSON on each line."""

    def lines() -> Iterator[str]:
        for row in rows.iterator(chunk_size=2_000):
            yield json.dumps(told(row), ensure_ascii=False) + "\n"

    headers = {"Content-Disposition": 'attachment; filename="journal.jsonl"'}
    return StreamingHttpResponse(lines(), content_type="application/x-ndjson; charset=utf-8", headers=headers)


@screen("see_journal", of=_answering)
def entry(request: DeskRequest, number: int) -> HttpResponse:
    """One entry: before and after, its place in the chain, and whether its digest holds."""
    desk, place = request.desk, _place(number)
    found, done, names = place.entry, done_of(place.entry), Names(request.desk.language)
    names.learn((found.person, *people_in(done)), (found.of,))
    shown = {
        "entry": found,
        "place": place,
        "at": found.at.astimezone(desk.at.tzinfo),
        "verb": verb_said(found.verb, desk.language),
        "person": names.person(found.person),
        "commission": names.commission(found.of),
        "contests": contests_named_in(found, done, desk),
        "precincts": precincts_named_in(found, done, desk),
        "changes": changes_of(done, names),
        "rest": rest_of(done, names),
        "before": _neighbour(desk, place.before),
        "after": _neighbour(desk, place.after),
    }
    return render(request, "journal/entry.html", shown)


def _neighbour(desk: Desk, other: Entry | None) -> dict[str, object] | None:
    """An entry beside this one; its number and digest are no secret, the way to it is where it is seen."""
    if other is None:
        return None
    is_seen = desk.may("see_journal", other.of) if other.of else _sees_installation(desk)
    url = reverse("journal_entry", kwargs={"number": other.number}) if is_seen else ""
    return {"number": other.number, "digest": other.digest, "url": url}
