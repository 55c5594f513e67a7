"""`dauys import turnout`: how many had voted in each precinct by an hour, taken whole or refused whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dauys.core.findings import Fault, Refused
from dauys.ops.running import AsJson, is_json, moment, operator, refusals, show, start, wrong_use
from dauys.ops.waiting import waiting

if TYPE_CHECKING:
    from dauys.apps.elections.models import Election
    from dauys.apps.results.actions import TurnoutRow


def import_turnout(
    file: Annotated[Path | None, typer.Argument(help="The file.", show_default=False)] = None,
    election: Annotated[
        str, typer.Option("--election", help="The election; needed only when the file does not tell.")
    ] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why readings differ from those that stand.")] = "",
    example: Annotated[
        bool, typer.Option("--example", help="Print a filled sample of the file and end.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what the file would bring; write nothing.")
    ] = False,
    form: AsJson = "table",
) -> None:
    """Import turnout by the hour: CSV, XLSX, JSON Lines or Parquet."""
    as_json = is_json(form)
    if example:
        from dauys.ops.examples import turnout_example  # noqa: PLC0415

        typer.echo(turnout_example(), nl=False)
        return
    if file is None:
        wrong_use("Name a FILE, or print a filled sample with --example.")
    start()
    from dauys.apps.results.actions import TurnoutRow, import_turnout  # noqa: PLC0415 -- after start()
    from dauys.core.tables import read_table, typed_rows  # noqa: PLC0415

    with refusals(as_json=as_json), waiting("Reading turnout"):
        table = read_table(file, name=file.name)
        read = typed_rows(table, TurnoutRow)
        read.faults.refuse()
        taken = import_turnout(
            _election_of(read.rows, election, file.name),
            read.rows,
            lines=read.lines,
            place=file.name,
            reason=reason,
            by=operator(),
            at=moment(),
            dry_run=dry_run,
        )
    if as_json:
        record = {"new": taken.new, "corrected": taken.corrected, "unchanged": taken.unchanged}
        show(record | {"dry_run": dry_run})
        return
    said = f"{taken.new} new readings, {taken.corrected} corrected, {taken.unchanged} as they stand."
    typer.echo(("Would take: " if dry_run else "Taken: ") + said)


def _election_of(rows: list[TurnoutRow], named: str, place: str) -> Election:
    """The election named, or the one that the contests of the file begin with."""
    from dauys.apps.elections.queries import election_of  # noqa: PLC0415

    code = named or next((row.contest for row in rows if row.contest), "").partition("/")[0]
    found = election_of(code)
    if found is None:
        remedy = "Name it with --election, or import the election first; see dauys results --list."
        raise Refused([Fault("E-12", f"No election {code or '(none named)'} is here.", remedy, place)])
    return found
