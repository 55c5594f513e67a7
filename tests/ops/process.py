"""The command `dauys` as a process of its own, for what can't be tried inside this one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
QUOTA = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0})); "
PROGRAM = "from dauys.ops.cli import main; main()"


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """The environment of a process: its home, and the embedded database unless `more` names another."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("DAUYS_", "DATABASE_"))}
    kept |= {"DAUYS_HOME": str(home), "PYTHONPATH": str(SOURCE), "DAUYS_AT": "2021-07-25T22:00:00+00:00"}
    return kept | more


def begin(
    environment: Mapping[str, str], *arguments: str | Path, quota: int = 0, first: str = ""
) -> subprocess.Popen[str]:
    """Start the command; no file may grow beyond `quota` bytes, where one is given; `first` runs before."""
    program = (QUOTA.format(quota) if quota else "") + first + PROGRAM
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        env=dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(
    environment: Mapping[str, str], *arguments: str | Path, quota: int = 0, first: str = ""
) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command; no traceback stands in the latter."""
    process = begin(environment, *arguments, quota=quota, first=first)
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in err, err
    return process.returncode, out, err
