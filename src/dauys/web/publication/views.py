"""The site on the screen: when each election was written, what changed since, whether every file is whole."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dauys.apps.elections.queries import Election, elections
from dauys.apps.jobs.queries import is_worker_alive, report_of, trace_of
from dauys.apps.publication.actions import cancel_republishing, republish_site
from dauys.apps.publication.queries import (
    Writing,
    answering_paths,
    changes_after,
    last_republishing,
    site_is_held,
    writings_of,
)
from dauys.core.bodies import LEVELS
from dauys.core.findings import Fault, Refused
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.faults import faults_said
from dauys.web.ui.naming import Names
from dauys.web.ui.words import said_or

SHOWN = 20  # changes that the page lists


def of_all_elections(_desk: Desk, /, **_named: Any) -> Iterable[str]:
    """The site shows every election, so the commissions of their countries answer for it."""
    return answering_paths()


def _of_the_country(desk: Desk) -> QuerySet[Election]:
    return elections().filter(country__code=desk.holds.country)


def _elections(desk: Desk, writings: dict[str, Writing]) -> list[dict[str, Any]]:
    """Each election of the country with when it was written, by whom, and how much the journal has since."""
    rows = []
    for one in _of_the_country(desk):
        writing = writings.get(one.code)
        row: dict[str, Any] = {"election": one, "writing": writing}
        if writing is not None:
            row["at"] = dt.datetime.fromisoformat(writing.at).astimezone(desk.at.tzinfo)
        rows.append(row)
    return rows


def _verb(desk: Desk, verb: str) -> str:
    """A verb of the journal in words, as the journal's own screen has it."""
    return said_or(desk.language, f"journal.verbs.{verb}", verb)


def _changes(desk: Desk, writings: dict[str, Writing]) -> dict[str, Any]:
    """What the journal has since the oldest writing, in one's own commission and those beneath it.

    Its rows, and what is of no unit, are for the commission of a country.
    """
    since = min((one.journal for one in writings.values()), default=0)
    found = changes_after(since, desk.holds.path, with_installation=desk.holds.level == LEVELS[0])
    counts = Counter(found.values_list("verb", flat=True).order_by())
    latest = list(found[:SHOWN]) if desk.holds.level == LEVELS[0] else []
    for entry in latest:
        entry.verb = _verb(desk, entry.verb)
        entry.at = entry.at.astimezone(desk.at.tzinfo)
    return {
        "since": since,
        "changes": sum(counts.values()),
        "by_verb": [(_verb(desk, verb), count) for verb, count in sorted(counts.items())],
        "latest": latest,
    }


def _job(desk: Desk) -> dict[str, Any]:
    """The latest republishing: how far it is, or what it came to."""
    job = last_republishing()
    if job is None:
        return {}
    report, is_open = report_of(job), job.state in ("waiting", "running")
    progress = trace_of(job).progress() if is_open else None
    names = Names(desk.language)
    names.learn([job.person], [])
    faults = [Fault(**one) for one in report.get("faults", [])]
    return {
        "job": job,
        "job_at": job.at.astimezone(desk.at.tzinfo),
        "job_state": desk.said(f"publication.states.{job.state}"),
        "job_by": names.person(job.person),
        "is_open": is_open,
        "progress": progress,
        "doing": desk.said(f"publication.doing.{progress.step}") if progress else "",
        "has_worker": is_worker_alive() if is_open else True,
        "report": report,
        "job_faults": faults_said(faults, desk.language),
    }


@screen("see_publication")
def publication(request: DeskRequest) -> HttpResponseBase:
    """The state of the site."""
    return _page(request, [])


def _page(request: DeskRequest, faults: list[Any]) -> HttpResponseBase:
    desk = request.desk
    folder = Path(settings.SITE_FOLDER) if settings.SITE_FOLDER else None
    here = {one.code for one in _of_the_country(desk)}
    writings = {code: one for code, one in (writings_of(folder) if folder else {}).items() if code in here}
    names = Names(desk.language)
    names.learn([one.person for one in writings.values()], [])
    rows = _elections(desk, writings)
    for row in rows:
        row["by"] = names.person(row["writing"].person) if row["writing"] else ""
    told = {
        "folder": folder,
        "stands": folder is not None and (folder / "manifest").is_dir(),
        "is_held": folder is not None and site_is_held(folder),
        "rows": rows,
        "may_republish": desk.may("republish_site", *of_all_elections(desk)),
        "faults": faults,
    }
    return render(request, "publication/publication.html", told | _changes(desk, writings) | _job(desk))


@require_POST
@screen("republish_site", of=of_all_elections)
def republish(request: DeskRequest) -> HttpResponseBase:
    """Have the site written again in the background."""
    desk = request.desk
    try:
        republish_site(by=desk.actor, at=desk.at, whole=request.POST.get("whole") == "on")
    except Refused as refused:
        return _page(request, faults_said(refused.faults, desk.language))
    messages.success(request, desk.said("publication.queued"))
    return redirect("publication")


@require_POST
@screen("cancel_republishing", of=of_all_elections)
def cancel(request: DeskRequest) -> HttpResponseBase:
    """Stop the writing; the pages of each unit stay whole."""
    desk = request.desk
    if cancel_republishing(by=desk.actor, at=desk.at):
        messages.success(request, desk.said("publication.cancelling"))
    return redirect("publication")
