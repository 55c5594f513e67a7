"""DOCX and XLSX: archives within limits, of the right kind, without macros, objects, links elsewhere."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

from django.conf import settings

from dauys.apps.files.rules.kinds import refuse
from dauys.apps.files.rules.parts import Relations, Types, read_xml

_CONTENT_TYPES = "[Content_Types].xml"
_MAIN = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_ENDS = re.compile(r"\.(xml|rels|vml|png|jpe?g|gif|bmp|tiff?|emf|wmf|wdp|odttf)\Z", re.IGNORECASE)
_PRINTER = re.compile(r"xl/printersettings/[\w.]+\.bin\Z", re.IGNORECASE)
_XML = re.compile(r"\.(xml|rels|vml)\Z", re.IGNORECASE)
_ACTIVE = re.compile(
    r"vbaproject|activex|embeddings/|externallinks/|macrosheets/|customui/|webextensions/", re.IGNORECASE
)
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, LookupError,
           RuntimeError, NotImplementedError)  # fmt: skip
_BLOCK = 1 << 16
_AGAIN = "Save it anew in the program that made it."


def kind_of(content: bytes) -> str:
    """`docx` or `xlsx`, by the type of the main part; Refused for any other archive."""
    with _opened(content) as packed:
        types = Types()
        if _CONTENT_TYPES not in packed.namelist():
            raise _no_document()
        read_xml(_blocks(packed, packed.getinfo(_CONTENT_TYPES)), types, _CONTENT_TYPES)
    if types.active:
        raise _is_active(types.active)
    found = [kind for kind, main in _MAIN.items() if main in types.overrides]
    if len(found) != 1:
        raise _no_document()
    return found[0]


def checked_as(kind: str) -> Callable[[bytes], bytes]:
    """A check that gives the bytes as they were; Refused for what is not a plain document of that kind."""

    def checked(content: bytes) -> bytes:
        with _opened(content) as packed:
            for entry in packed.infolist():
                _check(packed, entry)
        return content

    checked.__name__ = f"checked_as_{kind}"
    return checked


def _opened(content: bytes) -> zipfile.ZipFile:
    """The archive, its directory within limits: it fills the whole file, and nothing is told twice."""
    try:
        packed = zipfile.ZipFile(BytesIO(content))
        entries = packed.infolist()
    except _BROKEN as error:
        raise refuse("G-11", f"The archive can't be read ({type(error).__name__}).", _AGAIN) from None
    names = [entry.filename.lower() for entry in entries]
    total = sum(entry.file_size for entry in entries)
    packed_size = sum(entry.compress_size for entry in entries)
    limit = settings.ARCHIVE_LIMITS
    if (
        len(entries) > limit["entries"]
        or total > limit["bytes"]
        or total > limit["ratio"] * max(packed_size, 1)
    ):
        said = f"Unpacked the file would be {len(entries):,} parts of {total:,} bytes: more than is taken."
        raise refuse("G-11", said, "Take out what is not needed and save it again.")
    if packed_size > len(content) or len(set(names)) != len(names):
        raise refuse("G-11", "Parts of the archive overlap.", _AGAIN)
    if packed.comment or any(not _is_plain(entry) for entry in entries) or content[-22:-18] != b"PK\x05\x06":
        raise refuse("G-11", "The archive is not as office programs write it.", _AGAIN)
    return packed


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    climbs = name.startswith("/") or "\\" in name or "\0" in name or ".." in name.split("/")
    is_locked = bool(entry.flag_bits & 0x41)
    return not climbs and not is_locked and entry.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def _check(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if entry.is_dir():
        return
    if _ACTIVE.search(name) or not (_ENDS.search(name) or _PRINTER.match(name)):
        raise _is_active(name)
    if name.lower().endswith(".rels"):
        relations = Relations()
        read_xml(_blocks(packed, entry), relations, name)
        if relations.outside:
            raise _is_active(relations.outside)
    elif _XML.search(name):
        read_xml(_blocks(packed, entry), None, name)
    else:
        for _ in _blocks(packed, entry):
            pass  # read to its end: sizes and checksum are those that the directory names


def _blocks(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part, unpacked block by block up to the size that the directory names, and no further."""
    left = entry.file_size
    try:
        with packed.open(entry) as part:
            while block := part.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise zipfile.BadZipFile
                yield block
    except _BROKEN:
        raise refuse("G-11", f"{entry.filename} can't be unpacked.", _AGAIN) from None


def _no_document() -> Exception:
    said = "This archive is neither a document (DOCX) nor a workbook (XLSX)."
    return refuse("G-12", said, "Store what is in it file by file, as PDF, DOCX, XLSX, CSV or image.")


def _is_active(what: str) -> Exception:
    said = f"There is more in it than text, tables and pictures: {what[:100]}."
    return refuse("G-13", said, "Take out macros, embedded files, links to files; or save it as PDF.")
