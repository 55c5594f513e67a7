"""Opening a backup: its manifest, and every member held against it before anything is believed."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from dauys.core.findings import Fault, Refused
from dauys.ops.backups.shape import FORMAT, MANIFEST, Blob, Manifest, Member

BLOCK = 1 << 20  # bytes read at once
LONGEST = 1 << 24  # bytes that a manifest may have; a setting of ours
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # of packing: those that a backup is written with
# What the standard library says of damage; RecursionError is a RuntimeError, text that is none a ValueError.
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, LookupError, RuntimeError, ValueError, OverflowError, OSError,
    struct.error, AttributeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is whole: what it says of itself, and the lines of its tables."""

    manifest: Manifest
    packed: zipfile.ZipFile

    def lines(self, member: Member) -> Iterator[str]:
        """The rows of a table, the line with its columns left out."""
        with self.packed.open(member.file) as content:
            lines = io.TextIOWrapper(content, encoding="utf-8", newline="\n")
            next(lines, None)
            yield from lines

    @contextmanager
    def bytes_of(self, blob: Blob) -> Iterator[IO[bytes]]:
        """The bytes of a stored file, to be read."""
        with self.packed.open(blob.file) as content:
            yield content


@contextmanager
def opened(file: Path) -> Iterator[Backup]:
    """A backup whose every table is what the manifest says; Refused for one that is damaged, or is none."""
    with file.open("rb") as content, _archive(file, content) as packed:
        manifest = _manifest(file, packed)
        for member in manifest.tables:
            try:
                whole = _is_whole(packed, member)
            except BROKEN as error:
                raise _damaged(file, f"{member.file} can't be read ({error})") from None
            if not whole:
                raise _damaged(file, f"{member.file} is not what the manifest says")
        for blob in manifest.files:
            if not _is_blob(packed, blob):
                raise _damaged(file, f"{blob.file} is not what its name says")
        yield Backup(manifest, packed)


def _archive(file: Path, content: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(content)
    except BROKEN as error:
        raise _damaged(file, f"it is no backup ({error})") from None


def _content(packed: zipfile.ZipFile, name: str) -> IO[bytes]:
    """A member, opened; zipfile.BadZipFile for one packed in another way than a backup's are."""
    if packed.getinfo(name).compress_type not in METHODS:
        raise zipfile.BadZipFile("it is packed in a way that no backup is")
    return packed.open(name)


def _manifest(file: Path, packed: zipfile.ZipFile) -> Manifest:
    try:
        if packed.getinfo(MANIFEST).file_size > LONGEST:
            raise _damaged(file, "its manifest is too long")
        with _content(packed, MANIFEST) as content:
            record = json.loads(content.read())
        if isinstance(record, dict) and record.get("format") not in (None, FORMAT):
            remedy = f"This version reads {FORMAT}; use the version that made it."
            raise Refused(
                [Fault("U-13", f"The backup is in the form {record['format']}.", remedy, str(file))]
            )
        return Manifest.model_validate(record)
    except BROKEN as error:
        raise _damaged(file, f"it has no manifest that can be read ({type(error).__name__})") from None


def _is_whole(packed: zipfile.ZipFile, member: Member) -> bool:
    """Size, digest, columns and number of rows are those of the manifest."""
    digest, size, ends = hashlib.sha256(), 0, 0
    with _content(packed, member.file) as content:
        head = content.readline(BLOCK)
        block = head
        while block:
            digest.update(block)
            size += len(block)
            ends += block.count(b"\n")
            block = content.read(BLOCK)
    is_same = (size, digest.hexdigest(), ends) == (member.size, member.sha256, member.rows + 1)
    return is_same and json.loads(head) == list(member.columns)


def _is_blob(packed: zipfile.ZipFile, blob: Blob) -> bool:
    digest, size = hashlib.sha256(), 0
    try:
        with _content(packed, blob.file) as content:
            while block := content.read(BLOCK):
                digest.update(block)
                size += len(block)
    except BROKEN:
        return False
    return (size, digest.hexdigest()) == (blob.size, blob.sha256)


def _damaged(file: Path, why: str) -> Refused:
    remedy = "Take another backup, or fetch this one again."
    return Refused([Fault("U-12", f"The backup is damaged: {why}.", remedy, str(file))])
