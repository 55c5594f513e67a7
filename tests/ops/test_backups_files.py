"""Stored files in a backup: they go along, come back whole, and are missed where they are not."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from dauys.apps.files.actions import store_file
from dauys.apps.files.models import StoredFile
from dauys.apps.files.queries import place_of, troubles
from dauys.core.findings import Refused
from dauys.ops.backups.restoring import restore_backup
from dauys.ops.backups.shape import room_models
from dauys.ops.backups.writing import write_backup
from dauys.ops.doctor.keeping import files
from tests import cast
from tests.apps import papers
from tests.ops.console import dauys

pytestmark = pytest.mark.usefixtures("unguarded")  # everything is emptied within a test
CONTENT = papers.pdf()


@pytest.fixture
def stored(called: Path) -> StoredFile:
    """A file of the small country, under two names."""
    for number, name in ((1, "акт.pdf"), (2, "көшірме.pdf")):
        content, code = io.BytesIO(CONTENT), UUID(int=number)
        file = store_file("0001", name, content, "№ 7", code=code, by=cast.AIGERIM, at=cast.AT)
    return file


def elsewhere(settings: Any, home: Path) -> None:
    """An empty database, and a home without files."""
    settings.HOME = home
    connection.check_constraints()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            tables = ", ".join(model._meta.db_table for model in room_models())
            cursor.execute(f"TRUNCATE {tables} CASCADE")
            return
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        for model in room_models():
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


def test_stored_files_come_back_whole(stored: StoredFile, settings: Any, tmp_path: Path) -> None:
    file = tmp_path / "x.backup"
    manifest = write_backup(file, at=cast.AT)
    assert [(blob.sha256, blob.size) for blob in manifest.files] == [(stored.sha256, len(CONTENT))]
    elsewhere(settings, tmp_path / "new")
    assert restore_backup(file).differences == ()
    assert StoredFile.objects.count() == 2
    assert place_of(stored.sha256) == tmp_path / "new/files" / stored.sha256[:2] / stored.sha256
    assert place_of(stored.sha256).read_bytes() == CONTENT
    assert list(troubles()) == []


def test_file_that_was_lost_before_the_backup_is_told(
    stored: StoredFile, settings: Any, tmp_path: Path
) -> None:
    file = tmp_path / "x.backup"
    place_of(stored.sha256).unlink()
    assert write_backup(file, at=cast.AT).lost == (stored.sha256,)
    elsewhere(settings, tmp_path / "new")
    with pytest.raises(Refused, match=r"U-16.*was not whole when the backup was made"):
        restore_backup(file)
    assert restore_backup(file, with_differences=True).differences


def test_backup_whose_file_was_changed_is_refused(stored: StoredFile, tmp_path: Path) -> None:
    file, other = tmp_path / "x.backup", tmp_path / "y.backup"
    write_backup(file, at=cast.AT)
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(other, "w") as changed:
        for name in packed.namelist():
            content = packed.read(name)
            changed.writestr(name, content[:-1] + b"x" if name.startswith("files/") else content)
    with pytest.raises(Refused, match=r"U-12.*is not what its name says"):
        restore_backup(other)


def test_backup_from_before_files_were_stored_is_read(called: Path, settings: Any, tmp_path: Path) -> None:
    file, other = tmp_path / "x.backup", tmp_path / "y.backup"
    write_backup(file, at=cast.AT)
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(other, "w") as changed:
        for name in packed.namelist():
            content = packed.read(name)
            if name == "backup.json":
                told = json.loads(content)
                del told["files"], told["lost"]
                content = json.dumps(told).encode()
            changed.writestr(name, content)
    elsewhere(settings, tmp_path / "new")
    assert restore_backup(other).differences == ()


def test_doctor_names_missing_damaged_and_orphaned_files(stored: StoredFile, tmp_path: Path) -> None:
    assert [(one.state, one.found) for one in files()] == [("fine", "2 stored files are whole")]
    place = place_of(stored.sha256)
    (place.parent / ("ab" * 32)).write_bytes(b"x")
    assert [one.state for one in files()] == ["warning", "fine"]
    place.write_bytes(b"x")
    assert [one.found.partition(" ")[2] for one in files()] == [
        "is not what its name says",
        "is named by no row",
    ]
    place.unlink()
    assert "is named by a row and is not there" in next(files()).found


@pytest.mark.parametrize("ending", ["jsonl", "csv"])
def test_journal_leaves_as_a_file_that_proves_the_chain(called: Path, ending: str) -> None:
    file = called / f"journal.{ending}"
    ended = dauys("journal", "export", file)
    assert (ended.code, ended.out) == (0, f"{file}: 4 entries.\n")
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) == (4 if ending == "jsonl" else 5)
    if ending == "jsonl":
        told = [json.loads(line) for line in lines]
        assert [one["previous"] for one in told[1:]] == [one["digest"] for one in told[:-1]]
        assert list(told[0])[:6] == ["number", "at", "person", "office", "of", "origin"]
    assert dauys("journal", "export", file).code == 1
