"""The system on the screen: the worker, the queue, disk, letters, last backup; the doctor's last answers."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dauys import __version__
from dauys.apps.jobs.actions import examine_system
from dauys.apps.jobs.queries import EXAMINATION, is_worker_alive, jobs_about, open_jobs, report_of
from dauys.apps.journal.queries import last_number
from dauys.apps.territory.queries import countries
from dauys.press.marks import mark_left
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.words import said_or

TONES = {"fine": "good", "warning": "care", "error": "bad"}
LITTLE = 1 << 30  # bytes free, below which the disk is said to be nearly full; as the doctor has it


def of_country(desk: Desk, /, **_named: Any) -> Iterable[str]:
    """The path of the country that one's own commission lies in: its commission keeps the system."""
    for country in countries():
        if desk.holds.path.startswith(country.path):
            return [country.path]
    raise Http404


def _live(desk: Desk) -> dict[str, Any]:
    """What can be said within a request."""
    waiting = list(open_jobs()[:100])
    backup = mark_left(Path(settings.HOME) / "last-backup.json")
    free = shutil.disk_usage(settings.HOME).free if Path(settings.HOME).exists() else 0
    return {
        "version": __version__,
        "database": connection.vendor,
        "entries": last_number(),
        "has_worker": is_worker_alive(),
        "queue": len(waiting),
        "oldest": waiting[0].at.astimezone(desk.at.tzinfo) if waiting else None,
        "free": free >> 20,
        "is_little": free < LITTLE,
        "letters": settings.EMAIL_HOST,
        "backup": backup,
        "backup_at": _moment(desk, backup.get("at", "")),
        "is_demo": settings.IS_DEMO,
    }


def _moment(desk: Desk, written: object) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(str(written)).astimezone(desk.at.tzinfo)
    except ValueError:
        return None


def _remedy(desk: Desk, answer: dict[str, str]) -> str:
    """What to do in the language of the reader; the doctor's own words stand beside it."""
    if answer["state"] == "fine":
        return ""
    return said_or(desk.language, f"system.remedies.{answer['check']}", "")


def _examination(desk: Desk) -> dict[str, Any]:
    """The latest examination, and the latest that ended with answers."""
    latest = jobs_about(EXAMINATION).first()
    done = jobs_about(EXAMINATION).filter(state="done").first()
    answers = report_of(done)["answers"] if done else []
    for one in answers:
        one["tone"] = TONES[one["state"]]
        one["name"] = said_or(desk.language, f"system.checks.{one['check']}", one["check"])
        one["said"] = desk.said(f"system.states.{one['state']}")
        told = "found" if one["state"] == "fine" else "amiss"
        one["told"] = said_or(desk.language, f"system.{told}.{one['check']}", "")
        one["do"] = _remedy(desk, one)
    at = done.ended_at.astimezone(desk.at.tzinfo) if done and done.ended_at else None
    is_open = latest is not None and latest.state in ("waiting", "running")
    wrong = sum(one["state"] != "fine" for one in answers)
    return {"answers": answers, "examined_at": at, "is_open": is_open, "latest": latest, "wrong": wrong}


@screen("see_system", of=of_country)
def system(request: DeskRequest) -> HttpResponseBase:
    """The state of the installation."""
    desk = request.desk
    told = _live(desk) | _examination(desk)
    told["may_examine"] = desk.may("examine_system", *of_country(desk))
    return render(request, "system/system.html", told)


@require_POST
@screen("examine_system", of=of_country)
def examine(request: DeskRequest) -> HttpResponseBase:
    """Have the installation looked at in the background."""
    desk = request.desk
    (of,) = of_country(desk)
    examine_system(of, by=desk.actor, at=desk.at)
    messages.success(request, desk.said("system.queued"))
    return redirect("system")
