"""Inviting many at once: a page of those whom no invitation has reached, an address beside each."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from dauys.apps.accounts.actions import note_letter
from dauys.apps.accounts.queries import Invitation, letters_by
from dauys.apps.commissions.actions import Addressed, invite_holders
from dauys.apps.commissions.queries import appointed_to_invite, sitting_to_invite
from dauys.core.findings import Refused
from dauys.web.accounts.forms import Letters
from dauys.web.accounts.letters import INVITATION, link_of, places_of
from dauys.web.accounts.listing import listing_to_invite
from dauys.web.accounts.rows import Row, as_typed, rows_of, with_faults
from dauys.web.accounts.views import commission_called
from dauys.web.ui import unsent
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.faults import Said
from dauys.web.ui.forms import text_sent
from dauys.web.ui.letters import leave, letter_of
from dauys.web.ui.mailing import post_letters

AGAIN = ("expired", "failed")  # who asks for these alone finds the addresses of before in the fields


def _many(request: DeskRequest, name: str) -> HttpResponseBase:
    """The page that the address asks for; what was typed on it is taken whole or comes back whole."""
    desk, is_staff = request.desk, name == "invite_staff"
    told: dict[str, Any] = {"is_staff": is_staff, "name": name, "faults": []}
    if request.method == "POST":
        form = Letters(request.POST)
        rows, told["faults"] = as_typed(desk, request.POST, is_staff=is_staff)
        told["faults"] += form.summary
        if not told["faults"]:
            done = _invite(request, rows, form.cleaned_data["letters"], name)
            if isinstance(done, HttpResponseBase):
                return done
            told["faults"] = done
        unsent.keep(request)
    else:
        rows = _listed(request, told, is_staff=is_staff)
        form = Letters(initial={"letters": unsent.typed_before(request).get("letters", desk.language)})
    return render(request, "accounts/many.html", told | {"form": form, "rows": rows, **_letters(desk, name)})


@screen("invite_holder")
def invite_members(request: DeskRequest) -> HttpResponseBase:
    """Those elected who are still to be invited."""
    return _many(request, "invite_members")


@screen("invite_holder")
def invite_staff(request: DeskRequest) -> HttpResponseBase:
    """Those appointed in the own commission who are."""
    return _many(request, "invite_staff")


def _letters(desk: Desk, name: str) -> dict[str, Any]:
    """What became of the letters of whoever asks; those that did not leave lead to whom they were for."""
    counted = letters_by(desk.actor.person, desk.at)
    failed = f"{reverse(name)}?state=failed"
    return {
        "counted": [
            {
                "said": desk.said(f"accounts.letter.{state}"),
                "count": count,
                "url": failed if state == "failed" else "",
            }
            for state, count in counted.items()
        ],
        "has_failed": "failed" in counted,
    }


def _listed(request: DeskRequest, told: dict[str, Any], *, is_staff: bool) -> list[Row]:
    """The rows of the page, with what was typed before and could not be sent."""
    desk = request.desk
    holders = appointed_to_invite if is_staff else sitting_to_invite
    rows: Any = holders(desk.actor, desk.at)
    told["shown"] = shown = listing_to_invite(desk, is_staff=is_staff).shown(request, rows, desk.language)
    found = rows_of(shown.page.object_list, desk)
    typed = unsent.typed_before(request)
    if not any(row.name in typed for row in found):  # it was typed on another page of the list
        unsent.leave_unshown(request)
    is_again = shown.asked.filters.get("state") in AGAIN
    for row in found:
        row.typed = text_sent(typed, row.name) or (row.before if is_again else "")
    return found


def _invite(
    request: DeskRequest, rows: Sequence[Row], language: str, name: str
) -> HttpResponseBase | list[Said]:
    """Invite those beside whom an address stands, and post the letters once that is committed."""
    desk = request.desk
    filled = [row for row in rows if row.typed]
    asked = [
        Addressed(row.commission, row.holder.person_code, row.typed, secrets.token_urlsafe(32))
        for row in filled
    ]
    try:
        issued = invite_holders(asked, language, by=desk.actor, at=desk.at)
    except Refused as refused:
        return with_faults(filled, refused.faults, desk.language)
    links = [link_of(request, one.token, language) for one in asked]
    _post(desk, filled, issued, links, language)
    if leave():
        messages.success(request, desk.said("accounts.many.done", n=len(issued)))
        return redirect(_without_page(request))
    told = {
        "invited": zip(filled, links, strict=True),
        "until": issued[0].expires_at.astimezone(desk.at.tzinfo),
        "name": name,
    }
    return render(request, "accounts/many_links.html", told)


def _post(
    desk: Desk, rows: Sequence[Row], issued: Sequence[Invitation], links: Sequence[str], language: str
) -> None:
    """The letters leave beside the answer; what becomes of each is noted with its invitation."""

    def letters() -> Iterator[Any]:
        for row, one, link in zip(rows, issued, links, strict=True):
            until = one.expires_at.astimezone(desk.at.tzinfo)
            places = places_of(
                row.holder.name, commission_called(row.commission, language), link, until, language
            )
            yield letter_of(row.typed.lower(), language, INVITATION, places)

    post_letters(list(letters()), lambda place, became: note_letter(issued[place], became))


def _without_page(request: DeskRequest) -> str:
    """The same search: who was invited is gone from it, and another page has become the first."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return f"{request.path}?{asked.urlencode()}" if asked else request.path
