"""`make bench-load`: members of the sample country at work in the workplace, on SQLite and on PostgreSQL.

Each of 500 looks at today and at lists, thinks for ten seconds, and goes on, for five minutes: real processes
of the server that an installation runs, prepared sessions, 127.0.0.1. Held against it in the same run: how
many pages a second there are at most, as a ratio to a bare Django view with one question to the database.
The crowd and the server share the two cores of the machine, so a server of its own does better.

python bench/load.py --members 500 --seconds 300 --think 10 --on sqlite
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import numpy as np  # noqa: E402 -- this file runs as a script: the path comes first
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from bench.crowd import HOST, Browser, Heard, answers, crowd, place_of  # noqa: E402
from bench.intake import COMMAND, dauys, run  # noqa: E402
from bench.measuring import machine, server  # noqa: E402
from bench.writers import environment  # noqa: E402
from dauys.ops import serving  # noqa: E402

FOLDER = ROOT / "build" / "bench" / "load"
AT = "2021-07-25T21:30:00+06:00"  # the evening of election day: as much stands in the lists as ever will
KEY = "load-" * 12
LISTS = ("commissions", "territory", "elections", "results", "findings", "files", "late", "plans")
TODAY = "/en/desk/today/"
CONNECTIONS, ROUND, ROUNDS = 8, 1.0, 3  # of the comparison with the bare view: at once, seconds, rounds
OURS, BARE = "dauys.config.wsgi:application", "bench.bare:application"


@dataclass(frozen=True, slots=True)
class Load:
    """What one database lived through."""

    name: str
    processes: int
    heard: Heard
    ratios: dict[str, tuple[float, float]]  # pages a second, and the ratio to the bare view
    busy: float  # of one core, the server's processes together, while the crowd was there

    def as_dict(self) -> dict[str, Any]:
        """For the JSON of a run."""
        found = {place: _spread(seconds) for place, seconds in sorted(self.heard.seconds.items())}
        return {
            "database": self.name, "processes": self.processes, "requests": len(self.heard.all),
            "errors": dict(self.heard.errors), "a_second": round(len(self.heard.all) / self.heard.lasted, 1),
            "server_cores": round(self.busy, 2), "ms": _spread(self.heard.all), "places": found,
            "at_most": {name: {"a_second": round(rate), "ratio": round(ratio, 4)}
                        for name, (rate, ratio) in self.ratios.items()},
        }  # fmt: skip


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    """Milliseconds: half, 99 of 100, and all answers come no later."""
    if not seconds:
        return {}
    found = np.percentile(np.array(seconds) * 1000, (50, 99, 100))
    return dict(zip(("p50", "p99", "longest"), (round(float(one), 1) for one in found), strict=True))


@contextmanager
def served(
    application: str, place: dict[str, str], processes: int, threads: int
) -> Iterator[tuple[int, int]]:
    """A server of that application on a database, as an installation starts it: its port and its process."""
    with socket.create_server((HOST, 0)) as found:
        port = found.getsockname()[1]
    command = [*serving.granian(port, processes)[:-1], application]
    command[command.index("--blocking-threads") + 1] = str(threads)
    process = subprocess.Popen(command, env=place)
    try:
        until = time.monotonic() + 60
        while True:
            try:
                socket.create_connection((HOST, port), timeout=1).close()
                break
            except OSError:
                if time.monotonic() > until or process.poll() is not None:
                    sys.exit("The server did not start.")
                time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=60)


def _cpu(process: int) -> float:
    """Seconds of the processor that a process and those that it started have used."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat.parent.name) == process or int(fields[1]) == process:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


BUILDING = """
from dauys.ops.running import start
start()
from dauys.ops.demo.replay import END, events
for event in events():
    if event.at <= END:
        event.do()
"""


def sample() -> Path:
    """The home of the sample country, with nothing published: built once for a version of the sample."""
    parts = sorted((ROOT / "src/dauys/ops/demo").rglob("*.py"))
    home = FOLDER / f"sample-{hashlib.sha256(b''.join(one.read_bytes() for one in parts)).hexdigest()[:8]}"
    if not (home / "made").exists():
        print("Making the sample country (once) …", flush=True)
        for old in FOLDER.glob("sample-*"):
            shutil.rmtree(old)
        run(home, [sys.executable, "-c", BUILDING])
        (home / "made").touch()
    dauys(home, "results", "--list")  # a later version of the program has more tables
    return home


