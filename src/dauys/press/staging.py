"""Several files of a site put in place as one: staged, entered in a log, moved; a stopped run is carried on.

A reader sees each file as it was or as it is, never a part. A run that is killed before the log stands has
changed nothing; one that is killed after it is finished by `carry_on`. Nothing waits for the disk: what a
power cut takes can be published again from the facts.
"""

# ruff: noqa: PTH103, PTH105, PTH108, PTH110, PTH120 -- a path object costs as much as the call of the system

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

FOLDER = ".staged"  # in the site, so that moving is renaming; empty between two runs
LOG = "log.json"


class Stage:
    """One writer's corner of a site; several, of different names, may put different files at once."""

    def __init__(self, site: Path, name: str) -> None:
        self._site = os.fspath(site)
        self._corner = f"{self._site}/{FOLDER}/{name}"

    def put(self, files: Sequence[tuple[str, bytes]], gone: Sequence[str] = ()) -> None:
        """Put files, (path counted from the site, bytes), in their order, then remove those that are gone.

        After a kill all of it holds or none, once `carry_on` has run. OSError, of a full disk for one, comes
        before anything that stands is touched.
        """
        os.makedirs(self._corner, exist_ok=True)  # each time: whoever carries on clears all corners away
        for number, (_, content) in enumerate(files):
            _write(f"{self._corner}/{number}", content)
        log = f"{self._corner}/{LOG}"
        plan = {"put": [path for path, _ in files], "gone": list(gone)}
        _write(f"{log}.new", json.dumps(plan).encode())
        os.replace(f"{log}.new", log)
        _carry_out(self._site, self._corner, plan["put"], plan["gone"])
        os.unlink(log)

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


def _logged(log: Path) -> tuple[list[str], list[str]] | None:
    """What is to be put and to be removed; None without a log, or with one that a power cut left torn."""
    try:
        plan = json.loads(log.read_bytes())
        return plan["put"], plan["gone"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _carry_out(site: str, corner: str, put: Sequence[str], gone: Sequence[str]) -> None:
    for number, path in enumerate(put):
        _move(f"{corner}/{number}", f"{site}/{path}")
    for path in gone:
        _remove(Path(site), path)


def _move(staged: str, path: str) -> None:
    """Move a staged file into its place, whose folder may be missing; one moved before the kill stays."""
    try:
        os.replace(staged, path)
    except FileNotFoundError:
        if os.path.exists(staged):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.replace(staged, path)


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


def _write(path: str, content: bytes) -> None:
    """A file as the system writes it fastest: a page costs less to render than a buffered file to open."""
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(opened, rest) :]
    finally:
        os.close(opened)
