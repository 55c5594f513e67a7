"""A line that says what is going on, for a person who watches; nothing for a file or a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dauys.ops.running import is_terminal


@contextmanager
def waiting(what: str) -> Iterator[Callable[[str], None]]:
    """Show that work goes on; the value given says what it is now."""
    if not is_terminal():
        yield lambda _: None
        return
    with Console(stderr=True).status(f"{what} …") as status:
        yield lambda words: status.update(f"{words} …")


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar with rate and time left; the value given takes how many are done, of how many."""
    if not is_terminal():
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(what)
        yield lambda done, total: bar.update(task, completed=done, total=total)
