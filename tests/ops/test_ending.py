"""Whoever ends a command gets a sentence and code 1, at any moment."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from dauys.ops.cli import CANCELLED
from tests.ops.process import begin, surroundings

# From here on somebody listens; before it only Python itself has begun.
LISTENING = "import dauys.ops.cli; dauys.ops.cli._answer([*dauys.ops.cli.ENDING], dauys.ops.cli._leave); "
LISTENING += "print('listening', flush=True); "


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("after", [0.0, 0.1, 0.3, 0.6, 1.0])
def test_command_that_is_ended_early_says_so(tmp_path: Path, how: int, after: float) -> None:
    process = begin(surroundings(tmp_path / "home"), "import", "territory", "--example", first=LISTENING)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(after)
    process.send_signal(how)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) in [(1, f"{CANCELLED}\n"), (0, "")]
    assert after > 0.5 or process.returncode == 1
