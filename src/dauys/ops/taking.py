"""What all imports share: their options, the file that is read, and what is said of what it brought."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from pydantic import BaseModel

from dauys.core.findings import Refused
from dauys.ops.asking import no_election
from dauys.ops.running import DONE, is_json, notes, show, start, tell, wrong_use
from dauys.ops.voice import language_named, said

if TYPE_CHECKING:
    from dauys.apps.elections.models import Election
    from dauys.core.tables import FileOptions, Table, TypedRows
    from dauys.ops.waiting import Working

File = Annotated[Path | None, typer.Argument(help="The file.", show_default=False)]
Example = Annotated[bool, typer.Option("--example", help="Print a filled sample of the file and end.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what the file would bring; write nothing.")]
OfCountry = Annotated[
    str, typer.Option("--country", help="Code of the country; needed only when the file does not tell.")
]
OfElection = Annotated[
    str, typer.Option("--election", help="The election; needed only when the file does not tell.")
]
RowT = TypeVar("RowT", bound=BaseModel)


class Answer:
    """How an import answers: in a language or as JSON, of what was done or of what would be."""

    def __init__(self, kind: str, form: str, language: str, *, dry_run: bool) -> None:
        self.kind, self.as_json, self.dry_run = kind, is_json(form), dry_run
        self.language = language_named(language)

    def said(self, key: str, **places: object) -> str:
        """A sentence about the import."""
        return said(self.language, "taking", key, **places)

    def doing(self, step: str) -> str:
        """`reading`, `checking` or `storing` in words."""
        return self.said(step, what=said(self.language, "file", self.kind))

    def give(self, report: dict[str, Any], more: str = "", **places: object) -> None:
        """What the file brought: as JSON, or in words, the places filled by the report too."""
        if self.as_json:
            show(report | {"dry_run": self.dry_run} | notes())
            return
        words = self.said(self.kind, **(report | places)) + more
        typer.echo(self.said("would" if self.dry_run else "taken", words=words))


def print_sample(kind: str) -> None:
    """Print a filled sample of a kind of file and end."""
    from dauys.ops import examples  # noqa: PLC0415 -- it makes the whole sample country

    _, make = examples.EXAMPLES[kind]
    typer.echo(make(), nl=False)
    raise typer.Exit(DONE)


def begun(kind: str, file: Path | None, *, example: bool) -> Path:
    """The file, and the framework started; where a filled sample is asked for, that is printed instead."""
    if example:
        print_sample(kind)
    path = needed(file)
    start()
    return path


def needed(file: Path | None) -> Path:
    """The file; wrong use where none is named."""
    if file is None:
        wrong_use("Name a FILE, or print a filled sample with --example.")
    return file


def read(path: Path, *, file: FileOptions | None = None) -> Table:
    """The table of a file; what its reader decided is told. Raises Refused."""
    from dauys.core.tables import read_table  # noqa: PLC0415 -- polars takes a while; --help needs none of it

    table = read_table(path, name=path.name, file=file)
    for note in table.notes:
        tell(f"{path.name}: {note}")
    return table


def rows_of(table: Table, model: type[RowT], shown: Working) -> TypedRows[RowT]:
    """The rows of a table as instances of a model, while it is shown how far that is; Refused for faults."""
    from dauys.core.tables import typed_rows  # noqa: PLC0415 -- polars takes a while; --help needs none of it

    told = typed_rows(table, model, told=lambda done: shown.count(done, table.rows))
    told.faults.refuse()
    return told


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
