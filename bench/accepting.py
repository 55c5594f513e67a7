"""One accepted protocol: its way to every tally in memory, and to the disk, in a small country and a large.

The limit inserts the bare row of a version into a table of its own, durably, one transaction each. Both
countries hold all protocols but some at first. They are measured in turns, so that what the machine does
beside falls on both; where the processor's time is said, it is that of the one process.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.intake import CONTEST, dauys, precinct_codes, prepare
from bench.measuring import Row, Way
from bench.writers import environment

EACH, ROUNDS = 60, 7  # protocols a round; one more round goes ahead, to warm up
LEFT = EACH * (ROUNDS + 1)  # precincts whose protocols come one by one
WAYS = {
    "bare": "one bare durable insert (limit)",
    "accept": "accept_protocol",
    "work": "its work: processor's time beside BEGIN and COMMIT",
    "live": "to all tallies in memory: processor's time",
}


class Program:
    """A program that runs on a home of its own and measures a round whenever it is asked."""

    def __init__(self, folder: Path, precincts: int) -> None:
        self._home = folder / f"accepting-{precincts}"
        ready = prepare(folder, precincts)
        shutil.rmtree(self._home, ignore_errors=True)
        shutil.copytree(ready / "home", self._home)
        lines = (ready / "protocols.csv").read_bytes().splitlines(keepends=True)
        first = self._home / "first.csv"
        first.write_bytes(b"".join(lines[:-LEFT]))
        dauys(self._home, "import", "protocols", first)
        left = self._home / "left.json"
        left.write_text(json.dumps([code for code, _ in precinct_codes(precincts)][-LEFT:]))
        command = [sys.executable, "-m", "bench.accepting", left]
        self._process = subprocess.Popen(
            list(map(str, command)), env=environment(self._home), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def round(self) -> dict[str, float]:
        """Seconds of each way for EACH protocols."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("again\n")
        self._process.stdin.flush()
        found: dict[str, float] = json.loads(self._process.stdout.readline())
        return found

    def end(self) -> None:
        """Let the program end; its sums are counted again before the home goes."""
        self._process.communicate()
        dauys(self._home, "recount")
        shutil.rmtree(self._home)


def measure(folder: Path, sizes: list[int]) -> list[Row]:
    """A row for each size, the smallest first; what is said of the others is beside it."""
    programs = {size: Program(folder, size) for size in sizes}
    rounds = [
        {size: programs[size].round() for size in sizes[:: 1 if each % 2 else -1]}
        for each in range(ROUNDS + 1)
    ][1:]
    for program in programs.values():
        program.end()
    return [_row(size, sizes[0], rounds) for size in sizes]


def _row(size: int, smallest: int, rounds: list[Mapping[int, Mapping[str, float]]]) -> Row:
    ways = []
    for way, name in WAYS.items():
        seconds = statistics.median(one[size][way] for one in rounds)
        ratio = statistics.median(one[size][way] / one[size]["bare"] for one in rounds)
        grown = statistics.median(one[size][way] / one[smallest][way] for one in rounds)
        note = f"{grown:.2f} × that of {smallest:,} precincts" if size != smallest else ""
        ways.append(Way(name, seconds, ratio, note))
    return Row(f"{EACH} protocols one by one, {size:,} precincts, SQLite", "protocols", EACH, ways)


def main(left: list[str]) -> None:
    """Measure a round for each line that is read."""
    from dauys.apps.elections.queries import contest_of  # noqa: PLC0415 -- after start()
    from dauys.apps.results.queries.live import LiveTallies  # noqa: PLC0415

    contest = contest_of(CONTEST)
    assert contest is not None
    live = LiveTallies(contest.election)
    for number, _ in enumerate(sys.stdin):
        codes = left[number * EACH : (number + 1) * EACH]
        found = {"bare": _bare(number)} | _accepted(contest, codes) | {"live": _taken_in(live, contest)}
        print(json.dumps(found), flush=True)


def _bare(number: int) -> float:
    """Seconds of EACH inserts of a further version of the precincts that came first."""
    from django.db import connection  # noqa: PLC0415 -- after start()

    from bench.inserting import COLUMNS, NAMES, TABLE  # noqa: PLC0415
    from bench.measuring import timed  # noqa: PLC0415

    connection.ensure_connection()
    base: Any = connection.connection
    rows = base.execute(f"SELECT {NAMES} FROM {TABLE} WHERE number = 1 LIMIT {EACH}").fetchall()
    base.execute(f"CREATE TABLE IF NOT EXISTS bare AS SELECT * FROM {TABLE} WHERE 0")
    base.execute("CREATE UNIQUE INDEX IF NOT EXISTS bare_key ON bare (contest_id, precinct_id, number)")
    insert = f"INSERT INTO bare ({NAMES}) VALUES ({', '.join('?' * len(COLUMNS))})"
    new = [(*row[:2], number + 2, *row[3:]) for row in rows]

    def work() -> None:
        for row in new:
            base.execute("BEGIN IMMEDIATE")
            base.execute(insert, row)
            base.execute("COMMIT")

    return timed(work)


def _accepted(contest: Any, codes: list[str]) -> dict[str, float]:
    """Seconds of the verb for these precincts, and of its work, the processor's beside BEGIN and COMMIT."""
    import datetime as dt  # noqa: PLC0415
    import time  # noqa: PLC0415

    from django.db import connection  # noqa: PLC0415 -- after start()

    from bench.measuring import timed  # noqa: PLC0415
    from dauys.apps.elections.queries import law_of  # noqa: PLC0415
    from dauys.apps.results.actions import Terms, accept_protocol  # noqa: PLC0415
    from dauys.core.protocol import form_of  # noqa: PLC0415
    from dauys.ops.running import operator  # noqa: PLC0415

    lines = dict.fromkeys(form_of(law_of(contest.election).protocol).lines, 0)
    votes, at, by = (
        {str(one): 0 for one in range(1, 8)},
        dt.datetime(2024, 6, 30, 20, tzinfo=dt.UTC),
        operator(),
    )
    in_transaction = 0.0

    def watched(usual: Any) -> Any:
        def run(*given: Any) -> Any:
            nonlocal in_transaction
            begun = time.process_time()
            try:
                return usual(*given)
            finally:
                in_transaction += time.process_time() - begun

        return run

    def work() -> None:
        for code in codes:
            accept_protocol(contest, code, lines, votes, Terms(reason="-"), by=by, at=at)

    names = ("_start_transaction_under_autocommit", "_commit")
    usual = {name: getattr(connection, name) for name in names}
    for name in names:
        setattr(connection, name, watched(usual[name]))
    begun = time.process_time()
    seconds = timed(work)
    spent = time.process_time() - begun
    for name in names:
        setattr(connection, name, usual[name])
    return {"accept": seconds, "work": spent - in_transaction}


def _taken_in(live: Any, contest: Any) -> float:
    """Seconds of the processor for EACH protocols into the sums of all units above."""
    import time  # noqa: PLC0415

    from dauys.apps.results.queries.live import stored_since  # noqa: PLC0415 -- after start()

    again = 50
    rows = list(stored_since(contest.election, live.number))
    live.take_in()
    begun = time.process_time()
    for _ in range(again):
        for stored in rows:
            live.apply(stored)
    return (time.process_time() - begun) / (again * len(rows)) * EACH


if __name__ == "__main__":
    from dauys.ops.running import start

    start()
    main(json.loads(Path(sys.argv[1]).read_text()))
