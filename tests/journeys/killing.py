"""Works that are killed with kill -9 at a moment drawn by lot, and what must stand afterwards.

Shared by the suite, which kills each work a few times, and by `make bench-crash`, which does so 200 times.
"""

from __future__ import annotations

import csv
import filecmp
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dauys.core.norms import load_pack
from dauys_verify import verify
from tests import cast
from tests.ops.process import begin, run, surroundings

SEED, DISTRICTS, BY_HAND = 20210725, 12, 80
CONTEST = cast.contest("R")
CANDIDATES = [f"{CONTEST}#{number}" for number in (1, 2, 3)]
HEADER = [
    "contest", "precinct", *(line.code for line in load_pack(cast.LAW).protocol.line),
    *(f"votes:{one}" for one in CANDIDATES),
]  # fmt: skip
Row = dict[str, Any]
Environment = dict[str, str]

# What stands after a crash, told by one process: how much there is, the recount, the chain of the journal.
LOOK = """
import json
from collections import Counter
from dauys.ops.running import start
start()
from dauys.apps.elections.queries import election_of
from dauys.apps.journal.queries import breaks_in_chain, entries
from dauys.apps.results.actions import recount
from dauys.apps.elections.queries import contest_of
from dauys.apps.results.models import Intake, ProtocolVersion
from dauys.apps.results.queries.tallies import tallies_of_contests
tally = next(iter(tallies_of_contests([contest_of("kz-akim-2021-07-25/R")]).values()), None)
print(json.dumps({
    "versions": Counter(ProtocolVersion.objects.values_list("precinct__code", flat=True)),
    "intakes": Intake.objects.count(), "entries": entries().count(),
    "differences": recount(election_of("kz-akim-2021-07-25")).differences, "breaks": breaks_in_chain(),
    "received": tally and tally.received, "kept_out": tally and tally.kept_out,
}))
"""

# Protocols accepted by hand, one after the other; a precinct is named once its protocol is accepted.
ACCEPT = """
import csv, sys
from dauys.ops.running import moment, operator, start
start()
from dauys.apps.elections.queries import contest_of
from dauys.apps.results.actions import accept_protocol
contest = contest_of("kz-akim-2021-07-25/R")
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    votes = {name.rpartition("#")[2]: int(row.pop(name)) for name in list(row) if name.startswith("votes:")}
    precinct = row.pop("precinct")
    row.pop("contest")
    accept_protocol(contest, precinct, {line: int(figure) for line, figure in row.items()}, votes,
                    by=operator(), at=moment())
    print(precinct, flush=True)
"""


@dataclass(frozen=True)
class World:
    """A called and a counted election, in databases of which each attempt gets a copy of its own.

    `broken` of the `precincts` sent a protocol that does not add up. `copy` names the one to begin from, and
    the copy, and answers with the environment to run commands in; `drop` takes a copy away.
    """

    folder: Path
    precincts: int
    broken: int
    copy: Callable[[str, str], Environment]
    drop: Callable[[str], None]

    def file(self, name: str) -> Path:
        """One of the files that the works read."""
        return self.folder / name


def write_files(folder: Path, precincts: int, broken: int) -> None:
    """Territory, call, protocols, the same with corrections, and those that are accepted by hand."""
    chance = random.Random(SEED)
    rows = [_protocol(chance, number, broken) for number in range(precincts)]
    corrected = [row | {"voters_on_list": row["voters_on_list"] + 1} for row in rows]
    units = [{"code": "KZ", "parent": "", "kind": "country", "name_kk": "Аты"}]
    units.append({"code": "R", "parent": "KZ", "kind": "region", "name_kk": "Аты"})
    units += [
        {"code": f"D{at}", "parent": "R", "kind": "district", "name_kk": "Аты"} for at in range(DISTRICTS)
    ]
    units += [
        {"code": f"P{at}", "parent": f"D{at % DISTRICTS}", "kind": "precinct", "name_kk": "Аты"}
        for at in range(precincts)
    ]
    people = [{"id": one, "name": f"Үміткер {number}"} for number, one in enumerate(CANDIDATES, start=1)]
    call = cast.election_file() | {"contests": [{"id": CONTEST, "unit": "R", "candidates": people}]}
    (folder / "election.json").write_text(json.dumps(call), encoding="utf-8")
    _write(folder / "territory.csv", units, list(units[0]))
    _write(folder / "protocols.csv", rows, HEADER)
    _write(folder / "corrected.csv", corrected, HEADER)
    _write(folder / "by_hand.csv", rows[broken : broken + BY_HAND], HEADER)


