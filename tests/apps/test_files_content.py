"""What a file may be: good ones are kept, hostile ones are refused, each with its code."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from dauys.apps.files.rules import examined, name_as_text
from dauys.core.findings import Refused
from tests.apps import papers

CSV = "учаске;дауыс\n1;20\n2;30\n"
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'
ZIP = papers.archive({"a.txt": b"a"})
JS = b"<< /S /JavaScript /JS (app.alert(1)) >>"

KEPT = {
    "pdf": ("pdf", papers.pdf()),
    "pdf whose objects are packed": ("pdf", papers.pdf(papers.objects(b"4 0 << /Type /Metadata >>"))),
    "pdf with a link": ("pdf", papers.pdf(b"<< /S /URI /URI (https://example.org) >>")),
    "docx": ("docx", papers.office()),
    "xlsx": ("xlsx", papers.office(papers.SHEET, b"<w/>", "xl/workbook.xml")),
    "docx with a link to click": (
        "docx",
        papers.office(word___rels__document_dot_xml_dot_rels=papers.relations("hyperlink", "https://a.kz")),
    ),
    "csv": ("csv", CSV.encode()),
    "csv with a byte order mark": ("csv", b"\xef\xbb\xbf" + CSV.encode()),
}

REFUSED = {
    "empty file": (b"", "G-01"),
    "html": (b"<!doctype html><html><script>alert(1)</script></html>", "G-03"),
    "html that looks like a table": (b"a;b\n<script>;1\n", "G-03"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "G-03"),
    "gif": (GIF, "G-03"),
    "program": (b"\x7fELF\x02\x01\x01" + bytes(200) + b"\xff\xfe", "G-03"),
    "gif that is a zip": (GIF + ZIP, "G-08"),
    "pdf with something before it": (papers.pdf(head=b"GIF89a%PDF-1.7\n"), "G-05"),
    "pdf with something after it": (papers.pdf(tail=b"<p>"), "G-05"),
    "pdf cut off": (papers.pdf()[:-20], "G-05"),
    "pdf that is a zip": (papers.pdf(tail=b"%" + ZIP), "G-05"),
    "pdf that is a zip within": (papers.pdf(papers.stream(ZIP)), "G-08"),
    "pdf that is a page": (papers.pdf(papers.stream(b"<html ><script>alert(1)</script>")), "G-08"),
    "pdf with a script": (papers.pdf(JS, catalog=b"/OpenAction 4 0 R"), "G-06"),
    "pdf with a script under an alias": (papers.pdf(JS.replace(b"Java", b"#4aav#61")), "G-06"),
    "pdf with a script that is packed": (papers.pdf(papers.objects(b"4 0 " + JS)), "G-06"),
    "pdf with a script packed under an alias": (
        papers.pdf(papers.objects(b"4 0 " + JS).replace(b"/ObjStm", b"/Obj#53tm")), "G-06",
    ),
    "pdf with a script behind a false end": (
        papers.pdf(papers.objects(b"4 0 " + JS, b"/Filter /FlateDecode /X (endobj)")), "G-07",
    ),
    "pdf packed twice": (papers.pdf(papers.objects(b"4 0 x", b"/Filter [/FlateDecode /LZWDecode]")), "G-07"),
    "pdf that unpacks to a flood": (papers.pdf(papers.objects(bytes(70 << 20))), "G-07"),
    "pdf that starts a program": (papers.pdf(b"<< /S /Launch /F (cmd.exe) >>"), "G-06"),
    "pdf with a file in it": (papers.pdf(b"<< /Type /Filespec /EF << /F 5 0 R >> >>"), "G-06"),
    "pdf with a file attached": (papers.pdf(catalog=b"/Names << /EmbeddedFiles 5 0 R >>"), "G-06"),
    "pdf with a password": (papers.pdf(catalog=b"/Encrypt 5 0 R"), "G-07"),
    "png of 400 million pixels": (papers.bomb_image(), "G-10"),
    "png of 49 million pixels": (papers.bomb_image(7_000), "G-10"),
    "png cut off": (papers.image("PNG")[:-30], "G-09"),
    "jpeg cut off": (papers.image("JPEG", (200, 200))[:400], "G-09"),
    "jpeg in name only": (b"\xff\xd8\xff<html>", "G-09"),
    "zip": (ZIP, "G-12"),
    "zip bomb": (papers.archive({"a.xml": bytes(50 << 20)}), "G-11"),
    "docx with a bomb in it": (papers.office(word__a_dot_xml=b"<a>" + b" " * (30 << 20) + b"</a>"), "G-11"),
    "docx of too many parts": (papers.archive({f"{n}.xml": b"" for n in range(2_001)}), "G-11"),
    "docx with something after it": (papers.office() + b"<html>", "G-11"),
    "docx that says more": (papers.archive({"a.xml": b""}, comment=b"<html>"), "G-11"),
    "docx that climbs": (papers.office(**{"..__..__etc__x_dot_xml": b"<a/>"}), "G-11"),
    "docx with macros": (papers.office(word__vbaProject_dot_bin=b"x"), "G-13"),
    "docm": (papers.office("application/vnd.ms-word.document.macroEnabled.main+xml"), "G-13"),
    "docx with a program in it": (papers.office(word__embeddings__oleObject1_dot_bin=b"x"), "G-13"),
    "docx with a page in it": (papers.office(word__a_dot_html=b"<p/>"), "G-13"),
    "docx that draws a template": (
        papers.office(word___rels__a_dot_rels=papers.relations("attachedTemplate", "http://a.kz/a.dot")),
        "G-13",
    ),
    "docx that draws a picture": (
        papers.office(word___rels__a_dot_rels=papers.relations("image", "file://host/a.png")), "G-13",
    ),
    "docx with a link to a script": (
        papers.office(word___rels__a_dot_rels=papers.relations("hyperlink", "javascript:alert(1)")), "G-13",
    ),
    "docx with a field that starts": (
        papers.office(body=b'<w xmlns="w"><instrText>DD</instrText><instrText>EAUTO c</instrText></w>'),
        "G-13",
    ),
    "docx with an entity": (papers.office(body=DOCTYPE), "G-14"),
    "docx with an entity in utf-16": (
        papers.office(body=DOCTYPE.decode().replace("?><", ' encoding="utf-16"?><').encode("utf-16")), "G-14",
    ),
    "docx with an entity among its types": (papers.archive({"[Content_Types].xml": DOCTYPE}), "G-14"),
    "docx whose part is no xml": (papers.office(body=b"<w>"), "G-11"),
    "csv with a NUL": (CSV.encode() + b"3;\x00\n", "G-16"),
    "csv with an escape": (CSV.encode() + b"3;\x1b[2J\n", "G-16"),
    "csv in another encoding": (CSV.encode("cp1251"), "G-15"),
    "text": ("Құрметті мүшелер!\nжиналыс ертең, сағат онда.\n".encode(), "G-17"),
    "csv whose rows differ": (b"a,b\n1,2,3\n", "G-17"),
}  # fmt: skip


@pytest.mark.parametrize("case", KEPT)
def test_good_file_is_kept_byte_by_byte(case: str) -> None:
    kind, content = KEPT[case]
    found = examined(content)
    assert (found.kind, found.content) == (kind, content)


@pytest.mark.parametrize("case", REFUSED)
def test_hostile_file_is_refused_with_its_code(case: str) -> None:
    content, code = REFUSED[case]
    with pytest.raises(Refused) as refused:
        examined(content)
    assert [fault.code for fault in refused.value.faults] == [code]
    assert refused.value.faults[0].remedy


def test_csv_is_taken_in_the_encoding_that_was_said() -> None:
    content = CSV.encode("cp1251")
    assert examined(content, "windows-1251").content == content
    with pytest.raises(Refused, match="G-15"):
        examined(content, "base64")


def _shown(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_photograph_loses_everything_but_its_picture() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Maker", 6  # taken with the camera on its side
    given = papers.image("JPEG", exif=exif, comment=b"secret") + b"PK\x03\x04<script>"
    found = examined(given)
    picture = _shown(found.content)
    assert (found.kind, picture.size) == ("jpeg", (20, 40))
    assert not picture.getexif()
    assert not any(word in found.content for word in (b"Maker", b"secret", b"script", b"Exif"))


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "I;16"])
def test_png_of_each_mode_is_made_anew(mode: str) -> None:
    found = examined(papers.image("PNG", mode=mode) + b"<html>")
    picture = _shown(found.content)
    assert (found.kind, picture.size) == ("png", (40, 20))
    assert b"html" not in found.content


def test_png_keeps_what_is_seen_through() -> None:
    found = examined(papers.image("PNG", mode="RGBA"))
    assert _shown(found.content).mode == "RGBA"


def test_file_larger_than_its_kind_is_refused(settings: Any) -> None:
    settings.FILE_LIMITS = settings.FILE_LIMITS | {"csv": 10}
    with pytest.raises(Refused, match="G-02"):
        examined(CSV.encode())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("хаттама.pdf", "хаттама.pdf"),
        ("../../etc/passwd", "passwd"),
        ("D:\\қаулылар\\акт № 7.pdf", "акт № 7.pdf"),
        ("Й" + ".pdf", "Й.pdf"),
        (" .x. ", "x"),
    ],
)
def test_name_is_its_last_part(given: str, kept: str) -> None:
    assert name_as_text(given) == kept


@pytest.mark.parametrize(
    "given", ["", "..", "a/", "a\nb", "a\x00.pdf", "a\u202efdp.exe", "x" * 201, "\ud800"]
)
def test_name_that_cannot_be_read_is_refused(given: str) -> None:
    with pytest.raises(Refused, match="G-04"):
        name_as_text(given)
