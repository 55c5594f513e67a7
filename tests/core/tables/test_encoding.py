"""Encodings: read strictly, a wrong byte named with its line, the likely encoding named with what to do."""

from __future__ import annotations

import codecs

import pytest

from dauys.core.findings import Refused
from dauys.core.tables import FileOptions, read_table
from dauys.core.tables.encoding import WINDOW
from tests.core.tables.files import faults, rows_of, table, where

KAZAKH = "дауыс,учаске\nәділ,№1\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "UTF-16BE"])
def test_text_in_the_encoding_of_the_mapping_is_read(encoding: str) -> None:
    assert rows_of(table(KAZAKH.encode(encoding), encoding=encoding)) == [("әділ", "№1")]


@pytest.mark.parametrize("encoding", ["windows-1251", "cp1251", "kz1048", "koi8-r", "cp866"])
def test_text_in_a_cyrillic_encoding_is_read(encoding: str) -> None:
    assert rows_of(table("дауыс,орын\nбір,2\n".replace("і", "i").encode(encoding), encoding=encoding)) == [
        ("бiр", "2")
    ]


def test_text_in_windows_1251_is_recognised() -> None:
    found = faults("участок,голоса\nСело,12\n".encode("windows-1251"))
    assert where(found) == [("I-10", 1, "")]
    assert "Byte 0xF3 (byte 1 of the line)" in found[0].message
    assert 'encoding = "windows-1251"' in found[0].remedy


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_utf_16_is_recognised(encoding: str) -> None:
    found = faults((KAZAKH * 3).encode(encoding))
    assert where(found) == [("I-09", 1, "")]
    assert "CSV UTF-8" in found[0].remedy


def test_byte_that_is_not_utf_8_is_named_with_its_line() -> None:
    found = faults("дауыс,b\n1,2\n3,әд".encode() + b"\xff\n")
    assert where(found) == [("I-08", 3, "")]
    assert "Byte 0xFF (byte 7 of the line)" in found[0].message


@pytest.mark.parametrize("ahead", [0, 1, 2, 3])
def test_byte_is_named_at_the_border_of_a_window(ahead: int) -> None:
    head = b"a\n" + b"x" * 76 + b"\n"
    body = head + "ә".encode() * 38 + b"\n"
    body += b"y\n" * ((WINDOW - len(body) - ahead) // 2)
    content = body + b"\xd3\n" + b"z\n" * 10
    found = faults(content)
    assert where(found) == [("I-08", content[: content.index(b"\xd3\n")].count(b"\n") + 1, "")]
    assert "Byte 0xD3" in found[0].message


def test_byte_outside_the_encoding_of_the_mapping_is_named() -> None:
    found = faults(b"a,b\n1,\x98\n", encoding="windows-1251")
    assert where(found) == [("I-11", 2, "")]
    assert "Byte 0x98 (byte 7 of the file) does not belong to the encoding windows-1251." in found[0].message


@pytest.mark.parametrize("mark", [codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE])
def test_utf32_is_called_so_and_read_where_a_mapping_says_so(mark: bytes) -> None:
    form = "utf-32-le" if mark == codecs.BOM_UTF32_LE else "utf-32-be"
    content = mark + "a,b\n1,2\n".encode(form)
    with pytest.raises(Refused) as refused:
        read_table(content, name="p.csv")
    assert "written in UTF-32" in str(refused.value)
    assert read_table(content, name="p.csv", file=FileOptions(encoding="utf-32")).rows == 1
