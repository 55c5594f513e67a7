"""Import of many protocols from CSV by the command itself, against bare inserts of the same rows.

The command starts, reads, parses, checks every relation, compares with what stands, stores versions, adds up
tallies and writes the journal. The limit only inserts rows that are ready in memory, in one transaction, into
the same table with its keys and constraints; beside it, the same into a table that has neither.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import psycopg

from bench.measuring import Way, in_rounds, server, timed
from dauys.core.norms import load_pack

LAW = "kz/akim/2023"
ELECTION = "kz-akim-2024-06-30"
CONTEST = f"{ELECTION}/KZ"
CANDIDATES = 7  # with the 13 lines of the law: 20 figures
REGIONS, DISTRICTS = 20, 10
ROUNDS = 3
OURS = "dauys import protocols"
SCRATCH = "dauys_bench_scratch"
INSERTING = (sys.executable, "-m", "bench.inserting")
COMMAND = (sys.executable, "-c", "from dauys.ops.cli import main; main()")
# What the kernel tells of a process that has ended counts in the one that started it: it tells of itself.
PEAK = (
    "import atexit, pathlib; atexit.register(lambda: print(pathlib.Path('/proc/self/status').read_text()));"
)
MEASURED = (*COMMAND[:-1], PEAK + COMMAND[-1])


def run(home: Path, command: Sequence[str | Path], database: str = "", at: str = "") -> str:
    """What a program says on a home, or on a database, at a moment or now; shown only when it fails."""
    other = ("DATABASE_URL", "DAUYS_AT", "PYTHONDONTWRITEBYTECODE")
    environment = {name: value for name, value in os.environ.items() if name not in other}
    environment |= {"DAUYS_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    environment |= {"DATABASE_URL": database} if database else {}
    environment |= {"DAUYS_AT": at} if at else {}
    done = subprocess.run(
        list(map(str, command)), env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def dauys(home: Path, *arguments: str | Path, database: str = "", at: str = "") -> None:
    """Run the command on a home, or on a database, at a moment or now."""
    run(home, [*COMMAND, *arguments], database, at)


def precinct_codes(rows: int) -> Iterator[tuple[str, str]]:
    """Code of each precinct and of the district it lies in."""
    for number in range(rows):
        district = f"R{number % REGIONS + 1}.{number // REGIONS % DISTRICTS + 1}"
        yield f"{district}.{number + 1}", district


def write_territory(path: Path, rows: int) -> None:
    """Country, regions, districts, precincts."""
    lines = ["code,parent,kind,name_kk,name_ru,name_en,zone,valid_from,valid_to"]
    lines.append("KZ,,country,Қазақстан,Казахстан,Kazakhstan,Asia/Almaty,,")
    for region in (f"R{number + 1}" for number in range(REGIONS)):
        lines.append(f"{region},KZ,region,{region},{region},{region},,,")
        districts = (f"{region}.{number + 1}" for number in range(DISTRICTS))
        lines += [
            f"{district},{region},district,{district},{district},{district},,," for district in districts
        ]
    lines += [
        f"{code},{district},precinct,{code},{code},{code},,," for code, district in precinct_codes(rows)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_election(path: Path) -> None:
    """One contest, seven candidates."""
    candidates = [
        {"id": f"{CONTEST}#{number}", "name": f"Candidate {number}", "status": "registered"}
        for number in range(1, CANDIDATES + 1)
    ]
    election = {
        "id": ELECTION, "law": LAW, "called_on": "2024-05-20", "election_day": "2024-06-30",
        "contests": [{"id": CONTEST, "unit": "KZ", "candidates": candidates}],
    }  # fmt: skip
    path.write_text(json.dumps(election), encoding="utf-8")


def write_protocols(path: Path, rows: int) -> None:
    """Protocols that hold every error relation of the law; about one in fifty earns a warning."""
    draw = np.random.default_rng(20240630)
    voters = draw.integers(200, 3_000, rows)
    issued = (voters * draw.integers(60, 94, rows)) // 100
    invalid = issued * draw.integers(0, 31, rows) // 1_000
    found = issued - draw.integers(0, 5, rows)
    votes = draw.multinomial(found - invalid, [0.4, 0.2, 0.15, 0.1, 0.05, 0.04, 0.03, 0.03])
    against_all, votes = votes[:, -1], votes[:, :-1]
    participated = votes.sum(axis=1) + against_all
    portable = found // 50
    lines = {
        "voters_on_list": voters, "ballots_received": voters, "voters_issued": issued,
        "ballots_cancelled": voters - issued, "absentee_certificates_issued": 0 * voters,
        "voters_by_absentee": 0 * voters, "home_applications": portable, "portable_ballots": portable,
        "stationary_ballots": found - portable, "voters_outside": portable, "participated": participated,
        "against_all": against_all, "invalid": invalid,
    }  # fmt: skip
    codes = [code for code, _ in precinct_codes(rows)]
    frame = pl.DataFrame(
        {
            "contest": [CONTEST] * rows,
            "precinct": codes,
            **lines,
            **{f"votes:{CONTEST}#{number + 1}": votes[:, number] for number in range(CANDIDATES)},
        }
    )
    frame.write_csv(path)


def prepare(folder: Path, rows: int) -> Path:
    """A home with the territory and the election, made once and kept; the file of protocols beside it.

    It is made again when the law changes: an election is bound to the rules as they were read.
    """
    ready = folder / f"intake-{rows}-{load_pack(LAW).digest[:8]}"
    if not (ready / "made").exists():
        for old in folder.glob(f"intake-{rows}-*"):
            shutil.rmtree(old)
        ready.mkdir(parents=True)
        print(f"Making a country of {rows:,} precincts (once) …", flush=True)
        write_territory(ready / "territory.csv", rows)
        write_election(ready / "election.json")
        write_protocols(ready / "protocols.csv", rows)
        fill(ready, ready / "home")
        (ready / "made").touch()
    return ready


def fill(ready: Path, home: Path, database: str = "") -> None:
    """Enter the territory and the election."""
    dauys(home, "import", "territory", ready / "territory.csv", database=database)
    dauys(home, "import", "election", ready / "election.json", database=database)


@dataclass(slots=True)
class Place:
    """A database that holds the country and no protocol: a fresh copy of it for every measurement."""

    ready: Path
    scratch: Path
    peaks: list[float] = field(default_factory=list)  # MiB, of the command

    @property
    def rows(self) -> Path:
        """The file with the rows that an import stores."""
        return self.scratch / "rows.pickle"

    def fresh(self) -> str:
        """Make the copy; the DATABASE_URL of it, "" for the home on SQLite."""
        home = self.scratch / "home"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self.ready / "home", home)
        os.sync()  # what the copy left to write is not written into somebody's measurement
        return ""

    def imported(self) -> float:
        """Seconds of the whole command."""
        database = self.fresh()
        command = [*MEASURED, "import", "protocols", self.ready / "protocols.csv"]
        began = time.perf_counter()
        said = run(self.scratch / "home", command, database)
        seconds = time.perf_counter() - began
        self.peaks.append(int(said.rpartition("VmHWM:")[2].split()[0]) / 1024)
        return seconds

    def save_rows(self) -> None:
        """Import once, and keep the rows that are stored then."""
        database = self.fresh()
        dauys(self.scratch / "home", "import", "protocols", self.ready / "protocols.csv", database=database)
        run(self.scratch / "home", [*INSERTING, "save", self.rows], database)

    def inserted(self, way: str, file: Path | None = None) -> float:
        """Seconds of a way to insert the same rows, or of our verbs for the file of protocols."""
        database = self.fresh()
        said = run(self.scratch / "home", [*INSERTING, way, file or self.rows], database)
        return float(json.loads(said.splitlines()[-1]))


class PostgreSQLPlace(Place):
    """The same on a server: a database made once as the template of all copies."""

    def fresh(self) -> str:
        """Make the copy; the DATABASE_URL of it."""
        template = f"dauys_bench_{self.ready.name.replace('-', '_')}"
        made = self.sql("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{template}'")
        if not made:
            print("Making the same country on PostgreSQL (once) …", flush=True)
            self.sql(
                "postgres", f"DROP DATABASE IF EXISTS {template}_making", f"CREATE DATABASE {template}_making"
            )
            fill(self.ready, self.scratch / "home", self.url(f"{template}_making"))
            self.sql(f"{template}_making", "VACUUM ANALYZE")
            self.sql("postgres", f"ALTER DATABASE {template}_making RENAME TO {template}")
        self.sql(
            "postgres",
            f"DROP DATABASE IF EXISTS {SCRATCH} WITH (FORCE)",
            f"CREATE DATABASE {SCRATCH} TEMPLATE {template}",
            "CHECKPOINT",
        )
        return self.url(SCRATCH)

    def url(self, name: str) -> str:
        """The address of a database of the server."""
        return f"{server().rpartition('/')[0]}/{name}"

    def sql(self, database: str, *statements: str) -> list[tuple[Any, ...]]:
        """Carry out statements outside a transaction; the rows of the last one."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                done = connection.execute(statement)
            return done.fetchall() if done.description else []


