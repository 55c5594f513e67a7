"""Whoever ends a command gets a sentence and code 1, at any moment."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from dauys.ops.cli import CANCELLED
from tests.ops.process import begin, run, surroundings

# From here on somebody listens; before it only Python itself has begun.
LISTENING = "import dauys.ops.cli; dauys.ops.cli._answer([*dauys.ops.cli.ENDING], dauys.ops.cli._leave); "
LISTENING += "print('listening', flush=True); "


BOTH = pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
ENDED = (1, f"{CANCELLED}\n")


def listening(home: Path, *words: str | Path) -> subprocess.Popen[str]:
    """The command, from the moment that somebody listens for its end."""
    process = begin(surroundings(home), *words, first=LISTENING)
    assert process.stdout is not None
    assert process.stdout.readline() == "listening\n"
    return process


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of units."""
    folder = tmp_path_factory.mktemp("units")
    code, out, _ = run(surroundings(folder), "import", "territory", "--example")
    assert code == 0
    (folder / "units.csv").write_text(out, encoding="utf-8")
    return folder / "units.csv"


@pytest.fixture(scope="module")
def seconds(units: Path, tmp_path_factory: pytest.TempPathFactory) -> float:
    """How long the work takes on this machine when nobody ends it."""
    home, begun = tmp_path_factory.mktemp("whole"), time.monotonic()
    process = listening(home, "import", "territory", units)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    return time.monotonic() - begun


@BOTH
@pytest.mark.parametrize("after", [0.0, 0.1, 0.3, 0.6, 1.0])
def test_command_that_is_ended_before_it_is_done_says_so(
    tmp_path: Path, units: Path, how: int, after: float
) -> None:
    assert run(surroundings(tmp_path), "results", "--list")[0] == 0  # makes the tables
    with closing(sqlite3.connect(tmp_path / "dauys.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # nobody else writes meanwhile, so the command can't be done
        process = listening(tmp_path, "import", "territory", units)
        time.sleep(after)
        process.send_signal(how)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == ENDED


@BOTH
@pytest.mark.parametrize("share", [0.3, 0.7, 0.9, 1.0])
def test_command_that_is_ended_at_any_moment_says_so_or_is_done(
    tmp_path: Path, units: Path, seconds: float, how: int, share: float
) -> None:
    process = listening(tmp_path / "home", "import", "territory", units)
    time.sleep(seconds * share)
    process.send_signal(how)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) in [ENDED, (0, "")]
