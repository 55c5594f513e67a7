"""Manifests: per unit the path, size and SHA-256 of each file, and with them the right to remove a file."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dauys.apps.publication.pages.leaves import json_bytes
from dauys.core.findings import Fault, Refused
from dauys.press.staging import Stage

FOLDER = "manifest"
SITE = "_site"
ELECTION = "_election"
MARK = "dauys-site/1"
Entry = dict[str, Any]  # path, size, sha256


@dataclass(slots=True)
class Manifest:
    """The files of one unit, of the front of an election (`_election`) or of the whole site (`_site`)."""

    election: str
    unit: str
    files: list[Entry] = field(default_factory=list)
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Where the manifest itself stands."""
        return f"{FOLDER}/{self.election}/{self.unit}.json" if self.election else f"{FOLDER}/{self.unit}.json"

    def enter(self, path: str, content: bytes) -> Entry:
        """Add one file."""
        entry = {"path": path, "size": len(content), "sha256": digest_of(content)}
        self.files.append(entry)
        return entry

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


def digest_of(content: bytes) -> str:
    """SHA-256 as a manifest has it."""
    return hashlib.sha256(content).hexdigest()


def site_manifest(*, packs: bool) -> Manifest:
    """The manifest of what belongs to no election; it keeps whether the pages of the site are packed."""
    return Manifest("", SITE, about={"gzip": True} if packs else {})


def packs(folder: Path) -> bool:
    """Whether the pages of a site have packed twins, as its manifest says."""
    try:
        return _record((folder / Manifest("", SITE).path).read_bytes()).get("gzip") is True
    except FileNotFoundError:
        return False


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
    stage = Stage(folder, SITE)
    stage.put([(own.path, own.as_bytes())])
    stage.close()


def refuse_linked(folder: Path) -> None:
    """Refused where a folder of the site is a link: what is published through it lands somewhere else."""
    for place, folders, _ in os.walk(folder):
        for name in folders:
            if (linked := Path(place, name)).is_symlink():
                remedy = "Remove the link, then publish again; a site lies in one folder."
                raise Refused([Fault("W-05", "A link stands in the site.", remedy, place=str(linked))])


def manifests_of(folder: Path, election: str) -> Iterator[Path]:
    """The manifests that stand for one election."""
    yield from sorted((folder / FOLDER / election).glob("*.json"))


def standing(manifest: Path) -> tuple[bytes, dict[str, Entry]]:
    """A manifest as it stands, and the files that it lists by path; nothing of one missing or spoiled."""
    try:
        content = manifest.read_bytes()
    except FileNotFoundError:
        return b"", {}
    return content, {entry["path"]: entry for entry in _entries(content)}


def stands_in(site: Path, path: str) -> bool:
    """False for a path that leads out of the site: what stands there is not ours to remove."""
    root = site.resolve()
    return root in (root / path).resolve().parents


def summaries_in(folder: Path) -> list[dict[str, Any]]:
    """What the manifests of all elections published here say of them."""
    found = sorted((folder / FOLDER).glob(f"*/{ELECTION}.json"))
    read = [_record(path.read_bytes()) for path in found]
    return [record["summary"] for record in read if isinstance(record.get("summary"), dict)]


def _entries(content: bytes) -> list[Entry]:
    """What a manifest lists; nothing of one that lists anything else than files with a path."""
    files = _record(content).get("files")
    if not isinstance(files, list):
        return []
    named = [one for one in files if isinstance(one, dict) and isinstance(one.get("path"), str)]
    return named if len(named) == len(files) else []


def _record(content: bytes) -> dict[str, Any]:
    try:
        record = json.loads(content)
    except ValueError:
        return {}
    return record if isinstance(record, dict) else {}