@contextmanager
def on_sqlite(ready: Path) -> Iterator[dict[str, str]]:
    """A copy of the sample as the embedded database."""
    home = FOLDER / "home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    shutil.copy2(ready / "dauys.sqlite3", home)
    yield _place(home)
    shutil.rmtree(home)


@contextmanager
def on_postgresql(ready: Path) -> Iterator[dict[str, str]]:
    """The sample taken to a database of its own by a backup, and dropped at the end."""
    import psycopg  # noqa: PLC0415 -- SQLite does without

    where, own, backup = server().rpartition("/")[0], f"dauys_load_{os.getpid()}", FOLDER / "load.backup"
    dauys(ready, "backup", backup, "--force", "--no-verify")
    with psycopg.connect(f"{where}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {own}")  # type: ignore[arg-type]
        try:
            place = _place(FOLDER / "postgresql", DATABASE_URL=f"{where}/{own}")
            subprocess.run([*COMMAND, "restore", str(backup)], env=place, check=True, capture_output=True)
            with psycopg.connect(f"{where}/{own}", autocommit=True) as restored:
                restored.execute("VACUUM ANALYZE")
            yield place
        finally:
            connection.execute(f"DROP DATABASE {own} WITH (FORCE)")  # type: ignore[arg-type]


def _place(home: Path, **more: str) -> dict[str, str]:
    """The environment of an installation in production, its proxy played by the crowd."""
    own = {"DAUYS_SECRET_KEY": KEY, "DAUYS_BEHIND_PROXY": "1", "DAUYS_HOSTS": HOST, "DAUYS_AT": AT}
    return environment(home, **own, **more)


def browsers(place: dict[str, str], port: int, count: int) -> list[Browser]:
    """So many members with sessions; each looks at what its level may see, today every other time."""
    command = [sys.executable, "-m", "bench.entering", str(count)]
    said = subprocess.run(command, env=place, check=True, stdout=subprocess.PIPE, text=True).stdout
    open_to: dict[str, list[str]] = {}
    found = []
    for number, line in enumerate(map(json.loads, said.splitlines())):
        level, cookie = line["level"], line["cookie"]
        if level not in open_to:
            open_to[level] = lists_open_to(port, cookie)
            print(f"{level}: {' '.join(open_to[level])}", flush=True)
        pages = [one for path in open_to[level] for one in (TODAY, path)]
        language = ("kk", "ru", "en")[number % 3]
        found.append(Browser(cookie, [path.replace("/en/", f"/{language}/", 1) for path in pages]))
    return found


def lists_open_to(port: int, cookie: str) -> list[str]:
    """The lists that somebody may see."""
    asked = answers(port, Browser(cookie, [TODAY, *(f"/en/desk/{name}/" for name in LISTS)]))
    if asked[TODAY]:
        sys.exit(f"Today is not answered: {asked[TODAY]}")
    return [path for path, fault in asked.items() if not fault and path != TODAY]


def at_most(
    ours: int, bare: int, people: Sequence[Browser], seconds: float
) -> dict[str, tuple[float, float]]:
    """Pages a second without thinking, in turns with the bare view: medians, and medians of the ratios."""
    ways: dict[str, Callable[[], float]] = {
        "bare": lambda: _rate(bare, [Browser("", ["/bare/"])] * CONNECTIONS, seconds)
    }
    for name in dict.fromkeys(place_of(path) for one in people for path in one.paths):
        same = [
            Browser(one.cookie, [path])
            for one in people
            for path in dict.fromkeys(one.paths)
            if place_of(path) == name
        ][:CONNECTIONS]
        ways[name] = lambda same=same: _rate(ours, same, seconds)  # type: ignore[misc]
    found: dict[str, list[float]] = {name: [] for name in ways}
    for each in range(ROUNDS + 1):
        for name, way in ways.items():
            rate = way()
            if each:
                found[name].append(rate)
    return {
        name: (
            statistics.median(rates),
            statistics.median(one / limit for one, limit in zip(rates, found["bare"], strict=True)),
        )
        for name, rates in found.items()
    }


