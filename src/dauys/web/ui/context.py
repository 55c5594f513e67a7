"""What every template knows: the desk, the languages with the same page in each, where one may go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url

from dauys.core.norms import LANGUAGES
from dauys.web.ui import unsent
from dauys.web.ui.clock import is_another_moment
from dauys.web.ui.doors import Desk
from dauys.web.ui.places import places_of


def in_language(address: str, code: str) -> str:
    """The same page in another language; of an address where nothing is, the same address beneath another."""
    found: str = translate_url(address, code)
    _, first, *rest = address.split("/", 2)
    if found != address or first not in LANGUAGES:
        return found
    return "/".join(("", code, *rest))


def shared(request: HttpRequest) -> dict[str, Any]:
    """For the templates of all rooms."""
    desk: Desk | None = getattr(request, "desk", None)
    if desk is None:
        return {}
    here = request.get_full_path()
    languages = [
        {"code": code, "name": name, "url": in_language(here, code), "is_current": code == desk.language}
        for code, name in settings.LANGUAGES
    ]
    return {
        "desk": desk,
        "languages": languages,
        "places": places_of(request, desk) if desk.account and desk.capacity else (),
        "shows_unsent": unsent.is_shown(request),
        "is_demo": settings.IS_DEMO,
        "is_another_moment": is_another_moment(),
    }
