"""Calendar files (RFC 5545), line by line: equal bytes for equal facts.

Each line is the library's, which knows how words are escaped and folded. Lines are kept: a country has
thousands of events that say much the same, and to build them as objects takes thirty times as long.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from icalendar.parser import Contentline, Parameters
from icalendar.prop import vDDDTypes, vText

KEPT = 20_000  # lines


def calendar(product: str, name: str, events: Iterable[bytes]) -> bytes:
    """A calendar of events; `product` says what made it, `name` what it is called."""
    head = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", text("PRODID", product), text("X-WR-CALNAME", name)
    )  # fmt: skip
    return b"".join((*head, *events, b"END:VCALENDAR\r\n"))


def event(lines: Iterable[bytes]) -> bytes:
    """One event of such lines."""
    return b"".join((b"BEGIN:VEVENT\r\n", *lines, b"END:VEVENT\r\n"))


@lru_cache(KEPT)
def text(name: str, value: str) -> bytes:
    """A line of words."""
    return _line(name, Parameters(), vText(value))


@lru_cache(KEPT)
def when(name: str, at: dt.date) -> bytes:
    """A line of a time: a day, or an aware moment, which is written in UTC."""
    time = vDDDTypes(at.astimezone(dt.UTC) if isinstance(at, dt.datetime) else at)
    return _line(name, time.params, time)


def _line(name: str, parameters: Parameters, value: vText | vDDDTypes) -> bytes:
    line: bytes = Contentline.from_parts(name, parameters, value).to_ical()
    return line + b"\r\n"
