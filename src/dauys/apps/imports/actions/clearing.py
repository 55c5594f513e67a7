"""Bytes of files that nobody took leave the disk after a while; what the journal says of them stays."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from django.conf import settings
from django.db import transaction

from dauys.apps.imports.models import Import
from dauys.apps.imports.queries import folder_of_uploads, uploads_to_keep
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.core.rights import Actor, require

UPLOADS = "import:uploads"
TOLD = 1_000  # digests that an entry names; a setting of ours


def clear_uploads(*, by: Actor, at: dt.datetime) -> int:
    """Delete the bytes of files of which nothing was taken and nothing done for UPLOADS_KEPT days.

    Refused or cancelled, looked through and then left, or never put down as an import at all. Kept are files
    that were taken, for good, those that somebody still works on, and those in a folder that can't be
    written, of which no entry may say that they are gone. Returns how many were deleted; with 0 days none
    ever is.
    """
    require("clear_uploads", by)
    if settings.UPLOADS_KEPT <= 0:
        return 0
    before = at - dt.timedelta(days=settings.UPLOADS_KEPT)
    with transaction.atomic():
        take_turn()
        kept = uploads_to_keep(before)
        old = [
            path
            for path in _files()
            if path.name not in kept and _is_older(path, before) and os.access(path.parent, os.W_OK | os.X_OK)
        ]
        digests = sorted(path.name for path in old if not path.suffix)
        if digests:
            done = {
                "sha256": digests[:TOLD], "before": {"files": len(digests)}, "after": {"files": 0},
                "imports": Import.objects.filter(sha256__in=digests[:TOLD]).count(),
            }  # fmt: skip
            write_entry("clear_uploads", UPLOADS, done, by=by, at=at)
    # What stands in the journal and still lies there is cleared by the next run; one that came anew stays.
    for path in old:
        if _is_older(path, before):
            path.unlink(missing_ok=True)
    return len(digests)


def _files() -> list[Path]:
    """Every file that lies there, drafts of uploads that were broken off included."""
    return [path for path in folder_of_uploads().rglob("*") if path.is_file()]


def _is_older(path: Path, before: dt.datetime) -> bool:
    """Whether it came before a moment; one that is gone meanwhile did not."""
    try:
        return path.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        return False
