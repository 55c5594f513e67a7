"""Eight commands that write at once, one accepted protocol after another: how long each of them waits.

A wait ends when the writer may write; the whole, when its protocol stands on the disk. The limit is one
writer alone; the peer is the same program with SQLite's own way to wait.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from bench.intake import COMMAND, dauys, prepare
from bench.measuring import server

WRITERS, EACH = 8, 40
PRECINCTS = 10_000
QUEUE, ALONE, PLAIN = "dauys.config.sqlite", "one writer alone", "django.db.backends.sqlite3"

WRITER = """
import datetime as dt, json, os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "dauys.config.settings"
from django.conf import settings
engine, number, each = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
if engine:
    settings.DATABASES["default"]["ENGINE"] = engine
import django
django.setup()
from django.db import connection
from dauys.apps.elections.queries import contest_of
from dauys.apps.results.actions import Terms, accept_protocol
from dauys.core.protocol import form_of
from dauys.apps.elections.queries import law_of
from dauys.ops.running import operator
from bench.intake import CONTEST, precinct_codes
codes = [code for code, _ in precinct_codes((number + 1) * each)][number * each:]
contest = contest_of(CONTEST)
lines = {line: 0 for line in form_of(law_of(contest.election).protocol).lines}
at = dt.datetime(2024, 6, 30, 20, tzinfo=dt.UTC)
terms = Terms(reason="-")
votes = {str(one): 0 for one in range(1, 8)}
connection.ensure_connection()
by, waits = operator(), []
def timed(execute, sql, *rest):
    begun = time.monotonic()
    try:
        return execute(sql, *rest)
    finally:
        if "advisory" in sql:
            waits.append(time.monotonic() - begun)
connection.execute_wrappers.append(timed)
begin = connection._start_transaction_under_autocommit if connection.vendor == "sqlite" else None
def begun_in_turn():
    begun = time.monotonic()
    begin()
    waits.append(time.monotonic() - begun)
if begin:
    connection._start_transaction_under_autocommit = begun_in_turn
print("ready", flush=True)
sys.stdin.readline()
taken = []
for code in codes:
    waits.clear()
    begun = time.monotonic()
    accept_protocol(contest, code, lines, votes, terms, by=by, at=at)
    taken.append((sum(waits), time.monotonic() - begun))
print(json.dumps(taken))
"""


@dataclass(frozen=True, slots=True)
class Waits:
    """What the writers of one way lived through, in milliseconds, and how many protocols a second stood."""

    way: str
    writers: int
    wait_median: float
    wait_99: float  # 99 of 100 wait no longer
    wait_longest: float
    whole_median: float
    whole_99: float
    whole_longest: float
    a_second: float

    def as_dict(self) -> dict[str, str | float]:
        """For the JSON of a run."""
        return asdict(self)


def written(environment: Mapping[str, str], engine: str, writers: int, way: str) -> Waits:
    """Let so many writers begin at once; what their waits came to."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, engine, str(number), str(EACH)],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for number in range(writers)
    ]  # fmt: skip
    for process in processes:
        if process.stdout is None or process.stdout.readline() != "ready\n":
            sys.exit("A writer did not start.")
    for process in processes:
        if process.stdin is not None:
            process.stdin.write("go\n")
            process.stdin.flush()
    said = [process.communicate()[0] for process in processes]
    taken = np.array([json.loads(words) for words in said]) * 1000  # writers × protocols × (wait, whole)
    lasted = taken[:, :, 1].sum(axis=1).max() / 1000
    return Waits(
        way, writers, *(
            round(float(figure), 1)
            for column in (0, 1)
            for figure in np.percentile(taken[:, :, column], (50, 99, 100))
        ), round(writers * EACH / lasted),
    )  # fmt: skip


def measure(folder: Path) -> list[Waits]:
    """One alone, eight in the queue, eight as SQLite waits by itself; on PostgreSQL too, if one is here."""
    ready = prepare(folder, PRECINCTS)
    found = _on_sqlite(ready, folder / "writers")
    return found + (_on_postgresql(ready, folder, url) if (url := server()) else [])


def _on_sqlite(ready: Path, home: Path) -> list[Waits]:
    found = []
    for engine, writers, way in (
        (QUEUE, 1, ALONE),
        (QUEUE, WRITERS, "eight in the queue"),
        (PLAIN, WRITERS, "eight without it"),
    ):
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(ready / "home", home)
        found.append(written(environment(home), engine, writers, way))
        dauys(home, "recount")
    shutil.rmtree(home, ignore_errors=True)
    return found


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a program on a home, free of settings of whoever measures."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DAUYS_", "DATABASE_"))}
    return kept | {"DAUYS_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)} | more


def _on_postgresql(ready: Path, folder: Path, url: str) -> list[Waits]:
    """The same home, taken to databases of our own on the server by a backup, and dropped at the end."""
    import psycopg  # noqa: PLC0415 -- SQLite does without

    place, own, found = url.rpartition("/")[0], f"dauys_writers_{os.getpid()}", []
    backup = folder / "writers.backup"
    dauys(ready / "home", "backup", backup, "--force", "--no-verify")
    with psycopg.connect(f"{place}/postgres", autocommit=True) as connection:
        for writers, way in ((1, "one on PostgreSQL"), (WRITERS, "eight on PostgreSQL")):
            connection.execute(f"CREATE DATABASE {own}")  # type: ignore[arg-type]
            try:
                here = environment(folder / "writers", DATABASE_URL=f"{place}/{own}")
                for words in (("restore", str(backup)), ("recount",)):
                    if words[0] == "recount":
                        found.append(written(here, "", writers, way))
                    subprocess.run([*COMMAND, *words], env=here, check=True, capture_output=True)
            finally:
                connection.execute(f"DROP DATABASE {own} WITH (FORCE)")  # type: ignore[arg-type]
    shutil.rmtree(folder / "writers", ignore_errors=True)
    backup.unlink()
    return found
