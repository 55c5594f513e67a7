"""What is going on while one waits: a bar that moves for a person, a line now and then for a log."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.text import Text

from dauys.ops.running import is_terminal, json_asked

PAUSE = 10.0  # seconds between two lines in a log: what is quicker says nothing


class Working(Protocol):
    """Takes what is going on now, and how far it is; of how many, 0 where nobody knows."""

    def now(self, words: str) -> None:
        """Something else is going on from now on."""

    def count(self, done: int, total: int) -> None:
        """So many are done, of so many."""


class HowFar(ProgressColumn):
    """How many are done, of how many, how quickly, and how long the rest will take; else since when."""

    def render(self, task: Task) -> Text:
        """What is known of it."""
        of = f"{task.completed:,.0f}" + (f"/{task.total:,.0f}" if task.total else "")
        rate = f" {task.speed:,.0f}/s" if task.speed else ""
        left = task.time_remaining
        seconds = left if left is not None and task.total else task.elapsed or 0
        clock = f"{int(seconds) // 60}:{int(seconds) % 60:02}"
        return Text(f"{of}{rate} {clock}" if task.completed else clock, style="progress.remaining")


class Bar:
    """A bar on standard error."""

    def __init__(self, what: str, shown: Progress) -> None:
        self.shown = shown
        self.task: TaskID = shown.add_task(what, total=None)

    def now(self, words: str) -> None:
        """Begin anew with these words."""
        self.shown.reset(self.task, description=words, total=None)

    def count(self, done: int, total: int) -> None:
        """Move the bar."""
        self.shown.update(self.task, completed=done, total=total or None)


class Silence:
    """For who asked for JSON: standard error is to be read by a machine."""

    def now(self, words: str) -> None:
        """Say nothing."""

    def count(self, done: int, total: int) -> None:
        """Say nothing."""


class Log:
    """Lines on standard error for whoever reads them later, no oftener than every PAUSE seconds."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.begun = self.told = time.monotonic()

    def now(self, words: str) -> None:
        """Say what is going on now, if the last line was long enough ago."""
        self.what, self.begun = words, time.monotonic()
        if self._is_time():
            typer.echo(f"{words} …", err=True)

    def count(self, done: int, total: int) -> None:
        """Say how many are done, how quickly, and how long the rest will take at that."""
        if not self._is_time():
            return
        rate = done / max(self.told - self.begun, 0.001)
        of = f" of {total:,}" if total else ""
        left = f", {(total - done) / rate:,.0f} s left" if rate and total else ""
        typer.echo(f"{self.what}: {done:,}{of}, {rate:,.0f}/s{left}", err=True)

    def _is_time(self) -> bool:
        now = time.monotonic()
        if now < self.told + PAUSE:
            return False
        self.told = now
        return True


@contextmanager
def working(what: str, *, stays: bool = False) -> Iterator[Working]:
    """Show what goes on and how far it is; a bar goes at the end unless it `stays`."""
    if not is_terminal():
        yield Silence() if json_asked() else Log(what)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), HowFar())
    with Progress(*columns, console=Console(stderr=True), transient=not stays) as shown:
        yield Bar(what, shown)


@contextmanager
def waiting(what: str) -> Iterator[Callable[[str], None]]:
    """Show that work goes on, and since when; the value given says what it is now."""
    with working(what) as shown:
        yield shown.now


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """How many are done, of how many, how quickly, how long the rest takes; the value given takes both."""
    with working(what, stays=True) as shown:
        yield shown.count
