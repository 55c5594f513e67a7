"""`dauys publish --follow`: one process keeps a site up to date for as long as protocols come."""

from __future__ import annotations

import datetime as dt
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from dauys.core.findings import Refused
from dauys.ops.running import moment_shown
from dauys.ops.snapshots import snapshot
from dauys.ops.surroundings import refusal_of
from dauys.ops.voice import said
from dauys.ops.waiting import counting

if TYPE_CHECKING:
    from dauys.apps.publication.actions import FollowedElection, Published
    from dauys.apps.results.queries import OpenElection

LOOK = 0.2  # seconds between two looks at the journal; a setting of ours
SUMS = 5.0  # seconds in which one unit above the precincts is pressed at most once; a setting of ours
MOMENT = 600.0  # seconds after which calendars show a later moment; a setting of ours
AGAIN = 1.0  # seconds until what the machine refused is tried again
COSTLY = 2  # of so many times its own length an opening of a book is not repeated


@dataclass(frozen=True, slots=True)
class Pace:
    """How often the journal is looked at, and how often one unit above the precincts is pressed: seconds."""

    look: float = LOOK
    sums: float = SUMS


@dataclass(slots=True)
class _Followed:
    """One election with when it may be opened anew; `is_behind` until then."""

    pages: FollowedElection
    may_open_at: float = 0.0
    is_behind: bool = False
    done: list[Published] = field(default_factory=list)  # pressed above the precincts and not told yet


