"""A browser and a published site; without Chromium these tests are skipped, and say so."""

from __future__ import annotations

import datetime as dt
import functools
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from dauys.apps.elections.models import Election
from dauys.apps.publication.actions import publish
from dauys.apps.results.queries import Book
from tests import cast
from tests.apps.publication.books import AT, LOCAL, Protocol, book, precinct_rows, seat
from tests.apps.publication.campaign import with_regions
from tests.web import people

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-gpu"]


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name is the library's
        """Nothing."""


def with_rows() -> Book:
    """A contest whose precincts are rows: 120 of them, with seven candidates."""
    small = book([seat("U1", 7, [Protocol(voters=9_999, votes=(1,) * 7)] * 2)])
    numbers = range(1, 121)
    figures = np.array([[number * 10 + line for line in range(20)] for number in numbers], np.int32)
    codes, names = [f"U1.{number}" for number in numbers], [f"№ {number}" for number in numbers]
    return replace(small, precincts={"U1": precinct_rows(cast.contest("U1"), codes, names, figures)})


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site is served: under a prefix, as it may stand on a commission's own site."""
    root = tmp_path_factory.mktemp("served")
    seats = [
        seat("U1", 24, [Protocol(voters=900, votes=tuple(range(10, 34)), against=7), Protocol()]),
        seat("U2", 2, [Protocol(voters=200, votes=(60, 40), versions=2)], state="established"),
        seat("U3", 2, [Protocol(votes=(90, 80), wrong={"stationary_ballots": 175}, state="kept_out")]),
        seat("U4", 2, [Protocol(votes=(3, 2))] * 90),
        seat("U5", 2, [Protocol()], state="cancelled"),
    ]
    done = {"pub_tec": dt.datetime(2021, 6, 29, 12, 0, tzinfo=LOCAL)}
    publish(with_regions(book(seats, done=done)), root / "elections" / "site", at=AT)
    publish(with_rows(), root / "elections" / "rows", at=AT)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/elections/site/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, the one of the system.

    While it runs, this thread has a loop of its own, which Django takes for a reason not to ask the database.
    """
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


# Journeys go over plain HTTP on this machine, as with DAUYS_INSECURE=1.
PLAIN = {
    "SECURE_SSL_REDIRECT": False, "SESSION_COOKIE_SECURE": False, "CSRF_COOKIE_SECURE": False,
    "SECURE_HSTS_SECONDS": 0, "SESSION_COOKIE_NAME": "dauys_session", "CSRF_COOKIE_NAME": "dauys_csrf",
}  # fmt: skip


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """The workplace, served; some settings are read once, when its middleware is made."""
    with override_settings(**PLAIN):
        server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def plain_http(settings: Settings) -> None:
    """Those that are read for each request."""
    for name, value in PLAIN.items():
        setattr(settings, name, value)


@pytest.fixture
def workplace(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, transactional_db: None, election: Election
) -> None:
    """All who log in, at the moment of the cast; second factors are not asked for."""
    monkeypatch.setenv("DAUYS_AT", cast.AT.isoformat())
    settings.SECOND_FACTOR_ASKED = False
    people.enter_all()


@pytest.fixture
def desktop(browser: Browser) -> Iterator[BrowserContext]:
    """A window of 1200 pixels."""
    with browser.new_context(viewport={"width": 1200, "height": 900}) as context:
        yield context


@pytest.fixture
def telephone(browser: Browser) -> Iterator[BrowserContext]:
    """A screen of 360 pixels."""
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        yield context
