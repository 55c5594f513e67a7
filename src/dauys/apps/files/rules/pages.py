"""PDF: it begins and ends as one, is nothing else besides, and does nothing by itself.

What is active is refused, not cut out: a signed document would no longer be the one that was signed. Names
may be written with #xx and hidden in packed streams of objects; both are undone before they are looked for.
What cannot be looked into (a password, an unusual packing) is refused for that.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from dauys.apps.files.rules.kinds import refuse

UNPACKED = 64 << 20  # bytes of one file's packed objects; a setting of ours
_HEADER = re.compile(rb"%PDF-(1\.[0-7]|2\.0)[\s%]")
_TRAILER = re.compile(rb"startxref\s+\d{1,12}\s+%%EOF\s*\Z")
_TAIL = 1024
_BLOCK = 1 << 16
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ENDS = rb"(?=[\s()<>\[\]{}/%]|\Z)"
# Scripts, programs that are started, files within the file, forms that send, other documents.
_ACTIVE = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|FileAttachment|RichMedia|Rendition|XFA|SubmitForm|ImportData|GoToE)"
    + _ENDS
    + rb"|/(EF)\s*(?:<<|\d+\s+\d+\s+R)"
)
_LOCKED = re.compile(rb"/Encrypt" + _ENDS)
_PACKED = re.compile(rb"/ObjStm" + _ENDS)
_STREAM = re.compile(rb"(?<!end)stream(\r\n|\n|\r)")
_BOUNDS = (b"endobj", b"endstream")
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html[\s>]|script[\s>])", re.IGNORECASE)
_PLAIN_PACKING = re.compile(rb"/Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])" + _ENDS)
_AGAIN = "Save it anew as PDF in the program that made it."


def checked(content: bytes) -> bytes:
    """The bytes as they were given; Refused for what is no whole PDF, or does more than show pages."""
    if not _HEADER.match(content) or not _TRAILER.search(content[-_TAIL:]):
        raise refuse("G-05", "This is no whole PDF: its beginning or its end is not that of one.", _AGAIN)
    if zipfile.is_zipfile(BytesIO(content)) or _MARKUP.search(content):
        raise refuse("G-08", "The file is two kinds in one.", _AGAIN)
    plain = _unescaped(content)
    if _LOCKED.search(plain):
        raise refuse("G-07", "The PDF is locked, so nobody can look into it.", "Save it without a password.")
    for part in (plain, *_packed_objects(plain, content)):
        if found := _ACTIVE.search(part):
            name = (found[1] or found[2]).decode()
            said = f"The PDF does more than show pages: /{name}."
            raise refuse("G-06", said, "Print it to a new PDF and store that.")
    return content


def _unescaped(content: bytes) -> bytes:
    """The bytes with #xx of names undone; other text may change too, and is only searched."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)


def _packed_objects(plain: bytes, content: bytes) -> list[bytes]:
    """The packed streams of objects, unpacked; Refused where one of them can't be found and looked into.

    Each place that calls itself a stream of objects has to be the dictionary of one, or there is something
    that readers might take for one and that was not looked into.
    """
    places = len(_PACKED.findall(plain))
    found, left = [], UNPACKED
    for start in _STREAM.finditer(content) if places else ():
        begins = max(content.rfind(bound, 0, start.start()) for bound in _BOUNDS)
        heading = _unescaped(content[max(begins, 0) : start.start()])
        if _PACKED.search(heading):
            places -= len(_PACKED.findall(heading))
            found.append(_unescaped(_unpacked(heading, content, start.end(), left)))
            left -= len(found[-1])
    if places:
        raise _closed()
    return found


def _unpacked(heading: bytes, content: bytes, start: int, left: int) -> bytes:
    if b"/Filter" not in heading:
        return b""  # not packed: it was searched with all else
    if not _PLAIN_PACKING.search(heading) or b"/DecodeParms" in heading:
        raise _closed()
    reader, unpacked = zlib.decompressobj(), b""
    try:
        # Block by block: what follows a stream would otherwise be copied for each of them.
        for place in range(start, len(content), _BLOCK):
            unpacked += reader.decompress(content[place : place + _BLOCK], left + 1 - len(unpacked))
            if len(unpacked) > left:
                raise _closed()
            if reader.eof:
                return unpacked
    except zlib.error:
        pass
    raise _closed()


def _closed() -> Exception:
    said = "Parts of the PDF are packed so that nobody can look into them."
    return refuse("G-07", said, "Print it to a new PDF and store that.")
