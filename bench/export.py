"""Export of many protocols as CSV and Parquet, against bare polars: with the frame in memory, and reading it.

python -m bench.export WAY FORM FILE        prints the seconds of one way in the home, or on DATABASE_URL

The command opens the database, reads every version in one snapshot, decides which counts, puts precincts into
the order of the tree and writes part by part. Polars reads the same rows over the same connection, every row
of the contest, unpacks the figures, orders them the same way and writes. `everything` is all kinds of files,
against polars that reads each large table once and writes the same frames, what is worked out as given.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from bench.intake import (
    CANDIDATES,
    CONTEST,
    ELECTION,
    MEASURED,
    PostgreSQLPlace,
    dauys,
    fill,
    prepare,
    run,
)
from bench.measuring import Way, in_rounds, timed
from dauys.core.tables import Sheet, write_table
from dauys.ops.running import start

ROUNDS = 5
PART = 131_072  # rows of a part, as the command makes them
ALONE = (sys.executable, "-m", "bench.export")
PRECINCTS = "SELECT id AS precinct_id, code AS precinct, path FROM territory_unit WHERE kind = 'precinct'"
VERSIONS = "SELECT precinct_id, number, figures FROM results_protocolversion"
FROM_MEMORY, FROM_DATABASE = "bare polars, the frame in memory (limit)", "bare polars, from the database"
UNITS = "SELECT * FROM territory_unit"
TABLES = (UNITS, VERSIONS)  # whose rows grow with the precincts here
READY, COMMAND = "dauys, from the database", "dauys export protocols"
EVERYTHING = "dauys export everything"


@dataclass(frozen=True, slots=True)
class Counted:
    """A home, or with a URL a database of a server, in which so many protocols stand."""

    home: Path
    url: str

    def command(self, *words: str | Path) -> tuple[float, float]:
        """Seconds of the command, and MiB that it needed at most."""
        said = ""

        def work() -> None:
            nonlocal said
            said = run(self.home, [*MEASURED, *words], self.url)

        seconds = timed(work)
        return seconds, int(said.rpartition("VmHWM:")[2].split()[0]) / 1024

    def alone(self, way: str, form: str, file: Path) -> float:
        """Seconds of a way in a program that runs already."""
        return float(json.loads(run(self.home, [*ALONE, way, form, file], self.url).splitlines()[-1]))


def counted(folder: Path, rows: int, on: str) -> Counted:
    """Where so many protocols stand on `sqlite` or `postgresql`, made once and kept."""
    ready = prepare(folder, rows)
    home = ready / "counted"
    if not (ready / "counted-made").exists():
        print(f"Importing {rows:,} protocols (once) …", flush=True)
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(ready / "home", home)
        dauys(home, "import", "protocols", ready / "protocols.csv")
        (ready / "counted-made").touch()
    return Counted(home, "" if on == "sqlite" else _counted_database(ready, home))


def _counted_database(ready: Path, home: Path) -> str:
    place = PostgreSQLPlace(ready, ready)
    name = f"dauys_bench_{ready.name.replace('-', '_')}_counted"
    if not place.sql("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
        print("Importing the same on PostgreSQL (once) …", flush=True)
        making = f"{name}_making"
        place.sql("postgres", f"DROP DATABASE IF EXISTS {making}", f"CREATE DATABASE {making}")
        fill(ready, home, place.url(making))
        dauys(home, "import", "protocols", ready / "protocols.csv", database=place.url(making))
        place.sql(making, "VACUUM ANALYZE")
        place.sql("postgres", f"ALTER DATABASE {making} RENAME TO {name}")
    return place.url(name)


def written(frame: pl.DataFrame, path: Path, form: str) -> None:
    """Write a frame by polars alone."""
    if form == "csv":
        frame.write_csv(path)
    else:
        frame.write_parquet(path)


def from_memory(frame: pl.DataFrame, path: Path, form: str) -> float:
    """Seconds of our writer on the same frame, cut into parts as it comes from the database."""
    sheet = Sheet(dict(frame.schema), lambda _: frame.iter_slices(PART), frame.height)

    def work() -> None:
        with path.open("wb") as file:
            write_table(sheet, file, form)

    return timed(work)


def by_polars(path: Path, form: str) -> None:
    """The rows by two queries, put together, unpacked and ordered by polars and NumPy, and written."""
    from django.db import connection  # noqa: PLC0415 -- after start()

    from dauys.apps.elections.queries import election_of, law_of  # noqa: PLC0415

    connection.ensure_connection()
    base = connection.connection
    read = pl.read_database(VERSIONS, base).join(pl.read_database(PRECINCTS, base), on="precinct_id")
    read = read.sort("path", "number")
    election = election_of(ELECTION)
    assert election is not None
    lines = [line.code for line in law_of(election).protocol.line]
    names = [*lines, *(f"votes:{CONTEST}#{number + 1}" for number in range(CANDIDATES))]
    figures = np.frombuffer(b"".join(read["figures"].to_list()), dtype="<i4").reshape(-1, len(names))
    columns = {name: np.ascontiguousarray(figures[:, at]) for at, name in enumerate(names)}
    frame = pl.DataFrame({"precinct": read["precinct"], **columns})
    written(frame.select(pl.lit(CONTEST).alias("contest"), pl.all()), path, form)


def by_polars_tables() -> None:
    """The rows of the large tables, each read once by polars and made nothing of."""
    from django.db import connection  # noqa: PLC0415 -- after start()

    connection.ensure_connection()
    for table in TABLES:
        pl.read_database(table, connection.connection)


def ours(path: Path | None, form: str) -> None:
    """Our sheet of protocols, written, or only read where no file is named."""
    from dauys.apps.elections.queries import election_of  # noqa: PLC0415 -- after start()
    from dauys.apps.results.queries.protocolsheet import protocol_sheet  # noqa: PLC0415
    from dauys.ops.snapshots import snapshot  # noqa: PLC0415

    with snapshot():
        election = election_of(ELECTION)
        assert election is not None
        sheet = protocol_sheet(election, election.country)
        if path is None:
            for _ in sheet.parts(False):
                pass
        else:
            with path.open("wb") as file:
                write_table(sheet, file, form)


def measure(folder: Path, rows: int, form: str, on: str) -> list[Way]:
    """The limit, our writer on the same frame; polars, ours and the whole command from the database."""
    place, scratch = counted(folder, rows, on), folder / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    file, peer = scratch / f"ours.{form}", scratch / f"peer.{form}"
    export = ("export", "protocols", "--out", file, "--force")
    place.command(*export)
    place.alone("polars", form, peer)
    content = file.read_bytes()
    frame = pl.read_csv(io.BytesIO(content)) if form == "csv" else pl.read_parquet(io.BytesIO(content))
    other = pl.read_csv(peer) if form == "csv" else pl.read_parquet(peer)
    assert frame.height == rows
    assert frame.equals(other), "polars alone comes to other rows"
    peaks: list[float] = []

    def command() -> float:
        seconds, peak = place.command(*export)
        peaks.append(peak)
        return seconds

    ways: dict[str, Callable[[], float]] = {
        FROM_MEMORY: lambda: timed(lambda: written(frame, peer, form)),
        "dauys, the same frame": lambda: from_memory(frame, file, form),
        FROM_DATABASE: lambda: place.alone("polars", form, peer),
        READY: lambda: place.alone("dauys", form, file),
        "dauys, reading alone": lambda: place.alone("reading", form, file),
        COMMAND: command,
    }
    found = in_rounds(ways, ROUNDS)
    shutil.rmtree(scratch, ignore_errors=True)
    (alone,) = [way.seconds for way in found if way.name == FROM_DATABASE]
    beside = "{:.2f} × the speed of polars from the database"
    notes = {way.name: beside.format(alone / way.seconds) for way in found if way.name in (READY, COMMAND)}
    notes[COMMAND] += f"; peak memory {max(peaks):,.0f} MiB"
    return [replace(way, note=notes.get(way.name, "")) for way in found]


def measure_everything(folder: Path, rows: int, form: str) -> tuple[list[Way], int]:
    """Every kind of file; the limit writes the same frames from memory. Also the rows of all files.

    The peer reads the large tables beside, once each, and comes to findings and tallies without working.
    """
    place, out = counted(folder, rows, "sqlite"), folder / "everything"
    shutil.rmtree(out, ignore_errors=True)
    peaks: list[float] = []

    def command() -> float:
        seconds, peak = place.command("export", "everything", out, "--format", form, "--force")
        peaks.append(peak)
        return seconds

    command()
    files = sorted(out.glob(f"*/*.{form}"))
    total = sum(_read(file, form).height for file in files)

    def by_hand() -> float:
        seconds = 0.0
        for file in files:
            frame = _read(file, form)
            seconds += timed(lambda frame=frame: written(frame, folder / f"peer.{form}", form))  # type: ignore[misc]
        (folder / f"peer.{form}").unlink()
        return seconds

    ways = {
        FROM_MEMORY: by_hand,
        FROM_DATABASE: lambda: by_hand() + place.alone("tables", form, out),
        EVERYTHING: command,
    }
    found = in_rounds(ways, 1)
    shutil.rmtree(out)
    (alone,) = [way.seconds for way in found if way.name == FROM_DATABASE]
    note = f"{alone / found[-1].seconds:.2f} × the speed of polars from the database; "
    note += f"peak memory {max(peaks):,.0f} MiB"
    return [*found[:-1], replace(found[-1], note=note)], total


def _read(file: Path, form: str) -> pl.DataFrame:
    return pl.read_csv(file, infer_schema_length=None) if form == "csv" else pl.read_parquet(file)


def main() -> None:
    """Print what one way takes."""
    way, form, path = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    start()
    ways: dict[str, Callable[[], None]] = {
        "polars": lambda: by_polars(path, form),
        "dauys": lambda: ours(path, form),
        "reading": lambda: ours(None, form),
        "tables": by_polars_tables,
    }
    print(json.dumps(timed(ways[way])))


if __name__ == "__main__":
    main()