def by_duckdb(protocols: Path, path: Path) -> float:
    """Seconds to read the CSV into a table on disk, unchecked."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as base:
        statement = f"CREATE TABLE version AS FROM read_csv('{protocols}', header = true)"
        return timed(lambda: (base.execute(statement), base.execute("CHECKPOINT")))


def measure(folder: Path, rows: int, *, on: str) -> list[Way]:
    """The limit, ours, and the peers, on `sqlite` or on `postgresql`; the first is the limit."""
    ready, scratch = prepare(folder, rows), folder / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    place = Place(ready, scratch) if on == "sqlite" else PostgreSQLPlace(ready, scratch)
    bare, word = ("executemany", "executemany") if on == "sqlite" else ("copy", "COPY")
    place.save_rows()
    ways: dict[str, Callable[[], float]] = {
        f"bare {word} (limit)": lambda: place.inserted(bare),
        f"bare {word}, no constraints": lambda: place.inserted(f"{bare}-free"),
        OURS: place.imported,
        "the same, program running": lambda: place.inserted("import", ready / "protocols.csv"),
        "Django bulk_create": lambda: place.inserted("bulk_create"),
    }
    if on == "sqlite":
        ways["DuckDB, unchecked"] = lambda: by_duckdb(ready / "protocols.csv", scratch / "peer.duckdb")
    found = in_rounds(ways, ROUNDS)
    shutil.rmtree(scratch)
    peak = f"peak memory {max(place.peaks):,.0f} MiB"
    return [replace(way, note=peak) if way.name == OURS else way for way in found]
