"""Stored files: bytes first, then the row; withdrawn, never deleted; damage is named."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from dauys.apps.files import actions
from dauys.apps.files.actions import store_file, withdraw_file
from dauys.apps.files.models import StoredFile
from dauys.apps.files.queries import files_within, name_to_save, place_of, troubles
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import breaks_in_chain, done_of
from dauys.core.findings import Refused
from dauys.core.rights import Actor, Forbidden
from tests import cast
from tests.apps import papers

FIRST, SECOND = UUID(int=1), UUID(int=2)
OWN, BENEATH, BESIDE = "00010001", "000100010002", "00010002"
CLERK = Actor("somebody", "clerk", OWN, origin="10.0.0.7")
CHAIR = Actor("the chair", "chair", OWN)
CONTENT = papers.pdf()

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    """A home of its own."""
    settings.HOME = tmp_path
    return tmp_path


def stored(
    code: UUID = FIRST, name: str = "акт.pdf", content: bytes = CONTENT, of: str = OWN, by: Actor = CLERK
) -> StoredFile:
    """A file of the district, kept."""
    return store_file(of, name, io.BytesIO(content), "Акт № 7", code=code, by=by, at=cast.AT)


def test_file_lies_under_its_digest_and_is_in_the_journal(home: Path) -> None:
    file = stored()
    digest = hashlib.sha256(CONTENT).hexdigest()
    assert place_of(file.sha256) == home / "files" / digest[:2] / digest
    assert place_of(file.sha256).read_bytes() == CONTENT
    entry = Entry.objects.get(verb="store_file")
    assert entry.subject == f"file:{FIRST}"
    assert done_of(entry) == {
        "kind": "pdf", "size": len(CONTENT), "sha256": digest, "given_sha256": digest,
    }  # fmt: skip


def test_same_content_twice_is_one_blob_and_two_rows(home: Path) -> None:
    stored(FIRST), stored(SECOND, "көшірме.pdf")
    assert StoredFile.objects.count() == 2
    assert len([path for path in home.rglob("*") if path.is_file()]) == 1


def test_image_keeps_the_digest_of_what_was_given() -> None:
    given = papers.image("JPEG", comment=b"secret")
    file = stored(content=given)
    assert file.given_sha256 == hashlib.sha256(given).hexdigest() != file.sha256
    assert b"secret" not in place_of(file.sha256).read_bytes()


def test_refused_content_leaves_nothing(home: Path) -> None:
    for content in (b"", b"<html>", papers.pdf(b"<< /S /Launch >>")):
        with pytest.raises(Refused):
            stored(content=content)
    assert (list(home.rglob("*")), StoredFile.objects.count(), Entry.objects.count()) == ([], 0, 0)


def test_file_of_which_nothing_is_said_is_refused() -> None:
    with pytest.raises(Refused, match="G-20"):
        store_file(OWN, "a.pdf", io.BytesIO(CONTENT), " ", code=FIRST, by=CLERK, at=cast.AT)


def test_upload_is_read_no_further_than_the_largest_file(settings: Any) -> None:
    settings.FILE_LIMITS = dict.fromkeys(settings.FILE_LIMITS, 1_000)

    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            self.taken += size
            return b"%PDF-" + bytes(size - 5)

    endless = Endless()
    with pytest.raises(Refused, match="G-02"):
        store_file(OWN, "a.pdf", endless, "№ 7", code=FIRST, by=CLERK, at=cast.AT)  # type: ignore[arg-type]
    assert endless.taken == 1_001


def test_row_is_not_written_where_the_bytes_are_not_kept(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(actions.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        stored()
    assert StoredFile.objects.count() == 0
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_other_commission_neither_stores_nor_withdraws() -> None:
    for of in (BENEATH, BESIDE):
        with pytest.raises(Forbidden):
            stored(of=of)
    file = stored()
    for by in (CLERK, Actor("x", "chair", BESIDE), Actor("x", "chair", OWN[:4])):
        with pytest.raises(Forbidden):
            withdraw_file(file, "№ 8", by=by, at=cast.LATER)


def test_withdrawn_file_stays_with_its_reason() -> None:
    file = stored()
    with pytest.raises(Refused, match="G-18"):
        withdraw_file(file, "", by=CHAIR, at=cast.LATER)
    withdraw_file(file, "Басқа адамның деректері", by=CHAIR, at=cast.LATER)
    file.refresh_from_db()
    assert (file.withdrawn_at, file.withdrawn_by) == (cast.LATER, "the chair")
    assert place_of(file.sha256).exists()
    with pytest.raises(Refused, match="G-19"):
        withdraw_file(file, "тағы", by=CHAIR, at=cast.LATER)
    assert done_of(Entry.objects.get(verb="withdraw_file"))["after"] == {
        "withdrawn_at": "2021-07-25T23:00:00+00:00"
    }
    assert breaks_in_chain() == []


def test_files_of_a_commission_are_its_own_and_those_beneath() -> None:
    stored(FIRST)
    stored(SECOND, of=BENEATH, by=Actor("x", "clerk", BENEATH))
    codes = {path: {file.code for file in files_within(path)} for path in (OWN, BENEATH, BESIDE, "0001")}
    assert codes == {OWN: {FIRST, SECOND}, BENEATH: {SECOND}, BESIDE: set(), "0001": {FIRST, SECOND}}


def test_missing_damaged_and_orphaned_bytes_are_named(home: Path) -> None:
    kept, changed, gone = (
        stored(UUID(int=number), content=papers.pdf(b"<< /N %d >>" % number)) for number in (3, 4, 5)
    )
    assert list(troubles()) == []
    place_of(changed.sha256).write_bytes(place_of(kept.sha256).read_bytes())
    place_of(gone.sha256).unlink()
    orphan = home / "files" / "ab" / ("ab" * 32)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"x")
    assert {(one.kind, one.sha256) for one in troubles()} == {
        ("damaged", changed.sha256), ("missing", gone.sha256), ("orphan", "ab" * 32),
    }  # fmt: skip


def test_damaged_bytes_are_mended_by_the_same_file_again() -> None:
    file = stored(FIRST)
    place_of(file.sha256).write_bytes(b"x")
    stored(SECOND)
    assert list(troubles()) == []


@pytest.mark.parametrize(
    ("name", "saved"), [("а.pdf", "а.pdf"), ("а.PDF", "а.PDF"), ("а.exe", "а.exe.pdf"), ("а", "а.pdf")]
)
def test_saved_name_ends_as_its_content(name: str, saved: str) -> None:
    assert name_to_save(stored(name=name)) == saved
