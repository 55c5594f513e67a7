"""One run of publishing into one folder: the pages of a unit put in place as one, with their manifest."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dauys.apps.publication.pages.catalogue import SCHEMAS, STYLE
from dauys.apps.publication.pages.fronts import site_pages
from dauys.apps.publication.pages.leaves import Leaf
from dauys.apps.publication.pages.manifests import (
    Entry,
    Manifest,
    digest_of,
    manifests_of,
    packs,
    site_manifest,
    standing,
    stands_in,
    summaries_in,
)
from dauys.press.packing import SUFFIX, is_packed, packed
from dauys.press.staging import Stage

MOST_LEFT = 1_000  # files that stood before and are still kept: as much room on the disk as some pages take


@dataclass(slots=True)
class Published:
    """What publishing did: pages made, files written, left as they were, removed; bytes of all files."""

    pages: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    bytes: int = 0
    paths: set[str] = field(default_factory=set, repr=False)

    def add(self, other: Published) -> None:
        """Count what another worker did."""
        for name in ("pages", "written", "unchanged", "removed", "bytes"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.paths |= other.paths


class Press:
    """One run of publishing into one folder; whether its pages are packed, the site's manifest says.

    One that `keeps` manifests in memory reads each from the disk once: the folder has to be held meanwhile.
    It lets go of the files that stood before when it is told to. One that `compares` reads every file that
    stands, instead of going by its size and time: those can be made to lie.
    """

    def __init__(self, folder: Path, *, keeps: bool = False, compares: bool = False) -> None:
        self.folder = folder
        self._compares = compares
        self.done = Published()
        self._packs = packs(folder)
        self._kept: dict[str, tuple[bytes, dict[str, Entry]]] | None = {} if keeps else None
        self._stage = Stage(folder, str(os.getpid()))

    def publish_site(self) -> None:
        """What belongs to no election: style, schemas, the lists of elections."""
        shared = [
            ("style.css", STYLE),
            *((f"schema/{path.name}", path) for path in sorted(SCHEMAS.glob("*.json"))),
        ]
        files = Leaf("", tuple((name, path.read_bytes()) for name, path in shared))
        self.put(site_manifest(packs=self._packs), [files, *site_pages(summaries_in(self.folder))])
        self.done.pages -= 1  # the shared files are no page

    def put(self, manifest: Manifest, leaves: Iterable[Leaf], *, is_part: bool = False) -> None:
        """Put pages in place, then the manifest that lists them; drop what only the one before it listed.

        Of a part of the pages that a manifest lists, the others stay as they are.
        """
        stood, before = self._standing(manifest.path)
        since = 0 if self._compares else _changed_at(self.folder / manifest.path)
        changed: list[tuple[str, bytes]] = []
        for page in leaves:
            self.done.pages += 1
            for name, content in page.files:
                path = page.folder + name
                entry = manifest.enter(path, content)
                self._count(path, len(content), is_new := not self._stands(before.get(path), entry, since))
                if is_new:
                    changed.append((path, content))
                if self._packs and is_packed(path):
                    changed += self._pack(manifest, path, content, None if is_new else before, since)
        if is_part:
            made = {str(entry["path"]) for entry in manifest.files}
            rest = {path: entry for path, entry in before.items() if path not in made}
            manifest.files += rest.values()
            self.done.paths |= rest.keys()
        record = manifest.as_bytes()
        self._count(manifest.path, len(record), is_new := bool(changed) or stood != record)
        gone = self._gone(before)
        if is_new or gone:
            self._stage.put([*changed, (manifest.path, record)], gone)
        if self._kept is None or len(self._stage.left) > MOST_LEFT:
            self._stage.tidy()
        if self._kept is not None:
            self._kept[manifest.path] = record, {str(entry["path"]): entry for entry in manifest.files}

    def _standing(self, manifest: str) -> tuple[bytes, dict[str, Entry]]:
        kept = self._kept.get(manifest) if self._kept is not None else None
        return kept if kept is not None else standing(self.folder / manifest)

    def _pack(
        self, manifest: Manifest, path: str, content: bytes, before: Mapping[str, Entry] | None, since: int
    ) -> list[tuple[str, bytes]]:
        """Enter the packed twin of a file; what has to be written of it.

        Beside a page that stands (else `before` is None) its twin stands too, for they change as one: it is
        not packed again.
        """
        twin = path + SUFFIX
        stood = before.get(twin) if before is not None else None
        if stood is not None and self._stands(stood, stood, since):
            manifest.files.append(stood)
            self._count(twin, int(stood["size"]), False)
            return []
        small = packed(content)
        manifest.enter(twin, small)
        self._count(twin, len(small), True)
        return [(twin, small)]

    def _stands(self, before: Entry | None, entry: Entry, since: int) -> bool:
        """Whether a file stands as it would be written: the manifest says so, and it was not touched since.

        One that was, by hand or by a run that ended with the machine, is compared byte by byte.
        """
        if before != entry:
            return False
        path = self.folder / str(entry["path"])
        try:
            found = path.stat()
        except FileNotFoundError:
            return False
        if found.st_size != int(entry["size"]):
            return False
        return found.st_mtime_ns <= since or digest_of(path.read_bytes()) == entry["sha256"]

    def _count(self, path: str, size: int, is_new: bool) -> None:
        self.done.written += is_new
        self.done.unchanged += not is_new
        self.done.bytes += size
        self.done.paths.add(path)

    def _gone(self, listed: Iterable[str]) -> list[str]:
        """Which of the files that a manifest listed no longer belong to the site."""
        gone = [path for path in listed if path not in self.done.paths and stands_in(self.folder, path)]
        self.done.removed += len(gone)
        return gone

    def remove_rest(self, election: str, kept: Collection[str] | None = None) -> None:
        """Remove the files of units that the election no longer has, and their manifests.

        `kept` are the paths of the manifests that stay; else they are those put in this run.
        """
        stay = self.done.paths if kept is None else kept
        for manifest in manifests_of(self.folder, election):
            path = manifest.relative_to(self.folder).as_posix()
            if path not in stay:
                self._stage.put([], self._gone((*standing(manifest)[1], path)))

    def tidy(self) -> None:
        """Let go of the files that stood before."""
        self._stage.tidy()

    def told(self) -> Published:
        """What was done since this was asked last."""
        done, self.done = self.done, Published()
        return done


def keep_packing(folder: Path, wanted: bool | None) -> None:
    """Have the manifest of a site say whether pages are packed, before the first is; None: as it says."""
    if wanted is None or wanted == packs(folder):
        return
    manifest = site_manifest(packs=wanted)
    manifest.files = list(standing(folder / manifest.path)[1].values())
    stage = Stage(folder, manifest.unit)
    stage.put([(manifest.path, manifest.as_bytes())])
    stage.close()


def _changed_at(path: Path) -> int:
    """When a file was changed last, in nanoseconds; 0 for one that is missing."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0
