"""What nobody means to send, sent to every address: no page breaks on it, on neither database."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.web import people, rows
from tests.web.test_every_door import ADDRESSES

# As they stand in an address or in a form: percent-encoded bytes, some of which are no text.
SIGNS = (
    "a%00b", "%FF%FE", "%ED%A0%80", "99999999999999999999", "-1", "%C2%B2", "NaN", "%E2%80%AE%E2%80%8B",
    "%0D%0AX%3A+y", "a" * 5_000, "0000-01-01", "9999-12-31", "10000-01-01",
)  # fmt: skip
PARAMETERS = (
    "page", "sort", "q", "format", "all", "coming", "on", "next", "ended", "state", "level", "office",
    "under", "unit", "election", "day", "since", "until", "verb", "person", "subject", "kind", "whole",
)  # fmt: skip
FIELDS = ("version", "capacity", "confirmed", "do", "rows", "reason", "end", "login", "password", "email")
NASTY = ("\0", "99999999999999999999", "10000-01-01")
ENDS = ("account_logout", "other_sessions")  # whoever asks is in no longer, or in another session
READS = ("chair", "D1.tec"), ("chair", "KZ.cec"), ("clerk", "D1.tec")
FORM = "application/x-www-form-urlencoded"
Sent = tuple[Client, str, str | dict[str, str] | None]  # by whom, where to, the form where there is one
BY_PATTERN = {
    "account_reset_password_from_key": {"uidb36": "1", "key": "a-b"},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
}


@pytest.fixture(autouse=True)
def quiet(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Refusals are what is asked for here."""
    settings.HOME = tmp_path
    settings.ACCOUNT_RATE_LIMITS = False
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def browsers(commissions: None) -> list[Client]:
    """Those who pass most doors; a page that breaks is an answer here."""
    found = [people.entered(*one) for one in READS]
    for one in found:
        one.raise_request_exception = False
    return found


class _Names(HTMLParser):
    """The names of what a page asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A field of any kind."""
        if name := dict(attrs).get("name"):
            self.found |= {name} if tag in ("input", "select", "textarea", "button") else set()


def _names(page: str) -> set[str]:
    parser = _Names()
    parser.feed(page)
    return parser.found - {"csrfmiddlewaretoken"}


def _named(name: str) -> dict[str, object]:
    """The places of an address with a row each; of the entrance, where nobody has a row, with something."""
    try:
        found = rows.named(name, ADDRESSES[name])
    except KeyError:
        found = dict.fromkeys(ADDRESSES[name].pattern.converters, 1)
    groups = ADDRESSES[name].pattern.regex.groupindex
    return found or BY_PATTERN.get(name) or dict.fromkeys(groups, 1)


def _asked(answer: Any) -> tuple[int, str]:
    """Status and page, all of it taken, which closes it."""
    content = b"".join(answer) if answer.streaming else answer.content
    return answer.status_code, content.decode(errors="replace")


def _reading(browsers: list[Client], address: str) -> tuple[Client, set[str]]:
    """The first who is shown the page, and what it asks for."""
    for client in browsers:
        status, page = _asked(client.get(address))
        if status == 200:
            return client, _names(page)
    return browsers[0], set()


def _rooms() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, one in ADDRESSES.items():
        if name not in ENDS:
            found.setdefault(one.callback.__module__.split(".")[2], []).append(name)
    return found


ROOMS = _rooms()


def _all_at_once(browsers: list[Client], name: str) -> Iterator[Sent]:
    """Each sign in every parameter of the address and in every field of a form."""
    address = reverse(name, kwargs=_named(name))
    client, fields = _reading(browsers, address)
    for sign in SIGNS:
        query = "&".join(f"{one}={sign}" for one in sorted({*PARAMETERS, *fields}))
        yield client, f"{address}?{query}", None
        yield client, address, "&".join(f"{one}={sign}" for one in sorted({*FIELDS, *fields}))


def _one_field(browsers: list[Client], name: str) -> Iterator[Sent]:
    """Each field of the page with what is nasty, the others with something."""
    address = reverse(name, kwargs=_named(name))
    client, fields = _reading(browsers, address)
    for field in sorted(fields):
        for sign in NASTY:
            yield client, address, dict.fromkeys(fields, "1") | {field: sign}


def _places(browsers: list[Client], name: str) -> Iterator[Sent]:
    """Each sign in the place of a name or a number in the address."""
    named = _named(name)
    for place, converter in ADDRESSES[name].pattern.converters.items():
        if type(converter).__name__ == "UUIDConverter":
            continue
        mark = 987654 if type(converter).__name__ == "IntConverter" else "MARK"
        address = reverse(name, kwargs=named | {place: mark})
        for sign in SIGNS:
            for client in browsers[:2]:
                yield client, address.replace(str(mark), sign), None


def _answer(client: Client, address: str, form: str | dict[str, str] | None) -> Any:
    if form is None:
        return client.get(address)
    return client.post(address, form, FORM) if isinstance(form, str) else client.post(address, form)


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("walk", [_all_at_once, _one_field, _places])
def test_no_address_breaks(
    browsers: list[Client], walk: Callable[[list[Client], str], Iterator[Sent]], room: str
) -> None:
    broken = []
    for name in ROOMS[room]:
        for sent in walk(browsers, name):
            answer = _answer(*sent)
            if answer.status_code >= 500:
                broken.append((name, sent[1:], answer.exc_info))
            _asked(answer)
    assert broken == []
