"""Files are stored and withdrawn; the bytes are on the disk before the row that names them is."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO
from uuid import UUID

from django.db import transaction

from dauys.apps.files.models import StoredFile
from dauys.apps.files.queries import BLOCK, digest_of, place_of
from dauys.apps.files.rules import examined, largest, name_as_text
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor, require
from dauys.core.words import says_nothing


def subject_of(code: UUID) -> str:
    """A file as the journal names it."""
    return f"file:{code}"


def store_file(
    of: str, name: str, content: IO[bytes], about: str, *,
    code: UUID, by: Actor, at: dt.datetime, encoding: str = "utf-8",
) -> StoredFile:  # fmt: skip
    """Keep a file for the commission of the unit with the path `of`; Refused for what its content is not.

    `code` is an address of 122 bits of chance; `encoding` that of a table that is not in UTF-8. Everything is
    checked before the turn is taken; the bytes lie on the disk before the row is written.
    """
    require("store_file", by, lambda: [of])
    if says_nothing(about):
        raise Refused([Fault("G-20", "It is not said what the file is.", "Say it.", column="about")])
    plain_name = name_as_text(name)
    given = content.read(largest() + 1)
    found = examined(given, encoding)
    row = StoredFile(
        code=code, of=of, kind=found.kind, name=plain_name, about=about.strip(), size=len(found.content),
        sha256=hashlib.sha256(found.content).hexdigest(), given_sha256=hashlib.sha256(given).hexdigest(),
        person=by.person, office=by.office, stored_at=at,
    )  # fmt: skip
    keep(found.content, row.sha256)
    with transaction.atomic():
        take_turn()
        row.save(force_insert=True)
        done = {"kind": row.kind, "size": row.size, "sha256": row.sha256, "given_sha256": row.given_sha256}
        write_entry("store_file", subject_of(code), done, by=by, at=at, of=of)
    return row


@transaction.atomic
def withdraw_file(file: StoredFile, reason: str, *, by: Actor, at: dt.datetime) -> None:
    """Withdraw a file for a reason: it is no longer given out; what it was, and its bytes, stay."""
    require("withdraw_file", by, lambda: [file.of])
    take_turn()
    if says_nothing(reason):
        raise Refused([Fault("G-18", "A file is withdrawn for a reason.", "Say which.", column="reason")])
    changed = StoredFile.objects.filter(code=file.code, withdrawn_at__isnull=True).update(
        withdrawn_at=at, withdrawn_by=by.person, withdrawal_reason=reason.strip()
    )
    if not changed:
        raise Refused([Fault("G-19", "The file was withdrawn already.", "Look at its page.")])
    done = {"before": {"withdrawn_at": None}, "after": {"withdrawn_at": at}, "reason": reason.strip()}
    write_entry("withdraw_file", subject_of(file.code), done, by=by, at=at, of=file.of)


def keep(content: bytes, sha256: str) -> Path:
    """Bytes at the place of their digest, whole and on the disk; the same bytes are kept once."""
    return keep_stream(io.BytesIO(content), sha256)


def keep_stream(content: IO[bytes], sha256: str) -> Path:
    """The same for bytes that are read block by block; whoever calls knows that they have this digest."""
    place = place_of(sha256)
    if place.is_file() and digest_of(place) == sha256:
        return place
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=place.parent.parent, prefix=".")
    try:
        with os.fdopen(number, "wb") as neighbour:
            shutil.copyfileobj(content, neighbour, BLOCK)
            neighbour.flush()
            os.fsync(neighbour.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    for folder in (place.parent, place.parent.parent):
        _write_through(folder)
    return place


def _write_through(folder: Path) -> None:
    """Have the disk keep what a folder lists."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
