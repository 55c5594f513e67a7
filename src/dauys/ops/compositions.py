"""`dauys commissions`: who sits where on a day, and what the law says of it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from dauys.core.findings import Fault, Refused
from dauys.ops.running import REFUSED, AsJson, is_json, moment, refusals, show, start

app = typer.Typer(help="Commissions: their composition, and what the law says of it.", no_args_is_help=True)


@app.callback()
def _commissions() -> None:
    """Commissions: their composition, and what the law says of it."""


@app.command("check")
def check_commissions(
    law: Annotated[str, typer.Option("--law", help="The edition to check by, like kz/akim/2021.")],
    unit: Annotated[str, typer.Option("--unit", help="Commissions of this unit and beneath it.")] = "KZ",
    on: Annotated[
        dt.datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="The day; default today.")
    ] = None,
    form: AsJson = "table",
) -> None:
    """Check every composition by the rules of a law: size, offices, vacancies, kin, workplaces.

    An error ends with exit code 1; warnings alone do not.
    """
    as_json = is_json(form)
    start()
    from dauys.apps.commissions.queries import (  # noqa: PLC0415 -- after start()
        commissions_under,
        compositions,
        findings_about,
    )
    from dauys.apps.territory.queries import units_of_code  # noqa: PLC0415
    from dauys.core.norms import load_pack  # noqa: PLC0415

    day = on.date() if on else moment().date()
    with refusals(as_json=as_json):
        pack = load_pack(law)
        found = units_of_code(unit)
        if not found:
            raise Refused([Fault("E-14", f"No unit {unit} is known.", "Correct the code of the unit.")])
        chosen = commissions_under(found[0])
        rows = [
            {"commission": code, "rule": one.finding.code, "severity": str(one.finding.severity),
             "left": one.finding.left, "right": one.finding.right}
            for code, answers in findings_about(compositions(chosen, day), chosen, pack).items()
            for one in answers
            if one.finding.holds is False
        ]  # fmt: skip
    if as_json:
        show(rows)
    else:
        table = Table("Commission", "Rule", "Severity", "Found", "Wanted")
        for row in rows:
            table.add_row(*(str(value) for value in row.values()))
        Console().print(table)
        typer.echo(f"{chosen.count()} commissions on {day}: {len(rows)} rules do not hold.")
    if any(row["severity"] == "error" for row in rows):
        raise typer.Exit(REFUSED)
