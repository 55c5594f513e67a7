"""A damaged backup, or one written anew by somebody, is refused in words; nothing of it is kept."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dauys.apps.journal.models import Entry
from dauys.apps.people.models import Person
from dauys.core.findings import Refused
from dauys.ops.backups.reading import opened
from dauys.ops.backups.restoring import restore_backup
from dauys.ops.backups.writing import write_backup
from tests import cast
from tests.ops.console import dauys

pytestmark = pytest.mark.usefixtures("unguarded")  # everything is emptied within a test

BOUNDED = settings(
    max_examples=150, deadline=None, database=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.text(max_size=8),
    st.just([]), st.just({}), st.just("9999-12-31T23:59:59-23:59"), st.just("0001-01-01"), st.just(1.5),
    st.just("\x00"), st.just("=="),
)  # fmt: skip


@pytest.fixture
def kept(called: Path, protocols: Path) -> Path:
    """A backup of the small country, and the database empty again."""
    assert dauys("import", "protocols", protocols, "--accept-with-findings").code == 0
    file = called / "kept.backup"
    write_backup(file, at=cast.AT)
    return file


@pytest.fixture
def emptied(kept: Path) -> Path:
    """The backup, and a database without a row."""
    from django.db import connection

    from dauys.ops.backups.shape import room_models

    connection.check_constraints()  # so that none waits to be checked
    with connection.cursor() as cursor:
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in room_models())
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {tables} CASCADE")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            for table in tables.split(", "):
                cursor.execute(f"DELETE FROM {table}")
    return kept


def refusal(file: Path) -> str:
    """What a restore says of a file, "" where it is taken; what was taken is taken back."""
    with transaction.atomic():
        try:
            restore_backup(file)
        except Refused as refused:
            assert not Entry.objects.exists()
            assert not Person.objects.exists()
            return str(refused.faults[0])
        finally:
            transaction.set_rollback(True)
    return ""


def read_through(file: Path) -> str:
    """The code that a file is refused with, "" where every row is read."""
    try:
        with opened(file) as backup:
            for member in backup.manifest.tables:
                assert sum(1 for _ in backup.lines(member)) == member.rows
    except Refused as refused:
        return refused.faults[0].code
    return ""


@given(data=st.data())
@BOUNDED
def test_any_changed_byte_is_a_refusal_or_no_matter(kept: Path, data: st.DataObject) -> None:
    content = bytearray(kept.read_bytes())
    # Most of what a ZIP says of itself stands at its end.
    near_end = st.integers(max(len(content) - 4_000, 0), len(content) - 1)
    for at in data.draw(st.lists(near_end | st.integers(0, len(content) - 1), min_size=1, max_size=3)):
        content[at] = data.draw(st.integers(0, 255))
    until = data.draw(st.just(len(content)) | st.integers(0, len(content)))
    file = kept.with_name("changed.backup")
    file.write_bytes(content[:until])
    assert read_through(file) in {"", "U-12", "U-13"}


def rewritten(
    file: Path, to: Path, change: Callable[[dict[str, Any], list[bytes]], None], table: str
) -> Path:
    """A backup one table of which was changed, with sizes and digests that fit."""
    packed = zipfile.ZipFile(BytesIO(file.read_bytes()))
    manifest = json.loads(packed.read("backup.json"))
    member = next(one for one in manifest["tables"] if one["table"] == table)
    lines = packed.read(member["file"]).splitlines(keepends=True)
    change(member, lines)
    content = b"".join(lines)
    member |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    with zipfile.ZipFile(to, "w") as other:
        for name in packed.namelist():
            other.writestr(name, content if name == member["file"] else packed.read(name))
        other.writestr("backup.json", json.dumps(manifest))
    return to


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("at", "line"),
    [
        (0, b"this is no JSON\n"),
        (0, b"[" * 100_000 + b"\n"),
        (1, b"[" * 100_000 + b"\n"),
        (1, b"this is no JSON\n"),
        (1, b"\xff\n"),
    ],
    ids=["header no JSON", "header deep", "row deep", "row no JSON", "row no text"],
)
def test_line_that_is_none_is_refused_though_its_digest_fits(emptied: Path, at: int, line: bytes) -> None:
    def change(_: dict[str, Any], lines: list[bytes]) -> None:
        lines[at] = line

    file = rewritten(emptied, emptied.with_name("x.backup"), change, "territory_unit")
    assert "U-12 The backup " in refusal(file)


@pytest.mark.filterwarnings("ignore:Duplicate name", "ignore:DateTimeField", "ignore::RuntimeWarning")
@given(data=st.data())
@settings(BOUNDED, max_examples=25)
def test_any_value_is_a_refusal_though_its_digest_fits(emptied: Path, data: st.DataObject) -> None:
    with opened(emptied) as backup:
        full = [member.table for member in backup.manifest.tables if member.rows]

    def change(_: dict[str, Any], lines: list[bytes]) -> None:
        at = data.draw(st.integers(1, len(lines) - 1))
        row = json.loads(lines[at])
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(VALUES)
        lines[at] = json.dumps(row).encode() + b"\n"

    file = rewritten(emptied, emptied.with_name("x.backup"), change, data.draw(st.sampled_from(full)))
    said = refusal(file)
    assert not said or any(code in said for code in ("U-12", "U-14", "U-16")), said
