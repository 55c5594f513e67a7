"""Several files of a site put in place as one: staged, entered in a log, moved; a stopped run is carried on.

A reader sees each file as it was or as it is, never a part. A run that is killed before the log stands has
changed nothing; one that is killed after it is finished by `carry_on`. Nothing waits for the disk: what a
power cut takes can be published again from the facts.
"""

# ruff: noqa: PTH102, PTH103, PTH105, PTH108, PTH110, PTH112, PTH116, PTH120 -- a path object costs as much as the call of the system

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from dauys.press.exchanging import exchange, take

FOLDER = ".staged"  # in the site, so that moving is renaming; empty between two runs
LOG = "log.json"


class Stage:
    """One writer's corner of a site; several, of different names, may put different files at once."""

    def __init__(self, site: Path, name: str) -> None:
        self._site = os.fspath(site)
        self._corner = f"{self._site}/{FOLDER}/{name}"
        self._staged = 0  # files so far: none gets the name of another
        self._finds_nothing = False  # in the places of its files: a site that is new, as the last one told
        self._folders: set[str] = set()  # made so far in such a site
        self.left: list[str] = []  # the files that stood before, see `tidy`

    def put(self, files: Sequence[tuple[str, bytes]], gone: Sequence[str] = ()) -> None:
        """Put files, (path counted from the site, bytes), in their order, then remove those that are gone.

        After a kill all of it holds or none, once `carry_on` has run. OSError, of a full disk for one, comes
        before anything that stands is touched. What stood before waits in the corner for `tidy`.
        """
        os.makedirs(self._corner, exist_ok=True)  # each time: whoever carries on clears all corners away
        first, self._staged = self._staged, self._staged + len(files)
        staged = [f"{self._corner}/{number}" for number in range(first, self._staged)]
        nodes = [_write(place, content) for place, (_, content) in zip(staged, files, strict=True)]
        log = f"{self._corner}/{LOG}"
        plan = {"first": first, "put": [path for path, _ in files], "nodes": nodes, "gone": list(gone)}
        _write(f"{log}.new", json.dumps(plan).encode())
        os.replace(f"{log}.new", log)
        for place, (path, _) in zip(staged, files, strict=True):
            self._settle(place, path)
        for path in gone:
            _remove(Path(self._site), path)
        os.unlink(log)

    def _settle(self, staged: str, path: str) -> None:
        """Move a staged file into its place by the fewest calls of the system: first as the last one went."""
        place = f"{self._site}/{path}"
        if self._finds_nothing:
            self._make(path.rpartition("/")[0])
            with suppress(FileNotFoundError):  # the folder was taken away since
                if take(staged, place):
                    return
        self._finds_nothing = not _move(staged, place)
        if not self._finds_nothing:
            self.left.append(staged)

    def _make(self, folder: str) -> None:
        """A folder of the site and those above it, each made once and known from then on."""
        if folder and folder not in self._folders:
            self._make(folder.rpartition("/")[0])
            with suppress(FileExistsError):
                os.mkdir(f"{self._site}/{folder}")
            self._folders.add(folder)

    def tidy(self) -> None:
        """Let go of the files that stood before: their room on the disk takes longer to free than to take."""
        for place in self.left:
            with suppress(FileNotFoundError):  # whoever carried on has cleared it away
                os.unlink(place)
        self.left.clear()

    def close(self) -> None:
        """Leave the site as if nobody had staged anything in it."""
        shutil.rmtree(self._corner, ignore_errors=True)


def carry_on(site: Path) -> int:
    """Finish what a killed run had entered in its log, and forget what it had not; how many logs there were.

    Nobody else may be at work in the site meanwhile.
    """
    found = 0
    for corner in sorted((site / FOLDER).glob("*")):
        if (plan := _logged(corner / LOG)) is not None:
            _carry_out(os.fspath(site), os.fspath(corner), *plan)
            found += 1
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    return found


def _logged(log: Path) -> tuple[int, list[str], list[int], list[str]] | None:
    """What is to be put, from which number on, as which nodes, and to be removed; None if it is torn."""
    try:
        plan = json.loads(log.read_bytes())
        if not all(map(_is_within, (*plan["put"], *plan["gone"]))):
            return None  # no log of ours
        return plan["first"], plan["put"], plan["nodes"], plan["gone"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_within(path: str) -> bool:
    """Whether a path counted from the site stays in it."""
    return not path.startswith("/") and ".." not in path.split("/")


def _carry_out(
    site: str, corner: str, first: int, put: Sequence[str], nodes: Sequence[int], gone: Sequence[str]
) -> None:
    """What a log says. A staged file of another node than logged has changed places: it is the old page."""
    for number, (path, node) in enumerate(zip(put, nodes, strict=True), start=first):
        staged = f"{corner}/{number}"
        if os.path.exists(staged) and os.stat(staged).st_ino == node:
            _move(staged, f"{site}/{path}")
    for path in gone:
        _remove(Path(site), path)


def _move(staged: str, path: str) -> bool:
    """Move a staged file into its place; whether what stood there is staged now. A folder may be missing.

    IsADirectoryError where a folder stands in its place, which is left there: it is none of ours.
    """
    try:
        if exchange(staged, path):
            if not os.path.isdir(staged):
                return True
            exchange(staged, path)
            raise IsADirectoryError(errno.EISDIR, "a folder stands where a page belongs", path)
        os.replace(staged, path)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.replace(staged, path)
    return False


def _remove(site: Path, path: str) -> None:
    """Remove a file, and the folders of the site that it leaves empty."""
    place = site / path
    place.unlink(missing_ok=True)
    for folder in place.parents:
        if folder == site or site not in folder.parents:
            return
        try:
            folder.rmdir()
        except OSError:  # something else still stands in it
            return


def _write(path: str, content: bytes) -> int:
    """A file as the system writes it fastest: a page costs less to render than a buffered file to open.

    The number of its node, which it keeps wherever it is moved to.
    """
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(opened, rest) :]
        return os.fstat(opened).st_ino
    finally:
        os.close(opened)
