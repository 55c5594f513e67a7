"""The command `dauys`: one group per thing an operator deals with."""

from __future__ import annotations

import typer

from dauys.ops import (
    calendars,
    commissions,
    compositions,
    deciding,
    demo,
    importing,
    journaling,
    laws,
    publishing,
    recounting,
    results,
    turnout,
)
from dauys.ops.surroundings import Commands

app = typer.Typer(
    name="dauys",
    cls=Commands,
    help="From the call of an election to its published, verifiable result.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    epilog="Exit codes: 0 done, 1 the input was refused or a check does not hold, 2 wrong use.",
)
app.add_typer(laws.app, name="law")
app.add_typer(calendars.app, name="calendar")
importing.app.command("commissions")(commissions.import_commissions)
importing.app.command("turnout")(turnout.import_turnout)
app.add_typer(importing.app, name="import")
app.add_typer(deciding.protocol, name="protocol")
app.add_typer(deciding.contest, name="contest")
app.add_typer(compositions.app, name="commissions")
app.add_typer(journaling.app, name="journal")
app.command("results")(results.show_results)
app.command("recount")(recounting.recount_election)
app.command("publish")(publishing.publish_site)
app.command("demo")(demo.run_demo)


def main() -> None:
    """Run the command."""
    app()
