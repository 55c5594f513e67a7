"""Who asks: the proxy says it where one stands in front, and nobody else is believed."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from dauys.web.ui.doors import origin_of
from dauys.web.ui.proxies import Proxy

CLAIMS = {
    "HTTP_X_FORWARDED_FOR": "203.0.113.9",
    "HTTP_FORWARDED": "for=203.0.113.9",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_CLIENT_IP": "203.0.113.9",
}


def seen(**headers: str) -> tuple[str, list[str]]:
    """The address that the rooms see, and the claims that are left."""
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", **headers)
    Proxy(lambda _: HttpResponse())(request)
    return origin_of(request), [name for name in request.META if name in {*CLAIMS, "HTTP_X_REAL_IP"}]


def test_address_of_the_proxy_is_taken_where_one_stands(settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    assert seen(HTTP_X_REAL_IP="192.0.2.7", **CLAIMS) == ("192.0.2.7", [])


def test_nobody_is_believed_without_a_proxy(settings: Settings) -> None:
    settings.BEHIND_PROXY = False
    assert seen(HTTP_X_REAL_IP="192.0.2.7", **CLAIMS) == ("127.0.0.1", [])


@pytest.mark.parametrize("written", ["", "nonsense", "192.0.2.7, 203.0.113.9", "<script>"])
def test_what_is_no_address_is_none(settings: Settings, written: str) -> None:
    settings.BEHIND_PROXY = True
    assert seen(HTTP_X_REAL_IP=written)[0] == ""


def test_address_has_one_form(settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    assert seen(HTTP_X_REAL_IP=" 2001:DB8:0:0::7 ")[0] == "2001:db8::7"
