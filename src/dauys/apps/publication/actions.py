"""Publishing: every page of an election into a folder, whole pages only, and only those that changed."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any

from dauys.apps.publication.pages.calendars import calendar_pages
from dauys.apps.publication.pages.candidacies import candidacies_pages
from dauys.apps.publication.pages.candidates import candidate_pages
from dauys.apps.publication.pages.catalogue import LANGUAGES, SCHEMAS, STYLE
from dauys.apps.publication.pages.commissions import commission_pages
from dauys.apps.publication.pages.comparisons import comparison_pages, has_comparison
from dauys.apps.publication.pages.finder import find_pages
from dauys.apps.publication.pages.fronts import election_page, site_pages, summary
from dauys.apps.publication.pages.laws import law_pages
from dauys.apps.publication.pages.leaves import Leaf
from dauys.apps.publication.pages.manifests import (
    ELECTION,
    SITE,
    Manifest,
    claim,
    manifests_of,
    paths_in,
    stands_in,
    summaries_in,
)
from dauys.apps.publication.pages.matrices import matrix_pages
from dauys.apps.publication.pages.plans import plans_pages
from dauys.apps.publication.pages.precincts import precinct_pages
from dauys.apps.publication.pages.reading import PRECINCT, Reading
from dauys.apps.publication.pages.sources import source_pages
from dauys.apps.publication.pages.tabs import has_candidates, has_matrix, has_turnout
from dauys.apps.publication.pages.turnouts import turnout_pages
from dauys.apps.publication.pages.units import unit_pages
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import Book
from dauys.press.writing import remove_page, write_page

Progress = Callable[[int, int], None]


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


def publish(
    book: Book, folder: Path, *, at: dt.datetime, progress: Progress | None = None, workers: int = 1
) -> Published:
    """Write the pages of an election into `folder`, beside those of other elections published there.

    `at` is the moment shown, that of the book. A file is replaced only when its bytes differ; a file that no
    longer belongs is removed only when a manifest of the site lists it; `progress` is told (done, all) units.
    `workers` processes share a large election where the system can fork; the bytes stay the same.
    Raises Refused for a folder with foreign files, and for codes that can't be part of an address.
    """
    if at != book.at:
        raise ValueError(f"the book shows {book.at.isoformat()}, not {at.isoformat()}")
    reading = Reading(book)
    claim(folder)
    press = _Press(folder)
    press.publish_election(reading, progress, workers)
    press.remove_rest(book.election.id)
    press.publish_site()
    return press.done


MANY = 400  # units from which on it pays to fork
SHARE = 40  # units that a worker takes at a time
Share = Sequence[tuple[str, str]]  # code and kind of units
_SHARED: list[Any] = []


def _publish_share(share: Share) -> Published:
    folder, voices = _SHARED
    return publish_units(folder, voices, share)


def publish_units(folder: Path, voices: Sequence[Voice], units: Share) -> Published:
    """Write the pages of some units of an election, each unit with its manifest."""
    press = _Press(folder)
    election = voices[0].election
    for code, kind in units:
        leaves = (page for voice in voices for page in unit_leaves(voice, code, kind))
        press.put(Manifest(election, code), leaves)
    return press.done


class _Press:
    """One run of publishing into one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.done = Published()

    def publish_election(self, reading: Reading, progress: Progress | None, workers: int) -> None:
        """Every unit with its manifest, then the front of the election."""
        voices = [Voice(reading, language) for language in LANGUAGES]
        election = reading.book.election.id
        units = [(unit.code, unit.kind) for unit in reading.published()]
        is_shared = workers > 1 and len(units) > MANY and "fork" in get_all_start_methods()
        size = SHARE if is_shared else 1
        shares = [units[start : start + size] for start in range(0, len(units), size)]
        told = 0
        for share, done in self._published(voices, shares, workers if is_shared else 1):
            self.done.add(done)
            told += len(share)
            if progress is not None:
                progress(told, len(units))
        fronts = (page for voice in voices for page in election_leaves(voice))
        self.put(Manifest(election, ELECTION, about={"summary": summary(reading)}), fronts)

    def _published(
        self, voices: Sequence[Voice], shares: Sequence[Share], workers: int
    ) -> Iterator[tuple[Share, Published]]:
        """What each share of the units came to, by this process or by several that it forks."""
        if workers == 1:
            for share in shares:
                yield share, publish_units(self.folder, voices, share)
            return
        _SHARED[:] = [self.folder, voices]  # the children find it in their copy of the memory
        gc.freeze()  # which stays one memory as long as no collector walks over it
        with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
            yield from zip(shares, pool.map(_publish_share, shares), strict=True)
        gc.unfreeze()
        _SHARED.clear()

    def publish_site(self) -> None:
        """What belongs to no election: style, schemas, the lists of elections."""
        manifest = Manifest("", SITE)
        shared = [
            ("style.css", STYLE),
            *((f"schema/{path.name}", path) for path in sorted(SCHEMAS.glob("*.json"))),
        ]
        for name, path in shared:
            self.write(manifest, name, path.read_bytes())
        self.put(manifest, site_pages(summaries_in(self.folder)))

    def put(self, manifest: Manifest, leaves: Iterable[Leaf]) -> None:
        """Write pages, then the manifest that lists them; drop what only the one before it listed."""
        path = self.folder / manifest.path
        before = paths_in(path)
        for page in leaves:
            self.done.pages += 1
            for name, content in page.files:
                self.write(manifest, page.folder + name, content)
        self._write(path, manifest.as_bytes())
        self.done.paths.add(manifest.path)
        self._drop(before)

    def write(self, manifest: Manifest, path: str, content: bytes) -> None:
        """Write one file and enter it in its manifest."""
        manifest.enter(path, content)
        self._write(self.folder / path, content)
        self.done.paths.add(path)

    def remove_rest(self, election: str) -> None:
        """Remove the files of units that the election no longer has, and their manifests."""
        for manifest in manifests_of(self.folder, election):
            path = manifest.relative_to(self.folder).as_posix()
            if path not in self.done.paths:
                self._drop((*paths_in(manifest), path))

    def _write(self, path: Path, content: bytes) -> None:
        if write_page(path, content):
            self.done.written += 1
        else:
            self.done.unchanged += 1
        self.done.bytes += len(content)

    def _drop(self, paths: Iterable[str]) -> None:
        for path in paths:
            if path not in self.done.paths and stands_in(self.folder, path):
                remove_page(self.folder / path, within=self.folder)
                self.done.removed += 1


def election_leaves(voice: Voice) -> Iterator[Leaf]:
    """The pages of an election that belong to no unit, in one language."""
    yield from election_page(voice)
    yield from find_pages(voice)
    yield from source_pages(voice)
    yield from law_pages(voice)


def unit_leaves(voice: Voice, code: str, kind: str) -> Iterator[Leaf]:
    """All pages of one unit in one language."""
    if code in voice.book.commissions:
        yield from commission_pages(voice, code)
    if kind == PRECINCT:
        yield from precinct_pages(voice, code)
        return
    yield from unit_pages(voice, code)
    if has_comparison(voice, code):
        yield from comparison_pages(voice, code)
    if has_matrix(voice, code):
        yield from matrix_pages(voice, code)
    if has_candidates(voice, code):
        contest = voice.reading.contest(code)
        yield from candidate_pages(voice, contest) if contest else candidacies_pages(voice, code)
    if code in voice.reading.with_plan:
        yield from calendar_pages(voice, code)
        if code == voice.book.root:
            yield from plans_pages(voice, code)
    if has_turnout(voice, code):
        yield from turnout_pages(voice, code)
