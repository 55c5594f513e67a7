"""One accepted protocol on its way to its public pages, on election night in the sample country.

The site follows: its book is open, its folder held, its pages packed. Own pages are those of the precinct in
three languages (HTML, JSON, CSV, packed twins, manifest); the chain are all others that say something else
then: other precincts of the contest, its unit, district, region, country, the front. The limit writes the
bytes of the own pages to files beside and renames them into place. The processor's time of the one process
is measured, by the protocol; what the disk has to wait for besides is in the notes.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from bench.intake import dauys
from bench.measuring import Way

ELECTION = "kz-akim-2021-07-25"
AT = "2021-07-25T20:30:00+06:00"  # the polls have just closed in most regions: nearly all is to come
PROTOCOLS, WARM, CHAINS = 300, 20, 12
Taken = tuple[float, float]  # seconds of the processor, seconds by the clock


def measure(folder: Path) -> tuple[list[Way], int]:
    """Limit, own pages and chain, by the protocol; and how many protocols were accepted."""
    home = folder / "night"
    shutil.rmtree(home, ignore_errors=True)
    os.environ |= {"DAUYS_HOME": str(home), "DAUYS_AT": AT}
    dauys(home, "demo", "--no-serve", at=AT)
    shutil.rmtree(home / "site")
    from dauys.ops.running import start  # noqa: PLC0415 -- after the home is named

    start()
    from dauys.apps.publication.actions import FollowedElection, held_site  # noqa: PLC0415
    from dauys.apps.results.queries import OpenElection  # noqa: PLC0415
    from dauys.ops.snapshots import snapshot  # noqa: PLC0415

    own, limit, chain = list[Taken](), list[Taken](), list[Taken]()
    with held_site(home / "site", packs=True):
        with snapshot():
            opened = OpenElection(ELECTION, at=dt.datetime.fromisoformat(AT))
        followed = FollowedElection(home / "site", opened, 0.0)
        followed.publish(workers=os.cpu_count() or 1)
        coming = _coming(opened.book)
        for number in range(PROTOCOLS + WARM):
            precinct = next(coming)
            own.append(_taken(followed.take_in, snapshot))
            limit.append(_taken(_writing(home, precinct)))
            if number % (PROTOCOLS // CHAINS) == 0:
                chain.append(_taken(lambda: _drain(followed)))
            followed.press_next(0.0)
    return [
        _way("the same files, written and renamed", limit[WARM:], limit[WARM:]),
        _way("own pages", own[WARM:], limit[WARM:]),
        _way("the chain above, after it", chain[1:], limit[WARM:]),
    ], PROTOCOLS


def _coming(book: Any) -> Iterator[str]:
    """Accept the protocols that are missing, one by one; the precinct of each."""
    from dauys.apps.elections.queries import contest_of  # noqa: PLC0415
    from dauys.apps.results.actions import accept_protocol  # noqa: PLC0415
    from dauys.ops.running import moment, operator  # noqa: PLC0415
    from tests import cast  # noqa: PLC0415

    missing = [
        (unit, contest)
        for unit, contest in book.owners.items()
        if book.units[unit].kind == "precinct" and book.results[contest, unit].expected
        and book.sheet(contest, unit) is None and book.contests[contest].state == "counting"
    ]  # fmt: skip
    for number, (unit, code) in enumerate(missing):
        standing = [one.number for one in book.contests[code].candidates if one.status == "registered"]
        votes = [100 + (number * 7 + at * 31) % 200 for at, _ in enumerate(standing)]
        lines = cast.lines(sum(votes) + 200, votes)
        numbered = dict(zip(standing, votes, strict=True))
        contest = contest_of(code)
        assert contest is not None
        accept_protocol(contest, unit, lines, numbered, by=operator(), at=moment())
        yield unit


def _drain(followed: Any) -> None:
    """Press until no page has anything else to say."""
    while followed.waits_until() is not None:
        followed.press_next(0.0)


def _taken(work: Callable[[], object], within: Callable[[], Any] = nullcontext) -> Taken:
    clock, processor = time.perf_counter(), time.process_time()
    with within():
        work()
    return time.process_time() - processor, time.perf_counter() - clock


def _writing(home: Path, precinct: str) -> Callable[[], None]:
    """Writing the bytes of a precinct's own pages to other files, over those of the precinct before."""
    site, beside = home / "site", home / "beside"
    beside.mkdir(exist_ok=True)
    pages = [*site.glob(f"*/{ELECTION}/{precinct}/*.*"), site / "manifest" / ELECTION / f"{precinct}.json"]
    contents = [page.read_bytes() for page in pages]

    def write() -> None:
        for number, content in enumerate(contents):
            opened = os.open(f"{beside}/{number}.new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
            os.write(opened, content)
            os.close(opened)
        for number in range(len(contents)):
            os.replace(f"{beside}/{number}.new", f"{beside}/{number}")  # noqa: PTH105 -- nothing but the call

    return write


def _way(name: str, taken: list[Taken], limit: list[Taken]) -> Way:
    """The median of the processor's time, and what 99 of 100 stay below."""
    processor, clock = (sorted(column) for column in zip(*taken, strict=True))
    most = len(taken) * 99 // 100
    median = statistics.median(processor)
    note = (
        f"99 %: {processor[most] * 1000:.1f} ms; by the clock 50 %: "
        f"{statistics.median(clock) * 1000:.1f} ms, 99 %: {clock[most] * 1000:.1f} ms"
    )
    return Way(name, median, median / statistics.median(one for one, _ in limit), note)
