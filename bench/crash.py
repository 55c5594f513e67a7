"""`make bench-crash`: kill -9 at 200 moments drawn by lot, and nothing may be half done.

    python bench/crash.py --times 200 --seed 20210725

Import, acceptance, correction and publishing by turns; after each kill everything that was answered must
stand once, every sum must be equal when counted again, the journal whole, and the same command started again
must end the work by itself. It runs on SQLite, then on the PostgreSQL that DATABASE_URL names or that answers
on 127.0.0.1:5432; `--on` chooses one of the two.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from rich.console import Console  # noqa: E402 -- this file runs as a script: the path comes first
from rich.table import Table  # noqa: E402

from bench.measuring import machine, server  # noqa: E402
from tests.journeys.killing import SEED, WORKS, Work, kill_once, lasts, world  # noqa: E402

FOLDER = ROOT / "build" / "bench"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
PRECINCTS, BROKEN = 500, 10
SOONER = 0.9  # where the work had ended before the kill, the machine has become quicker since it was timed
EARLIEST, LATEST = 0.35, 1.0  # of the time that the work takes; before that Python is only starting


@dataclass(slots=True)
class Killed:
    """One work: how often it was killed, how often while it was still at work, and what did not hold."""

    work: str
    seconds: float
    times: int = 0
    at_work: int = 0
    failures: tuple[str, ...] = ()


def killed(work: Work, name: str, delays: Sequence[float], seconds: float) -> Killed:
    """Kill the work after each of the delays."""
    found, pace = Killed(name, round(seconds, 2)), 1.0
    for number, drawn in enumerate(delays):
        delay = drawn * pace
        found.times += 1
        try:
            if kill_once(work, f"{name}_{number}", delay):
                found.at_work += 1
            else:
                pace *= SOONER
        except (AssertionError, subprocess.TimeoutExpired) as error:
            said = " ".join(str(error).split())[:300]
            found.failures += (f"{name} killed after {delay:.3f} s: {said}",)
    return found


@dataclass(slots=True)
class Run:
    """All works on one database."""

    database: str
    seconds: int
    works: list[Killed]


def on_database(folder: Path, url: str, times: int, seed: int) -> Run:
    """Kill the works so many times in all: on SQLite, or on the server of a URL."""
    begun = time.monotonic()
    with world(folder, PRECINCTS, BROKEN, url=url) as made:
        works = {name: kind(made) for name, kind in WORKS.items()}
        taken = {name: lasts(work, f"{name}_whole") for name, work in works.items()}
        chance, delays = random.Random(seed), {name: list[float]() for name in works}
        for _, each in zip(range(times), itertools.cycle(works), strict=False):
            delays[each].append(taken[each] * chance.uniform(EARLIEST, LATEST))
        with ThreadPoolExecutor(2) as both:  # two works side by side: each waits for its own processes
            found = both.map(lambda name: killed(works[name], name, delays[name], taken[name]), list(works))
            done = list(found)
    return Run("postgresql" if url else "sqlite", round(time.monotonic() - begun), done)


def shown(run: Run) -> Table:
    """The works on one database as a table."""
    table = Table(
        title=f"Killed with kill -9, {NAMES[run.database]}", title_justify="left", title_style="bold"
    )
    table.add_column("work")
    for column in ("takes", "killed", "while at work", "half done"):
        table.add_column(column, justify="right")
    for one in run.works:
        table.add_row(
            one.work, f"{one.seconds:.1f} s", str(one.times), str(one.at_work), str(len(one.failures))
        )
    return table


def chosen(on: str) -> list[str]:
    """The databases to run on as URLs, "" for SQLite."""
    url = server()
    if on == "postgresql" and not url:
        sys.exit("No PostgreSQL answers (DATABASE_URL, or 127.0.0.1:5432).")
    if not on and not url:
        print("No PostgreSQL answers (DATABASE_URL, or 127.0.0.1:5432): tried on SQLite only.")
    return {"sqlite": [""], "postgresql": [url]}.get(on, ["", url] if url else [""])


def main() -> int:
    """Kill, print, and write build/bench/crash.json; 1 where something was half done."""
    said = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    said.add_argument("--times", type=int, default=200, help="kills over all works (default 200)")
    said.add_argument("--seed", type=int, default=SEED, help="what the moments are drawn from")
    said.add_argument(
        "--on", choices=tuple(NAMES), default="", help="one database (default: all that answer)"
    )
    wanted = said.parse_args()
    console, runs = Console(), list[Run]()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for url in chosen(wanted.on):
        with tempfile.TemporaryDirectory(prefix="crash-", dir=FOLDER) as name:
            runs.append(on_database(Path(name), url, wanted.times, wanted.seed))
        console.print(shown(runs[-1]))
        for failure in (words for one in runs[-1].works for words in one.failures):
            console.print(failure, style="red")
        report = {
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), "machine": machine(),
            "seed": wanted.seed, "precincts": PRECINCTS, "runs": [asdict(run) for run in runs],
        }  # fmt: skip
        (FOLDER / "crash.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
        console.print(f"Took {runs[-1].seconds:,} s; written to {FOLDER / 'crash.json'}.")
    return 1 if any(one.failures for run in runs for one in run.works) else 0


if __name__ == "__main__":
    sys.exit(main())
