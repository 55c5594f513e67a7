"""kill -9 in the middle of an import or of publishing: nothing half written, a second run completes it."""

from __future__ import annotations

import filecmp
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests import cast
from tests.ops.console import LINES, as_csv, written
from tests.ops.process import begin, run, surroundings

PRECINCTS, BROKEN, DISTRICTS = 3_000, 60, 12
CONTEST = cast.contest("R")
CANDIDATES = [f"{CONTEST}#{number}" for number in (1, 2, 3)]
SEED = 20210725

# What stands after a crash, told by one process: how much there is, the recount, the chain of the journal.
LOOK = """
import json
from dauys.ops.running import start
start()
from dauys.apps.elections.queries import election_of
from dauys.apps.journal.queries import breaks_in_chain, entries
from dauys.apps.results.actions import recount
from dauys.apps.results.models import Intake, ProtocolVersion, Tally
counted = recount(election_of("kz-akim-2021-07-25"))
tally = Tally.objects.filter(contest__isnull=False, unit__code="R").first()
print(json.dumps({
    "versions": ProtocolVersion.objects.count(), "intakes": Intake.objects.count(),
    "entries": entries().count(),
    "differences": list(counted.differences), "breaks": breaks_in_chain(),
    "received": tally and tally.received, "kept_out": tally and tally.kept_out,
}))
"""


def protocols(chance: random.Random) -> list[dict[str, Any]]:
    """One protocol per precinct; the first BROKEN of them do not add up."""
    found = []
    for number in range(PRECINCTS):
        votes = [chance.randrange(200) for _ in CANDIDATES]
        lines = cast.lines(sum(votes) + 50 + chance.randrange(900), votes, invalid=chance.randrange(3))
        if number < BROKEN:
            lines["stationary_ballots"] += 1
        keys = {"contest": CONTEST, "precinct": f"P{number}"}
        columns = {f"votes:{one}": count for one, count in zip(CANDIDATES, votes, strict=True)}
        found.append(keys | lines | columns)
    return found


def territory() -> list[dict[str, str]]:
    names = {"name_kk": "Аты"}
    units = [{"code": "KZ", "parent": "", "kind": "country", **names}]
    units.append({"code": "R", "parent": "KZ", "kind": "region", **names})
    units += [{"code": f"D{at}", "parent": "R", "kind": "district", **names} for at in range(DISTRICTS)]
    units += [
        {"code": f"P{at}", "parent": f"D{at % DISTRICTS}", "kind": "precinct", **names}
        for at in range(PRECINCTS)
    ]
    return units


def call() -> dict[str, Any]:
    people = [{"id": one, "name": f"Үміткер {number}"} for number, one in enumerate(CANDIDATES, start=1)]
    return cast.election_file() | {"contests": [{"id": CONTEST, "unit": "R", "candidates": people}]}


@dataclass(frozen=True)
class Base:
    """A called election in a database that each attempt gets a copy of."""

    folder: Path
    file: Path
    copy: Callable[[int], dict[str, str]]  # the environment of a fresh copy
    log: Callable[[dict[str, str]], Path] | None  # the file that grows while the import is written down


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """Territory and call of PRECINCTS precincts, imported by the command."""
    folder = tmp_path_factory.mktemp("crash")
    rows = protocols(random.Random(SEED))
    header = ["contest", "precinct", *LINES, *(f"votes:{one}" for one in CANDIDATES)]
    file = written(folder, "protocols.csv", as_csv(rows, header))
    units = written(folder, "territory.csv", as_csv(territory(), territory()[0]))
    election = written(folder, "election.json", json.dumps(call()))
    make = on_sqlite if request.param == "sqlite" else on_postgresql
    with closing(make(folder)) as copies:
        first, copy, log = next(copies)
        for kind, content in (("territory", units), ("election", election)):
            code, _, err = run(first, "import", kind, content)
            assert code == 0, err
        yield Base(folder, file, copy, log)


def on_sqlite(folder: Path) -> Iterator[tuple[Any, Any, Any]]:
    def copy(number: int) -> dict[str, str]:
        home = folder / f"copy{number}"
        shutil.copytree(folder / "base", home)
        return surroundings(home)

    yield surroundings(folder / "base"), copy, lambda here: Path(here["DAUYS_HOME"]) / "dauys.sqlite3-wal"


