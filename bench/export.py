"""Export of many protocols as CSV and Parquet, against bare polars writing the same frame from memory.

The command opens the database, reads every version in one snapshot, decides which counts, puts precincts into
the order of the tree and writes part by part. Reading is measured alone as well: it is most of the way.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl

from bench.intake import dauys, prepare
from bench.measuring import Way, in_rounds, timed
from dauys.core.tables import Sheet, write_table

ROUNDS = 5
PART = 131_072  # rows of a part, as the command makes them

READING = """
import os, time
os.environ["DJANGO_SETTINGS_MODULE"] = "dauys.config.settings"
import django
django.setup()
from bench.intake import ELECTION
from dauys.apps.elections.queries import election_of
from dauys.apps.results.queries.protocolsheet import protocol_sheet
election = election_of(ELECTION)
begun = time.perf_counter()
for part in protocol_sheet(election, election.country).parts(False):
    pass
print(time.perf_counter() - begun)
"""


def counted_home(folder: Path, rows: int) -> Path:
    """A home in which so many protocols stand, made once and kept."""
    ready = prepare(folder, rows)
    home = ready / "counted"
    if not (ready / "counted-made").exists():
        print(f"Importing {rows:,} protocols (once) …", flush=True)
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(ready / "home", home)
        dauys(home, "import", "protocols", ready / "protocols.csv")
        (ready / "counted-made").touch()
    return home


def read_alone(home: Path) -> float:
    """Seconds that the database and the making of frames take, nothing written."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    environment |= {"DAUYS_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", READING], env=environment, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def by_polars(frame: pl.DataFrame, path: Path, form: str) -> float:
    """Seconds of polars alone."""
    return timed(lambda: frame.write_csv(path) if form == "csv" else frame.write_parquet(path))


def from_memory(frame: pl.DataFrame, path: Path, form: str) -> float:
    """Seconds of our writer on the same frame, cut into parts as it comes from the database."""
    sheet = Sheet(dict(frame.schema), lambda _: frame.iter_slices(PART), frame.height)

    def work() -> None:
        with path.open("wb") as file:
            write_table(sheet, file, form)

    return timed(work)


def measure(folder: Path, rows: int, form: str) -> list[Way]:
    """The limit, our writer on the same frame, the reading, the whole command."""
    home = counted_home(folder, rows)
    scratch = folder / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    ours, peer = scratch / f"ours.{form}", scratch / f"peer.{form}"
    dauys(home, "export", "protocols", "--out", ours, "--force")
    content = ours.read_bytes()
    frame = pl.read_csv(io.BytesIO(content)) if form == "csv" else pl.read_parquet(io.BytesIO(content))
    assert frame.height == rows
    ways: dict[str, Callable[[], float]] = {
        "bare polars (limit)": lambda: by_polars(frame, peer, form),
        "dauys, the same frame": lambda: from_memory(frame, ours, form),
        "reading the database": lambda: read_alone(home),
        "dauys export protocols": lambda: timed(
            lambda: dauys(home, "export", "protocols", "--out", ours, "--force")
        ),
    }
    found = in_rounds(ways, ROUNDS)
    shutil.rmtree(scratch, ignore_errors=True)
    return found
