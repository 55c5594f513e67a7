"""What files answer: those of a commission and those beneath it, their bytes, and whether all are there."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from dauys.apps.files.models import StoredFile
from dauys.apps.files.rules import KINDS, largest

__all__ = [
    "BLOCK", "KINDS", "StoredFile", "Trouble", "digest_of", "file_of", "files_within", "largest", "media_of",
    "name_to_save", "names_of", "place_of", "troubles",
]  # fmt: skip

FOLDER = "files"
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with kept bytes: `missing`, `damaged` (rows name them) or `orphan` (no row does)."""

    kind: str
    sha256: str
    place: Path


def files_within(path: str) -> QuerySet[StoredFile]:
    """The files of the commission of a unit and of all beneath it."""
    return StoredFile.objects.filter(of__startswith=path)


def file_of(code: UUID) -> StoredFile | None:
    """The file with an address."""
    return StoredFile.objects.filter(code=code).first()


def names_of(codes: Collection[UUID]) -> dict[UUID, str]:
    """What files are called, by their address: one question."""
    return dict(StoredFile.objects.filter(code__in=codes).values_list("code", "name"))


def place_of(sha256: str) -> Path:
    """Where bytes lie."""
    return Path(settings.HOME) / FOLDER / sha256[:2] / sha256


def name_to_save(file: StoredFile) -> str:
    """What a file is called when it is saved: the ending is that of its content, whatever it was called."""
    ending = KINDS[file.kind].ending
    known = {ending, ".jpeg"} if file.kind == "jpeg" else {ending}
    return file.name if any(file.name.lower().endswith(one) for one in known) else file.name + ending


def media_of(file: StoredFile) -> str:
    """What a browser is told that a file is."""
    return KINDS[file.kind].media


def troubles() -> Iterator[Trouble]:
    """Every blob that is missing or damaged, and every one that no row names; reads all bytes."""
    named = dict(StoredFile.objects.order_by("sha256").values_list("sha256", "size"))
    for sha256, size in named.items():
        place = place_of(sha256)
        if not place.is_file():
            yield Trouble("missing", sha256, place)
        elif place.stat().st_size != size or digest_of(place) != sha256:
            yield Trouble("damaged", sha256, place)
    root = Path(settings.HOME) / FOLDER
    for place in sorted(root.glob("*/*")) if root.is_dir() else ():
        if place.name not in named:
            yield Trouble("orphan", place.name, place)


def digest_of(place: Path) -> str:
    """SHA-256 of the bytes of a file, hex."""
    digest = hashlib.sha256()
    with place.open("rb") as content:
        while block := content.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
