"""The demo as a process: one at a time in a home, and none left behind by the `make` that started it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dauys.ops.demo.command import _own_digest
from tests.ops.process import PROGRAM, begin, run, surroundings

AT = "2021-07-25T22:00:00+06:00"
# A `make` of our own: starts the demo, says which process that is, and waits for it.
PARENT = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {PROGRAM!r}, "demo", "--port", "0"], stdout=subprocess.PIPE)
while b"The sample election" not in child.stdout.readline():
    pass
print(child.pid, flush=True)
child.wait()
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in which the demo is built already, so that it only serves."""
    (tmp_path / "site").mkdir()
    built = {"made_by": _own_digest(), "at": AT, "state": "built"}
    (tmp_path / "demo.json").write_text(json.dumps(built))
    return tmp_path


@pytest.fixture
def serving(home: Path) -> Iterator[subprocess.Popen[str]]:
    """A demo that serves from the home."""
    process = begin(surroundings(home, DAUYS_AT=AT), "demo", "--port", "0")
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(3)]
    assert ["http://127.0.0.1:" in line for line in lines] == [True, False, True]
    assert lines[1].startswith(f"On the console: DAUYS_HOME={home} DAUYS_AT={AT} ")
    yield process
    process.kill()
    process.communicate()


def test_second_demo_in_a_home_is_refused_and_the_first_serves_on(
    home: Path, serving: subprocess.Popen[str]
) -> None:
    code, out, err = run(surroundings(home, DAUYS_AT="2021-07-25T12:00:00+06:00"), "demo", "--port", "0")
    assert (code, out) == (1, "")
    assert err.startswith(f"Another demo is at work in {home}: end it (Ctrl+C), or set DAUYS_HOME")
    assert serving.poll() is None
    assert json.loads((home / "demo.json").read_text())["at"] == AT


def test_demo_that_was_killed_leaves_its_home_free(home: Path, serving: subprocess.Popen[str]) -> None:
    serving.kill()
    serving.wait(10)
    assert run(surroundings(home, DAUYS_AT=AT), "demo", "--no-serve")[0] == 0


def test_demo_ends_at_ctrl_c_without_a_traceback(serving: subprocess.Popen[str]) -> None:
    serving.send_signal(signal.SIGINT)
    out, err = serving.communicate(timeout=10)
    assert (serving.returncode, out.strip(), err) == (0, "", "")


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_demo_ends_with_the_make_that_started_it(home: Path, end: signal.Signals) -> None:
    environment = surroundings(home, DAUYS_AT=AT, MAKELEVEL="1")
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], env=environment, stdout=subprocess.PIPE, text=True
    ) as make:
        assert make.stdout is not None
        demo = int(make.stdout.readline())
        make.send_signal(end)
        make.wait(10)
    for _ in range(20):  # it looks for its parent twice a second; a home that is free says that it is gone
        if run(surroundings(home, DAUYS_AT=AT), "demo", "--no-serve")[0] == 0:
            return
    os.kill(demo, signal.SIGKILL)
    pytest.fail("the demo outlived the process that started it")
