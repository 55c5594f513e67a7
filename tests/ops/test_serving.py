"""The demo's server: what is there as it stands, what is not there with the site's own page."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from dauys.ops.demo.serving import WORKPLACE, site_application
from dauys.ops.serving import bound

PAGE = "<h1>Мұндай бет жоқ</h1>".encode()


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """A served folder with one page, one folder without a page, and the page for what is not there."""
    (tmp_path / "404.html").write_bytes(PAGE)
    (tmp_path / "kk" / "empty").mkdir(parents=True)
    (tmp_path / "kk" / "index.html").write_bytes(b"here")
    server = bound(site_application(tmp_path), 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def asked(port: int, path: str, method: str = "GET") -> tuple[int, bytes, str | None]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path)
    answer = connection.getresponse()
    return answer.status, answer.read(), answer.getheader("Content-Type")


@pytest.mark.parametrize("path", ["/nowhere/", "/kk/nowhere/at/all.json", "/kk/empty/"])
def test_what_is_not_there_has_the_page_of_the_site_and_status_404(port: int, path: str) -> None:
    assert asked(port, path) == (404, PAGE, "text/html; charset=utf-8")
    assert asked(port, path, "HEAD")[:2] == (404, b"")


def test_what_is_there_is_served_and_other_errors_stay(port: int) -> None:
    assert asked(port, "/kk/")[:2] == (200, b"here")
    assert asked(port, "/kk/", "POST")[0] == 405


def test_folder_without_a_page_for_it_answers_404_all_the_same(port: int, tmp_path: Path) -> None:
    (tmp_path / "404.html").unlink()
    assert asked(port, "/nowhere/")[0] == 404


@pytest.mark.parametrize("path", ["/kk/desk/", "/en/desk/today/", "/ru/desk", "/static/desk.css"])
def test_workplace_has_its_addresses_beside_the_site(path: str) -> None:
    assert WORKPLACE.match(path)


@pytest.mark.parametrize("path", ["/kk/", "/kk/kz-akim-2021-07-25/KZ/", "/manifest/", "/kk/desks/"])
def test_address_of_the_site_is_none_of_the_workplace(path: str) -> None:
    assert not WORKPLACE.match(path)
