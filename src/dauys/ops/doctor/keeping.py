"""Stored files: every row has its bytes, all bytes are those of their digest, none lack a row."""

from __future__ import annotations

from collections.abc import Iterator

from dauys.apps.files.models import StoredFile
from dauys.apps.files.queries import Trouble, troubles
from dauys.ops.doctor.answers import Answer, error, fine, warning

SHOWN = 5
_SAID = {
    "missing": ("is named by a row and is not there", "Bring it back from a backup: its name is its digest."),
    "damaged": ("is not what its name says", "Bring it back from a backup: its name is its digest."),
    "orphan": ("is named by no row", "It was left where storing broke off: it may be moved away."),
}


def files() -> Iterator[Answer]:
    """What is wrong with stored files; all their bytes are read."""
    found: dict[str, list[Trouble]] = {kind: [] for kind in _SAID}
    for trouble in troubles():
        found[trouble.kind].append(trouble)
    for kind, some in found.items():
        said, remedy = _SAID[kind]
        answer = warning if kind == "orphan" else error
        for trouble in some[:SHOWN]:
            yield answer("files", f"{trouble.place} {said}", remedy)
        if len(some) > SHOWN:
            yield answer("files", f"… and {len(some) - SHOWN} more of that kind", remedy)
    if not (found["missing"] or found["damaged"]):
        yield fine("files", f"{StoredFile.objects.count():,} stored files are whole")
