"""The machine: versions, settings, disk, clock."""

from __future__ import annotations

import datetime as dt
import difflib
import importlib.metadata
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings as configuration

import dauys
from dauys.ops.backups.proving import left_proofs
from dauys.ops.doctor.answers import Answer, error, fine, warning

PYTHONS = ((3, 11), (3, 13))
PARTS = ("django", "polars", "numpy", "pydantic")
SQLITE = (3, 37, 0)  # the oldest that this version is tried with
LITTLE, LEAST = (
    1 << 30,
    100 << 20,
)  # bytes free on the disk: a warning below, an error below; settings of ours
EARLIEST = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)  # this program is younger: a clock before that is wrong


def versions() -> Answer:
    """This program, Python, SQLite and the parts."""
    parts = [f"{name} {importlib.metadata.version(name)}" for name in PARTS]
    python = ".".join(map(str, sys.version_info[:3]))
    found = f"dauys {dauys.__version__}, Python {python}, SQLite {sqlite3.sqlite_version}, {', '.join(parts)}"
    if not PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1]:
        return error("versions", found, "Install Python 3.11, 3.12 or 3.13.")
    if sqlite3.sqlite_version_info < SQLITE:
        return error("versions", found, f"SQLite {'.'.join(map(str, SQLITE))} or later is needed.")
    return fine("versions", found)


def settings(environment: Mapping[str, str]) -> Iterator[Answer]:
    """The variables of the environment: unknown ones, and those that change what is shown or guarded."""
    known = configuration.VARIABLES
    for name in sorted(environment):
        if name.startswith("DAUYS_") and name not in known:
            near = difflib.get_close_matches(name, known, 1)
            meant = f"Is {near[0]} meant?" if near else f"Known are {', '.join(known)}."
            yield warning("settings", f"{name} is set and means nothing here.", meant)
    if at := environment.get("DAUYS_AT"):
        said = f"DAUYS_AT is set: everything is shown and entered as at {at}."
        yield warning("settings", said, "Unset it, unless this is a demo or a rehearsal.")
    if environment.get("DAUYS_INSECURE") == "1":
        said = "DAUYS_INSECURE is set: whoever is between reads passwords and sessions."
        yield warning("settings", said, "Unset it, unless this computer alone asks.")
    zone = environment.get("DAUYS_ZONE", "Asia/Almaty")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield error("settings", f"DAUYS_ZONE is not a name of the tz database: {zone}.", "Correct it.")
    set_ones = [name for name in known if environment.get(name)]
    yield fine("settings", f"set: {', '.join(set_ones) or 'none'}; zone of the capital {zone}")


def disk(home: Path, database: int) -> Iterator[Answer]:
    """Whether the home can be written, and whether there is room: for as much again as the database holds."""
    place = home
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    found = f"{home}: {free >> 20:,} MiB free"
    remedy = "Make room on the disk, or move the home."
    if free < LEAST:
        yield error("disk", found, remedy)
    elif free < max(LITTLE, 2 * database):
        yield warning("disk", found, remedy)
    else:
        yield fine("disk", found)
    try:
        with tempfile.TemporaryFile(dir=place) as probe:
            probe.write(b"\0" * 4096)
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as refused:
        said = f"{place} can't be written: {refused.strerror}."
        yield error("disk", said, "Give whoever runs Dauys the right to write there.")


def left(home: Path) -> Iterator[Answer]:
    """What killed backups left: whole databases, with personal data."""
    for path in left_proofs(home):
        said = f"{path} was left by a backup that was killed; it holds personal data."
        yield warning("disk", said, "The next dauys backup or restore clears it away.")


def clock(now: dt.datetime) -> Answer:
    """Whether the clock can be right at all."""
    found = f"the clock shows {now.isoformat(timespec='seconds')}"
    if now < EARLIEST:
        return error("time", found, "Set the clock of this machine.")
    return fine("time", found)