class Follower:
    """The elections of an installation and their pages in one folder, which is held meanwhile."""

    def __init__(self, folder: Path, election: str, precincts: str, pace: Pace, language: str) -> None:
        self._folder, self._election, self._precincts = folder, election, precincts
        self._pace, self._language = pace, language
        self._followed: dict[str, _Followed] = {}
        self._seen = 0
        self._shown_at = 0.0
        self._trouble = ""

    def begin(self) -> None:
        """Publish every election once."""
        from dauys.apps.journal.queries import last_number  # noqa: PLC0415

        self._seen = last_number()  # before anything is read: what comes meanwhile is seen again
        self._add_new()
        self._shown_at = time.monotonic()
        self._say("begun", seconds=f"{self._pace.look:g}")

    def turn(self) -> float:
        """Do what comes first; for how many seconds there is nothing else. What is refused is told."""
        from django.db import InterfaceError, OperationalError, connection  # noqa: PLC0415

        try:
            wait = self._turn()
        except (OperationalError, InterfaceError) as error:
            connection.close()  # a server that was started again does not know it any more
            return self._refused(refusal_of(error) or str(error))
        except OSError as error:
            return self._refused(refusal_of(error) or str(error))
        except Refused as refused:
            return self._refused(str(refused.faults[0]))
        if self._trouble:
            self._trouble = ""
            self._say("recovered")
        return wait

    def end(self) -> None:
        """Tell what was done last, and that it ends."""
        for code, one in self._followed.items():
            self._tell_sums(code, one)
        self._say("ended")

    def _turn(self) -> float:
        if self._look() or self._open_what_is_behind() or self._press_next():
            return 0.0
        return self._pace.look

    def _look(self) -> bool:
        """Whether the journal has grown; then the pages of the precincts concerned are pressed."""
        from dauys.apps.journal.queries import last_number  # noqa: PLC0415

        number = last_number()
        if number == self._seen:
            return False
        for code, one in self._followed.items():
            if one.is_behind:
                continue
            with snapshot():
                done = one.pages.take_in()
            if done is None:
                one.is_behind = True
            elif done.pages:
                self._tell("came", code, done, number)
        self._seen = number
        self._add_new()
        return True

    def _add_new(self) -> None:
        """Publish the elections that are not followed yet."""
        from dauys.apps.elections.queries import elections  # noqa: PLC0415
        from dauys.apps.publication.actions import FollowedElection  # noqa: PLC0415

        for code in elections().values_list("code", flat=True):
            if code in self._followed or self._election not in ("", code):
                continue
            pages = FollowedElection(self._folder, self._opened(code), self._pace.sums)
            with counting("Publishing") as progress:
                done = pages.publish(progress, os.cpu_count() or 1)
            self._followed[code] = _Followed(pages)
            self._tell("whole", code, done, self._seen)

    def _opened(self, code: str) -> OpenElection:
        from django.conf import settings  # noqa: PLC0415

        from dauys.apps.elections.queries import election_of  # noqa: PLC0415
        from dauys.apps.publication.actions import ROWS, way_of  # noqa: PLC0415
        from dauys.apps.results.queries import OpenElection  # noqa: PLC0415

        with snapshot():
            election = election_of(code)
            assert election is not None  # noqa: S101 -- no verb takes an election away
            way = way_of(self._folder, election, self._precincts, settings.PRECINCTS_WITH_PAGES)
            return OpenElection(code, at=moment_shown(), as_rows=way == ROWS)

    def _open_what_is_behind(self) -> bool:
        """Open one election anew where it has to be: not while that would take most of the time."""
        now = time.monotonic()
        if not os.environ.get("DAUYS_AT") and now >= self._shown_at + MOMENT:
            self._shown_at = now
            for one in self._followed.values():
                one.is_behind = True
        for code, one in self._followed.items():
            if one.is_behind and now >= one.may_open_at:
                opened = self._opened(code)
                one.pages.open_anew(opened)
                one.is_behind = False
                one.may_open_at = time.monotonic() + COSTLY * (time.monotonic() - now)
                return True
        return False

    def _press_next(self) -> bool:
        """Press one unit whose sums may be another ones; tell once none is left for now."""
        for code, one in self._followed.items():
            done = one.pages.press_next(time.monotonic())
            if done is not None:
                one.done.append(done)
                return True
            self._tell_sums(code, one)
        return False

    def _tell_sums(self, code: str, one: _Followed) -> None:
        if one.done:
            total = one.done[0]
            for done in one.done[1:]:
                total.add(done)
            one.done.clear()
            if total.written or total.removed:
                self._tell("sums", code, total, self._seen)

    def _tell(self, key: str, code: str, done: Published, number: int) -> None:
        self._say(
            key, election=code, pages=done.pages, written=done.written, unchanged=done.unchanged,
            entry=number, delay=self._delay(number),
        )  # fmt: skip

    def _delay(self, number: int) -> str:
        """Seconds since an entry was made; a dash where the moment shown stands still."""
        from dauys.apps.journal.queries import entries  # noqa: PLC0415

        entry = entries().filter(number=number).first()
        if entry is None or os.environ.get("DAUYS_AT"):
            return "–"
        return f"{(dt.datetime.now(dt.UTC) - entry.at).total_seconds():.2f}"

    def _refused(self, words: str) -> float:
        """Tell what the machine refuses, once, and begin again from what stands; how long to wait until then.

        Half of what came may have been read, or pressed.
        """
        for one in self._followed.values():
            one.is_behind = True
        if words != self._trouble:
            self._trouble = words
            typer.echo(words, err=True)
            typer.echo(said(self._language, "follow", "again", seconds=f"{AGAIN:g}"), err=True)
        return AGAIN

    def _say(self, key: str, **places: Any) -> None:
        typer.echo(said(self._language, "follow", key, **places))


def follow(
    folder: Path, election: str, precincts: str, packs: bool | None, pace: Pace, language: str
) -> None:
    """Publish, then press what changes until somebody ends it: the unit at hand is finished first."""
    from dauys.apps.publication.actions import held_site  # noqa: PLC0415

    with held_site(folder, packs=packs):
        follower = Follower(folder, election, precincts, pace, language)
        follower.begin()
        with ended() as is_ended:
            while not is_ended.is_set():
                is_ended.wait(follower.turn())
            follower.end()


@contextmanager
def ended() -> Iterator[threading.Event]:
    """What Ctrl+C and SIGTERM set; a second one ends at once, as ever."""
    event = threading.Event()
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}

    def end(*_: object) -> None:
        event.set()
        for one, handler in before.items():
            signal.signal(one, handler)

    for one in before:
        signal.signal(one, end)
    try:
        yield event
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
