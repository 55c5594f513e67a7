"""Files against manifests, sums against what they are the sums of, shares against their counts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LANGUAGES = ("kk", "ru", "en")
Results = dict[str, dict[str, Any]]  # of one election in one language, by unit


@dataclass
class Found:
    """How much was checked, and every difference in words."""

    files: int = 0
    units: int = 0
    sums: int = 0
    differences: list[str] = field(default_factory=list)

    def expect(self, what: str, claimed: object, counted: object) -> None:
        """Compare a claim with what was counted."""
        self.sums += 1
        if claimed != counted:
            self.differences.append(f"{what}: the page says {claimed}, counted again {counted}.")


def verify(site: Path) -> Found:
    """Check a published site; reads files below `site` and nothing else."""
    found = Found()
    listed = _check_files(site, found)
    for election in sorted(path.name for path in (site / "manifest").iterdir() if path.is_dir()):
        by_language = {language: _results(site / language / election) for language in LANGUAGES}
        for language, results in by_language.items():
            for unit, result in results.items():
                if unit != result["unit"]:
                    found.differences.append(
                        f"{language}/{election}/{unit} holds the figures of {result['unit']}."
                    )
        results = by_language["en"]
        found.units += len(results)
        for unit, result in results.items():
            _check_unit(f"{election}/{unit}", result, results, found)
            for language in ("kk", "ru"):
                other = by_language[language].get(unit)
                found.expect(f"{language}/{election}/{unit}", _figures(other), _figures(result))
    _check_strangers(site, listed, found)
    return found


def _check_files(site: Path, found: Found) -> set[str]:
    """Size and SHA-256 of every file that a manifest lists; returns the paths, the manifests included."""
    listed = set()
    for manifest in sorted((site / "manifest").rglob("*.json")):
        listed.add(manifest.relative_to(site).as_posix())
        for entry in json.loads(manifest.read_bytes())["files"]:
            listed.add(entry["path"])
            path = site / entry["path"]
            if not path.is_file():
                found.differences.append(f"{entry['path']} is listed and missing.")
                continue
            content = path.read_bytes()
            found.files += 1
            if (len(content), hashlib.sha256(content).hexdigest()) != (entry["size"], entry["sha256"]):
                found.differences.append(f"{entry['path']} is not the file that its manifest lists.")
    return listed


def _check_strangers(site: Path, listed: set[str], found: Found) -> None:
    """Files that no manifest lists."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and name not in listed:
            found.differences.append(f"{name} is in no manifest.")


def _results(folder: Path) -> Results:
    """The figures of every unit of an election: the index.json of the unit's own page."""
    found = {}
    for path in sorted(folder.glob("*/index.json")):
        record = json.loads(path.read_bytes())
        if "coverage" in record and "lines" in record:
            found[path.parent.name] = record
    return found


def _figures(result: dict[str, Any] | None) -> dict[str, Any] | None:
    """What must be the same in every language."""
    if result is None:
        return None
    return {key: value for key, value in result.items() if key not in ("page", "made", "$schema")}


def _check_unit(name: str, result: dict[str, Any], results: Results, found: Found) -> None:
    """One unit: sums of those beneath it, and what follows from its own counts."""
    _check_shares(name, result, found)
    children = [results[child] for child in result["children"] if child in results]
    if not children:
        return
    for part in ("received", "expected"):
        counted = sum(child["coverage"][part] for child in children)
        found.expect(f"{name} {part}", result["coverage"][part], counted)
    for line, claimed in result["lines"].items():
        found.expect(f"{name} {line}", claimed, _sum(child["lines"][line] for child in children))
    if "votes" in result:
        for at, row in enumerate(result["votes"]):
            votes = _sum(child["votes"][at]["votes"] for child in children if "votes" in child)
            found.expect(f"{name} votes of {row['candidate']}", row["votes"], votes)


def _check_shares(name: str, result: dict[str, Any], found: Found) -> None:
    """Turnout and shares from the counts they stand beside."""
    count, base = result["turnout_count"], result["registered"]
    found.expect(f"{name} turnout", result["turnout"], _percent(count, base, 2))
    for row in result.get("votes", ()):
        share = _percent(row["votes"], result["participated"], 4)
        found.expect(f"{name} share of {row['candidate']}", row["share"], share)


def _sum(values: Iterator[int | None]) -> int | None:
    """The sum of the figures that are there; None where none is."""
    there = [value for value in values if value is not None]
    return sum(there) if there else None


def _percent(part: int | None, whole: int | None, places: int) -> str | None:
    """Percent, half up, in whole numbers only."""
    if part is None or not whole or whole < 0:
        return None
    units = (2 * abs(part) * 100 * 10**places + whole) // (2 * whole)
    digits = f"{units:0{places + 1}d}"
    sign = "-" if part < 0 and units else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
