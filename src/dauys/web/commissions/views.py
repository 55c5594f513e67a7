"""Commissions: the list of those in scope on a day, and the page of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from dauys.apps.calendar.queries import elections_at
from dauys.apps.commissions.queries import (
    Commission,
    Composition,
    breaking_a_rule,
    commission_of,
    commissions_under,
    composition_on,
    compositions,
    counted_commissions,
    findings_about,
    history_of,
    staff_of,
)
from dauys.apps.elections.queries import parties_called
from dauys.apps.law.queries import pack_in_force
from dauys.apps.territory.queries import unit_of, units_right_above, units_right_beneath, valid_on
from dauys.core.bodies import term_ends_on
from dauys.core.norms import Pack, Words
from dauys.web.commissions.findings import said_of
from dauys.web.commissions.lists import listing
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.listing import day_asked

VERBS = (  # of the table of rights, with the name of the address of its form
    ("replace_member", "commission_replacement"),
    ("elect_officers", "commission_officers"),
    ("suspend_member", "commission_rest"),
    ("restore_member", "commission_return"),
    ("form_commissions", "commission_formation"),
    ("enter_commissions", "commission_contacts"),
    ("end_mandate", "commission_end"),
)
ALWAYS = ("form_commissions", "enter_commissions")  # also where nobody sits
ELSEWHERE = (("see_accounts", "accounts", "q"), ("see_journal", "journal", "row"))  # of other rooms


def commission_asked(desk: Desk, code: str) -> Commission:
    """The commission of that code in the country of whoever asks; Http404 where there is none."""
    found = commission_of(desk.holds.country, code)
    if found is None:
        raise Http404
    return found


def answering(desk: Desk, /, **named: Any) -> Iterable[str]:
    """Each commission answers for itself."""
    return [commission_asked(desk, named["code"]).unit.path]


@screen("see_commissions")
def commissions(request: DeskRequest) -> HttpResponseBase:
    """One's own commission and all beneath it on a day; only those of the page are composed."""
    desk = request.desk
    day = day_asked(request, desk.day)
    own = unit_of(desk.holds.country, desk.holds.unit)
    if own is None:
        raise Http404
    pack = pack_in_force(desk.holds.country, day)
    rows = counted_commissions(commissions_under(own), day)
    parts = list(valid_on(units_right_beneath(own), day).exclude(kind="precinct"))
    counts: dict[str, int] = {}
    found = listing(desk.language, _breaking(rows, pack, day), parts, counts)
    if request.GET.get("format") == "csv":
        counts |= _counted_all(rows, pack, day)
        return found.as_csv(request, rows, desk.language)
    shown = found.shown(request, rows, desk.language)
    of_page = commissions_under(own).filter(id__in=[row.id for row in shown.page.object_list])
    counts |= _counted(of_page, pack, day)
    suffix = f"?on={shown.asked.on}" if shown.asked.on else ""
    for row in shown.page.object_list:
        row.url = reverse("commission", kwargs={"code": row.code}) + suffix
    return render(request, "commissions/list.html", {"shown": shown, "day": day, "own": own, "pack": pack})


def _breaking(rows: Any, pack: Pack | None, day: dt.date) -> Callable[[], Q] | None:
    """How those are found that break a rule; None where no law is in force."""
    if pack is None:
        return None
    return lambda: Q(pk__in=breaking_a_rule(rows, pack, day))


def _counted_all(rows: Any, pack: Pack | None, day: dt.date) -> dict[str, int]:
    """The same as `_counted` of however many rows: only those that break a rule are composed."""
    if pack is None:
        return {}
    formed = dict.fromkeys(rows.filter(Q(seats__isnull=False)).values_list("code", flat=True), 0)
    return formed | _counted(rows.filter(pk__in=breaking_a_rule(rows, pack, day)), pack, day)


def _counted(rows: Any, pack: Pack | None, day: dt.date) -> dict[str, int]:
    """How many rules do not hold, by code of the commission."""
    if pack is None:
        return {}
    found = findings_about(compositions(rows, day), rows, pack)
    return {code: sum(one.finding.holds is False for one in answers) for code, answers in found.items()}


@screen("see_commissions", of=answering)
def commission(request: DeskRequest, code: str) -> HttpResponse:
    """Who sits in a commission on a day, what the law says of it, what became of it, what one may do."""
    desk = request.desk
    found, day = commission_asked(desk, code), day_asked(request, desk.day)
    path = found.unit.path
    composed = composition_on(found, day)
    pack = pack_in_force(desk.holds.country, day)
    is_inside = desk.may("see_members", path)
    formed_on = composed.mandate.valid_from if composed.mandate else None
    context = {
        "commission": found,
        "level": desk.said(f"commissions.levels.{found.level}"),
        "composed": composed,
        "proposed": _proposed(composed, parties_called(found.country), desk.language),
        "formed_by": composed.mandate.formed_by if composed.mandate else None,
        "term_ends": term_ends_on(pack, formed_on, day, found.level) if pack and formed_on else None,
        "day": day,
        "is_now": day == desk.day,
        "is_inside": is_inside,
        "above": units_right_above(found.unit),
        "staff": staff_of(found, day) if is_inside else (),
        "pack": pack,
        "findings": said_of(composed, pack, desk.language) if pack and is_inside else (),
        "history": history_of(found) if is_inside else (),
        "elections": elections_at(found.unit),
        "verbs": _verbs(desk, found, is_formed=composed.mandate is not None) if is_inside else (),
        "elsewhere": _elsewhere(desk, found),
    }
    return render(request, "commissions/commission.html", context)


def _proposed(composed: Composition, parties: Mapping[str, Words], language: str) -> dict[Any, str]:
    """Who proposed each member: in the words given for them, else of the party, else as it was given."""
    said = {one.person: one.proposed_in or parties.get(one.proposed_by) for one in composed.members}
    return {
        one.person: words.in_language(language) if (words := said[one.person]) else one.proposed_by
        for one in composed.members
    }


def _verbs(desk: Desk, found: Commission, *, is_formed: bool) -> list[dict[str, str]]:
    """What the office may do here, with the address of the form."""
    return [
        {"url": reverse(address, kwargs={"code": found.code}), "name": desk.said(f"commissions.verbs.{verb}")}
        for verb, address in VERBS
        if desk.may(verb, found.unit.path) and (is_formed or verb in ALWAYS)
    ]


def _elsewhere(desk: Desk, found: Commission) -> list[dict[str, str]]:
    """Where else this commission shows, for those who may look there."""
    return [
        {
            "url": f"{reverse(address)}?{asks}={found.code}",
            "name": desk.said(f"commissions.elsewhere.{address}"),
        }
        for verb, address, asks in ELSEWHERE
        if desk.may(verb, found.unit.path)
    ]
