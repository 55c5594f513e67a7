"""A home of its own for every command, and the small country imported by commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests import cast
from tests.ops.console import as_csv, dauys, rows, written

TERRITORY = ("code", "parent", "kind", "name_kk", "name_ru", "name_en", "zone")


@pytest.fixture
def home(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, db: None) -> Path:
    """An empty home, and a moment that stands still."""
    settings.HOME = tmp_path / "home"
    monkeypatch.setenv("DAUYS_AT", cast.AT.isoformat())
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


@pytest.fixture
def territory(home: Path) -> Path:
    """The territory of the small country as a file."""
    return written(home, "territory.csv", as_csv(cast.territory_rows(), TERRITORY))


@pytest.fixture
def call(home: Path) -> Path:
    """Its election as a file."""
    return written(home, "election.json", json.dumps(cast.election_file(), ensure_ascii=False))


@pytest.fixture
def called(territory: Path, call: Path, home: Path) -> Path:
    """The small country and its election, imported; nothing has been counted yet."""
    assert dauys("import", "territory", territory).code == 0
    assert dauys("import", "election", call).code == 0
    return home


@pytest.fixture
def protocols(called: Path) -> Path:
    """The four protocols of the small country as a file."""
    return written(called, "protocols.csv", as_csv(rows()))
