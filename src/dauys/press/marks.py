"""A small record that a command leaves in the home for who asks later: whole, or the one before it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def leave_mark(path: Path, record: dict[str, Any]) -> None:
    """Leave a record in place of the one that stands there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)


def mark_left(path: Path) -> dict[str, Any]:
    """The record that stands there; empty where none does, or where it is damaged."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
