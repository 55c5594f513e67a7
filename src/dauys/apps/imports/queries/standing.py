"""What the room answers: which files were handed in, how each stands, what was found in it."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, F, Max, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from dauys.apps.calendar.queries import keeper_paths
from dauys.apps.elections.models import Contest
from dauys.apps.imports.models import FaultList, Import, KeptMapping
from dauys.apps.imports.rules import KINDS, Kind
from dauys.apps.jobs.models import Job
from dauys.apps.jobs.queries import report_of
from dauys.apps.territory.queries import countries
from dauys.core.findings import Fault

WORKING = ("waiting", "running")
OPEN = ("preview.waiting", "preview.running", "taking.waiting", "taking.running")
STATES = tuple(
    f"{stage}.{state}"
    for stage in ("preview", "taking")
    for state in ("waiting", "running", "done", "refused", "failed", "cancelled", "interrupted")
)


def imports() -> QuerySet[Import]:
    """All of them with their jobs and elections, each with its `stands`, the latest first."""
    stands = Case(
        When(taking__isnull=False, then=Concat(Value("taking."), F("taking__state"))),
        default=Concat(Value("preview."), F("preview__state")),
        output_field=CharField(),
    )
    whole = Import.objects.select_related("election", "preview", "taking")
    found = whole.annotate(stands=stands)  # type: ignore[no-redef]
    return found.order_by("-id")


def imports_under(path: str) -> QuerySet[Import]:
    """Those of the commission of a unit and of all beneath it, the latest first."""
    return imports().filter(commission__startswith=path)


def import_of(number: int) -> Import | None:
    """The import of that number."""
    return imports().filter(id=number).first()


def kind_of(imported: Import) -> Kind:
    """What is known of its kind."""
    return KINDS[imported.kind]


def subject_of(imported: Import) -> str:
    """The import as jobs and the journal name it."""
    return f"import:{imported.id}"


def folder_of_uploads() -> Path:
    """Where the bytes of all files lie that were handed in."""
    return Path(settings.HOME) / "uploads"


def upload_of(sha256: str) -> Path:
    """Where a file lies that was handed in: by its digest, so nothing in an address leads there."""
    return folder_of_uploads() / sha256[:2] / sha256


def uploads_to_keep(before: dt.datetime) -> set[str]:
    """Digests of the files that were taken, that somebody works on, or with which anything was done since."""
    at_work = Q(preview__state__in=WORKING) | Q(taking__state__in=WORKING)
    taken = Q(taking__state="done")
    moments = ("at", "preview__at", "preview__ended_at", "taking__at", "taking__ended_at")
    lately = Q(*((f"{name}__gte", before) for name in moments), _connector=Q.OR)
    return set(Import.objects.filter(at_work | taken | lately).values_list("sha256", flat=True))


def earlier_takings(imported: Import) -> QuerySet[Import]:
    """Other imports of the same file for the same purpose that were taken, the latest first."""
    return (
        Import.objects.filter(
            sha256=imported.sha256, kind=imported.kind, election=imported.election, taking__state="done"
        )
        .exclude(id=imported.id)
        .select_related("taking")
        .order_by("-taking__ended_at")
    )


def answering_paths(imported: Import) -> list[str]:
    """The paths of the units whose commissions answer for what the file brings, as far as is known before.

    The verb itself asks for every row; this is what a screen asks before anything is typed.
    """
    kind = kind_of(imported)
    if kind.of_country:
        election = imported.election
        return [election.country.path] if election else [one.path for one in countries()]
    contests = report_of(imported.preview).get("contests", []) if imported.preview else []
    if contests:
        return sorted(keeper_paths(Contest.objects.filter(code__in=contests).select_related("unit")))
    return [imported.commission]


def faults_of(job: Job) -> list[Fault]:
    """All that was found wrong, the first of them from the top of the file down."""
    kept = FaultList.objects.filter(job=job).first()
    records = json.loads(zlib.decompress(bytes(kept.packed))) if kept else report_of(job).get("faults", [])
    return [Fault(**record) for record in records]


def kept_mappings(path: str) -> list[KeptMapping]:
    """The mappings that a commission keeps: the latest of each name, by name."""
    latest = KeptMapping.objects.filter(commission=path).values("name").annotate(last=Max("id"))
    return list(KeptMapping.objects.filter(id__in=[one["last"] for one in latest]).order_by("name"))


def kept_mapping(path: str, number: int) -> KeptMapping | None:
    """One of them."""
    return KeptMapping.objects.filter(commission=path, id=number).first()


def outcome_of(imported: Import) -> dict[str, Any]:
    """What the latest preview found, and what taking came to: the two reports."""
    return {
        "preview": report_of(imported.preview) if imported.preview else {},
        "taking": report_of(imported.taking) if imported.taking else {},
    }
