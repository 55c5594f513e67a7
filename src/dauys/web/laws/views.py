"""Settings of the law on the screen: those of the packs, and a commission's own choices in its calendar."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render

from dauys.apps.calendar.queries import adopted_in_sight
from dauys.apps.elections.queries import Election, elections
from dauys.apps.law.queries import changed_since, editions, pack_of
from dauys.core.findings import Refused
from dauys.core.norms import Pack, Setting
from dauys.web.ui.doors import Desk, DeskRequest, screen


def _setting(pack: Pack, one: Setting, language: str) -> dict[str, Any]:
    """One choice with its source in words, and whether it is a default of ours."""
    source = next(
        (each.title.in_language(language) for each in pack.act.source if each.key == one.source), ""
    )
    return {
        "code": one.code,
        "sentence": one.sentence.in_language(language),
        "name": one.name,
        "value": one.value,
        "grade": str(one.grade),
        "is_default": one.grade.is_default,
        "article": one.article,
        "source": source,
        "note": one.note.in_language(language) if one.note else "",
    }


def _laws(desk: Desk) -> list[dict[str, Any]]:
    """The editions that elections are bound to, each with its settings, and its elections in the country."""
    bound: dict[int, list[Election]] = {}
    for election in elections().filter(country__code=desk.holds.country):
        bound.setdefault(election.edition_id, []).append(election)
    rows = []
    for edition in editions():
        row = {
            "edition": edition, "elections": bound.get(edition.id, []), "settings": [], "changed": None,
            "installed_at": edition.installed_at.astimezone(desk.at.tzinfo),
        }  # fmt: skip
        try:
            pack = pack_of(edition)
            row |= {"title": pack.act.title.in_language(desk.language), "changed": changed_since(edition)}
            if row["elections"]:
                row["settings"] = [_setting(pack, one, desk.language) for one in pack.settings]
        except Refused as refused:
            row["trouble"] = str(refused.faults[0])
        rows.append(row)
    return rows


@screen("see_settings")
def settings(request: DeskRequest) -> HttpResponseBase:
    """Every choice that the law leaves open, and the editions installed."""
    desk = request.desk
    adopted = adopted_in_sight(desk.holds.path)
    for one in adopted:
        one.due_at = one.due_at.astimezone(desk.at.tzinfo)
    return render(request, "laws/settings.html", {"laws": _laws(desk), "adopted": adopted})