def on_postgresql(folder: Path) -> Iterator[tuple[Any, Any, Any]]:
    """Databases of our own on the server of DATABASE_URL, dropped at the end."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        pytest.skip("DATABASE_URL names no PostgreSQL")
    import psycopg

    server, name = url.rpartition("/")[0], f"dauys_crash_{os.getpid()}"
    assert urlsplit(url).scheme.startswith("postgres")
    made: list[str] = []
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:

        def make(suffix: str, template: str) -> dict[str, str]:
            made.append(name + suffix)
            connection.execute(f"CREATE DATABASE {name}{suffix} TEMPLATE {template}")  # type: ignore[arg-type]
            return surroundings(folder / "home", DATABASE_URL=f"{server}/{name}{suffix}")

        try:
            yield make("_base", "template0"), lambda number: make(f"_{number}", f"{name}_base"), None
        finally:
            for one in made:
                connection.execute(f"DROP DATABASE IF EXISTS {one} WITH (FORCE)")  # type: ignore[arg-type]


def look(here: dict[str, str]) -> dict[str, Any]:
    ended = subprocess.run(
        [sys.executable, "-c", LOOK], env=here, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def is_whole(found: dict[str, Any]) -> bool:
    """True where every protocol stands, False where none does; anything between fails."""
    assert (found["differences"], found["breaks"]) == ([], [])
    if found["versions"] == 0:
        assert (found["intakes"], found["received"]) == (0, None)
        return False
    assert (found["versions"], found["intakes"], found["received"]) == (PRECINCTS, 1, PRECINCTS)
    assert found["kept_out"] == BROKEN
    return True


def killed(here: dict[str, str], moment: Callable[[], None], *words: str | Path) -> bool:
    """Start a command and kill it at a moment; whether it was still at work."""
    process = begin(here, *words)
    moment()
    process.kill()
    process.communicate(timeout=60)
    return process.returncode == -9


@pytest.mark.slow
def test_import_killed_at_any_moment_is_there_whole_or_not_at_all(base: Base) -> None:
    begun = time.monotonic()
    here = base.copy(0)
    code, out, _ = run(here, "import", "protocols", base.file, "--format", "json")
    lasted = time.monotonic() - begun
    assert (code, json.loads(out)["new"], json.loads(out)["kept_out"]) == (1, PRECINCTS, BROKEN)
    whole = look(here)
    assert is_whole(whole)
    chance = random.Random(SEED)
    hits, again = 0, here
    for number in range(1, 6):
        here = base.copy(number)
        delay = lasted * chance.uniform(0.4, 0.95)
        hits += killed(here, lambda delay=delay: time.sleep(delay), "import", "protocols", base.file)
        if not is_whole(look(here)):
            again = here
    assert hits > 0
    code, out, _ = run(again, "import", "protocols", base.file, "--format", "json")
    assert (code, json.loads(out)["kept_out"]) == (1, BROKEN)
    assert look(again) == whole


@pytest.mark.slow
def test_import_killed_while_it_is_written_down_is_there_whole_or_not_at_all(base: Base) -> None:
    if base.log is None:
        pytest.skip("when PostgreSQL writes is not seen from here")
    here = base.copy(9)
    log = base.log(here)

    def growing() -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(FileNotFoundError):
                if log.stat().st_size > 100_000:
                    return

    killed(here, growing, "import", "protocols", base.file)
    is_whole(look(here))
    code, out, _ = run(here, "import", "protocols", base.file, "--format", "json")
    report = json.loads(out)
    assert (code, report["new"] + report["unchanged"], report["kept_out"]) == (1, PRECINCTS, BROKEN)
    assert is_whole(look(here))


@pytest.mark.slow
def test_two_imports_of_one_file_at_once_take_it_once(base: Base) -> None:
    here = base.copy(10)
    both = [begin(here, "import", "protocols", base.file, "--format", "json") for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [1, 1], said
    reports = [json.loads(out) for out, _ in said]
    assert sorted(report["new"] for report in reports) == [0, PRECINCTS]
    assert sorted(report["unchanged"] for report in reports) == [0, PRECINCTS]
    assert is_whole(look(here))


@pytest.mark.slow
def test_publishing_killed_at_any_moment_is_completed_by_the_next(tmp_path: Path) -> None:
    here = surroundings(tmp_path / "home")
    for kind, name in (("territory", "t.csv"), ("election", "e.json"), ("protocols", "p.csv")):
        _, example, _ = run(here, "import", kind, "--example")
        code, _, err = run(here, "import", kind, written(tmp_path, name, example))
        assert code == 0, err
    begun = time.monotonic()
    assert run(here, "publish", tmp_path / "whole")[0] == 0
    lasted = time.monotonic() - begun
    chance = random.Random(SEED)
    for number in range(3):
        site = tmp_path / f"site{number}"
        delay = lasted * chance.uniform(0.5, 0.95)
        killed(here, lambda delay=delay: time.sleep(delay), "publish", site)
        for page in site.rglob("*.json"):
            json.loads(page.read_text(encoding="utf-8"))  # a file is there whole or not at all
        code, _, err = run(here, "publish", site)
        assert code == 0, err
        assert differences(filecmp.dircmp(tmp_path / "whole", site)) == []


def differences(compared: filecmp.dircmp[str]) -> list[str]:
    """Names that stand in one folder only, or with other content."""
    found = [*compared.left_only, *compared.right_only, *compared.funny_files]
    _, unlike, errors = filecmp.cmpfiles(compared.left, compared.right, compared.common_files, shallow=False)
    found += [*unlike, *errors]
    return found + [name for folder in compared.subdirs.values() for name in differences(folder)]
