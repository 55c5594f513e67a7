"""No room, no right, two at once: one sentence, nothing lost, and all is well once the way is free."""

from __future__ import annotations

import filecmp
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from dauys.apps.journal.actions import _CHAIN_LOCK
from dauys_verify import verify
from tests.journeys.killing import Environment, Publishing, World, differences, look, world
from tests.ops.process import begin, run


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A counted election of 40 precincts."""
    with world(tmp_path_factory.mktemp("obstacles"), 40, 2) as made:
        yield made


@pytest.fixture(scope="module")
def whole(base: World) -> Path:
    """Its public pages."""
    return Publishing(base).whole


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nobody may make a file in the folder, not even root."""
    is_root = os.geteuid() == 0
    tool = shutil.which("chattr")
    if is_root and (tool is None or subprocess.run([tool, "+i", folder], check=False).returncode):
        pytest.skip("nothing is forbidden to root on this file system")
    folder.chmod(0o555) if not is_root else None
    try:
        yield
    finally:
        if is_root and tool:
            subprocess.run([tool, "-i", folder], check=True)
        else:
            folder.chmod(0o755)


@contextmanager
def opened(here: Environment) -> Iterator[None]:
    """The database is open, so that no file of its own has to grow while others read it."""
    with closing(sqlite3.connect(Path(here["DAUYS_HOME"]) / "dauys.sqlite3")) as other:
        other.execute("SELECT 1 FROM journal_entry").fetchone()
        yield


def sentence(ended: tuple[int, str, str], code: str) -> str:
    """What a command said that the machine refused: one sentence, nothing else, exit code 1."""
    status, out, err = ended
    assert (status, out) == (1, ""), err
    assert code in err
    assert len(err.splitlines()) <= 2
    return err


def test_publishing_without_room_is_completed_once_there_is_some(base: World, whole: Path) -> None:
    here = base.copy("counted", "no_room")
    site = Path(here["DAUYS_HOME"]) / "site"
    with opened(here):
        sentence(run(here, "publish", site, quota=6_000), "U-02 The system says: File too large")
    assert run(here, "publish", site)[0] == 0
    assert verify(site).differences == []
    assert differences(filecmp.dircmp(whole, site)) == []


def test_site_in_a_read_only_folder_is_one_sentence(base: World) -> None:
    here = base.copy("counted", "read_only_site")
    folder = Path(here["DAUYS_HOME"]) / "public"
    folder.mkdir()
    with read_only(folder):
        err = sentence(run(here, "publish", folder / "site"), "U-02 The system says: ")
    assert str(folder) in err
    assert run(here, "publish", folder / "site")[0] == 0


def test_home_that_is_read_only_takes_nothing_and_loses_nothing(base: World) -> None:
    here = base.copy("counted", "read_only_home")
    before = look(here)
    words = ("import", "protocols", base.file("corrected.csv"), "--reason", "recount of the boxes")
    with read_only(Path(here["DAUYS_HOME"])):
        sentence(run(here, *words), "U-03 The database says: ")
    assert look(here) == before
    assert run(here, *words)[0] == 1  # two protocols are kept out, as before
    assert set(look(here)["versions"].values()) == {2}


def test_two_publishers_at_once_leave_one_whole_site(base: World, whole: Path) -> None:
    here = base.copy("counted", "two")
    site = Path(here["DAUYS_HOME"]) / "site"
    both = [begin(here, "publish", site) for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    for process, (_, err) in zip(both, said, strict=True):
        assert process.returncode == 0 or "W-03 Another command is publishing into the folder" in err
    assert 0 in [process.returncode for process in both]
    assert differences(filecmp.dircmp(whole, site)) == []


def test_pages_show_one_moment_while_protocols_come(base: World) -> None:
    """The sums of a site that was published while a file was taken in are those of its own pages."""
    here = base.copy("called", "meanwhile")
    site = Path(here["DAUYS_HOME"]) / "site"
    taking = begin(here, "import", "protocols", base.file("protocols.csv"))
    publishing = begin(here, "publish", site)
    _, err = publishing.communicate(timeout=120)
    assert publishing.returncode == 0, err
    taking.communicate(timeout=120)
    assert taking.returncode == 1  # two are kept out
    assert verify(site).differences == []
    assert look(here)["received"] == 40


def test_writer_that_waits_too_long_on_postgresql_is_told(tmp_path: Path) -> None:
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        pytest.skip("DATABASE_URL names no PostgreSQL")
    import psycopg

    hasty = "import dauys.config.settings as made; "
    hasty += "made.DATABASES['default']['OPTIONS']['options'] = '-c lock_timeout=200ms'; "
    with world(tmp_path, 40, 0, url=url) as made:
        here = made.copy("called", "waits")
        words = ("import", "protocols", made.file("protocols.csv"))
        with psycopg.connect(here["DATABASE_URL"]) as other:
            other.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
            ended = begin(here, *words, first=hasty)
            out, err = ended.communicate(timeout=120)
            sentence((ended.returncode, out, err), "U-07 Another command is writing")
        assert look(here)["versions"] == {}
        assert run(here, *words)[0] == 0
        assert look(here)["received"] == 40
