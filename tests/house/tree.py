"""The source tree as the house tests read it: modules, their syntax, the files that git keeps."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
DAUYS = SRC / "dauys"


@cache
def modules(*under: str) -> tuple[Path, ...]:
    """Every module of ours below the given places of src/dauys, migrations left out: Django writes those."""
    places = [DAUYS / place for place in under] or [SRC]
    found = (
        path
        for place in places
        for path in ([place] if place.is_file() else place.rglob("*.py"))
        if "migrations" not in path.parts
    )
    return tuple(sorted(found))


@cache
def syntax(path: Path) -> ast.Module:
    """The parsed module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def shown(path: Path, node: ast.AST | None = None) -> str:
    """A place as an editor opens it: path from the root, and the line."""
    line = f":{node.lineno}" if isinstance(node, ast.expr | ast.stmt | ast.keyword) else ""
    return f"{path.relative_to(ROOT)}{line}"


@cache
def tracked(*suffixes: str) -> tuple[Path, ...]:
    """The files that git keeps, or a skip where this is no checkout (an unpacked archive)."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    try:
        listing = subprocess.run(
            ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"],
            cwd=ROOT, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("git does not answer")
    names = [name for name in listing.split("\0") if name and (ROOT / name).is_file()]
    return tuple(ROOT / name for name in names if not suffixes or name.endswith(suffixes))
