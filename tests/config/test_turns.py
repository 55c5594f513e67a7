"""Writers of a SQLite database go in the order in which they came; one that is killed holds nobody up."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dauys.config.sqlite.turns import TurnNeverCame, Turns
from tests.ops.process import SOURCE

# Draws a ticket, says so, writes down when it came, and holds its turn until it is told to go on.
WRITER = """
import sys
from pathlib import Path
from dauys.config.sqlite.turns import Turns
turns = Turns(Path(sys.argv[1]))
draw = turns._draw
def told():
    ticket = draw()
    print("drawn", flush=True)
    return ticket
turns._draw = told
turns.take(60)
with open(sys.argv[2], "a") as order:
    order.write(sys.argv[3] + "\\n")
print("came", flush=True)
sys.stdin.readline()
turns.leave()
"""
WAIT = 60.0


class Writer:
    """A process that has drawn its ticket."""

    def __init__(self, folder: Path, name: str) -> None:
        arguments = [sys.executable, "-c", WRITER, str(folder / "turns"), str(folder / "order"), name]
        self.process = subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={"PYTHONPATH": str(SOURCE)},
        )  # fmt: skip
        assert self.said() == "drawn"

    def said(self) -> str:
        """The next word that it says."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def end(self) -> None:
        """Let it go on to its end."""
        self.process.communicate("go\n", timeout=WAIT)
        assert self.process.returncode == 0


@contextmanager
def writers(folder: Path, count: int) -> Iterator[list[Writer]]:
    """Writers that came one after the other; the first has its turn. None outlives the test."""
    found = [Writer(folder, str(number)) for number in range(count)]
    try:
        assert found[0].said() == "came"
        yield found
    finally:
        for writer in found:
            writer.process.kill()
            writer.process.communicate()


def test_writers_go_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    with writers(tmp_path, 5) as queue:
        queue[0].end()
        for writer in queue[1:]:
            assert writer.said() == "came"
            writer.end()
    assert (tmp_path / "order").read_text().split() == ["0", "1", "2", "3", "4"]


def test_killed_writers_hold_nobody_up(tmp_path: Path) -> None:
    with writers(tmp_path, 4) as queue:
        queue[2].process.kill()  # one that waits
        queue[2].process.wait(timeout=WAIT)
        queue[0].process.kill()  # the one that writes
        for number in (1, 3):
            assert queue[number].said() == "came"
            queue[number].end()
    assert (tmp_path / "order").read_text().split() == ["0", "1", "3"]


def test_waiting_ends_and_names_the_process_that_writes(tmp_path: Path) -> None:
    with writers(tmp_path, 1) as (writer,):
        turns = Turns(tmp_path / "turns")
        with pytest.raises(TurnNeverCame) as answer:
            turns.take(0.05)
        assert answer.value.process == writer.process.pid
        writer.end()
        turns.take(WAIT)
        turns.leave()


def test_threads_of_one_process_take_turns(tmp_path: Path) -> None:
    turns, at_work, met = Turns(tmp_path / "turns"), [], []

    def work() -> None:
        turns.take(WAIT)
        met.append(len(at_work))
        at_work.append(1)
        time.sleep(0.005)
        at_work.pop()
        turns.leave()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert met == [0] * 6


def test_queue_without_rights_is_told_by_the_system(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "nowhere" / "turns")
    for _ in range(2):  # the first failure leaves the queue as it was
        with pytest.raises(FileNotFoundError):
            turns.take(1)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff" * 24,
        b"\x00" * 24,
        random.Random(7).randbytes(100_000),
        b"\x01",
        (2**63 - 1).to_bytes(24, "little"),
    ],
    ids=["ones", "zeros", "noise", "torn", "last ticket"],
)
def test_damaged_queue_heals_by_itself(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "turns").write_bytes(content)
    for name in "ab":
        writer = Writer(tmp_path, name)
        assert writer.said() == "came"
        writer.end()
    assert (tmp_path / "order").read_text().split() == ["a", "b"]


def test_ticket_that_somebody_holds_is_not_drawn_again_after_damage(tmp_path: Path) -> None:
    first = Writer(tmp_path, "first")
    assert first.said() == "came"
    (tmp_path / "turns").write_bytes(b"\xff" * 24)  # first holds ticket 1, and it is drawn from 1 again
    second = Writer(tmp_path, "second")
    first.end()
    assert second.said() == "came"
    second.end()
    assert (tmp_path / "order").read_text().split() == ["first", "second"]
