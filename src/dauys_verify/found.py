"""What a check found, and reading JSON that may hold anything."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LANGUAGES = ("kk", "ru", "en")
Record = dict[str, Any]


@dataclass
class Found:
    """How much was checked, and every difference in words."""

    files: int = 0
    units: int = 0
    sums: int = 0
    differences: list[str] = field(default_factory=list)

    def differs(self, words: str) -> None:
        """Note a difference."""
        self.differences.append(words)

    def expect(self, what: str, claimed: object, counted: object) -> None:
        """Compare a claim with what was counted."""
        self.sums += 1
        if claimed != counted:
            self.differs(f"{what}: the page says {claimed}, counted again {counted}.")

    def read(self, site: Path, path: Path) -> Record | None:
        """The JSON object in a file of the site; None, and a difference, where there is none."""
        name = path.relative_to(site).as_posix()
        try:
            record = json.loads(path.read_bytes())
        except OSError:
            self.differs(f"{name} can't be read.")
            return None
        except (ValueError, RecursionError):
            self.differs(f"{name} is no JSON.")
            return None
        if isinstance(record, dict):
            return record
        self.differs(f"{name} is no JSON object.")
        return None


def is_count(value: object) -> bool:
    """A whole number, or null where there is no figure."""
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def faults_of_result(record: Record) -> list[str]:
    """The keys of a unit's figures that are not what the schema says they are; the rest can be counted on."""
    lines, coverage, votes = record.get("lines"), record.get("coverage"), record.get("votes", [])
    protocol, outcome, winners = record.get("protocol"), record.get("outcome"), record.get("winners", [])
    right = {
        "unit": isinstance(record.get("unit"), str),
        "contest": isinstance(record.get("contest"), str | None),
        "lines": _is_counts(lines),
        "coverage": _is_counts(coverage) and {"received", "expected"} <= set(coverage or ()),
        "children": _is_list(record.get("children"), str),
        "votes": _is_list(votes, dict) and all(map(_is_vote, votes)),
        "outcome": outcome is None
        or (
            isinstance(outcome, dict)
            and isinstance(outcome.get("kind"), str)
            and _is_list(outcome.get("candidates"), str)
        ),
        "winners": _is_list(winners, dict) and all(is_count(one.get("contests")) for one in winners),
        "protocol": protocol is None
        or (isinstance(protocol, dict) and all(_is_counts(protocol.get(key)) for key in ("lines", "votes"))),
    }  # fmt: skip
    right |= {key: is_count(record.get(key)) for key in ("participated", "turnout_count", "registered")}
    return [key for key, holds in right.items() if not holds]


def _is_counts(value: Any) -> bool:
    return isinstance(value, dict) and all(map(is_count, value.values()))


def _is_list(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(one, kind) for one in value)


def _is_vote(row: Record) -> bool:
    return (
        isinstance(row.get("candidate"), str)
        and isinstance(row.get("name"), str)
        and isinstance(row.get("party"), str | None)
        and is_count(row.get("votes"))
    )


def total(values: Iterable[int | None]) -> int | None:
    """The sum of the figures that are there; None where none is."""
    there = [value for value in values if value is not None]
    return sum(there) if there else None
