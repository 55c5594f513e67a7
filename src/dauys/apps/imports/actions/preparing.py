"""Handing a file in, mapping its columns, asking that it be looked through or taken."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import transaction

from dauys.apps.elections.models import Election
from dauys.apps.imports import rules
from dauys.apps.imports.models import Import, KeptMapping
from dauys.apps.imports.queries import (
    answering_paths,
    folder_of_uploads,
    kind_of,
    subject_of,
    upload_of,
)
from dauys.apps.jobs.actions import cancel_job, queue_job
from dauys.apps.jobs.queries import open_jobs
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor, Forbidden, may, require, require_somewhere
from dauys.core.tables import read_mapping


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as it was handed in: of which kind, for which commission (path of its unit), on what terms."""

    kind: str
    commission: str
    file_name: str
    sha256: str
    size: int
    reason: str = ""
    with_findings: bool = False
    sample: bool = False
    valid_from_on: dt.date | None = None
    mapping: str = ""


def keep_upload(parts: Iterable[bytes]) -> tuple[str, int]:
    """Keep the bytes of a file by their digest: SHA-256 (hex) and size. Refused where there are too many."""
    folder = folder_of_uploads()
    folder.mkdir(parents=True, exist_ok=True)
    told, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".new") as draft:
        for part in parts:
            size += len(part)
            if size > rules.MOST_BYTES:
                limit = f"{rules.MOST_BYTES >> 20:,} MiB"
                raise Refused([Fault("Q-01", f"The file is larger than {limit}.", "Divide it.")])
            told.update(part)
            draft.write(part)
        draft.flush()
        os.fsync(draft.fileno())
        place = upload_of(told.hexdigest())
        place.parent.mkdir(parents=True, exist_ok=True)
        # In place of the same bytes, where they lie there: they came anew, and stay for as long as new ones.
        # So two who hand the same file in at once, or one while it is cleared, are not in each other's way.
        kept = Path(f"{draft.name}.kept")
        os.link(draft.name, kept)
        kept.replace(place)
    return told.hexdigest(), size


@transaction.atomic
def prepare_import(handed: Handed, election: Election | None = None, *, by: Actor, at: dt.datetime) -> Import:
    """Hand a file in and have it looked through; nothing of it is taken yet.

    Refused for a kind that is not known (Q-02), an ending that it does not have (Q-03), a mapping that cannot
    be read (I-70 to I-77).
    """
    require("prepare_import", by, lambda: [handed.commission])
    _require_release(by, [handed.commission], with_findings=handed.with_findings)
    kind = rules.KINDS.get(handed.kind)
    if kind is None:
        raise Refused([Fault("Q-02", f"{handed.kind} is no kind of file.", "Choose one of the list.")])
    name = rules.plain_name(handed.file_name)
    if not name.lower().endswith(kind.endings):
        remedy = f"Files of this kind are {', '.join(kind.endings)}."
        raise Refused([Fault("Q-03", f"{name} has another ending.", remedy, value=name)])
    if handed.mapping:
        read_mapping(handed.mapping.encode())
    take_turn()
    told = asdict(handed) | {"file_name": name}
    imported = Import(**told, election=election, person=by.person, office=by.office, at=at)
    imported.save()
    done = {"kind": handed.kind, "file": name, "sha256": handed.sha256, "size": handed.size}
    write_entry("prepare_import", subject_of(imported), done, by=by, at=at)
    _look(imported, by, at)
    return imported


@transaction.atomic
def look_again(
    imported: Import, *, by: Actor, at: dt.datetime, reason: str = "", with_findings: bool = False
) -> Import:
    """Look through a file again, on other terms: why it differs, whether broken protocols count."""
    imported = _still_open("look_again", imported, by)
    _require_release(by, [imported.commission], with_findings=with_findings)
    before = {"reason": imported.reason, "with_findings": imported.with_findings}
    imported.reason, imported.with_findings = reason, with_findings
    done = {"before": before, "after": {"reason": reason, "with_findings": with_findings}}
    write_entry("look_again", subject_of(imported), done, by=by, at=at)
    _look(imported, by, at)
    return imported


