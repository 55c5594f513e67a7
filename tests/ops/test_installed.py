"""An installation made of deploy/ answers as it should: TLS, headers, limits, no claim believed."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import sqlite3
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.ops.standing import HOST, MISSING, NGINX, PAGE, Installation

LOGIN = "/ru/desk/account/login/"
SPOOFED = {"X-Real-IP": "203.0.113.9", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}


@pytest.fixture(scope="module")
def installed() -> Iterator[Installation]:
    """One for all; its folder has a short name, for that of a socket may not be long."""
    if NGINX is None and not os.environ.get("CI"):
        pytest.skip("no nginx here: apt-get install nginx-light")
    folder = Path(tempfile.mkdtemp(prefix="dauys-"))
    found = Installation(folder)
    try:
        assert found.is_well_written() == ""
        found.start()
        yield found
    finally:
        found.stop()
        shutil.rmtree(folder)


def test_entrance_answers_over_tls_with_each_header_once(installed: Installation) -> None:
    answer = installed.get(LOGIN)
    assert answer.status == 200
    for name, value in (
        ("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"),
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
    ):
        assert value in ", ".join(answer.headers.get_all(name, []))
        assert len(answer.headers.get_all(name, [])) == 1, name
    assert [one.count("default-src 'none'") for one in answer.headers.get_all("Content-Security-Policy")] == [
        1
    ]


def test_cookies_are_of_this_host_alone(installed: Installation) -> None:
    cookies = installed.get(LOGIN).headers.get_all("Set-Cookie")
    assert cookies
    for one in cookies:
        assert one.startswith("__Host-dauys")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(one.split("; "))


def test_plain_request_is_sent_to_tls(installed: Installation) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", installed.plain, timeout=20)) as connection:
        connection.request("GET", LOGIN, headers={"Host": HOST})
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}{LOGIN}")


def test_other_names_get_no_answer(installed: Installation) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", installed.plain, timeout=20)) as connection:
        connection.request("GET", "/", headers={"Host": "evil.example"})
        with pytest.raises(http.client.RemoteDisconnected):
            connection.getresponse()
    with pytest.raises(ssl.SSLError):
        installed.get("/", host="evil.example")


def test_public_pages_are_files_packed_beforehand(installed: Installation) -> None:
    packed = installed.get("/kk/", headers={"Accept-Encoding": "gzip"})
    assert (packed.status, packed.headers["Content-Encoding"]) == (200, "gzip")
    assert installed.get("/kk/").content == PAGE
    assert installed.get("/kk/table.csv").headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "script-src" not in packed.headers["Content-Security-Policy"]
    assert "default-src 'none'" in packed.headers["Content-Security-Policy"]
    assert installed.get("/kk/", method="POST", body=b"x").status == 403


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/.staged/next.html", "/kk/../../home/dauys.sqlite3", "/static/../urls.py"]
)
def test_what_is_not_published_is_not_there(installed: Installation, path: str) -> None:
    answer = installed.get(path)
    assert answer.status in {400, 404}
    assert answer.status == 400 or answer.content == MISSING


def test_sheets_of_the_workplace_come_from_nginx(installed: Installation) -> None:
    answer = installed.get("/static/desk.css")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert answer.headers["Cache-Control"] == "max-age=300"


def test_asker_is_who_the_proxy_saw(installed: Installation) -> None:
    """A wrong password is counted under the address of the connection, not under one that was claimed."""
    page = installed.get(LOGIN)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.page)
    assert token
    cookies = "; ".join(one.partition(";")[0] for one in page.headers.get_all("Set-Cookie"))
    form = {"login": "nobody@example.kz", "password": "wrong-wrong", "csrfmiddlewaretoken": token.group(1)}
    headers = SPOOFED | {
        "Cookie": cookies, "Referer": f"https://{HOST}{LOGIN}", "Origin": f"https://{HOST}",
        "Content-Type": "application/x-www-form-urlencoded",
    }  # fmt: skip
    answer = installed.get(LOGIN, method="POST", body=urlencode(form).encode(), headers=headers)
    assert answer.status == 200
    with closing(sqlite3.connect(installed.home / "dauys.sqlite3")) as database:
        assert database.execute("SELECT ip_address FROM axes_accessattempt").fetchall() == [("127.0.0.1",)]


def test_large_requests_end_at_the_door(installed: Installation) -> None:
    assert installed.get(LOGIN, method="POST", body=b"x" * 70_000).status == 413
    assert installed.get("/ru/desk/today/", method="POST", body=b"x" * 70_000).status == 403


def test_guessing_is_slowed_down(installed: Installation) -> None:
    found = [installed.get(LOGIN, method="POST", body=b"x").status for _ in range(40)]
    assert found[0] == 403
    assert found[-1] == 429
    assert installed.get(LOGIN).status == 200


def test_resting_workplace_says_so_in_three_languages(installed: Installation) -> None:
    """The last one: the workplace is ended, the public site stays."""
    assert "Traceback" not in installed.said("web")
    installed.stop("web")
    answer = installed.get("/ru/desk/today/")
    assert answer.status == 502
    for language in ("kk", "ru", "en"):
        assert f'<section lang="{language}">' in answer.page
    assert installed.get("/kk/").status == 200
