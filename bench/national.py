"""A country published with its precincts as rows: the whole command, to a site in three languages.

The command starts, opens the database, reads every version, words every figure three times and writes HTML,
JSON, CSV and manifests. The limit is polars writing the same rows as CSV three times from memory; beside it
the bare writing of the same bytes into as many files.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from bench.export import counted
from bench.measuring import Way, in_rounds, timed

ROUNDS = 2
LANGUAGES = ("kk", "ru", "en")
AT = "2024-07-01T12:00:00+05:00"
ALONE = "import os; os.cpu_count = lambda: 1; "  # as many workers as there are processors
COMMAND = "from dauys.ops.cli import main; main()"
STEP = 0.25  # seconds between two looks at the memory


@dataclass(slots=True)
class Run:
    """What a run of the command took: seconds, seconds of the processors, and MiB at the most."""

    seconds: float
    processors: float
    memory: float


def published(home: Path, site: Path, *, alone: bool = False) -> Run:
    """Publish into an empty folder, by a process that shares the work with another, or does not."""
    shutil.rmtree(site, ignore_errors=True)
    os.sync()  # what was written before is not paid for by this run
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"DAUYS_HOME": str(home), "DAUYS_AT": AT, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", f"{ALONE if alone else ''}{COMMAND}"]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "publish", str(site), "--precincts", "rows"], env=environment, stdout=subprocess.DEVNULL
    )
    most = [0.0]
    threading.Thread(target=_watch, args=(process.pid, most), daemon=True).start()
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"dauys publish ended with {process.returncode}.")
    return Run(seconds, used.ru_utime + used.ru_stime, most[0])


def _watch(process: int, most: list[float]) -> None:
    """Note the most memory that a process and those that it forks hold together, shared pages once."""
    while Path(f"/proc/{process}").exists():
        most[0] = max(most[0], sum(map(_memory, [process, *_children(process)])))
        time.sleep(STEP)


def _children(process: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def _memory(process: int) -> float:
    """MiB of one process, a page that several share counted in parts; 0 of one that has ended."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return int(text.partition("Pss:")[2].split()[0]) / 1024


def rows_of(site: Path) -> pl.DataFrame:
    """All rows of precincts of a site in one language."""
    tables = sorted(site.glob("en/*/*/precincts/precincts.csv"))
    return pl.concat([pl.read_csv(table, infer_schema=False) for table in tables])


def by_polars(rows: pl.DataFrame, folder: Path) -> None:
    """The same rows as CSV, once for each language."""
    for language in LANGUAGES:
        rows.write_csv(folder / f"{language}.csv")


def rewritten(site: Path, copy: Path) -> float:
    """Seconds of writing the files of a site, one after another; reading them is not counted."""
    shutil.rmtree(copy, ignore_errors=True)
    files = [path for path in site.rglob("*") if path.is_file()]
    seconds = 0.0
    for path in files:
        content, place = path.read_bytes(), copy / path.relative_to(site)
        began = time.perf_counter()
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        seconds += time.perf_counter() - began
    shutil.rmtree(copy)
    return seconds


def measure(folder: Path, rows: int) -> list[Way]:
    """The limit, the bare writing, the command by two processes and by one."""
    home, scratch = counted(folder, rows, "sqlite").home, folder / "national"
    shutil.rmtree(scratch, ignore_errors=True)
    site = scratch / "site"
    runs: dict[str, list[Run]] = {"dauys publish, two processes": [], "dauys publish, one process": []}
    published(home, site)
    frame = rows_of(site)
    assert frame.height == rows
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    pages = sum(1 for _ in site.rglob("index.html"))

    def ours(name: str, *, alone: bool) -> Callable[[], float]:
        def run() -> float:
            runs[name].append(published(home, site, alone=alone))
            return runs[name][-1].seconds

        return run

    ways: dict[str, Callable[[], float]] = {
        "polars, the same rows as CSV three times (limit)": lambda: timed(lambda: by_polars(frame, scratch)),
        "the same bytes in as many files": lambda: rewritten(site, scratch / "copy"),
        **{name: ours(name, alone=name.endswith("one process")) for name in runs},
    }
    found = in_rounds(ways, ROUNDS)
    shutil.rmtree(scratch)
    what = f"{pages:,} pages, {len(sizes):,} files, {sum(sizes) / 1e9:.2f} GB"
    return [replace(way, note=_note(way, runs.get(way.name, []), what)) for way in found]


def _note(way: Way, runs: list[Run], what: str) -> str:
    if not runs:
        return what if way.name.startswith("the same bytes") else ""
    best = min(one.processors for one in runs)
    return f"processors {best:.1f} s, peak {max(one.memory for one in runs):,.0f} MiB"
