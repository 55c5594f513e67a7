"""From bytes to UTF-8, strictly: a byte that does not belong is named with its line, never replaced."""

from __future__ import annotations

import codecs
import re

from dauys.core.tables.faults import refused
from dauys.core.tables.kinds import BYTE_ORDER_MARK

ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "windows-1251",
    "kz1048",
    "cp866",
    "koi8-r",
    "iso-8859-5",
    "windows-1252",
    "iso-8859-1",
)
"""Encodings a mapping may name; kz1048 is the Kazakh code page."""

UTF8 = ("utf-8", "utf-8-sig")
WINDOW = 2**20
LONE_RETURN = re.compile(rb"\r(?!\n)")


def encoding_known(name: str) -> str | None:
    """The encoding as Python names it, or None where a mapping may not use it."""
    try:
        wanted = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    known = {codecs.lookup(each).name: each for each in ENCODINGS}
    return known.get(wanted)


def as_utf8(content: bytes, encoding: str, place: str) -> bytes:
    """The content in UTF-8 without a byte order mark; line ends stay as they are, so line numbers keep.

    Raises Refused (I-07 to I-11, I-13) naming byte and line.
    """
    if encoding_known(encoding) in UTF8:
        text = content.removeprefix(BYTE_ORDER_MARK)
        _refuse_utf16(content, place)
        _refuse_broken(text, place)
    else:
        text = _decoded(content, encoding, place)
    if (at := text.find(b"\0")) >= 0:
        raise refused("I-07", place=place, line=_line(text, at))
    _refuse_lone_returns(text, place)
    return text


def _line(text: bytes, at: int) -> int:
    return text.count(b"\n", 0, at) + 1


def _refuse_utf16(content: bytes, place: str) -> None:
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):  # the first begins as UTF-16 does
        raise refused("I-09", place=place, line=1, written="UTF-32", encoding="utf-32")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise refused("I-09", place=place, line=1, written="UTF-16", encoding="utf-16")
    head = content[:1024]
    for half, encoding in ((head[::2], "utf-16-be"), (head[1::2], "utf-16-le")):
        # Every other byte is 0 where UTF-16 writes Latin letters and delimiters, 4 where it writes Cyrillic.
        if half.count(0) > 1 and (half.count(0) + half.count(4)) * 10 > len(half) * 8:
            raise refused("I-09", place=place, line=1, written="UTF-16", encoding=encoding)


def _refuse_broken(text: bytes, place: str) -> None:
    at = _broken_at(text)
    if at is None:
        return
    code = "I-10" if _seems_cyrillic(text[max(at - 100, 0) : at + WINDOW]) else "I-08"
    offset = at - (text.rfind(b"\n", 0, at) + 1) + 1
    raise refused(code, place=place, line=_line(text, at), byte=f"{text[at]:02X}", offset=f"{offset:,}")


def _broken_at(text: bytes) -> int | None:
    """Offset of the first byte that is not UTF-8; by windows, as decoded text may be four times larger."""
    if text.isascii():
        return None
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    view = memoryview(text)
    for start in range(0, len(text), WINDOW):
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(view[start : start + WINDOW], final=start + WINDOW >= len(text))
        except UnicodeDecodeError as error:
            return start - pending + error.start
    return None


def _seems_cyrillic(text: bytes) -> bool:
    """Nearly all bytes above ASCII are the letters of windows-1251."""
    high = text.translate(None, bytes(range(128)))
    letters = sum(byte >= 0xC0 or byte in b"\xa8\xb8\xb2\xb3\xaa\xba\xa3\xbc" for byte in high)
    return len(high) > 1 and letters * 10 >= len(high) * 9


def _decoded(content: bytes, encoding: str, place: str) -> bytes:
    try:
        return content.decode(encoding).removeprefix("\ufeff").encode("utf-8")
    except UnicodeDecodeError as error:
        byte, offset = f"{content[error.start]:02X}", f"{error.start + 1:,}"
        words = {"encoding": encoding, "byte": byte, "offset": offset}
        raise refused("I-11", place=place, line=_line(content, error.start), **words) from None


def _refuse_lone_returns(text: bytes, place: str) -> None:
    lone = LONE_RETURN.search(text) if b"\r" in text else None
    if lone:
        raise refused("I-13", place=place, line=_line(text, lone.start()))
