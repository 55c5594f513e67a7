"""The queue of works: each step is taken once, and who is killed leaves no trace that lies."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from dauys.apps.elections.models import Election
from dauys.apps.jobs.actions import (
    cancel_job,
    end_job,
    examine_system,
    mark_interrupted,
    queue_job,
    take_up,
)
from dauys.apps.jobs.models import Job
from dauys.apps.jobs.queries import actor_of, open_jobs, report_of, trace_of, waiting_jobs
from dauys.apps.journal.models import Entry
from dauys.apps.publication.actions import republish_site
from dauys.apps.publication.queries import last_republishing, writings_of
from dauys.core.findings import Refused
from dauys.core.rights import Actor
from dauys.ops.working import hand, works
from dauys.ops.working.hand import Told, work_off
from dauys.press.traces import Progress, Trace
from tests import cast

BY = Actor("somebody", "clerk", "0001", second_factor=True, origin="10.0.0.1")


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    """A home of its own: traces lie there."""
    settings.HOME = tmp_path / "home"
    return tmp_path / "home"


def queued(kind: str = "republish") -> Job:
    return queue_job(kind, "site:public", {"whole": False}, by=BY, at=cast.AT)


@pytest.mark.django_db
def test_job_keeps_who_asked_and_when() -> None:
    job = Job.objects.get(id=queued().id)
    assert (actor_of(job), job.at) == (BY, cast.AT)


@pytest.mark.django_db
def test_job_is_taken_up_once() -> None:
    job = queued()
    other = Job.objects.get(id=job.id)
    assert take_up(job, at=cast.AT)
    assert not take_up(other, at=cast.AT)


@pytest.mark.django_db
def test_job_that_was_cancelled_is_not_taken_up() -> None:
    job = queued()
    cancel_job(job, "cancel_import", by=BY, at=cast.LATER)
    entry = Entry.objects.get()
    assert (entry.verb, entry.subject, entry.person, entry.at) == (
        "cancel_import", job.subject, BY.person, cast.LATER,
    )  # fmt: skip
    done = json.loads(entry.body)
    assert (done["before"], done["after"]) == ({"state": "waiting"}, {"state": "cancelled"})
    assert not take_up(job, at=cast.AT)
    assert list(waiting_jobs()) == []


@pytest.mark.django_db
def test_job_that_does_not_run_cannot_end() -> None:
    with pytest.raises(RuntimeError, match="does not run"):
        end_job(queued(), "done", {}, at=cast.AT)


@pytest.mark.django_db
def test_running_job_without_a_worker_was_interrupted() -> None:
    job = queued()
    take_up(job, at=cast.AT)
    assert [one.id for one in mark_interrupted(at=cast.LATER)] == [job.id]
    job.refresh_from_db()
    assert (job.state, job.ended_at) == ("interrupted", cast.LATER)


@pytest.mark.django_db
def test_running_job_that_was_to_stop_counts_as_cancelled() -> None:
    job = queued()
    take_up(job, at=cast.AT)
    trace_of(job).folder.mkdir(parents=True)
    for _ in range(2):  # the wish is kept once
        cancel_job(job, "cancel_import", by=BY, at=cast.AT)
    assert json.loads(Entry.objects.get().body)["after"] == {"state": "running", "stop": True}
    mark_interrupted(at=cast.LATER)
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert not trace_of(job).folder.exists()


@pytest.mark.django_db
def test_job_that_has_ended_is_not_cancelled_and_the_journal_says_nothing() -> None:
    job = queued()
    take_up(job, at=cast.AT)
    end_job(job, "done", {}, at=cast.AT)
    cancel_job(job, "cancel_import", by=BY, at=cast.AT)
    assert (Job.objects.get().state, Entry.objects.exists()) == ("done", False)


@pytest.mark.django_db
def test_unknown_work_fails_and_the_next_one_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    done = []
    monkeypatch.setattr(works, "WORKS", {"known": lambda job, *_: done.append(job.id)})
    first, second = queued("unknown"), queued("known")
    assert work_off() == 2
    first.refresh_from_db()
    assert (first.state, report_of(first)["faults"][0]["code"]) == ("failed", "U-21")
    assert done == [second.id]


@pytest.mark.django_db
def test_mistake_of_a_work_is_its_own_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("a mistake of ours")

    monkeypatch.setattr(works, "WORKS", {"known": fail})
    job = queued("known")
    work_off()
    job.refresh_from_db()
    assert (job.state, report_of(job)["faults"][0]["code"]) == ("failed", "U-22")
    assert "a mistake of ours" in capsys.readouterr().err


def test_progress_tells_the_rate_and_the_time_left(tmp_path: Path) -> None:
    trace = Trace(tmp_path)
    trace.tell(Progress("reading", 250, 1_000, 5_000))
    found = trace.progress()
    assert found is not None
    assert (found.rate, found.left) == (50, 15)


def test_progress_is_told_no_oftener_than_the_pace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter([10.0, 10.0, 10.1, 10.2, 11.0])
    monkeypatch.setattr(hand.time, "monotonic", lambda: next(seconds))
    told, found = Told(Trace(tmp_path)), []
    told.begin("reading")
    for done in (1, 2, 3):
        told.count(done, 3)
        found.append(Trace(tmp_path).progress())
    assert [one.done for one in found if one] == [0, 0, 3]


def test_trace_of_one_that_is_gone_is_not_held(tmp_path: Path) -> None:
    trace = Trace(tmp_path / "7")
    assert not trace.is_held()
    with trace.held():
        assert trace.folder.exists()
    assert not trace.folder.exists()


def test_site_is_written_in_the_background(election: Election, settings: Settings, tmp_path: Path) -> None:
    settings.SITE_FOLDER = str(tmp_path / "site")
    republish_site(by=cast.AIGERIM, at=cast.AT)
    with pytest.raises(Refused, match="W-08"):
        republish_site(by=cast.AIGERIM, at=cast.AT)
    work_off()
    job = last_republishing()
    assert job is not None
    assert (job.state, report_of(job)["differences"]) == ("done", [])
    (writing,) = writings_of(tmp_path / "site").values()
    assert (writing.election, writing.person, writing.written > 0) == (cast.ELECTION, "aigerim", True)
    assert list(open_jobs()) == []


def test_site_without_a_folder_is_refused(election: Election, settings: Settings) -> None:
    settings.SITE_FOLDER = ""
    with pytest.raises(Refused, match="W-06"):
        republish_site(by=cast.AIGERIM, at=dt.datetime(2021, 7, 26, tzinfo=dt.UTC))


def test_own_trace_counts_as_held(tmp_path: Path) -> None:
    """The demo serves and works in one process: its own worker is seen by its own screens."""
    trace = Trace(tmp_path / "worker")
    with trace.held():
        assert trace.is_held()
    assert not trace.is_held()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite one writes at a time")
def test_examination_that_goes_on_is_looked_for_once_nobody_else_writes(election: Election) -> None:
    with CaptureQueriesContext(connection) as asked:
        first = examine_system(election.country.path, by=cast.AIGERIM, at=cast.AT)
    statements = [one["sql"] for one in asked]
    turn, found = (
        next(place for place, one in enumerate(statements) if what in one)
        for what in ("pg_advisory_xact_lock", "jobs_job")
    )
    assert turn < found
    assert examine_system(election.country.path, by=cast.AIGERIM, at=cast.AT) == first
