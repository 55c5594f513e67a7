"""Publishing: every page of an election into a folder, a unit's pages as one, and only those that changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dauys.apps.publication.actions.pressing import Press, Published, keep_packing
from dauys.apps.publication.actions.sharing import publish_shares
from dauys.apps.publication.actions.ways import way_shown
from dauys.apps.publication.pages.catalogue import LANGUAGES
from dauys.apps.publication.pages.contents import election_leaves
from dauys.apps.publication.pages.fronts import summary
from dauys.apps.publication.pages.manifests import ELECTION, Manifest, claim, refuse_linked
from dauys.apps.publication.pages.reading import Reading
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import Book
from dauys.core.findings import Fault, Refused
from dauys.press.holding import Held, holding
from dauys.press.staging import carry_on

Progress = Callable[[int, int], None]
PATIENCE = 2.0  # seconds: the workers of a killed run need a moment to see that it is gone


def publish(
    book: Book,
    folder: Path,
    *,
    at: dt.datetime,
    progress: Progress | None = None,
    workers: int = 1,
    packs: bool | None = None,
    compares: bool = False,
) -> Published:
    """Write the pages of an election into `folder`, beside those of other elections published there.

    `at` is the moment shown, that of the book. A file is replaced only when its bytes differ; a file that no
    longer belongs is removed only when a manifest of the site lists it; `progress` is told (done, all) units.
    `workers` processes share a large election where the system can fork; the bytes stay the same.
    `packs` says from now on whether each file has a packed twin beside it; None leaves that as it is.
    Where it `compares`, it reads every file that stands, instead of going by size and time.
    The pages of a unit change as one, with its manifest; what a killed run had begun is finished first.
    Raises Refused for a folder with foreign files or with links to other folders in it, while another process
    publishes into it, and for codes that can't be part of an address.
    """
    if at != book.at:
        raise ValueError(f"the book shows {book.at.isoformat()}, not {at.isoformat()}")
    reading = Reading(book)
    with claimed(folder):
        return publish_reading(reading, folder, progress, workers, packs, compares=compares)


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Hold the folder of a site, claimed as one of ours.

    It is held first: what another command has just begun in it is no foreign file. Raises Refused while
    another process holds it, and for one with foreign files or with links to other folders in it.
    """
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
    try:
        with holding(folder, patience=PATIENCE):
            claim(folder)
            refuse_linked(folder)
            yield
    except Held as held:
        remedy = (
            "One that follows (--follow) publishes by itself what comes: leave it. Else wait, or stop it."
        )
        message = "Another command is publishing into the folder."
        raise Refused([Fault("W-03", message, remedy, place=str(held.folder))]) from None


def publish_reading(
    reading: Reading,
    folder: Path,
    progress: Progress | None,
    workers: int,
    packs: bool | None,
    *,
    compares: bool = False,
) -> Published:
    """Into a folder that is held: every unit, the front, and what belongs to no election; see `publish`."""
    carry_on(folder)
    keep_packing(folder, packs)
    press = Press(folder, compares=compares)
    try:
        _publish_election(press, reading, progress, workers, compares)
        press.remove_rest(reading.book.election.id)
        press.publish_site()
    finally:  # what was cut short within a unit is finished, and nothing stays staged
        carry_on(folder)
    return press.done


def _publish_election(
    press: Press, reading: Reading, progress: Progress | None, workers: int, compares: bool
) -> None:
    voices = [Voice(reading, language) for language in LANGUAGES]
    units = [(unit.code, unit.kind) for unit in reading.published()]
    for told, done in publish_shares(press.folder, voices, units, workers, compares=compares):
        press.done.add(done)
        if progress is not None:
            progress(told, len(units))
    fronts = (page for voice in voices for page in election_leaves(voice))
    press.put(front_manifest(reading), fronts)


def front_manifest(reading: Reading) -> Manifest:
    """The manifest of the front of an election, with what lists of elections say of it."""
    about = {"summary": summary(reading), **way_shown(reading.book)}
    return Manifest(reading.book.election.id, ELECTION, about=about)
