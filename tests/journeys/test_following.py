"""A site that follows a night: many write, it is killed, its database goes away, and it is whole in the end.

Byte for byte it is the site that one `dauys publish` writes of the same moment.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dauys_verify import verify
from tests.journeys.killing import ACCEPT, CONTEST, SEED, Environment, World, differences, look, world
from tests.ops.process import begin, run

PRECINCTS, BROKEN, KILLS = 40, 3, 2
OPTIONS = ("--follow", "--gzip", "--look", "0.05", "--sums", "0.3")
Begun = list[subprocess.Popen[str]]
SOON = 600  # seconds in which a site that follows is up to date, on however slow a machine


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A called election on either database."""
    url = os.environ.get("DATABASE_URL", "") if request.param == "postgresql" else ""
    if request.param == "postgresql" and not url:
        pytest.skip("DATABASE_URL names no PostgreSQL")
    with world(tmp_path_factory.mktemp("following"), PRECINCTS, BROKEN, url=url) as made:
        yield made


def site_of(here: Environment) -> Path:
    return Path(here["DAUYS_HOME"]) / "site"


@pytest.fixture
def begun() -> Iterator[Begun]:
    """The processes that a test has begun: none outlives it."""
    found: Begun = []
    yield found
    for process in found:
        process.kill()
        process.communicate()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own that is soon full, where one may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    tool = shutil.which("mount")
    words = [tool or "", "-t", "tmpfs", "-o", "size=16m", "tmpfs", place]
    if tool is None or subprocess.run(words, check=False, capture_output=True).returncode:
        pytest.skip("nobody may mount a disk here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)  # whoever is still at work in it is ended later


def follow(here: Environment, begun: Begun, *more: str) -> subprocess.Popen[str]:
    """A site that follows, once it says so."""
    process = begin(here, "publish", site_of(here), *OPTIONS, *more)
    begun.append(process)
    assert process.stdout is not None
    for line in process.stdout:
        if "Ctrl+C" in line:
            return process
    raise AssertionError(process.communicate()[1])


def end(process: subprocess.Popen[str]) -> str:
    """What it said, ended as a service is."""
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "Traceback" not in err, err
    return out + err


def accepting(base: World, here: Environment) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", ACCEPT, str(base.file("by_hand.csv"))]
    return subprocess.Popen(words, env=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def must(here: Environment, *words: str | Path, code: int = 0) -> None:
    ended, _, err = run(here, *words)
    assert ended == code, err


def is_up_to_date(here: Environment, whole: Path) -> bool:
    """Whether the site comes to be what one run publishes; files that wait to be let go of aside."""
    until = time.monotonic() + SOON
    while differences(filecmp.dircmp(whole, site_of(here), ignore=[".staged"])):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def published(here: Environment, name: str, *more: str) -> Path:
    """The site of one run."""
    whole = Path(here["DAUYS_HOME"]) / name
    must(here, "publish", whole, "--gzip", *more)
    return whole


def fill_up(disk: Path) -> Path:
    """A file that takes all the room that is left."""
    filler = disk / ".filler"
    with filler.open("wb", buffering=0) as stream, contextlib.suppress(OSError):
        while stream.write(bytes(4_096)):
            pass
    return filler


def refusal(process: subprocess.Popen[str]) -> str:
    """The next sentence of what the machine refuses, waited for."""
    assert process.stderr is not None
    return next(line for line in process.stderr if line.startswith("U-"))


@pytest.mark.slow
def test_site_that_follows_a_night_is_the_published_one(base: World, begun: Begun) -> None:
    here, chance = base.copy("called", "night"), random.Random(SEED)
    clerk = accepting(base, here)
    for _ in range(KILLS):
        process = follow(here, begun)
        time.sleep(chance.uniform(0.2, 1.5))
        process.kill()
        process.communicate()
    process = follow(here, begun)
    assert clerk.communicate(timeout=120)[1] == ""
    must(here, "import", "protocols", base.file("protocols.csv"), code=1)  # some are kept out
    reason = ("--reason", "decided so")
    for number in range(BROKEN):
        must(here, "protocol", "release", "--contest", CONTEST, "--precinct", f"P{number}", *reason)
    assert is_up_to_date(here, published(here, "released"))
    must(here, "contest", "establish", "--contest", CONTEST, "--evidence", "minutes")
    assert is_up_to_date(here, published(here, "established"))
    must(here, "import", "protocols", base.file("corrected.csv"), *reason, code=1)
    whole = published(here, "corrected")
    assert is_up_to_date(here, whole)
    end(process)
    assert differences(filecmp.dircmp(whole, site_of(here))) == []
    assert verify(site_of(here)).differences == []
    assert look(here)["breaks"] == []


@pytest.mark.slow
def test_other_publisher_is_told_that_the_site_is_followed(base: World, begun: Begun) -> None:
    here = base.copy("called", "other")
    process = follow(here, begun)
    code, _, err = run(here, "publish", site_of(here))
    end(process)
    assert code == 1
    assert "W-03" in err
    assert "--follow" in err
    must(here, "publish", site_of(here))


@pytest.mark.slow
def test_site_waits_for_a_database_that_went_away_and_goes_on(base: World, begun: Begun) -> None:
    here = base.copy("called", "away")
    if "DATABASE_URL" not in here:
        pytest.skip("SQLite is no server")
    import psycopg

    process = follow(here, begun)
    with psycopg.connect(here["DATABASE_URL"], autocommit=True) as other:
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        other.execute(f"{ended} AND pid <> pg_backend_pid()")  # type: ignore[arg-type]
    must(here, "import", "protocols", base.file("protocols.csv"), code=1)
    assert is_up_to_date(here, published(here, "whole"))
    assert "U-03 The database says" in end(process)


@pytest.mark.slow
def test_disk_that_is_full_holds_the_old_pages_until_there_is_room(
    base: World, begun: Begun, small_disk: Path
) -> None:
    here = base.copy("called", "full")
    site = site_of(here)
    site.parent.mkdir(exist_ok=True)
    site.symlink_to(small_disk)
    process = follow(here, begun)
    before = Path(shutil.copytree(site, site.with_name("before")))
    filler = fill_up(small_disk)
    must(here, "import", "protocols", base.file("protocols.csv"), code=1)
    assert "U-02 The system says: No space left on device" in refusal(process)
    assert differences(filecmp.dircmp(before, site, ignore=[".staged", filler.name])) == []
    filler.unlink()
    assert is_up_to_date(here, published(here, "whole"))
    end(process)
    assert verify(site).differences == []


@pytest.mark.slow
def test_site_with_rows_follows_by_opening_the_book_anew(base: World, begun: Begun) -> None:
    here, rows = base.copy("called", "rows"), ("--precincts", "rows")
    process = follow(here, begun, *rows)
    clerk = accepting(base, here)
    assert clerk.communicate(timeout=120)[1] == ""
    must(here, "import", "protocols", base.file("corrected.csv"), "--reason", "decided so", code=1)
    whole = published(here, "corrected", *rows)
    assert is_up_to_date(here, whole)
    end(process)
    assert differences(filecmp.dircmp(whole, site_of(here))) == []
    assert list(whole.glob("en/*/*/precincts/precincts.csv"))


@pytest.mark.slow
def test_clock_set_back_is_refused_unless_the_moment_is_named(base: World) -> None:
    here = base.copy("called", "back") | {"DAUYS_AT": "2030-01-01T00:00:00+00:00"}
    must(here, "import", "protocols", base.file("protocols.csv"), code=1)
    now = {key: value for key, value in here.items() if key != "DAUYS_AT"}
    code, _, err = run(now, "publish", site_of(here))
    assert code == 1
    assert "U-08" in err
    assert not (site_of(here) / "kk").exists()
    must(now | {"DAUYS_AT": "2021-07-25T22:00:00+00:00"}, "publish", site_of(here))
