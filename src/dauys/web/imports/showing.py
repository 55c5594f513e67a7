"""One import as its page shows it: the job that goes on or ended last, what was found, what may be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.urls import NoReverseMatch, reverse

from dauys.apps.imports.queries import (
    LISTED,
    OPEN,
    Import,
    answering_paths,
    earlier_takings,
    faults_of,
    kind_of,
    outcome_of,
    upload_of,
)
from dauys.apps.jobs.queries import is_worker_alive, trace_of
from dauys.core.findings import Fault
from dauys.web.imports.forms import election_said
from dauys.web.imports.listing import state_said
from dauys.web.imports.saying import breaches_said
from dauys.web.ui.doors import Desk
from dauys.web.ui.faults import Said, faults_said
from dauys.web.ui.naming import Names
from dauys.web.ui.words import said_or

TONES = {
    "done": "good", "refused": "bad", "failed": "bad", "interrupted": "care", "cancelled": "care",
    "waiting": "", "running": "",
}  # fmt: skip
RESULTS = {
    "territory": "territory", "commissions": "commissions", "members": "commissions", "election": "elections",
    "turnout": "results", "protocols": "results",
}  # fmt: skip
COUNTS = (
    "new", "corrected", "unchanged", "released", "kept_out", "missing", "with_errors", "with_warnings",
    "formed", "came", "left", "suspended", "settlements", "contests", "new_contests", "candidates",
    "new_candidates", "changed_candidates",
)  # fmt: skip
CHANGING = frozenset({
    "new", "corrected", "released", "formed", "came", "left", "suspended", "new_contests", "new_candidates",
    "changed_candidates", "described",
})  # fmt: skip
KEPT_OUT = "kept_out"
SELDOM = frozenset({"released", "settlements", "suspended"})


def shown_import(imported: Import, desk: Desk) -> dict[str, Any]:
    """For the template of its page."""
    job = imported.taking or imported.preview
    names = Names(desk.language)
    names.learn([imported.person, imported.taking.person if imported.taking else ""], [imported.commission])
    reports = outcome_of(imported)
    report = reports["taking" if imported.taking else "preview"]
    is_open = imported.stands in OPEN
    done = "did" if imported.stands == "taking.done" else "would"
    found = [] if is_open or job is None else faults_of(job)
    told = {
        "import": imported,
        "kind": desk.said(f"imports.kinds.{imported.kind}"),
        "election": election_said(imported.election, desk.language) if imported.election else "",
        "state": state_said(desk.language, imported.stands),
        "tone": "care"
        if _way_on(imported, report).endswith(KEPT_OUT)
        else TONES[imported.stands.rpartition(".")[2]],
        "is_open": is_open,
        "counts_heading": desk.said(f"imports.counted.{done}"),
        "job": job,
        "at": imported.at.astimezone(desk.at.tzinfo),
        "person": names.person(imported.person),
        "commission": names.commission(imported.commission),
        "counts": _counts(desk, imported.kind, report.get("counts", {})),
        "changes": _changes(report.get("counts", {})),
        "describes": report.get("counts", {}).get("described", False),
        "broken": sorted(report.get("counts", {}).get("broken", {}).items()),
        "breaches": breaches_said(imported, report.get("breaches", []), desk.language),
        "breach_count": report.get("breach_count", 0),
        "file": reports["preview"],
        "faults": faults_of_import(imported, found[:LISTED], desk.language),
        "fault_count": len(found),
        "twin": _twin(imported, report, desk),
        "next": desk.said(f"imports.next.{_way_on(imported, report)}") if not is_open else "",
        "result_url": _result(imported) if imported.stands == "taking.done" else "",
        "taken_by": names.person(imported.taking.person) if imported.taking else "",
    }
    return told | _progress(imported, desk, is_open) | _possible(imported, desk)


def faults_of_import(imported: Import, found: Sequence[Fault], language: str) -> list[Said]:
    """Faults in words; of a kind that knows no mapping none advises one."""
    said = faults_said(found, language)
    if kind_of(imported).is_mapped:
        return said
    return [replace(one, text=said_or(language, f"imports.unmappable.{one.code}", one.text)) for one in said]


def _way_on(imported: Import, report: dict[str, Any]) -> str:
    """Which sentence says how it goes on: of protocols that stay out of the totals another one."""
    if imported.stands.endswith(".done") and report.get("counts", {}).get("kept_out"):
        return imported.stands.replace("done", KEPT_OUT)
    if imported.stands == "preview.refused" and not kind_of(imported).is_mapped:
        return "preview.refused_as_it_is"
    return imported.stands


def _result(imported: Import) -> str:
    """Where what was taken is seen; empty while that room has no screen."""
    try:
        return reverse(RESULTS[imported.kind])
    except NoReverseMatch:
        return ""


def _counts(desk: Desk, kind: str, counts: dict[str, Any]) -> list[tuple[str, int]]:
    """Name and number of each count that the report has; those of what seldom happens where it does."""
    return [
        (desk.said(f"imports.counts.{kind}.{name}"), counts[name])
        for name in COUNTS
        if name in counts and (counts[name] or name not in SELDOM)
    ]


def _changes(counts: dict[str, Any]) -> int | None:
    """How many rows of the file differ from what stands; None where nothing was counted."""
    found = [count for name, count in counts.items() if name in CHANGING]
    return sum(found) if found else None


def _twin(imported: Import, report: dict[str, Any], desk: Desk) -> dict[str, Any] | None:
    """The import that took the same file, where there is one; with its address where it is in sight."""
    if "taken_before" not in report and imported.stands != "taking.refused":
        return None
    earlier = earlier_takings(imported).first()
    if earlier is None:
        return None
    is_seen = desk.may("see_imports", earlier.commission)
    url = reverse("import", kwargs={"number": earlier.id}) if is_seen else ""
    return {"number": earlier.id, "at": earlier.at, "url": url}


def _progress(imported: Import, desk: Desk, is_open: bool) -> dict[str, Any]:
    """How far the job is, and whether a worker is there at all."""
    job = imported.taking or imported.preview
    if not is_open or job is None:
        return {}
    progress = trace_of(job).progress()
    doing = desk.said(f"imports.doing.{progress.step}") if progress else ""
    return {"progress": progress, "doing": doing, "has_worker": is_worker_alive()}


def _possible(imported: Import, desk: Desk) -> dict[str, bool]:
    """What this office may do about it now."""
    own = imported.commission
    stands, kind = imported.stands, kind_of(imported)
    is_kept = upload_of(imported.sha256).is_file()
    rests = is_kept and stands not in (*OPEN, "taking.done")
    paths = answering_paths(imported)
    releases = imported.with_findings and not desk.may("release_protocol", *paths)
    can_be_taken = is_kept and stands in (
        "preview.done",
        "taking.interrupted",
        "taking.cancelled",
        "taking.failed",
    )
    return {
        "is_cleared": not is_kept,
        "may_take": can_be_taken and desk.may(kind.verb, *paths) and not releases,
        "may_look_again": rests and desk.may("look_again", own),
        "may_map": rests and kind.is_mapped and desk.may("map_columns", own),
        "may_cancel": stands in OPEN and desk.may("cancel_import", own),
        "waits_for_release": can_be_taken and releases,
    }
