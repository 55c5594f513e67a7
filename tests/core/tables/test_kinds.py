"""Kinds of files: told by content; a name that promises another kind is named as a mismatch."""

from __future__ import annotations

import gzip
import hashlib
import os
from pathlib import Path

import pytest

from dauys.core.tables import Limits, read_table
from tests.core.tables.files import SIMPLE, archive, faults, faults_of, sheet, table, where, workbook

BOOK = workbook(sheet(["a", "b"], [1, 2]))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "name", "code", "said"),
    [
        (b"%PDF-1.7\n", "in.csv", "I-05", "a PDF document"),
        (gzip.compress(SIMPLE, mtime=0), "in.csv", "I-05", "a gzip archive"),
        (b"  <!DOCTYPE html><html>", "in.csv", "I-05", "an HTML page"),
        (b"<table><tr><td>1</td></tr></table>", "in.xlsx", "I-05", "an HTML page"),
        (b"<?xml version='1.0'?>", "in.csv", "I-05", "an XML document"),
        (archive({"a.csv": "a,b"}), "in.csv", "I-05", "a ZIP archive"),
        (archive({"word/document.xml": ""}), "in.xlsx", "I-05", "a Word document"),
        (archive({"content.xml": ""}), "in.xlsx", "I-05", "an OpenDocument file"),
        (archive({"xl/workbook.bin": ""}), "in.xlsx", "I-05", "a binary workbook (XLSB)"),
        (OLE, "in.xlsx", "I-05", "an old Excel or Word file"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "in.xlsx", "I-27", "password"),
        (b"\x89PNG\r\n\x1a\n", "in.csv", "I-05", "a PNG picture"),
        (BOOK, "in.csv", "I-06", "The name says CSV, but the content is an Excel workbook (XLSX)."),
        (BOOK[:300], "in.csv", "I-05", "a damaged ZIP archive or workbook"),
        (BOOK[:300], "in.xlsx", "I-25", "damaged"),
        (SIMPLE, "in.xlsx", "I-06", "The name says XLSX, but the content is text."),
        (SIMPLE, "in.parquet", "I-06", "The name says Parquet, but the content is text."),
        (b"\x01\0\x02\0", "in.xlsx", "I-06", "The name says XLSX, but the content is of no known kind."),
        (b'{"a": 1}', "in.csv", "I-06", "The name says CSV, but the content is JSON."),
    ],
)
def test_content_that_is_another_kind_is_named(content: bytes, name: str, code: str, said: str) -> None:
    found = faults(content, name)
    assert where(found) == [(code, None, "")]
    assert said in found[0].message
    assert found[0].remedy


@pytest.mark.parametrize("name", ["in.dat", "in", "in.txt", "IN.CSV"])
def test_name_that_promises_nothing_else_is_taken(name: str) -> None:
    assert table(SIMPLE, name).rows == 2


def test_file_on_disk_is_read_with_its_digest(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(SIMPLE)
    read = read_table(tmp_path / "in.csv", name="protocols.csv")
    assert read.name == "protocols.csv"
    assert read.sha256 == hashlib.sha256(SIMPLE).hexdigest()


def test_file_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    missing = faults_of(lambda: read_table(tmp_path / "in.csv", name="in.csv"))
    assert where(missing) == [("I-03", None, "")]
    assert "no such file or directory" in missing[0].message
    folder = faults_of(lambda: read_table(tmp_path, name="in.csv"))
    assert "it is not a file" in folder[0].message
    os.mkfifo(tmp_path / "pipe")
    assert "it is not a file" in faults_of(lambda: read_table(tmp_path / "pipe", name="in.csv"))[0].message


def test_file_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(SIMPLE)
    for source in (tmp_path / "in.csv", SIMPLE):
        found = faults_of(lambda each=source: read_table(each, name="in.csv", limits=Limits(file_bytes=10)))  # type: ignore[misc]
        assert where(found) == [("I-04", None, "")]
