"""Import of many protocols from CSV by the command itself, against bare inserts of the same rows.

The command reads, parses, checks every relation, compares with what stands, stores versions, adds up tallies
and writes the journal. The limit only inserts: rows that are ready in memory, one transaction, no index.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from bench.measuring import Way, in_rounds, timed
from dauys.core.norms import load_pack
from dauys.core.protocol import form_of

LAW = "kz/akim/2023"
ELECTION = "kz-akim-2024-06-30"
CONTEST = f"{ELECTION}/KZ"
CANDIDATES = 7  # with the 13 lines of the law: 20 figures
REGIONS, DISTRICTS = 20, 10
ROUNDS = 3
DURABLE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
COMMAND = (sys.executable, "-c", "from dauys.ops.cli import main; main()")


def dauys(home: Path, *arguments: str | Path) -> None:
    """Run the command on a home; its own words are shown only when it fails."""
    other = ("DATABASE_URL", "DAUYS_AT", "PYTHONDONTWRITEBYTECODE")
    environment = {name: value for name, value in os.environ.items() if name not in other}
    environment |= {"DAUYS_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"dauys {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")


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
    """A home with the territory and the election, made once and kept; the file of protocols beside it."""
    ready = folder / f"intake-{rows}"
    if not (ready / "made").exists():
        shutil.rmtree(ready, ignore_errors=True)
        ready.mkdir(parents=True)
        print(f"Making a country of {rows:,} precincts (once) …", flush=True)
        write_territory(ready / "territory.csv", rows)
        write_election(ready / "election.json")
        write_protocols(ready / "protocols.csv", rows)
        dauys(ready / "home", "import", "territory", ready / "territory.csv")
        dauys(ready / "home", "import", "election", ready / "election.json")
        (ready / "made").touch()
    return ready


def ready_rows(protocols: Path) -> list[tuple[int, int, int, bytes, int, int, str, bool, int]]:
    """What ends up in the table, ready in memory: the figures packed, the rest as the command writes it."""
    form = form_of(load_pack(LAW).protocol)
    frame = pl.read_csv(protocols)
    names = [*form.lines, *(name for name in frame.columns if name.startswith("votes:"))]
    packed = frame.select(names).to_numpy().astype("<i4")
    return [(1, at, 1, row.tobytes(), 0, 0, "", True, 1) for at, row in enumerate(packed)]


def bare_inserts(path: Path, rows: list[tuple[int, int, int, bytes, int, int, str, bool, int]]) -> float:
    """Seconds to insert the rows and commit."""
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path)
    base.executescript(DURABLE)
    base.execute(
        "CREATE TABLE version (id INTEGER PRIMARY KEY, c, p, n, figures BLOB, e, w, broken, accepted, intake)"
    )

    def work() -> None:
        columns = "c, p, n, figures, e, w, broken, accepted, intake"
        statement = f"INSERT INTO version ({columns}) VALUES (?,?,?,?,?,?,?,?,?)"
        with base:
            base.executemany(statement, rows)

    seconds = timed(work)
    base.close()
    return seconds


def imported(ready: Path, scratch: Path) -> float:
    """Seconds of the whole command on a fresh copy of the home."""
    home = scratch / "home"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(ready / "home", home)
    return timed(lambda: dauys(home, "import", "protocols", ready / "protocols.csv"))


def by_duckdb(protocols: Path, path: Path) -> float:
    """Seconds to read the CSV into a table on disk, unchecked."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as base:
        statement = f"CREATE TABLE version AS FROM read_csv('{protocols}', header = true)"
        return timed(lambda: (base.execute(statement), base.execute("CHECKPOINT")))


def by_polars(protocols: Path, path: Path) -> float:
    """Seconds to read the CSV and write it as Parquet, unchecked."""
    return timed(lambda: pl.read_csv(protocols).write_parquet(path))


def measure(folder: Path, rows: int) -> list[Way]:
    """The limit, ours, and the peers."""
    ready = prepare(folder, rows)
    scratch = folder / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    protocols, stored = ready / "protocols.csv", ready_rows(ready / "protocols.csv")
    ways: dict[str, Callable[[], float]] = {
        "bare inserts (limit)": lambda: bare_inserts(scratch / "bare.sqlite3", stored),
        "dauys import protocols": lambda: imported(ready, scratch),
        "DuckDB, unchecked": lambda: by_duckdb(protocols, scratch / "peer.duckdb"),
        "Polars to Parquet, unchecked": lambda: by_polars(protocols, scratch / "peer.parquet"),
    }
    found = in_rounds(ways, ROUNDS)
    shutil.rmtree(scratch, ignore_errors=True)
    return found
