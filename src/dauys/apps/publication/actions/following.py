"""Following an election: its pages are pressed as protocols come, into a folder that this process holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dauys.apps.publication.actions.pressing import Press, Published, keep_packing
from dauys.apps.publication.actions.publishing import (
    Progress,
    claimed,
    front_manifest,
    publish_reading,
)
from dauys.apps.publication.pages.catalogue import LANGUAGES
from dauys.apps.publication.pages.contents import election_leaves, unit_leaves
from dauys.apps.publication.pages.fronts import election_page, summary
from dauys.apps.publication.pages.manifests import ELECTION, Manifest
from dauys.apps.publication.pages.precincts import precinct_pages
from dauys.apps.publication.pages.reading import Reading
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import OpenElection
from dauys.press.staging import carry_on

FRONT = ""  # in the place of a unit's code: the page of the election itself
NEVER = float("-inf")


@contextmanager
def held_site(folder: Path, *, packs: bool | None = None) -> Iterator[None]:
    """Hold the folder of a site for as long as it is followed; what a killed run had begun is finished.

    Raises Refused for a folder with foreign files, and while another process publishes into it.
    """
    with claimed(folder):
        carry_on(folder)
        keep_packing(folder, packs)
        try:
            yield
        finally:  # what was cut short within a unit is finished, and nothing stays staged
            carry_on(folder)


class FollowedElection:
    """The pages of an open election: which of them may say something else by now, and pressing them.

    A precinct's own page is pressed at once. The pages of the other units wait: each is pressed at most once
    in `pause` seconds, so that the sums of a country are not written for every single protocol. `now` is any
    clock that does not turn back. The folder is held, see `held_site`.
    """

    def __init__(self, folder: Path, opened: OpenElection, pause: float) -> None:
        self.code = opened.book.election.id
        self._folder, self._pause = folder, pause
        self._press = Press(folder, keeps=True)
        self._pressed: dict[str, float] = {}  # when a unit was pressed last
        self._stale: dict[str, bool] = {}  # those to be pressed, oldest first; whether all their pages are
        self._is_settled = True
        self._open(opened)

    def _open(self, opened: OpenElection) -> None:
        self._opened = opened
        self._reading = Reading(opened.book)
        self._voices = self._speak()
        self._summary: dict[str, Any] = summary(self._reading)

    def _speak(self) -> list[Voice]:
        return [Voice(self._reading, language) for language in LANGUAGES]

    def publish(self, progress: Progress | None = None, workers: int = 1) -> Published:
        """Write every page once, as `publish` does."""
        done = publish_reading(self._reading, self._folder, progress, workers, None)
        self._press = Press(self._folder, keeps=True)
        self._stale.clear()
        return done

    def open_anew(self, opened: OpenElection) -> None:
        """Take another book: every page may say something else, first those of units with other figures.

        What the disk refused in the middle is finished, and manifests are read again from what stands.
        """
        carry_on(self._folder)
        self._press = Press(self._folder, keeps=True)
        before = self._opened.book.results
        self._open(opened)
        self._is_settled = True
        book = opened.book
        units = {unit.code: unit for unit in self._reading.published()}
        changed = [code for (_, code), one in book.results.items() if before.get((_, code)) != one]
        first = sorted((code for code in changed if code in units), key=lambda code: -units[code].depth)
        self._stale = dict.fromkeys([*first, FRONT, *units], True)
        kept = {Manifest(self.code, unit).path for unit in (*units, ELECTION)}
        self._press.remove_rest(self.code, kept)

    def take_in(self) -> Published | None:
        """Press the pages of the precincts of which protocols came; None: it has to be opened anew."""
        precincts = self._opened.take_in()
        if precincts is None:
            return None
        self._is_settled = self._is_settled and not precincts
        for code in precincts:
            self._reading.forget()
            pages = (page for voice in self._voices for page in precinct_pages(voice, code))
            self._press.put(Manifest(self.code, code), pages, is_part=True)
        return self._press.told()

    def waits_until(self) -> float | None:
        """When the next unit may be pressed; None where no page has anything else to say."""
        if not self._stale and self._is_settled:
            return None
        stale = [] if self._is_settled else [FRONT]
        return min(self._pressed.get(code, NEVER) + self._pause for code in (*self._stale, *stale))

    def press_next(self, now: float) -> Published | None:
        """Press the pages of the unit that has waited longest of those that may be; None for no such unit."""
        self._press.tidy()  # now that no protocol waits
        if not self._is_settled and (self._may_be_pressed(FRONT, now) or self._next(now) is not None):
            self._settle()  # before any sum is pressed, so that no page holds older sums than rows
        code = self._next(now)
        if code is None:
            return None
        is_whole = self._stale[code]
        self._press_unit(code, is_whole)
        del self._stale[code]  # one that could not be pressed stays
        self._pressed[code] = now
        return self._press.told()

    def _next(self, now: float) -> str | None:
        return next((code for code in self._stale if self._may_be_pressed(code, now)), None)

    def _may_be_pressed(self, code: str, now: float) -> bool:
        return now >= self._pressed.get(code, NEVER) + self._pause

    def _settle(self) -> None:
        """Bring the book up to date above the precincts; the lowest units are pressed first."""
        found = self._opened.settle()
        self._is_settled = True
        self._reading = Reading(self._opened.book)
        self._voices = self._speak()
        units = self._opened.book.units
        above = sorted(found, key=lambda code: (units[code].kind == "precinct", -units[code].depth, code))
        at = next((at for at, code in enumerate(above) if units[code].kind == "precinct"), len(above))
        for code in (*above[:at], FRONT, *above[at:]):
            self._stale.setdefault(code, False)

    def _press_unit(self, code: str, is_whole: bool) -> None:
        self._reading.forget()
        if code == FRONT:
            self._press_front(is_whole)
            return
        kind = self._opened.book.units[code].kind
        pages = (page for voice in self._voices for page in unit_leaves(voice, code, kind))
        self._press.put(Manifest(self.code, code), pages)

    def _press_front(self, is_whole: bool) -> None:
        """The front of the election; where its list of elections says something else, that of the site too.

        No protocol changes the ways to find a precinct, the page of the law or that of the sources.
        """
        told = summary(self._reading)
        make = election_leaves if is_whole else election_page
        pages = (page for voice in self._voices for page in make(voice))
        self._press.put(front_manifest(self._reading), pages, is_part=not is_whole)
        if told != self._summary or is_whole:
            self._summary = told
            self._press.publish_site()
