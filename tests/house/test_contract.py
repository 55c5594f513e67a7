"""The import contract bites: a copy of the tree with one thing wrong does not pass."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

COMMAND = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def _lint(tree: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "--no-cache"],
        cwd=tree, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(tree / "src")},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_contract_holds_as_it_is(copy: Path) -> None:
    code, said = _lint(copy)
    assert code == 0, said


@pytest.mark.parametrize(
    ("path", "line", "named"),
    [
        ("common/__init__.py", "", "dauys.common"),
        ("apps/journal/services.py", "", "dauys.apps.journal.services"),
        ("core/helpers.py", "", "dauys.core.helpers"),
        ("core/rights.py", "import django", "core.rights -> django"),
        ("core/findings.py", "import dauys.core.rights", "core.findings -> dauys.core.rights"),
        ("apps/journal/models.py", "import dauys.apps.law.models", "journal.models -> dauys.apps.law.models"),
        ("apps/law/models.py", "import dauys.apps.law.actions", "law.models -> dauys.apps.law.actions"),
        ("web/desk/lines.py", "import dauys.apps.files.models", "desk.lines -> dauys.apps.files.models"),
        ("web/desk/lines.py", "import dauys.apps.files.rules", "desk.lines -> dauys.apps.files.rules"),
    ],
)
def test_contract_refuses(copy: Path, path: str, line: str, named: str) -> None:
    file = copy / "src/dauys" / path
    file.parent.mkdir(exist_ok=True)
    with file.open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")
    code, said = _lint(copy)
    assert code != 0
    assert named in said
