"""`dauys import commissions` and `members`: the commissions of a country, taken whole or refused whole."""

from __future__ import annotations

from typing import Annotated
from uuid import uuid4

import typer

from dauys.ops.running import AsJson, is_json, moment, operator, refusals, start
from dauys.ops.taking import DryRun, Example, File, needed, read, say
from dauys.ops.waiting import waiting


def import_commissions(
    file: File = None,
    country: Annotated[
        str, typer.Option("--country", help="Code of the country; needed only when the file does not tell.")
    ] = "",
    example: Example = False,
    dry_run: DryRun = False,
    form: AsJson = "table",
) -> None:
    """Import commissions with their contacts: CSV, XLSX, JSON Lines or Parquet."""
    as_json = is_json(form)
    if example:
        from dauys.ops.examples import commissions_example  # noqa: PLC0415

        typer.echo(commissions_example(), nl=False)
        return
    path = needed(file)
    start()
    from dauys.apps.commissions.actions import CommissionRow, enter_commissions  # noqa: PLC0415 -- after start()
    from dauys.core.tables import typed_rows  # noqa: PLC0415

    with refusals(as_json=as_json), waiting("Reading commissions"):
        table = read(path)
        told = typed_rows(table, CommissionRow)
        told.faults.refuse()
        entered = enter_commissions(
            told.rows,
            by=operator(),
            at=moment(),
            country=country,
            lines=told.lines,
            place=path.name,
            sha256=table.sha256,
            dry_run=dry_run,
        )
    report = {"new": entered.new, "corrected": entered.corrected, "unchanged": entered.unchanged}
    words = (
        f"{entered.new} new commissions, {entered.corrected} corrected, {entered.unchanged} as they stand."
    )
    say(report, words, dry_run=dry_run, as_json=as_json)


def import_members(
    file: File = None,
    country: Annotated[
        str, typer.Option("--country", help="Code of the country; needed only when the file does not tell.")
    ] = "",
    example: Example = False,
    dry_run: DryRun = False,
    form: AsJson = "table",
) -> None:
    """Import who sits in commissions: the columns of `dauys export members`, each row with its act.

    A commission is told with all its members. One without a mandate is formed by those who came first; in one
    that stands, whoever is new comes. Who leaves has a row with the office `left`: since when, by which act,
    and in the column `reason` why.
    """
    as_json = is_json(form)
    if example:
        from dauys.ops.examples import members_example  # noqa: PLC0415

        typer.echo(members_example(), nl=False)
        return
    path = needed(file)
    start()
    from dauys.apps.commissions.actions import MemberRow, enter_members  # noqa: PLC0415 -- after start()
    from dauys.core.tables import typed_rows  # noqa: PLC0415

    with refusals(as_json=as_json), waiting("Reading members"):
        table = read(path)
        told = typed_rows(table, MemberRow)
        told.faults.refuse()
        taken = enter_members(
            list(zip(told.lines, told.rows, strict=True)),
            new_code=uuid4,
            by=operator(),
            at=moment(),
            country=country,
            place=path.name,
            sha256=table.sha256,
            dry_run=dry_run,
        )
    report = {
        "formed": taken.formed, "came": taken.came, "left": taken.left, "suspended": taken.suspended,
        "unchanged": taken.unchanged,
    }  # fmt: skip
    words = (
        f"{taken.formed} commissions formed, {taken.came} members came, {taken.left} left, "
        f"{taken.suspended} suspended, {taken.unchanged} as they stand."
    )
    say(report, words, dry_run=dry_run, as_json=as_json)
