"""kill -9 in the middle of a work: what was answered stands once, all sums are equal, a second run completes.

`make bench-crash` does the same 200 times.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.journeys.killing import SEED, WORKS, Import, Work, World, kill_once, lasts, look, world
from tests.ops.process import begin, run

PRECINCTS, BROKEN = 1_500, 60
TIMES = 2  # for each of the four works
MOST = 12  # tries: a machine that is busy while the work is timed, and then is not, ends it before the kill
SOONER = 0.7


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    url = os.environ.get("DATABASE_URL", "") if request.param == "postgresql" else ""
    if request.param == "postgresql" and not url:
        pytest.skip("DATABASE_URL names no PostgreSQL")
    with world(tmp_path_factory.mktemp("crash"), PRECINCTS, BROKEN, url=url) as made:
        yield made


def hits(work: Work, name: str) -> int:
    """Kill the work until TIMES kills found it at work; after one that came too late the next is sooner."""
    seconds, chance, found, pace = lasts(work, f"{name}_whole"), random.Random(SEED), 0, 1.0
    for number in range(MOST):
        if kill_once(work, f"{name}_{number}", seconds * chance.uniform(0.4, 1.0) * pace):
            found += 1
        else:
            pace *= SOONER
        if found == TIMES:
            break
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", ["import", "acceptance", "correction"])
def test_work_killed_at_any_moment_leaves_nothing_half_done(base: World, name: str) -> None:
    work = WORKS[name](base)
    assert hits(work, name) == TIMES


@pytest.mark.slow
def test_publishing_killed_at_any_moment_is_completed_by_the_next(tmp_path: Path) -> None:
    with world(tmp_path, 500, 10) as made:  # as many as it takes for several processes to share the work
        work = WORKS["publishing"](made)
        assert hits(work, "publishing") == TIMES


@pytest.mark.slow
def test_import_killed_while_it_is_written_down_is_there_whole_or_not_at_all(base: World) -> None:
    here = base.copy("called", "written")
    if "DATABASE_URL" in here:
        pytest.skip("when PostgreSQL writes is not seen from here")
    work = Import(base)
    log, until = Path(here["DAUYS_HOME"]) / "dauys.sqlite3-wal", time.monotonic() + 60
    process = work.begin(here)
    while time.monotonic() < until:
        with suppress(FileNotFoundError):
            if log.stat().st_size > 100_000:
                break
    process.kill()
    work.check(here, process.communicate(timeout=60)[0])
    code, _, err = run(here, "import", "protocols", base.file("protocols.csv"))
    assert code == 1, err
    work.check_whole(here)


@pytest.mark.slow
def test_two_imports_of_one_file_at_once_take_it_once(base: World) -> None:
    here = base.copy("called", "twice")
    words = ("import", "protocols", base.file("protocols.csv"), "--format", "json")
    both = [begin(here, *words) for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [1, 1], said
    reports = [json.loads(out) for out, _ in said]
    assert sorted(report["new"] for report in reports) == [0, PRECINCTS]
    assert sorted(report["unchanged"] for report in reports) == [0, PRECINCTS]
    Import(base).check_whole(here)
    assert look(here)["entries"] == look(base.copy("called", "once"))["entries"] + 1
