"""What all imports share: their options, the file that is read, and what is said of what it brought."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dauys.core.findings import Refused
from dauys.ops.asking import no_election
from dauys.ops.running import show, wrong_use

if TYPE_CHECKING:
    from dauys.apps.elections.models import Election
    from dauys.core.tables import FileOptions, Table

File = Annotated[Path | None, typer.Argument(help="The file.", show_default=False)]
Example = Annotated[bool, typer.Option("--example", help="Print a filled sample of the file and end.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what the file would bring; write nothing.")]
OfElection = Annotated[
    str, typer.Option("--election", help="The election; needed only when the file does not tell.")
]


def needed(file: Path | None) -> Path:
    """The file; wrong use where none is named."""
    if file is None:
        wrong_use("Name a FILE, or print a filled sample with --example.")
    return file


def read(path: Path, *, file: FileOptions | None = None) -> Table:
    """The table of a file; what its reader decided is said on standard error. Raises Refused."""
    from dauys.core.tables import read_table  # noqa: PLC0415 -- polars takes a while; --help needs none of it

    table = read_table(path, name=path.name, file=file)
    for note in table.notes:
        typer.echo(f"{path.name}: {note}", err=True)
    return table


def election_told(named: str, contest: str, place: str) -> Election:
    """The election named, or the one that a contest's id begins with; Refused where it is not here."""
    from dauys.apps.elections.queries import election_of  # noqa: PLC0415 -- after start()

    code = named or contest.partition("/")[0]
    found = election_of(code)
    if found is None:
        fault = no_election(code or "(none named)")
        remedy = f"Name it with --election, or import it first. {fault.remedy}"
        raise Refused([replace(fault, place=place, remedy=remedy)])
    return found


def say(report: dict[str, Any], words: str, *, dry_run: bool, as_json: bool) -> None:
    """What the file brought: as JSON, or in words."""
    if as_json:
        show(report | {"dry_run": dry_run})
    else:
        typer.echo(("Would take: " if dry_run else "Taken: ") + words)
