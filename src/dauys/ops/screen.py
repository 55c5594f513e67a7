"""The console of a person, on which names and figures stand as they were written."""

from __future__ import annotations

from rich.console import Console


def screen() -> Console:
    """A console that takes no square bracket and no :word: of a name for an instruction of its own."""
    return Console(markup=False, emoji=False, highlight=False)