def _rate(port: int, same: Sequence[Browser], seconds: float) -> float:
    heard = crowd(port, same, seconds=seconds, think=0)
    if heard.errors:
        sys.exit(f"No answer without a fault: {heard.errors}")
    return len(heard.all) / heard.lasted


def measure(name: str, place: dict[str, str], wanted: argparse.Namespace) -> Load:
    """The comparison, then the crowd, on one database."""
    processes = wanted.processes or serving.processes()
    with (
        served(OURS, place, processes, wanted.threads) as (ours, process),
        served(BARE, place, processes, wanted.threads) as (bare, _),
    ):
        people = browsers(place, ours, wanted.members)
        ratios = at_most(ours, bare, people, min(ROUND, wanted.seconds / 100))
        print(f"{name}: {len(people)} members for {wanted.seconds:g} s …", flush=True)
        used = _cpu(process)
        heard = crowd(ours, people, seconds=wanted.seconds, think=wanted.think)
        return Load(name, processes, heard, ratios, (_cpu(process) - used) / heard.lasted)


def shown(load: Load, wanted: argparse.Namespace) -> Table:
    """One database as a table."""
    said = load.as_dict()
    table = Table(
        title=(
            f"{load.name}: {wanted.members} members, {wanted.seconds:g} s, {wanted.think:g} s of thinking: "
            f"{said['requests']:,} pages, {said['a_second']} a second, "
            f"{sum(load.heard.errors.values())} errors; "
            f"server {load.processes} × {wanted.threads}, {said['server_cores']} cores"
        ),
        title_justify="left", title_style="bold",
    )  # fmt: skip
    for column in ("page", "answers", "50 %", "99 %", "longest", "at most a second", "× bare view"):
        table.add_column(column, justify="left" if column == "page" else "right")
    for name in ("all", "bare", *sorted(said["places"])):
        found = said["ms"] if name == "all" else said["places"].get(name, {})
        count = len(load.heard.all if name == "all" else load.heard.seconds.get(name, []))
        most = said["at_most"].get(name, {})
        spread = (f"{found[one]:,.0f} ms" if found else "" for one in ("p50", "p99", "longest"))
        rate = (f"{most['a_second']:,}", f"{most['ratio']:.3f}") if most else ("", "")
        table.add_row(name, f"{count:,}", *spread, *rate)
    for fault, count in load.heard.errors.items():
        table.add_row(f"ERROR {fault}", str(count))
    return table


def main() -> None:
    """Measure, print, and write build/bench/load.json; exit code 1 where a page was not answered."""
    said = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    said.add_argument("--members", type=int, default=500, help="browsers at once (default 500)")
    said.add_argument("--seconds", type=float, default=300, help="how long (default 300)")
    said.add_argument(
        "--think", type=float, default=10, help="seconds between two pages, more or less (default 10)"
    )
    said.add_argument("--on", choices=("sqlite", "postgresql"), help="one database only")
    said.add_argument("--processes", type=int, default=0, help="of the server (default: as `dauys serve`)")
    said.add_argument("--threads", type=int, default=serving.THREADS, help="of each process")
    wanted = said.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    console, ready, loads = Console(width=max(Console().width, 130)), sample(), []
    places = {"SQLite": on_sqlite} | ({"PostgreSQL": on_postgresql} if server() else {})
    for name, place in places.items():
        if wanted.on in (None, name.lower()):
            with place(ready) as here:
                loads.append(measure(name, here, wanted))
            console.print(shown(loads[-1], wanted))
    report = {
        "machine": machine(),
        "members": wanted.members,
        "seconds": wanted.seconds,
        "think": wanted.think,
    }
    report["loads"] = [one.as_dict() for one in loads]
    (FOLDER.parent / "load.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    sys.exit(any(one.heard.errors for one in loads))


if __name__ == "__main__":
    main()
