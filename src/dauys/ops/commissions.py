"""`dauys import commissions`: the commissions of a country, taken whole or refused whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dauys.ops.running import AsJson, is_json, moment, operator, refusals, show, start, wrong_use
from dauys.ops.waiting import waiting


def import_commissions(
    file: Annotated[Path | None, typer.Argument(help="The file.", show_default=False)] = None,
    country: Annotated[
        str, typer.Option("--country", help="Code of the country; needed only when the file does not tell.")
    ] = "",
    example: Annotated[
        bool, typer.Option("--example", help="Print a filled sample of the file and end.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what the file would bring; write nothing.")
    ] = False,
    form: AsJson = "table",
) -> None:
    """Import commissions with their contacts: CSV, XLSX, JSON Lines or Parquet."""
    as_json = is_json(form)
    if example:
        from dauys.ops.examples import commissions_example  # noqa: PLC0415

        typer.echo(commissions_example(), nl=False)
        return
    if file is None:
        wrong_use("Name a FILE, or print a filled sample with --example.")
    start()
    from dauys.apps.commissions.actions import CommissionRow, enter_commissions  # noqa: PLC0415 -- after start()
    from dauys.core.tables import read_table, typed_rows  # noqa: PLC0415

    with refusals(as_json=as_json), waiting("Reading commissions"):
        table = read_table(file, name=file.name)
        read = typed_rows(table, CommissionRow)
        read.faults.refuse()
        entered = enter_commissions(
            read.rows,
            by=operator(),
            at=moment(),
            country=country,
            lines=read.lines,
            place=file.name,
            sha256=table.sha256,
            dry_run=dry_run,
        )
    report = {"new": entered.new, "corrected": entered.corrected, "unchanged": entered.unchanged}
    if as_json:
        show(report | {"dry_run": dry_run})
        return
    said = f"{entered.new} new commissions, {entered.corrected} corrected, {entered.unchanged} as they stand."
    typer.echo(("Would take: " if dry_run else "Taken: ") + said)
