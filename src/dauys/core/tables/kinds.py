"""What a file is by its content, and what its name says it is."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import PurePath

CSV, XLSX, JSON_LINES, PARQUET = "CSV", "XLSX", "JSON Lines", "Parquet"
READABLE = (CSV, XLSX, JSON_LINES, PARQUET)

NAMED: dict[str, str] = {
    ".csv": CSV,
    ".tsv": CSV,
    ".xlsx": XLSX,
    ".xlsm": XLSX,
    ".jsonl": JSON_LINES,
    ".ndjson": JSON_LINES,
    ".json": JSON_LINES,
    ".parquet": PARQUET,
    ".pq": PARQUET,
}
"""Kinds by the ending of the name; any other ending promises nothing."""

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PAR1", PARQUET),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x7fELF", "a program"),
)

MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"<head", "an HTML page"),
    (b"<table", "an HTML page"),
    (b"<?xml", "an XML document"),
)

ARCHIVED: tuple[tuple[str, str], ...] = (
    ("xl/workbook.xml", XLSX),
    ("xl/workbook.bin", "a binary workbook (XLSB)"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a presentation"),
    ("content.xml", "an OpenDocument file"),
)

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def kind_of(content: bytes) -> str:
    """One of READABLE, or a few words that name what the content is; text of any sort counts as CSV."""
    for signature, kind in SIGNATURES:
        if content.startswith(signature):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _archive(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        return "a workbook locked with a password" if locked else "an old Excel or Word file (XLS, DOC)"
    return _text(content)


def _text(content: bytes) -> str:
    head = content[:1024].removeprefix(BYTE_ORDER_MARK).lstrip()
    for opening, kind in MARKUP:
        if head[: len(opening)].lower() == opening:
            return kind
    if head.startswith(b"{") or (head.startswith(b"[") and head[1:].lstrip()[:1] in (b"{", b"[", b"]", b"")):
        return JSON_LINES
    return CSV


def _archive(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, struct.error, ValueError, LookupError, OverflowError, RuntimeError, OSError):
        return "a damaged ZIP archive or workbook"
    return next((kind for part, kind in ARCHIVED if part in names), "a ZIP archive")


def named_kind(name: str) -> str | None:
    """The kind that the ending of the file's name promises; None where it promises nothing."""
    return NAMED.get(PurePath(name).suffix.lower())


def kind_words(kind: str, content: bytes) -> str:
    """The kind as a sentence names it; bytes that are not text are not called so."""
    if kind == CSV:
        return "of no known kind" if b"\0" in content[:4096] else "text"
    return {XLSX: "an Excel workbook (XLSX)", JSON_LINES: "JSON", PARQUET: "a Parquet file"}.get(kind, kind)
