"""What a workbook's XML says that its reader keeps to itself: size, errors, formulas never calculated.

The reader (calamine) gives an error such as #DIV/0! and a formula without a value as blank, and lays out a
sheet as a full rectangle, whatever its size. So the XML of the sheet is looked through first.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from dauys.core.tables.faults import refused
from dauys.core.tables.table import Limits

BROKEN: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    LookupError,
    ValueError,
    ArithmeticError,
)
"""What Python's archive reader raises for archives that were cut, changed or made up."""

CHUNK = 2**20
LONGEST_CELL = 8 * 2**20  # bytes of XML; a spreadsheet program allows 32,767 characters
# They begin with a plain space, so that the search leaps from one to the next; others become plain first.
ROWS = re.compile(rb"""\x20r=["'][A-Za-z]{0,3}([0-9]{1,7})""")
COLUMNS = re.compile(rb"""\x20r=["']([A-Za-z]{1,3})""")
PLACE = re.compile(rb"""\x20r=["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
PLAIN_SPACES = bytes.maketrans(b"\t\r\n", b"   ")
CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>])([^>]*?)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
CELL_END = re.compile(rb"</(?:\w+:)?c>|</(?:\w+:)?row>")
ERROR = re.compile(rb"""\st=["']e["']""")
TEXT = re.compile(rb"""\st=["']str["']""")
VALUE = re.compile(rb"<(?:\w+:)?v\b[^>/]*>([^<]+)</")
SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")


@dataclass(slots=True)
class SheetMarks:
    """What the XML of one sheet says: its last row and column from 1, and texts the reader would drop."""

    last_row: int = 0
    last_column: int = 0
    dropped: dict[tuple[int, int], str] = field(default_factory=dict)  # (row, column) from 1 → text


def inspect_workbook(content: bytes, name: str, sheet_index: int, limits: Limits) -> SheetMarks:
    """The marks of one sheet; raises Refused where the archive is broken (I-25) or too large (I-26)."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bomb(archive, name, limits)
            return _marks(_chunks(archive, _sheet_part(archive, sheet_index)))
    except BROKEN as error:
        reason = str(error).partition("\n")[0].strip("'\"") or type(error).__name__
        raise refused("I-25", place=name, reason=reason[:100]) from None


def refuse_stretch(marks: SheetMarks, name: str, limits: Limits) -> None:
    """Raise Refused (I-28) for a sheet that reaches so far that its rectangle would not fit in memory."""
    cells = marks.last_row * marks.last_column
    if cells > limits.sheet_cells:
        cell = f"{letters(marks.last_column)}{marks.last_row}"
        raise refused("I-28", place=name, cell=cell, cells=f"{cells:,}", limit=f"{limits.sheet_cells:,}")


def letters(column: int) -> str:
    """The spreadsheet's letters of a column counted from 1: 28 → AB."""
    word = ""
    while column:
        column, rest = divmod(column - 1, 26)
        word = chr(ord("A") + rest) + word
    return word


def _refuse_bomb(archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
    """Unpack and count every part: sizes that the archive declares may lie."""
    total = 0
    for part in archive.infolist():
        for chunk in _chunks(archive, part.filename):
            total += len(chunk)
            if total > limits.unpacked_bytes:
                raise refused("I-26", place=name, limit=f"{limits.unpacked_bytes:,}")


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _attribute(attributes: bytes, name: bytes) -> str:
    found = re.search(rb"""(?:^|\s)""" + name + rb"""=["']([^"']*)["']""", attributes)
    return found.group(1).decode("utf-8", "replace") if found else ""


def _sheet_part(archive: zipfile.ZipFile, index: int) -> str:
    """Name of the part that holds the sheet: workbook.xml names a relation, the relation names the part."""
    sheets = SHEET.findall(archive.read("xl/workbook.xml"))
    wanted = _attribute(sheets[index], rb"\w+:id")
    for attributes in RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        if _attribute(attributes, b"Id") == wanted:
            target = _attribute(attributes, b"Target")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(f"no part for sheet {index + 1}")


def _marks(chunks: Iterator[bytes]) -> SheetMarks:
    marks, rest = SheetMarks(), b""
    for chunk in chunks:
        text = rest + chunk
        ends = [found.end() for found in CELL_END.finditer(text, max(len(text) - 65536, 0))]
        cut = ends[-1] if ends else len(text) if len(text) > LONGEST_CELL else 0
        _mark(text[:cut], marks)
        rest = text[cut:]
    _mark(rest, marks)
    return marks


def _mark(text: bytes, marks: SheetMarks) -> None:
    text = text.translate(PLAIN_SPACES)
    marks.last_row = max([marks.last_row, *map(int, set(ROWS.findall(text)))])
    marks.last_column = max([marks.last_column, *map(number, set(COLUMNS.findall(text)))])
    if b"<f" in text or b'"e"' in text or b"'e'" in text or b":f" in text:
        for attributes, inner in CELL.findall(text):
            if dropped := _dropped(attributes, inner):
                place = PLACE.search(attributes)
                if place is None:
                    raise ValueError("a cell with an error does not say where it stands")
                marks.dropped[int(place.group(2)), number(place.group(1))] = dropped


def number(column: bytes) -> int:
    """The column of a spreadsheet's letters, counted from 1: AB → 28."""
    count = 0
    for letter in column.upper():
        count = count * 26 + letter - 64
    return count


def _dropped(attributes: bytes, inner: bytes) -> str:
    """The text of a cell that the reader would show as blank though it is not."""
    value = VALUE.search(inner)
    if ERROR.search(attributes):
        return value.group(1).decode("utf-8", "replace") if value else "#ERROR!"
    if value is None and re.search(rb"<(?:\w+:)?f\b", inner) and not TEXT.search(attributes):
        return "=" + re.sub(rb"<[^>]*>", b"", inner).decode("utf-8", "replace")
    return ""
