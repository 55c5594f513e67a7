"""The letter of an invitation: its link, and what stands in its places."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from dauys.press import wording

INVITATION = "accounts.letters.invitation"


def link_of(request: HttpRequest, token: str, language: str) -> str:
    """Where an invitation is accepted, in the language of whoever is invited."""
    with override(language):
        return request.build_absolute_uri(reverse("invitation", args=[token]))


def places_of(name: str, commission: str, link: str, until: dt.datetime, language: str) -> dict[str, str]:
    """Whom it is for, and until when the link works, a moment in the zone of whoever invites."""
    return {"name": name, "commission": commission, "link": link, "until": wording.moment(until, language)}