def _protocol(chance: random.Random, number: int, broken: int) -> Row:
    votes = [chance.randrange(200) for _ in CANDIDATES]
    lines = cast.lines(sum(votes) + 50 + chance.randrange(900), votes, invalid=chance.randrange(3))
    if number < broken:
        lines["stationary_ballots"] += 1
    columns = {f"votes:{one}": count for one, count in zip(CANDIDATES, votes, strict=True)}
    return {"contest": CONTEST, "precinct": f"P{number}"} | lines | columns


def _write(path: Path, rows: list[Row], header: list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@contextmanager
def world(folder: Path, precincts: int, broken: int, *, url: str = "") -> Iterator[World]:
    """A world on SQLite, or on the PostgreSQL server of a URL; its databases there are dropped at the end."""
    write_files(folder, precincts, broken)
    with _on_postgresql(folder, url) if url else _on_sqlite(folder) as (copy, drop):
        made = World(folder, precincts, broken, copy, drop)
        for kind, file in (("territory", "territory.csv"), ("election", "election.json")):
            _must(copy("", "called"), "import", kind, made.file(file))
        counted = copy("called", "counted")
        code, _, err = run(counted, "import", "protocols", made.file("protocols.csv"))
        assert code == int(broken > 0), err
        yield made


def _must(here: Environment, *words: str | Path) -> None:
    code, _, err = run(here, *words)
    assert code == 0, err


Databases = tuple[Callable[[str, str], Environment], Callable[[str], None]]


@contextmanager
def _on_sqlite(folder: Path) -> Iterator[Databases]:
    def copy(origin: str, name: str) -> Environment:
        if origin:
            shutil.copytree(folder / origin, folder / name)
        return surroundings(folder / name)

    yield copy, lambda name: shutil.rmtree(folder / name)


@contextmanager
def _on_postgresql(folder: Path, url: str) -> Iterator[Databases]:
    import psycopg

    server, own = url.rpartition("/")[0], f"dauys_kill_{os.getpid()}"
    made: list[str] = []
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:

        def copy(origin: str, name: str) -> Environment:
            template = f"{own}_{origin}" if origin else "template0"
            if name not in made:
                made.append(name)
                connection.execute(f"CREATE DATABASE {own}_{name} TEMPLATE {template}")  # type: ignore[arg-type]
            return surroundings(folder / name, DATABASE_URL=f"{server}/{own}_{name}")

        def drop(name: str) -> None:
            connection.execute(f"DROP DATABASE IF EXISTS {own}_{name} WITH (FORCE)")  # type: ignore[arg-type]
            shutil.rmtree(folder / name, ignore_errors=True)
            made.remove(name)

        try:
            yield copy, drop
        finally:
            for name in made[:]:
                drop(name)


def look(here: Environment) -> dict[str, Any]:
    """What stands; every sum is equal when counted again, and the journal is whole."""
    ended = subprocess.run(
        [sys.executable, "-c", LOOK], env=here, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    assert (found["differences"], found["breaks"]) == ([], [])
    return found


class Work:
    """Something that is done to an election: how it begins, and what must stand whenever it was killed."""

    origin = "called"  # what it begins from

    def __init__(self, of: World) -> None:
        self.world = of

    def begin(self, here: Environment) -> subprocess.Popen[str]:
        """Start it."""
        raise NotImplementedError

    def check(self, here: Environment, said: str) -> None:
        """Hold what stands after the kill against what was said before it."""
        raise NotImplementedError

    def check_whole(self, here: Environment) -> None:
        """The same once it has been done again, to its end."""
        raise NotImplementedError


class Import(Work):
    """A file of protocols."""

    file, options, before, after = "protocols.csv", (), 0, 1  # versions of each precinct

    def begin(self, here: Environment) -> subprocess.Popen[str]:
        return begin(here, "import", "protocols", self.world.file(self.file), *self.options)

    def check(self, here: Environment, said: str) -> None:
        self._check(look(here), {self.after} if "Taken: " in said else {self.before, self.after})

    def check_whole(self, here: Environment) -> None:
        self._check(look(here), {self.after})

    def _check(self, found: dict[str, Any], allowed: set[int]) -> None:
        versions, precincts = found["versions"], self.world.precincts
        each = next(iter(versions.values()), 0)
        assert each in allowed
        assert versions == ({f"P{at}": each for at in range(precincts)} if each else {})
        assert found["intakes"] == each
        stands = (precincts, self.world.broken) if each else (None, None)
        assert (found["received"], found["kept_out"]) == stands


class Correction(Import):
    """The same file with other figures: a second version of every protocol."""

    origin, file, before, after = "counted", "corrected.csv", 1, 2
    options = ("--reason", "recount of the boxes")


class Acceptance(Work):
    """Protocols by hand, one after the other; each of them is answered."""

    def begin(self, here: Environment) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", ACCEPT, str(self.world.file("by_hand.csv"))],
            env=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def check(self, here: Environment, said: str) -> None:
        self._check(look(here), said.split())

    def check_whole(self, here: Environment) -> None:
        answered = [f"P{self.world.broken + at}" for at in range(BY_HAND)]
        self._check(look(here), answered)

    def _check(self, found: dict[str, Any], answered: list[str]) -> None:
        """What was answered is there once; at most one more, whose answer the kill forestalled."""
        stored = found["versions"]
        assert set(stored.values()) <= {1}
        assert set(answered) <= set(stored)
        assert len(stored) - len(answered) in {0, 1}
        assert found["intakes"] == len(stored)
        assert (found["received"] or 0) == len(stored)


class Publishing(Work):
    """The public pages of a counted election."""

    origin = "counted"

    def __init__(self, of: World) -> None:
        super().__init__(of)
        self.whole = of.folder / "whole"
        _must(of.copy("counted", "published"), "publish", self.whole)

    def site(self, here: Mapping[str, str]) -> Path:
        """Where the pages of an attempt go."""
        return Path(here["DAUYS_HOME"]) / "site"

    def begin(self, here: Environment) -> subprocess.Popen[str]:
        Path(here["DAUYS_HOME"]).mkdir(parents=True, exist_ok=True)
        return begin(here, "publish", self.site(here))

    def check(self, here: Environment, said: str) -> None:  # noqa: ARG002 -- pages answer nobody
        for page in self.site(here).rglob("*.json"):
            if not any(part.startswith(".") for part in page.relative_to(self.site(here)).parts):
                json.loads(page.read_text(encoding="utf-8"))  # a file is there whole or not at all

    def check_whole(self, here: Environment) -> None:
        site = self.site(here)
        assert verify(site).differences == []
        assert differences(filecmp.dircmp(self.whole, site)) == []


WORKS: dict[str, type[Work]] = {
    "import": Import, "acceptance": Acceptance, "correction": Correction, "publishing": Publishing,
}  # fmt: skip


def lasts(work: Work, name: str) -> float:
    """Seconds that the work takes when nobody kills it."""
    here = work.world.copy(work.origin, name)
    begun = time.monotonic()
    process = work.begin(here)
    said, err = process.communicate(timeout=300)
    assert "Traceback" not in err, err
    seconds = time.monotonic() - begun
    work.check(here, said)
    work.check_whole(here)
    return seconds


def kill_once(work: Work, name: str, after: float) -> bool:
    """Kill it so many seconds after its start, check, do it again and check; whether it was still at work."""
    here = work.world.copy(work.origin, name)
    process = work.begin(here)
    time.sleep(after)
    process.kill()
    said, err = process.communicate(timeout=60)
    assert "Traceback" not in err, err
    work.check(here, said)
    again = work.begin(here)
    _, err = again.communicate(timeout=300)
    assert again.returncode in {0, 1}, err
    assert "Traceback" not in err, err
    work.check_whole(here)
    work.world.drop(name)  # what failed stays, to be looked at
    return process.returncode == -9


def differences(compared: filecmp.dircmp[str]) -> list[str]:
    """Names that stand in one folder only, or with other content."""
    found = [*compared.left_only, *compared.right_only, *compared.funny_files]
    _, unlike, errors = filecmp.cmpfiles(compared.left, compared.right, compared.common_files, shallow=False)
    found += [*unlike, *errors]
    return found + [name for folder in compared.subdirs.values() for name in differences(folder)]