@transaction.atomic
def map_columns(imported: Import, text: str, *, by: Actor, at: dt.datetime, keep_as: str = "") -> Import:
    """Say which column is what by a mapping (TOML; empty: our own names), and look through the file again.

    With a name the mapping is kept for the commission's next file too; the latest of a name counts. The
    journal keeps the digests of the mapping before and of this one.
    """
    imported = _still_open("map_columns", imported, by)
    if text:
        read_mapping(text.encode())
    done: dict[str, object] = {
        "before": {"mapping": _digest(imported.mapping)}, "after": {"mapping": _digest(text)}
    }  # fmt: skip
    if name := keep_as.strip():
        kept = KeptMapping(name=name, commission=imported.commission, text=text, person=by.person, at=at)
        kept.save()
        done |= {"kept": kept.id, "kept_as": name}
    write_entry("map_columns", subject_of(imported), done, by=by, at=at)
    imported.mapping = text
    _look(imported, by, at)
    return imported


def _digest(text: str) -> str | None:
    return hashlib.sha256(text.encode()).hexdigest() if text else None


@transaction.atomic
def take_import(imported: Import, *, by: Actor, at: dt.datetime) -> Import:
    """Confirm that a file be taken, whole: by the verb of its kind, as this actor, at this moment.

    Refused unless its latest preview found nothing wrong (Q-04), and where it was taken already (Q-05).
    """
    verb = kind_of(imported).verb
    require_somewhere(verb, by)
    require(verb, by, lambda: answering_paths(imported))
    imported = _locked(imported)
    _require_release(by, answering_paths(imported), with_findings=imported.with_findings)
    if imported.preview is None or imported.preview.state != "done":
        message = "The file was not looked through to its end, or something is wrong in it."
        raise Refused([Fault("Q-04", message, "See the preview, then hand in a corrected file.")])
    _refuse_taken(imported)
    done = {
        "verb": verb,
        "sha256": imported.sha256,
        "before": {"confirmed": False},
        "after": {"confirmed": True},
    }
    write_entry("take_import", subject_of(imported), done, by=by, at=at)
    imported.taking = queue_job("take", subject_of(imported), {"import": imported.id}, by=by, at=at)
    imported.save(update_fields=["taking"])
    return imported


@transaction.atomic
def cancel_import(imported: Import, *, by: Actor, at: dt.datetime) -> None:
    """Stop what is going on about a file; what stood before stands."""
    require("cancel_import", by, lambda: [imported.commission])
    take_turn()
    for job in open_jobs().filter(subject=subject_of(imported)):
        cancel_job(job, "cancel_import", by=by, at=at)


def _require_release(by: Actor, paths: Iterable[str], *, with_findings: bool) -> None:
    """Forbidden where broken protocols are to count and whoever asks could not release a single one."""
    if with_findings and not all(may("release_protocol", by, path) for path in paths):
        raise Forbidden("release_protocol", by)


def _still_open(verb: str, imported: Import, by: Actor) -> Import:
    """The import, held against another who works on it; Refused where it was taken or is at work (Q-06)."""
    require(verb, by, lambda: [imported.commission])
    imported = _locked(imported)
    _refuse_taken(imported)
    return imported


def _locked(imported: Import) -> Import:
    """The row as it stands in one's turn: of two who confirm the same file, one comes first."""
    take_turn()
    found: Import = Import.objects.select_related("election__country", "preview", "taking").get(
        id=imported.id
    )
    return found


def _refuse_taken(imported: Import) -> None:
    if imported.taking is not None and imported.taking.state == "done":
        raise Refused([Fault("Q-05", "This file was taken already.", "Hand a file in anew.")])
    if open_jobs().filter(subject=subject_of(imported)).exists():
        raise Refused(
            [Fault("Q-06", "The worker is at this file.", "Wait until it has ended, or cancel it.")]
        )


def _look(imported: Import, by: Actor, at: dt.datetime) -> None:
    imported.preview = queue_job("preview", subject_of(imported), {"import": imported.id}, by=by, at=at)
    imported.taking = None
    imported.save()
