"""Calendar files (RFC 5545), line by line: escaped, folded, equal bytes for equal facts.

Own lines, for a plan of a country has thousands of events: a general library takes thirty times as long.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

LONGEST_LINE = 74  # octets; RFC 5545 allows 75 with the space that a further piece begins with
ESCAPED = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n"))  # the backslash first
BACKSLASH = ord("\\")


def calendar(product: str, name: str, events: Iterable[bytes]) -> bytes:
    """A calendar of events; `product` says what made it, `name` what it is called."""
    head = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", text("PRODID", product), text("X-WR-CALNAME", name)
    )  # fmt: skip
    return b"".join((*head, *events, b"END:VCALENDAR\r\n"))


def event(lines: Iterable[bytes]) -> bytes:
    """One event of such lines."""
    return b"".join((b"BEGIN:VEVENT\r\n", *lines, b"END:VEVENT\r\n"))


def text(name: str, value: str) -> bytes:
    """A line of words."""
    for sign, written in ESCAPED:
        value = value.replace(sign, written)
    return _folded(f"{name}:{value}")


def when(name: str, at: dt.date) -> bytes:
    """A line of a time: a day, or an aware moment, which is written in UTC."""
    if isinstance(at, dt.datetime):
        return f"{name}:{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}\r\n".encode()
    return f"{name};VALUE=DATE:{at:%Y%m%d}\r\n".encode()


def _folded(line: str) -> bytes:
    """A line cut as RFC 5545 asks, never within a character; each further piece after a space."""
    rest = line.encode()
    pieces = []
    while len(rest) > LONGEST_LINE:
        end = LONGEST_LINE
        while rest[end] & 0xC0 == 0x80:  # a further octet of a character
            end -= 1
        if rest[end - 1] == BACKSLASH:  # what it escapes stays beside it, for readers that unfold late
            end -= 1
        pieces.append(rest[:end])
        rest = rest[end:]
    return b"\r\n ".join((*pieces, rest)) + b"\r\n"
