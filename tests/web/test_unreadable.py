"""Requests of which no text can be made: by type of content, cookie, header, or part of a form."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.servers.basehttp import get_internal_wsgi_application
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory
from pytest_django import Settings

from tests.web import people

DOOR, TODAY = "/ru/desk/account/login/", "/ru/desk/today/"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Refusals are what is asked for here; the connection of the test stays open."""
    logging.disable(logging.WARNING)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    logging.disable(logging.NOTSET)


def _of_the_server(
    method: str,
    path: str,
    kind: str = "",
    body: bytes = b"",
    told: Mapping[str, str] = MappingProxyType({}),
) -> tuple[int, str, dict[str, str]]:
    """What a server of any kind is answered with: status, page and headers."""
    plain = {"REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_TYPE": kind}
    environ = RequestFactory()._base_environ(**plain | {"CONTENT_LENGTH": str(len(body))} | dict(told))
    environ["wsgi.input"] = io.BytesIO(body)
    begun: list[Any] = []
    answer = get_internal_wsgi_application()(environ, lambda *head: begun.append(head))
    page = b"".join(answer)
    answer.close()  # type: ignore[union-attr]
    [(status, headers, *_)] = begun
    return int(status[:3]), page.decode(errors="replace"), dict(headers)


KINDS = (
    "text/html; charset=base64", "text/plain; charset=rot13", f"{FORM}; charset=unicode_escape",
    f"{FORM}; charset=hex", f"{FORM}; charset=utf-16", f"{FORM}; charset=utf-7", f"{FORM}; charset=nowhere",
    f"{FORM}; charset=a\0b", "text/html; charset*=base64''x", "text/html; a*=nowhere''x",
    "multipart/form-data; boundary=x; charset=utf-7",
)  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("kind", KINDS)
def test_content_in_no_encoding_of_ours_is_answered_with_a_page(
    commissions: None, kind: str, method: str
) -> None:
    status, page, headers = _of_the_server(method, DOOR, kind, b"login=a")
    assert (status, '<html lang="ru">' in page) == (400, True)
    assert "Content-Security-Policy" in headers


READ = ("", FORM, f"{FORM}; charset=UTF-8", f'{FORM}; charset="utf8"', "text/html", "x")


@pytest.mark.parametrize("kind", READ)
def test_content_in_our_encoding_is_read(commissions: None, kind: str) -> None:
    assert _of_the_server("GET", DOOR, kind)[0] == 200


PARTS = (
    b"Content-Disposition: form-data; name*=base64''a\r\n\r\n1",
    b"Content-Disposition: form-data; name*=utf-8''%FF\r\n\r\n1",
    b'Content-Disposition: form-data; name="login"\r\nContent-Transfer-Encoding: base64\r\n\r\n@@@@@',
    b'Content-Disposition: form-data; name="login"\r\nContent-Type: text/plain; charset=base64\r\n\r\na',
    b'Content-Disposition: form-data; name="file"; filename="\0.csv"\r\n\r\na',
    b"\xff\xfe\r\n\r\n",
    b"",
)


@pytest.mark.parametrize("part", PARTS)
def test_form_in_broken_parts_is_answered_with_a_page(commissions: None, part: bytes) -> None:
    client = people.entered("clerk")
    client.raise_request_exception = False
    body = b"--x\r\n" + part + b"\r\n--x--\r\n"
    for address in ("/ru/desk/files/new/", DOOR):
        answer = client.post(address, body, "multipart/form-data; boundary=x")
        assert answer.status_code in (200, 302, 400), answer.status_code
        assert "<html" in answer.content.decode() or answer.status_code == 302


COOKIES = (r'"\000"', r'"a\000b"', r'"\377\376"', "x" * 8_000, "ә", "%00", "' OR 1=1", r'"\012Set-Cookie: a"')


@pytest.mark.parametrize("value", COOKIES)
def test_cookie_that_is_none_is_as_if_it_were_not_there(commissions: None, value: str) -> None:
    names = configured.SESSION_COOKIE_NAME, configured.CSRF_COOKIE_NAME, configured.LANGUAGE_COOKIE_NAME
    told = {"HTTP_COOKIE": "; ".join(f"{name}={value}" for name in names).encode().decode("latin-1")}
    status, _, headers = _of_the_server("GET", TODAY, told=told)
    assert (status, headers["Location"].split("?")[0]) == (302, DOOR)
    assert _of_the_server("GET", DOOR, told=told)[0] == 200
    assert _of_the_server("GET", "/", told=told)[0] in (302, 404)
    assert _of_the_server("POST", DOOR, FORM, b"login=a&password=b", told)[0] in (200, 403)


HEADERS = (
    "HTTP_ACCEPT_LANGUAGE", "HTTP_REFERER", "HTTP_ORIGIN", "HTTP_HOST", "HTTP_X_FORWARDED_FOR",
    "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_PROTO", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH", "HTTP_RANGE",
    "HTTP_ACCEPT", "HTTP_COOKIE", "HTTP_USER_AGENT", "HTTP_ACCEPT_ENCODING", "CONTENT_LENGTH",
    "HTTP_X_CSRFTOKEN", "QUERY_STRING", "PATH_INFO",
)  # fmt: skip
WRONG = ("\0", "\xff\xfe", "9" * 30, "-1", "", "[::1", "a" * 9_000, ",;=,;=", "kk;q=1e999")
ASKED = ("GET", DOOR), ("GET", TODAY), ("POST", DOOR), ("GET", "/static/desk.css"), ("GET", "/")


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize("name", HEADERS)
def test_no_header_breaks_a_page(commissions: None, settings: Settings, name: str, behind: bool) -> None:
    settings.BEHIND_PROXY = behind
    broken = []
    for value in WRONG:
        told = {name: f"/ru/desk/{value}" if name == "PATH_INFO" else value}
        for method, path in ASKED:
            status, *_ = _of_the_server(method, path, FORM, b"login=a", told)
            if status >= 500:
                broken.append((method, path, value[:20], status))
    assert broken == []
