"""The policy of contents holds on every screen: nothing inline stands in any template or in any answer."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from dauys.web.ui import doors
from dauys.web.ui.headers import ContentSecurityPolicy
from tests.web import people
from tests.web.inline import inline

TEMPLATES = sorted((settings.WEB / "templates").rglob("*.html"))
SCRIPTS = sorted((settings.WEB / "static").rglob("*.js"))
TODAY = "/en/desk/today/"


def addresses(patterns: list[URLPattern | URLResolver], above: str = "") -> list[str]:
    """Every address that names no row."""
    found = []
    for one in patterns:
        path = above + str(one.pattern)
        if isinstance(one, URLResolver):
            found += addresses(one.url_patterns, path)
        elif not one.pattern.converters and not any(letter in path for letter in "(^<"):
            found.append(f"/{path}")
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(settings.WEB).as_posix())
def test_template_has_nothing_inline(path) -> None:
    assert inline(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "page",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<script type="module">x</script>',
        "<a onclick='x()'>",
        '<a href="javascript:x()">',
        '<img alt="" src="https://elsewhere.example/x.png">',
        '<link rel="stylesheet" href="//elsewhere.example/x.css">',
    ],
)
def test_fault_is_found_in_a_page_and_ends_its_test(page: str) -> None:
    assert len(inline(page)) == 1
    with pytest.raises(AssertionError):
        ContentSecurityPolicy(lambda _: HttpResponse(page))(HttpRequest())


def test_allowed_page_passes() -> None:
    assert inline('<script src="/static/x.js"></script><a href="https://online.zakon.kz/">on = off</a>') == []


def test_scripts_make_no_code_of_text() -> None:
    words = ("eval(", "new Function", "innerHTML", "document.write")
    texts = {path.name: path.read_text(encoding="utf-8") for path in SCRIPTS}
    assert [(name, word) for name, text in texts.items() for word in words if word in text] == []


def test_every_screen_has_the_headers(commissions: None) -> None:
    """Of each address without a row, as the chair sees it; the pages are looked at on the way."""
    chair = people.entered("chair")
    with translation.override("en"):
        found = addresses(get_resolver().url_patterns)
    assert TODAY in found
    bare = []
    for path in found:
        answer = chair.get(path)
        assert answer.status_code < 500, path
        headers = ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")
        bare += [(path, name) for name in headers if name not in answer]
        if answer["Cache-Control"] != "private, no-store" and "no-store" not in answer["Cache-Control"]:
            bare.append((path, "Cache-Control"))
    assert bare == []


@pytest.mark.parametrize(
    ("language", "said"),
    [("kk", "Жүйеде қате болды"), ("ru", "В системе произошла"), ("en", "Something")],
)
def test_fault_of_ours_shows_no_details_and_asks_nothing(
    commissions: None, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the password of the database")

    chair = people.entered("chair")
    chair.raise_request_exception = False
    monkeypatch.setattr(doors, "capacities", broken)
    answer = chair.get(f"/{language}/desk/today/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert said in page
    assert "<ul>" not in page.partition("</header>")[0]  # no links to languages: no empty list of them either
    assert "password of the database" not in page
    assert "Traceback" not in page


@pytest.mark.django_db
def test_request_that_announces_too_much_is_refused_unread(settings) -> None:
    settings.REQUEST_MAX_BYTES = 1000
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/ru/desk/account/login/", {"login": "x" * 2000})
    assert answer.status_code == 413
    assert "Слишком много" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["-1", "1e9", "9" * 40])
def test_length_that_is_none_is_refused(length: str) -> None:
    answer = Client().post("/ru/desk/account/login/", CONTENT_LENGTH=length)
    assert answer.status_code == 413


@pytest.mark.parametrize("address", ["/en/desk/files/?q=%00", "/en/desk/commissions/x%00y/"])
def test_address_with_a_sign_that_no_database_keeps_is_refused(commissions: None, address: str) -> None:
    assert people.entered("chair").get(address).status_code == 400
