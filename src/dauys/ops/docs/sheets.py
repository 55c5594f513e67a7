"""Sheets that are drawn from tables of the code: states, faults, commands."""

from __future__ import annotations

import inspect
import re

from dauys.core.lifecycle import LIFECYCLES
from dauys.core.norms import LawFault
from dauys.core.tables.codes import CODES
from dauys.ops.docs.marks import page, table
from dauys.ops.docs.meanings import CITED, letters


def states() -> str:
    """A diagram for each thing that has a life."""
    drawn = (
        f"## {life.name.capitalize()}\n\n```mermaid\n{life.mermaid().rstrip()}\n```" for life in LIFECYCLES
    )
    said = (
        "A state exists only in `core/lifecycle.py`, and every verb passes through that table; "
        "these diagrams are drawn from it."
    )
    return page("States", said, *drawn)


def faults() -> str:
    """Every code of a refused input, with what is said and what to do."""
    laws = re.findall(r'"(N-\d+)"  # (.+)', inspect.getsource(LawFault))
    files = [(code, *words) for code, words in CODES.items()]
    said = (
        "What is said when an input is refused, and what to do. A code means one thing and is never reused; "
        "words in braces are filled in with what was found."
    )
    header = ("code", "what is wrong", "what to do")
    rooms = [
        f"## {letter.about}\n\n{table(header, [(code, *words) for code, words in letter.codes.items()])}"
        for letter in letters()
    ]
    cited = table(("code", "what it is"), CITED.items())
    return page(
        "Faults",
        said,
        f"## In files that are read\n\n{table(('code', 'what is said', 'what to do'), files)}",
        f"## In law packs\n\n{table(('code', 'what it is'), laws)}",
        *rooms,
        f"## Rules that refuse\n\n{cited}",
    )


def commands() -> str:
    """Every command with what it takes, as `--help` says it."""
    from typer.main import get_command  # noqa: PLC0415 -- only this sheet needs the console

    from dauys.ops.commands import app  # noqa: PLC0415

    return page("Commands", *_command("dauys", get_command(app)))


def _command(path: str, command: object) -> list[str]:
    """One heading for the command, then those of its children; what it takes stands in a table."""
    said = inspect.cleandoc(getattr(command, "help", None) or "").replace("\f", "").strip()
    parts = [f"## `{path}`\n\n{said}\n"]
    rows = [
        (
            " ".join(f"`{name}`" for name in getattr(each, "opts", ())) if each.param_type_name == "option"
            else f"`{str(each.name).upper()}`",
            getattr(each, "help", None) or "",
        )
        for each in getattr(command, "params", ())
        if not getattr(each, "hidden", False) and each.name not in ("install_completion", "show_completion")
    ]  # fmt: skip
    if rows:
        parts.append(table(("takes", "what it is"), rows))
    for name, child in sorted(getattr(command, "commands", {}).items()):
        if not child.hidden:
            parts += _command(f"{path} {name}", child)
    return parts
