"""A worker that is killed in the middle of an import: the state before, then once more."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dauys.ops.working.command import STOPPED
from dauys.ops.working.hand import Watch
from dauys.press.traces import Trace
from tests.ops.process import run, surroundings

ROOT = Path(__file__).parents[2]
BEGIN = """
import json, os, sys, time
from dauys.ops.running import start
start()
from dauys.apps.imports.actions import carrying, take_import
from dauys.apps.imports.queries import imports
from dauys.ops.working.hand import serve, work_off
from tests import cast
from tests.apps import handing
BY = cast.AIGERIM
def take():
    take_import(imports().get(), by=BY, at=cast.AT)
def look():
    from dauys.apps.results.models import ProtocolVersion
    from dauys.apps.journal.models import Entry
    verbs = Entry.objects.filter(verb="import_protocols").count()
    print(json.dumps([imports().get().stands, ProtocolVersion.objects.count(), verbs]), flush=True)
"""
# The facts are written and not committed yet: there it waits until it is killed.
STALL = """
from dataclasses import replace
from dauys.apps.candidates.actions import ElectionEntry, enter_candidates
from dauys.apps.territory.actions import UnitRow, enter_territory
enter_territory([UnitRow(**row) for row in cast.territory_rows()], by=BY, at=cast.AT)
enter_candidates(ElectionEntry.model_validate(cast.election_file()), by=BY, at=cast.AT)
handing.looked(handing.protocols(handing.GOOD), replace(BY, commission="0001"))
take()
def stall(*_, **__):
    print("stored", flush=True)
    time.sleep(60)
carrying.end_job = stall
serve(os.getppid())
"""


def begun(here: dict[str, str], program: str) -> subprocess.Popen[str]:
    """A process of ours; its errors are shown."""
    command = [sys.executable, "-c", BEGIN + program]
    return subprocess.Popen(command, env=here, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def said(here: dict[str, str], program: str) -> list[object]:
    """What a process says, line by line."""
    out, _ = begun(here, program).communicate(timeout=120)
    return [json.loads(line) for line in out.splitlines()]


@pytest.mark.slow
def test_import_killed_half_way_leaves_what_stood_and_is_done_again(tmp_path: Path) -> None:
    here = surroundings(tmp_path / "home")
    here["PYTHONPATH"] += f":{ROOT}"
    process = begun(here, STALL)
    assert process.stdout is not None
    assert process.stdout.readline() == "stored\n"
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    assert said(here, "work_off()\nlook()\ntake()\nlook()") == [
        ["taking.interrupted", 0, 0],
        ["taking.waiting", 0, 0],
    ]
    code, _, err = run(here, "work", "--once")
    assert (code, err) == (0, "")
    assert said(here, "look()") == [["taking.done", 2, 1]]


@pytest.mark.slow
def test_second_worker_on_sqlite_is_refused(tmp_path: Path) -> None:
    here = surroundings(tmp_path / "home")
    held = "from dauys.press.traces import Trace; import pathlib, sys\n"
    held += "with Trace(pathlib.Path(sys.argv[1])).held(): print('held', flush=True); sys.stdin.read()"
    folder = str(tmp_path / "home" / "work" / "worker")
    first = subprocess.Popen(
        [sys.executable, "-c", held, folder],
        env=here,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert first.stdout is not None
    assert first.stdout.readline() == "held\n"
    code, _, err = run(here, "work", "--once")
    first.communicate(timeout=60)
    assert (code, "U-20" in err) == (1, True)


def test_worker_is_over_where_somebody_wishes_it_to_stop(tmp_path: Path) -> None:
    watch = Watch(os.getppid())
    with watch.over(Trace(tmp_path)):
        assert not watch.is_over()
        Trace(tmp_path).ask_to_stop()
        assert watch.is_over()
    assert not watch.is_over()


def test_worker_is_over_where_its_parent_is_gone() -> None:
    assert Watch(-1).is_over()


@pytest.mark.slow
def test_running_job_that_is_cancelled_ends_its_process(tmp_path: Path) -> None:
    here = surroundings(tmp_path / "home")
    program = "import os, pathlib, sys, time; from dauys.ops.working.hand import Watch; "
    program += "from dauys.press.traces import Trace; watch = Watch(os.getppid()); watch.begin()\n"
    program += "with watch.over(Trace(pathlib.Path(sys.argv[1]))): print('begun', flush=True); time.sleep(60)"
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], env=here, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    Trace(tmp_path).ask_to_stop()
    assert process.wait(timeout=60) == STOPPED
    process.stdout.close()
