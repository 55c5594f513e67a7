"""Long work says how far it is, on a terminal and in a log, and Ctrl+C leaves what stood before."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.killing import Environment, World, look, world
from tests.ops.process import PROGRAM, begin, run

PRECINCTS = 600
AT_ONCE = "import dauys.ops.waiting as waiting; waiting.PAUSE = 0.0; "  # a line for every step
STEP = re.compile(r"^[A-Z][^:]+(: [\d,]+( of [\d,]+)?, [\d,]+/s(, [\d,]+ s left)?| …)$")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("waiting")
    with world(folder, PRECINCTS, 0, url=os.environ.get("DATABASE_URL", "")) as found:
        yield found


@pytest.fixture
def here(made: World, request: pytest.FixtureRequest) -> Iterator[Environment]:
    """A counted election of its own for each test."""
    name = f"t{zlib.crc32(request.node.name.encode()):08x}"  # short: a database is called so
    yield made.copy("counted", name)
    made.drop(name)


def test_log_says_how_many_are_done_how_quickly_and_how_long_the_rest_takes(here: Environment) -> None:
    out = Path(here["DAUYS_HOME"]) / "o.csv"
    Path(here["DAUYS_HOME"]).mkdir(exist_ok=True)
    code, _, err = run(here, "export", "protocols", "--out", out, first=AT_ONCE)
    assert code == 0
    assert re.search(r"^Writing protocols: 600 of 600, [\d,]+/s, 0 s left$", err, re.MULTILINE)


def test_log_is_silent_about_what_is_quick(here: Environment) -> None:
    code, _, err = run(here, "recount")
    assert (code, err) == (0, "")


def test_terminal_shows_a_bar(here: Environment) -> None:
    Path(here["DAUYS_HOME"]).mkdir(exist_ok=True)
    out = Path(here["DAUYS_HOME"]) / "o.csv"
    code, shown = on_terminal(here, "export", "protocols", "--out", out)
    assert code == 0
    assert "Writing protocols ━" in shown
    assert "600/600" in shown
    code, shown = on_terminal(here, "export", "protocols", "--out", out, "--force", "--language", "kk")
    assert "Шығарылуда: хаттамалар ━" in shown


def on_terminal(here: Environment, *words: str | Path) -> tuple[int, str]:
    """Exit code of a command, and what it shows on the terminal that its standard error is."""
    mine, its = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *map(str, words)],
        env=here | {"TERM": "xterm", "COLUMNS": "120"}, stdout=subprocess.PIPE, stderr=its,
    )  # fmt: skip
    os.close(its)
    shown = b""
    while True:
        try:
            shown += os.read(mine, 65_536)
        except OSError:  # the other end is closed
            break
    os.close(mine)
    process.communicate(timeout=60)
    return process.returncode, re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())


def cancelled(here: Environment, *words: str | Path) -> str:
    """Ctrl+C once the command has said how far it is; what it said."""
    process = begin(here, *words, first=AT_ONCE)
    assert process.stderr is not None
    said = ""
    while not STEP.fullmatch(line := process.stderr.readline().rstrip("\n")):
        said += line
        assert process.poll() is None, said
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert "Traceback" not in err, err
    stands = "The pages of each unit are whole" if words[0] == "publish" else "What stood before stands"
    assert (process.returncode, f"Cancelled. {stands}" in err) == (1, True), (words, err)
    return err


@pytest.mark.parametrize("kind", ["territory", "protocols"])
def test_cancelled_import_leaves_what_stood(made: World, here: Environment, kind: str) -> None:
    before = look(here)
    file = made.file("corrected.csv" if kind == "protocols" else "territory.csv")
    if kind == "territory":
        other = Path(here["DAUYS_HOME"] + ".csv")
        other.write_text(file.read_text(encoding="utf-8").replace("Аты", "Басқа"), encoding="utf-8")
        file = other
    reason = ("--reason", "recount") if kind == "protocols" else ()
    cancelled(here, "import", kind, file, *reason)
    assert look(here) == before


@pytest.mark.parametrize("words", [("export", "everything"), ("backup",), ("publish",)])
def test_cancelled_file_or_folder_is_not_there(
    here: Environment, tmp_path: Path, words: tuple[str, ...]
) -> None:
    target = tmp_path / "target"
    if words == ("publish",):
        run(here, *words, target)
        before = {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}
        cancelled(here, *words, target, "--precincts", "pages")
        assert {path: path.read_bytes() for path in target.rglob("*") if path.is_file()} == before
    else:
        cancelled(here, *words, target)
        assert list(tmp_path.iterdir()) == []


def test_cancelled_restore_leaves_an_empty_home(made: World, here: Environment, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    assert run(here, "backup", file, "--no-verify")[0] == 0
    empty = made.copy("", "empty")
    cancelled(empty, "restore", file)
    assert run(empty, "restore", file)[0] == 0  # only an empty home takes one
    made.drop("empty")


def test_cancelled_recount_says_so(here: Environment) -> None:
    cancelled(here, "recount")
