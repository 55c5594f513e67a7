"""The commands of `dauys`: one group per thing an operator deals with."""

from __future__ import annotations

import typer

from dauys.ops import (
    accounts,
    backups,
    calendars,
    commissions,
    compositions,
    deciding,
    demo,
    doctor,
    exporting,
    importing,
    journaling,
    laws,
    listing,
    publishing,
    recounting,
    reminding,
    results,
    serving,
    turnout,
    working,
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
importing.app.command("members")(commissions.import_members)
importing.app.command("turnout")(turnout.import_turnout)
app.add_typer(importing.app, name="import")
app.add_typer(exporting.app, name="export")
deciding.protocol.command("list")(listing.list_protocols)
deciding.contest.command("list")(listing.list_contests)
compositions.app.command("list")(listing.list_commissions)
app.add_typer(listing.territory, name="territory")
app.add_typer(deciding.protocol, name="protocol")
app.add_typer(deciding.contest, name="contest")
app.add_typer(compositions.app, name="commissions")
app.add_typer(journaling.app, name="journal")
app.add_typer(accounts.app, name="admin")
app.command("results")(results.show_results)
app.command("recount")(recounting.recount_election)
app.command("publish")(publishing.publish_site)
app.command("work")(working.work)
app.command("remind")(reminding.remind)
app.command("doctor")(doctor.doctor)
app.command("backup")(backups.backup)
app.command("restore")(backups.restore)
app.command("serve")(serving.serve)
app.command("demo")(demo.run_demo)
