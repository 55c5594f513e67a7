"""The lists of those who hold an office, and the page of one person in one commission."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from dauys.apps.accounts.queries import Happening, has_second_factor, history_of, letter_of
from dauys.apps.commissions.queries import (
    Commission,
    Holder,
    all_beneath,
    appointed_holders,
    bar_to,
    commission_of,
    holder_of,
    sitting_holders,
)
from dauys.core.rights import CHAIR, SECRETARY, STAFF
from dauys.web.accounts.listing import listing_of
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.naming import Names


def commission_named(desk: Desk, code: str) -> Commission:
    """The commission of an address, in the country of whoever asks; else Http404."""
    found = commission_of(desk.holds.country, code)
    if found is None:
        raise Http404
    return found


def commission_called(commission: Commission, language: str) -> str:
    """Its name in a language; where it has none, in Kazakh, which every commission has."""
    return str(getattr(commission, f"name_{language}") or commission.name_kk or commission.code)


def answering(desk: Desk, /, **named: Any) -> Iterable[str]:
    """The commission itself answers for those who hold an office in it."""
    return [commission_named(desk, named["commission"]).unit.path]


def holder_named(desk: Desk, code: str, person: UUID) -> Holder:
    """The person of an address; else Http404."""
    found = holder_of(commission_named(desk, code), person, desk.day, desk.at)
    if found is None:
        raise Http404
    return found


@screen("see_accounts")
def accounts(request: DeskRequest) -> HttpResponseBase:
    """Those elected: chairs, deputies, secretaries and members."""
    return _listed(request, is_staff=False)


@screen("see_accounts")
def staff(request: DeskRequest) -> HttpResponseBase:
    """Those appointed."""
    return _listed(request, is_staff=True)


def _listed(request: DeskRequest, *, is_staff: bool) -> HttpResponseBase:
    desk = request.desk
    holders = appointed_holders if is_staff else sitting_holders
    rows: Any = holders(desk.holds.path, desk.day, desk.at)
    listing = listing_of(desk, is_staff=is_staff)
    if request.GET.get("format") == "csv":
        return listing.as_csv(request, rows, desk.language)
    shown = listing.shown(request, rows, desk.language)
    for row in shown.page.object_list:
        row.url = reverse("holder", args=[row.commission_code, row.person_code])
    told = {
        "shown": shown,
        "is_staff": is_staff,
        "own": desk.holds.commission,
        "may_appoint": desk.may("appoint_staff", desk.holds.path),
        "may_invite": desk.may("invite_holder", desk.holds.path),
    }
    return render(request, "accounts/accounts.html", told)


@screen("see_accounts", of=answering)
def holder(request: DeskRequest, commission: str, person: UUID) -> HttpResponse:
    """One person in one commission: the account, what may be done about it, what was done."""
    desk = request.desk
    found = holder_named(desk, commission, person)
    return render(request, "accounts/holder.html", page_of(desk, found))


def page_of(desk: Desk, found: Holder) -> dict[str, Any]:
    """What the page of a person shows."""
    history = history_of(found.person, desk.holds.path)
    names = Names(desk.language)
    names.learn((one.person for one in history), ())
    is_beneath = all_beneath(found.person, desk.holds.path, desk.day)
    offered = [verb for verb in _deeds(found) if is_beneath and _is_offered(desk, found, verb)]
    bars = {verb: bar_to(verb, found.person, desk.actor, desk.day) for verb in offered}
    deeds = [verb for verb in offered if not bars[verb]]
    may_end = desk.may("end_appointment", found.commission.unit.path)
    return {
        "holder": found,
        "commission": commission_called(found.commission, desk.language),
        "state_word": f"accounts.states.{found.state}",
        "letter_word": _letter_word(desk, found),
        "deeds": [{"verb": verb, "word": f"accounts.verbs.{verb}"} for verb in deeds],
        "bars": [f"faults.{code}" for code in sorted({*bars.values()} - {""})],
        "ending": [one for one in found.offices if one in STAFF and may_end],
        "lock_reason": next((one.reason for one in history if one.verb == "lock_account"), "")
        if found.state == "locked"
        else "",
        "is_elsewhere": bool(found.offices)
        and not is_beneath
        and desk.may("lock_account", found.commission.unit.path),
        "is_from_above": bool(found.offices)
        and is_beneath
        and not is_reached(desk, found)
        and desk.may("invite_holder", found.commission.unit.path),
        "history": [_told(one, names) for one in history],
    }


def _letter_word(desk: Desk, found: Holder) -> str:
    """What became of the letter of an open invitation; empty where none was to be sent."""
    letter = letter_of(found.invitation, desk.at) if found.invitation else ""
    return f"accounts.letter.{letter}" if letter else ""


def _told(one: Happening, names: Names) -> dict[str, Any]:
    kind = f"accounts.kinds.{one.kind}" if one.kind else ""
    return {
        "at": one.at,
        "word": f"accounts.happened.{one.verb}",
        "kind_word": kind,
        "who": names.person(one.person),
        "office": one.office,
        "reason": one.reason,
    }


def _deeds(found: Holder) -> tuple[str, ...]:
    """What the state of an account leaves to be done, the likeliest first."""
    if not found.offices:
        return ()
    return {
        "none": ("invite_holder",),
        "invited": ("invite_holder", "withdraw_invitation", "lock_account"),
        "expired": ("invite_holder", "lock_account"),
        "active": ("lock_account", *_factor_taken(found), "end_account"),
        "locked": ("unlock_account", "end_account"),
    }[found.state]


def _factor_taken(found: Holder) -> tuple[str, ...]:
    return ("reset_second_factor",) if found.account and has_second_factor(found.account) else ()


def _is_offered(desk: Desk, found: Holder, verb: str) -> bool:
    """Nobody locks themselves."""
    is_self = str(found.person) == desk.actor.person
    return not is_self and desk.may(verb, found.commission.unit.path) and is_reached(desk, found)


def is_reached(desk: Desk, found: Holder) -> bool:
    """From above only the chair and the secretary are reached; the rest is for the commission itself."""
    return found.commission.unit.path == desk.holds.path or bool(set(found.offices) & {CHAIR, SECRETARY})
