"""What is going on while one waits: what moves for a person, a line now and then for a log."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from dauys.ops.running import is_terminal

PAUSE = 10.0  # seconds between two lines in a log: what is quicker says nothing


class Rate(ProgressColumn):
    """How many are done in a second."""

    def render(self, task: Task) -> Text:
        """The rate, once there is one."""
        return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="progress.data.speed")


class Log:
    """Lines on standard error for whoever reads them later, no oftener than every PAUSE seconds."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.begun = self.told = time.monotonic()

    def say(self, words: str) -> None:
        """Say what is going on now, if the last line was long enough ago."""
        if self._is_time():
            typer.echo(f"{words} …", err=True)

    def count(self, done: int, total: int) -> None:
        """Say how many are done, how quickly, and how long the rest will take at that."""
        if not self._is_time():
            return
        rate = done / (self.told - self.begun)
        left = f", {(total - done) / rate:,.0f} s left" if rate else ""
        typer.echo(f"{self.what}: {done:,} of {total:,}, {rate:,.0f}/s{left}", err=True)

    def _is_time(self) -> bool:
        now = time.monotonic()
        if now < self.told + PAUSE:
            return False
        self.told = now
        return True


@contextmanager
def waiting(what: str) -> Iterator[Callable[[str], None]]:
    """Show that work goes on, and since when; the value given says what it is now."""
    if not is_terminal():
        yield Log(what).say
        return
    columns = (SpinnerColumn(), TextColumn("{task.description} …"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=None)
        yield lambda words: shown.update(task, description=words)


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """How many are done, of how many, how quickly, how long the rest takes; the value given takes both."""
    if not is_terminal():
        yield Log(what).count
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
