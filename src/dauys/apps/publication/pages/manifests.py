"""Manifests: per unit the path, size and SHA-256 of each file, and with them the right to remove a file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dauys.apps.publication.pages.leaves import json_bytes
from dauys.core.findings import Fault, Refused
from dauys.press.writing import write_page

FOLDER = "manifest"
SITE = "_site"
ELECTION = "_election"
MARK = "dauys-site/1"


@dataclass(slots=True)
class Manifest:
    """The files of one unit, of the front of an election (`_election`) or of the whole site (`_site`)."""

    election: str
    unit: str
    files: list[dict[str, Any]] = field(default_factory=list)
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Where the manifest itself stands."""
        return f"{FOLDER}/{self.election}/{self.unit}.json" if self.election else f"{FOLDER}/{self.unit}.json"

    def enter(self, path: str, content: bytes) -> None:
        """Add one file."""
        digest = hashlib.sha256(content).hexdigest()
        self.files.append({"path": path, "size": len(content), "sha256": digest})

    def as_bytes(self) -> bytes:
        """The manifest as published, its files by path."""
        record = {
            "format": MARK,
            "election": self.election or None,
            "unit": self.unit,
            **self.about,
            "files": sorted(self.files, key=lambda entry: str(entry["path"])),
        }
        return json_bytes(record)


def claim(folder: Path) -> None:
    """Mark a folder that is empty or missing as a site of ours; refuse one that holds other files.

    The mark, an empty manifest of the site, comes before the first page: what ended half-way can be repeated.
    """
    own = Manifest("", SITE)
    if (folder / own.path).is_file():
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(
            [
                Fault("W-02", "The folder holds other files, and publishing would mix with them.",
                      "Name an empty folder, or the folder of a site published before.", place=str(folder))
            ]
        )  # fmt: skip
    write_page(folder / own.path, own.as_bytes())


def manifests_of(folder: Path, election: str) -> Iterator[Path]:
    """The manifests that stand for one election."""
    yield from sorted((folder / FOLDER / election).glob("*.json"))


def paths_in(manifest: Path) -> tuple[str, ...]:
    """The files that a manifest lists; empty for one that is missing or spoiled."""
    return tuple(str(entry["path"]) for entry in _read(manifest).get("files", ()))


def stands_in(site: Path, path: str) -> bool:
    """False for a path that leads out of the site: what stands there is not ours to remove."""
    root = site.resolve()
    return root in (root / path).resolve().parents


def summaries_in(folder: Path) -> list[dict[str, Any]]:
    """What the manifests of all elections published here say of them."""
    found = sorted((folder / FOLDER).glob(f"*/{ELECTION}.json"))
    read: Iterable[dict[str, Any]] = (_read(path) for path in found)
    return [record["summary"] for record in read if "summary" in record]


def _read(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}
