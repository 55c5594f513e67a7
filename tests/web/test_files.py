"""The screens of files: who sees which, what is stored and refused, how bytes leave."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from dauys.apps.files.actions import store_file, withdraw_file
from dauys.apps.files.models import StoredFile
from dauys.apps.files.queries import place_of
from dauys.apps.territory.models import Unit
from dauys.core.rights import Actor
from tests import cast
from tests.apps import papers
from tests.web import people

LIST, NEW = "/en/desk/files/", "/en/desk/files/new/"
CONTENT = papers.pdf()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    """A home of its own."""
    settings.HOME = tmp_path
    return tmp_path


def kept(unit: str = "D1", name: str = "акт.pdf", office: str = "clerk", content: bytes = CONTENT) -> str:
    """The address of a file that the commission of a unit keeps."""
    path = Unit.objects.get(code=unit).path
    by = Actor(str(people.who("clerk").person), office, path)
    code = uuid4()
    store_file(path, name, io.BytesIO(content), f"Файл {unit}", code=code, by=by, at=cast.AT)
    return f"{LIST}{code}/"


def sent(client: Client, name: str, content: bytes, **told: str) -> Any:
    """The answer to the form with a file."""
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return client.post(NEW, {"content": file, "about": "Акт № 7", **told})


def test_fault_of_a_file_names_the_field_as_the_form_does(commissions: None) -> None:
    page = sent(people.entered("clerk"), "a.csv", b"a,b\n1,2\n1,2,3\n").content.decode()
    assert "G-17" in page
    assert "column content" not in page
    assert 'href="#id_content"' in page


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_file_is_stored_listed_and_shown(commissions: None, language: str) -> None:
    clerk = people.entered("clerk")
    answer = clerk.post(
        f"/{language}/desk/files/new/",
        {"content": SimpleUploadedFile("../хаттама.pdf", CONTENT), "about": "Акт № 7"},
    )
    file = StoredFile.objects.get()
    assert answer["Location"] == f"/{language}/desk/files/{file.code}/"
    assert (file.name, file.person) == ("хаттама.pdf", str(people.who("clerk").person))
    page = clerk.get(answer["Location"]).content.decode()
    assert file.sha256 in page
    assert "Акт № 7" in page
    listed = clerk.get(f"/{language}/desk/files/").content.decode()
    assert f"/{language}/desk/files/{file.code}/" in listed


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "G-01"),
        ("a.pdf", b"<!doctype html><html><script>alert(1)</script>", "G-03"),
        ("a.pdf", papers.pdf(b"<< /S /Launch /F (cmd.exe) >>"), "G-06"),
        ("a.docx", papers.archive({"a.xml": bytes(30 << 20)}), "G-11"),
    ],
)
def test_refused_file_is_told_with_what_to_do(
    commissions: None, name: str, content: bytes, code: str
) -> None:
    page = sent(people.entered("clerk"), name, content).content.decode()
    assert code in page
    assert 'role="alert"' in page
    assert StoredFile.objects.count() == 0


def test_form_without_a_file_leads_to_its_field(commissions: None) -> None:
    page = people.entered("clerk").post(NEW, {"about": "Акт"}).content.decode()
    assert 'href="#id_content"' in page
    assert 'aria-invalid="true"' in page


def test_bytes_leave_to_be_saved_and_never_within_a_page(commissions: None) -> None:
    answer = people.entered("member").get(f"{kept(name='акт.html')}content/")
    assert b"".join(answer.streaming_content) == CONTENT
    answer.close()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Content-Disposition"].endswith(".html.pdf")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox;")
    assert answer["Cache-Control"] == "private, no-store"


def test_foreign_file_is_not_there(commissions: None) -> None:
    address = kept()
    for office, commission in (("chair", "D2.tec"), ("member", "D2.tec"), ("chair", "U1.1.pec")):
        client = people.entered(office, commission)
        answers = [client.get(f"{address}{end}").status_code for end in ("", "content/", "withdraw/")]
        assert answers == [404, 404, 404]
        assert address not in client.get(LIST).content.decode()
    above = people.entered("member", "R1.rec")
    answers = [above.get(f"{address}{end}") for end in ("", "content/", "withdraw/")]
    assert [answer.status_code for answer in answers] == [200, 200, 403]
    answers[1].close()
    assert Client().get(f"{address}content/").status_code == 302


def test_address_that_was_guessed_is_not_there(commissions: None) -> None:
    assert people.entered("chair").get(f"{LIST}{UUID(int=7)}/content/").status_code == 404


def test_auditor_and_member_store_nothing(commissions: None) -> None:
    for office in ("auditor", "member"):
        assert sent(people.entered(office), "a.pdf", CONTENT).status_code == 403
    assert StoredFile.objects.count() == 0


def test_withdrawn_file_keeps_its_page_and_gives_nothing_out(commissions: None) -> None:
    address, chair = kept(), people.entered("chair")
    assert people.entered("clerk").get(f"{address}withdraw/").status_code == 403
    assert "G-18" in chair.post(f"{address}withdraw/", {"reason": "\u3164"}).content.decode()
    answer = chair.post(f"{address}withdraw/", {"reason": "Басқа құжат"}, follow=True)
    assert "Басқа құжат" in answer.content.decode()
    assert "content/" not in answer.content.decode()
    assert chair.get(f"{address}content/").status_code == 404
    assert "G-19" in chair.post(f"{address}withdraw/", {"reason": "Тағы"}).content.decode()


def test_lost_bytes_are_said_and_not_taken_for_none(commissions: None) -> None:
    address = kept()
    place_of(StoredFile.objects.get().sha256).unlink()
    answer = people.entered("chair").get(f"{address}content/")
    assert (answer.status_code, "not on the disk" in answer.content.decode()) == (500, True)


def test_list_is_searched_filtered_and_sorted(commissions: None) -> None:
    kept(name="бюллетень.pdf"), kept(name="кесте.csv", content=b"a,b\n1,2\n")
    withdrawn = StoredFile.objects.get(code=kept(name="қате.pdf").split("/")[-2])
    chair = Actor("x", "chair", withdrawn.of)
    withdraw_file(withdrawn, "қате", by=chair, at=cast.LATER)

    def names(query: str) -> list[str]:
        page = people.entered("chair").get(f"{LIST}?{query}").content.decode()
        return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)

    assert names("q=БЮЛЛЕТЕНЬ") == ["бюллетень.pdf"]
    assert names("kind=csv") == ["кесте.csv"]
    assert names("state=withdrawn") == ["қате.pdf"]
    assert names("sort=name") == ["бюллетень.pdf", "кесте.csv", "қате.pdf"]
    assert names("sort=-size")[-1] == "кесте.csv"


def test_list_leaves_as_csv_with_names(commissions: None) -> None:
    kept(name="=cmd.pdf")
    lines = (
        b"".join(people.entered("chair").get(f"{LIST}?format=csv").streaming_content).decode().splitlines()
    )
    assert lines[0].startswith("\ufeffName,What it is,Kind,Bytes")
    assert lines[1].startswith("'=cmd.pdf,")


def test_list_asks_as_much_for_three_files_as_for_three_hundred(commissions: None) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as told:
            assert client.get(LIST).status_code == 200
        return len(told.captured_queries)

    client = people.entered("chair")
    for number in range(3):
        kept(name=f"{number}.pdf")
    client.get(LIST)
    few = asked()
    first = StoredFile.objects.first()
    assert first is not None
    copies = [StoredFile(**_facts(first, number)) for number in range(300)]
    StoredFile.objects.bulk_create(copies)
    assert asked() == few


def _facts(file: StoredFile, number: int) -> dict[str, Any]:
    facts = {one.attname: getattr(file, one.attname) for one in StoredFile._meta.concrete_fields}
    own = {"id": None, "code": uuid4(), "name": f"{number}.pdf"}
    return facts | own


class Flood(io.RawIOBase):
    """A gigabyte that is made while it is read, and counts how much was."""

    def __init__(self, head: bytes, size: int) -> None:
        self.head, self.left, self.taken = head, size, 0

    def read(self, size: int = -1) -> bytes:
        size = min(size if size >= 0 else 1 << 16, self.left)
        block, self.head = (self.head[:size] or bytes(size)), self.head[size:]
        self.left -= len(block)
        self.taken += len(block)
        return block


@pytest.mark.parametrize(
    ("path", "size", "said"),
    [
        (NEW, 1 << 30, b"Too much for one request"),
        ("/en/desk/today/", 1 << 30, b"Too much for one request"),
        (NEW, 30 << 20, b"larger than is taken here"),  # of a request, but not of this one
    ],
)
def test_gigabyte_is_refused_before_it_is_read(commissions: None, path: str, size: int, said: bytes) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="content"; filename="a.pdf"\r\n\r\n%PDF-1.7\n'
    flood = Flood(head, size)
    client = people.entered("clerk")
    client.get(NEW)  # brings the cookie of its form
    environ = RequestFactory()._base_environ(
        REQUEST_METHOD="POST", PATH_INFO=path, CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(size),
    )  # fmt: skip
    environ["wsgi.input"] = flood
    environ["HTTP_COOKIE"] = "; ".join(f"{one.key}={one.value}" for one in client.cookies.values())
    told: list[str] = []

    def started(status: str, *_: object) -> None:
        told.append(status)

    page = b"".join(WSGIHandler()(environ, started))
    assert told == ["413 Request Entity Too Large"]
    assert said in page
    assert flood.taken == 0


def test_upload_that_lies_about_its_length_is_stopped(settings: Any, commissions: None) -> None:
    settings.FILE_LIMITS = dict.fromkeys(settings.FILE_LIMITS, 200_000)
    answer = sent(people.entered("clerk"), "a.pdf", CONTENT + bytes(250_000))
    assert answer.status_code == 200  # within the whole request: the room says it
    assert "G-02" in answer.content.decode()
    assert sent(people.entered("clerk"), "a.pdf", CONTENT + bytes(270_000)).status_code == 413
