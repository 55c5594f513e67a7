"""`make` makes its own environment once, and says clearly what is missing when it can't."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")

OLD = "#!/bin/sh\ncase $1 in -V) echo Python 3.9.2;; *) exit 1;; esac\n"
# New enough, but without ensurepip: what Debian's python3 is without python3-venv.
BARE = "#!/bin/sh\ncase $2 in *ensurepip*) exit 1;; *) exit 0;; esac\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh checkout, as far as make looks at it; its path has a space, as real ones do."""
    folder = tmp_path / "a checkout"
    folder.mkdir()
    shutil.copy(ROOT / "Makefile", folder)
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    return folder


def _make(folder: Path, *arguments: str) -> tuple[int, str]:
    # The suite itself often runs under make, whose wishes are not meant for this one.
    own = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(
        ["make", *arguments],
        cwd=folder, env=own, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def _interpreter(folder: Path, script: str) -> str:
    path = folder / "python"
    path.write_text(script)
    path.chmod(0o755)
    return "PYTHON=./python"


def test_old_python_is_refused_with_what_to_do(checkout: Path) -> None:
    code, said = _make(checkout, "demo", _interpreter(checkout, OLD))
    assert code != 0
    assert "needs Python 3.11, 3.12 or 3.13; ./python is Python 3.9.2" in said


def test_python_without_ensurepip_is_refused_with_what_to_do(checkout: Path) -> None:
    code, said = _make(checkout, "demo", _interpreter(checkout, BARE))
    assert code != 0
    assert "apt-get install python3-venv" in said
    assert not (checkout / ".venv").exists()


def test_missing_python_is_named(checkout: Path) -> None:
    code, said = _make(checkout, "demo", "PYTHON=python3.77")
    assert code != 0
    assert "python3.77 was not found" in said


def test_second_start_installs_nothing(checkout: Path) -> None:
    """Stamps carry the content of the pinned sets: while that is the same, only the command itself runs."""
    _, first = _make(checkout, "--dry-run", "demo")
    stamps = [line.split()[-1] for line in first.splitlines() if line.startswith("touch .venv/")]
    assert len(stamps) == 2
    (checkout / ".venv").mkdir()
    for stamp in stamps:
        (checkout / stamp).touch()
    _, second = _make(checkout, "--dry-run", "demo", "PORT=8123")
    command = f'exec env -u DATABASE_URL DAUYS_HOME="{checkout}/build/demo" .venv/bin/dauys demo --port 8123'
    assert second.split() == command.split()


def test_changed_lock_is_installed(checkout: Path) -> None:
    (checkout / ".venv").mkdir()
    _, before = _make(checkout, "--dry-run", "demo")
    with (checkout / "requirements/runtime.txt").open("a") as lock:
        lock.write("# changed\n")
    _, after = _make(checkout, "--dry-run", "demo")
    assert "pip" in after
    assert before != after
