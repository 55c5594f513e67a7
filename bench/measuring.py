"""Paired measuring: every way of doing a thing runs in every round, and is compared within its round."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.on_postgresql import USUAL, answers


@dataclass(frozen=True, slots=True)
class Way:
    """One way of doing the thing: median seconds, and the median of its ratios to the limit, by round."""

    name: str
    seconds: float
    ratio: float
    note: str = ""

    def as_dict(self) -> dict[str, str | float]:
        """For the JSON of a run."""
        return {"name": self.name, "seconds": self.seconds, "ratio": self.ratio, "note": self.note}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the bench: the ways of doing `amount` of a thing, the limit first."""

    title: str
    what: str  # protocols, pages
    amount: int
    ways: list[Way]

    def as_dict(self) -> dict[str, object]:
        """For the JSON of a run."""
        return {"title": self.title, self.what: self.amount, "ways": [way.as_dict() for way in self.ways]}


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_rounds(ways: Mapping[str, Callable[[], float]], rounds: int) -> list[Way]:
    """Each way returns its seconds; the first one is the limit. One more round goes ahead, to warm up.

    The order turns from round to round, so that no way always runs after the same neighbour.
    """
    names = list(ways)
    taken: dict[str, list[float]] = {name: [] for name in names}
    for each in range(rounds + 1):
        for name in names[each % len(names) :] + names[: each % len(names)]:
            seconds = ways[name]()
            if each:
                taken[name].append(seconds)
    limit = taken[names[0]]
    return [
        Way(
            name,
            statistics.median(taken[name]),
            statistics.median(one / other for one, other in zip(taken[name], limit, strict=True)),
        )
        for name in names
    ]


def machine() -> dict[str, str | int]:
    """What the figures were measured on."""
    cpu, memory = platform.processor() or platform.machine(), 0
    if (info := Path("/proc/cpuinfo")).exists():
        names = [
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line
        ]
        cpu = names[0] if names else cpu
    if hasattr(os, "sysconf"):
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
    return {
        "cpu": cpu,
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 0,
        "memory_mib": memory,
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
    }


def server() -> str:
    """DATABASE_URL, or the PostgreSQL that answers at the usual place; "" where there is none."""
    return os.environ.get("DATABASE_URL", "") or (USUAL if answers(USUAL) else "")
