"""One command at a time works in a folder, and a killed one leaves it free."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dauys.press.holding import Held, holding
from tests.ops.process import SOURCE

HOLD = """
import sys
from pathlib import Path
from dauys.press.holding import holding
with holding(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    """A process that holds the folder until its standard input is closed, or it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(SOURCE)},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_folder_of_another_process_is_refused_and_free_once_that_is_killed(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        with pytest.raises(Held) as refused, holding(tmp_path, patience=0.1):
            pytest.fail("two hold one folder")
        assert str(tmp_path) in str(refused.value)
        process.kill()
        process.wait(timeout=60)
        with holding(tmp_path):
            assert list(tmp_path.iterdir()) == []


def test_waiting_for_a_folder_ends_when_it_is_free(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        assert process.stdin is not None
        process.stdin.close()
        with holding(tmp_path, patience=None):
            assert process.wait(timeout=60) == 0


def test_process_may_hold_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with holding(tmp_path), holding(tmp_path / "link"):
        assert (tmp_path / "link").is_symlink()
    with holder(tmp_path) as process:
        process.kill()


def test_folder_that_is_missing_is_not_held(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), holding(tmp_path / "nothing"):
        pytest.fail("what is not there is held")
