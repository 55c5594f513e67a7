"""Files as people give them, good and hostile, made on the spot."""

from __future__ import annotations

import io
import zipfile
import zlib

from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BODY = b'<w:document xmlns:w="w"><w:body><w:p><w:t>Hattama</w:t></w:p></w:body></w:document>'


def pdf(*objects: bytes, catalog: bytes = b"", head: bytes = b"%PDF-1.7\n", tail: bytes = b"") -> bytes:
    """A PDF of one empty page, with more objects or words in its catalog."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *objects,
    ]
    content, places = head, []
    for number, part in enumerate(parts, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(parts) + 1)
    return content + b"startxref\n%d\n%%%%EOF\n" % start + tail


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream with its dictionary."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def objects(content: bytes, entries: bytes = b"/Filter /FlateDecode") -> bytes:
    """A packed stream of objects."""
    return stream(zlib.compress(content), b"/Type /ObjStm /N 1 /First 4 " + entries)


def image(form: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    """A picture whose colours change from left to right, so that turning it is seen."""
    made = Image.linear_gradient("L").rotate(90).resize(size)
    if mode.startswith("I"):
        made = made.convert("I").point(lambda shade: shade * 256)
    made = made.convert(mode)
    kept = io.BytesIO()
    made.save(kept, form, **options)
    return kept.getvalue()


def bomb_image(side: int = 20_000) -> bytes:
    """A PNG of some kilobytes that decodes to hundreds of megabytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(kind + content).to_bytes(4, "big")
        return len(content).to_bytes(4, "big") + kind + content + checksum

    head = side.to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    rows = zlib.compress(bytes(side + 1)) * 1
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def office(main: str = WORD, body: bytes = BODY, place: str = "word/document.xml", **more: bytes) -> bytes:
    """A DOCX or XLSX of one part; `more` are parts, `__` in their names a slash, `_dot_` a dot."""
    types = f'<Types xmlns="t"><Override PartName="/{place}" ContentType="{main}"/></Types>'
    return archive(
        {
            "[Content_Types].xml": types.encode(),
            place: body,
            **{name.replace("__", "/").replace("_dot_", "."): part for name, part in more.items()},
        }
    )


def archive(parts: dict[str, bytes], comment: bytes = b"") -> bytes:
    """A ZIP."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
        packed.comment = comment
    return kept.getvalue()


def relations(kind: str, target: str, mode: str = "External") -> bytes:
    """A part of relations with one of them."""
    return (
        f'<Relationships xmlns="r"><Relationship Id="r1" Type="{RELATION}/{kind}" Target="{target}"'
        f' TargetMode="{mode}"/></Relationships>'
    ).encode()
