"""What the room answers without a book: when a site was written, from which place of the journal, by whom."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet

from dauys.apps.elections.queries import elections
from dauys.apps.jobs.models import Job
from dauys.apps.jobs.queries import jobs_about
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import entries_within
from dauys.apps.territory.queries import countries
from dauys.press.holding import is_held
from dauys.press.marks import mark_left

SITE = "site:public"  # what jobs that write it are about
# What is no page of an election: logins, and what is handed in before it is taken.
_ELSEWHERE = ("import:", "site:", "account:", "job:", "file:")


@dataclass(frozen=True, slots=True)
class Writing:
    """One election as a site shows it: from which entry of the journal, when and by whom it was written.

    `at` is a moment in ISO 8601; pages, files written and left as they were are those of that run.
    """

    election: str
    journal: int
    at: str
    person: str
    office: str
    pages: int
    written: int
    unchanged: int


def record_of(folder: Path) -> Path:
    """Where the writings of a site are kept: in the home, as a site holds published files only."""
    name = hashlib.sha256(os.path.realpath(folder).encode()).hexdigest()[:16]
    return Path(settings.HOME) / "sites" / f"{name}.json"


def writings_of(folder: Path) -> dict[str, Writing]:
    """By election; empty for a site that no command of this installation has written."""
    try:
        return {code: Writing(**one) for code, one in mark_left(record_of(folder)).items()}
    except TypeError:
        return {}


def answering_paths() -> set[str]:
    """Of the units whose commissions answer for the site: the countries of its elections, all before any."""
    return {one.country.path for one in elections()} or {one.path for one in countries()}


def changes_after(number: int, path: str, *, with_installation: bool) -> QuerySet[Entry]:
    """Entries after one that pages may show, of a unit and those beneath it, the latest first."""
    elsewhere = Q()
    for prefix in _ELSEWHERE:
        elsewhere |= Q(subject__startswith=prefix)
    rows = entries_within(path, with_installation=with_installation)
    return rows.filter(number__gt=number).exclude(elsewhere).order_by("-number")


def last_republishing() -> Job | None:
    """The latest job that writes the site, or wrote it."""
    return jobs_about(SITE).first()


def site_is_held(folder: Path) -> bool:
    """Whether somebody writes into the site now: a republishing, a command, or one that follows."""
    return is_held(folder)
