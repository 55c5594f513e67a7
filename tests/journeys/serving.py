"""The workplace served to a browser, and the windows of those who are logged in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.web import people

PATIENCE = 5  # seconds


@contextmanager
def served() -> Iterator[LiveServer]:
    """A server of its own, for its middleware reads some settings once: begun when they are set.

    Windows are closed before it ends, and those that still answer are waited for: they hold the database.
    """
    server = LiveServer("127.0.0.1")
    try:
        yield server
    finally:
        for thread in threading.enumerate():
            if "process_request" in thread.name:
                thread.join(PATIENCE)
        server.stop()


@contextmanager
def window(
    browser: Browser, server: LiveServer, office: str, commission: str = "D1.tec", **wishes: Any
) -> Iterator[BrowserContext]:
    """A window of the holder of an office; `wishes` are those of the browser. Addresses may be relative."""
    session = people.entered(office, commission).cookies[settings.SESSION_COOKIE_NAME]
    with browser.new_context(base_url=server.url, **wishes) as context:
        context.add_cookies([{"name": session.key, "value": session.value, "url": server.url}])
        yield context


def go_to(page: Page, chosen: str) -> None:
    """Press Tab until what is chosen has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.locator(f"{chosen}:focus").count():
            return
    raise AssertionError(f"no way by Tab to {chosen}")
