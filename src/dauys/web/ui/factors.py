"""Second factors as the doors see them: has somebody one, and was it shown a short while ago."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from dauys.web.ui.clock import ticking

_ENROLLED = "second_factor_enrolled"  # in the session, so that not every request asks


def is_enrolled(request: HttpRequest) -> bool:
    """Whether the person has a device or a passkey; recovery codes alone are none."""
    if request.session.get(_ENROLLED):
        return True
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    found = bool(Authenticator.objects.filter(user=request.user, type__in=kinds).exists())
    if found:
        request.session[_ENROLLED] = True
    return found


def forget_enrolled(request: HttpRequest) -> None:
    """A factor was taken away: the next request asks again whether there is one."""
    request.session.pop(_ENROLLED, None)


def is_shown(request: HttpRequest) -> bool:
    """Whether a second factor was shown within the last minutes; the demo asks for none."""
    if not settings.SECOND_FACTOR_ASKED:
        return True
    return shown_within(request, "mfa", settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def shown_within(request: HttpRequest, method: str, seconds: float) -> bool:
    """Whether whoever is logged in showed what `method` names (mfa, password, …) within so many seconds."""
    records = get_authentication_records(request, request.user)
    latest = max((record.get("at", 0) for record in records if record["method"] == method), default=0)
    return bool(ticking() - latest < seconds)


def address_to_show(request: HttpRequest, *, is_kept: bool = False) -> str:
    """Where a second factor is shown again; from there the way leads back."""
    return f"{reverse('mfa_reauthenticate')}?{urlencode(_told(request, is_kept=is_kept))}"


def page_asked(request: HttpRequest) -> str:
    """The page that somebody asked for, or where they filled in what they sent."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return request.headers.get("referer", "") or request.get_full_path()


def address_to_enter(request: HttpRequest, *, ended: bool, is_kept: bool) -> str:
    """The login, from where the way leads back; with whether a session ended, and what was sent is kept."""
    told = {"ended": "1"} if ended else {}
    return f"{reverse(settings.LOGIN_URL)}?{urlencode(told | _told(request, is_kept=is_kept))}"


def _told(request: HttpRequest, *, is_kept: bool) -> dict[str, str]:
    """Whether what was sent is kept to be shown again, and the way back."""
    is_sent = request.method not in ("GET", "HEAD")
    told = {"kept" if is_kept else "unsaved": "1"} if is_sent else {}
    return told | {"next": page_asked(request)}
