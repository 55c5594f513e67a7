"""Making a backup: one moment of the database in one file, read back before it counts as made."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

import dauys
from dauys.apps.files.queries import StoredFile, digest_of, place_of
from dauys.apps.journal.queries import entries
from dauys.apps.law.models import Edition
from dauys.ops.backups.reading import opened
from dauys.ops.backups.shape import (
    CHUNK,
    FORMAT,
    LIBRARIES,
    MANIFEST,
    README,
    Blob,
    Manifest,
    Member,
    lines_of,
    room_models,
)
from dauys.ops.snapshots import snapshot

Progress = Callable[[int, int], None]
LEVEL = 1  # of compression: the next ones save a tenth and take twice the time
WORDS = """A backup of Dauys {version}, made at {at}.

It holds names and years of birth of people: keep it as you keep the database. It is not encrypted. Secrets
of second factors are sealed: who has not the DAUYS_SECRET_KEY of the server does not read them.

    dauys restore FILE        into an empty DAUYS_HOME, or an empty database named by DATABASE_URL

tables/*.jsonl hold one table each; the first line names the columns, every other line is one row.
files/* are the stored files, named by their SHA-256.
backup.json says how many rows and bytes each has, and their SHA-256.
The published site is not in it: dauys publish makes it again from what is.
"""


def write_backup(file: Path, *, at: dt.datetime, progress: Progress | None = None) -> Manifest:
    """Write what stands at one moment, read it back, and return what it says of itself.

    Others go on reading and writing meanwhile. Raises Refused where the disk does not give back what was
    written, OSError where it has no room.
    """
    with snapshot(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as packed:
        models = room_models()
        total, done = sum(model._base_manager.count() for model in models), 0
        members = []
        for model in models:
            writing = _Table(packed, model)
            for count in writing.written():
                done += count
                if progress is not None:
                    progress(done, total)
            members.append(writing.member())
        blobs, lost = _stored_files(packed)
        manifest = _manifest(tuple(members), at, blobs, lost)
        packed.writestr(MANIFEST, manifest.as_bytes())
        packed.writestr(README, WORDS.format(version=manifest.made_by, at=manifest.made_at))
    with opened(file):
        return manifest


def _stored_files(packed: zipfile.ZipFile) -> tuple[tuple[Blob, ...], tuple[str, ...]]:
    """Write the bytes of every stored file once, as they are; those that the disk lost are named."""
    blobs, lost = [], []
    digests = StoredFile.objects.order_by("sha256").values_list("sha256", flat=True).distinct()
    for sha256 in list(digests):
        place = place_of(sha256)
        if not place.is_file() or digest_of(place) != sha256:
            lost.append(sha256)
            continue
        blob = Blob(sha256=sha256, size=place.stat().st_size)
        packed.write(place, blob.file, zipfile.ZIP_STORED)  # most are packed already
        blobs.append(blob)
    return tuple(blobs), tuple(lost)


class _Table:
    """One table on its way into the file."""

    def __init__(self, packed: zipfile.ZipFile, model: type[Model]) -> None:
        self.packed = packed
        self.model = model
        self.fields = model._meta.concrete_fields
        self.columns = tuple(str(field.column) for field in self.fields)
        self.file = f"tables/{model._meta.db_table}.jsonl"
        self.rows = self.size = 0
        self.digest = hashlib.sha256()

    def written(self) -> Iterator[int]:
        """Write the table, saying how many rows went down each time."""
        names = (str(field.attname) for field in self.fields)
        rows = self.model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=CHUNK)
        lines = lines_of(self.fields, rows)
        with self.packed.open(self.file, "w", force_zip64=True) as member:
            head = "".join(lines_of((), (self.columns,)))
            while head or (chunk := list(islice(lines, CHUNK))):
                content = (head or "".join(chunk)).encode()
                member.write(content)
                self.digest.update(content)
                self.size += len(content)
                if not head:
                    self.rows += len(chunk)
                    yield len(chunk)
                head = ""

    def member(self) -> Member:
        """What the manifest says of the table."""
        return Member(
            table=self.model._meta.db_table, file=self.file, columns=self.columns, rows=self.rows,
            size=self.size, sha256=self.digest.hexdigest(),
        )  # fmt: skip


def _manifest(
    members: tuple[Member, ...], at: dt.datetime, blobs: tuple[Blob, ...], lost: tuple[str, ...]
) -> Manifest:
    last = entries().last()
    return Manifest(
        format=FORMAT,
        made_at=at.astimezone(dt.UTC).isoformat(timespec="seconds"),
        made_by=dauys.__version__,
        database=f"{connection.vendor} {'.'.join(map(str, connection.get_database_version()))}",
        settings=tuple(sorted(name for name in os.environ if name.startswith(("DAUYS_", "DATABASE_URL")))),
        migrations=_last_steps(),
        laws=dict(Edition.objects.order_by("id").values_list("law", "digest")),
        journal={"entries": last.number if last else 0, "last": last.digest if last else ""},
        tables=members,
        files=blobs,
        lost=lost,
    )


def _last_steps() -> dict[str, str]:
    """By room and library that is kept, the last step that its tables have taken."""
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    return {room: name for room, name in applied if room in (*settings.ROOMS, *LIBRARIES)}
