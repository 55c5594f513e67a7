"""`dauys import turnout`: how many had voted in each precinct by an hour, taken whole or refused whole."""

from __future__ import annotations

from typing import Annotated

import typer

from dauys.ops.running import AsJson, is_json, moment, operator, refusals, start
from dauys.ops.taking import DryRun, Example, File, OfElection, election_told, needed, read, say
from dauys.ops.waiting import waiting


def import_turnout(
    file: File = None,
    election: OfElection = "",
    reason: Annotated[str, typer.Option("--reason", help="Why readings differ from those that stand.")] = "",
    example: Example = False,
    dry_run: DryRun = False,
    form: AsJson = "table",
) -> None:
    """Import turnout by the hour: CSV, XLSX, JSON Lines or Parquet."""
    as_json = is_json(form)
    if example:
        from dauys.ops.examples import turnout_example  # noqa: PLC0415

        typer.echo(turnout_example(), nl=False)
        return
    path = needed(file)
    start()
    from dauys.apps.results.actions import TurnoutRow, import_turnout  # noqa: PLC0415 -- after start()
    from dauys.core.tables import typed_rows  # noqa: PLC0415

    with refusals(as_json=as_json), waiting("Reading turnout"):
        told = typed_rows(read(path), TurnoutRow)
        told.faults.refuse()
        contest = next((row.contest for row in told.rows if row.contest), "")
        taken = import_turnout(
            election_told(election, contest, path.name),
            told.rows,
            lines=told.lines,
            place=path.name,
            reason=reason,
            by=operator(),
            at=moment(),
            dry_run=dry_run,
        )
    report = {"new": taken.new, "corrected": taken.corrected, "unchanged": taken.unchanged}
    words = f"{taken.new} new readings, {taken.corrected} corrected, {taken.unchanged} as they stand."
    say(report, words, dry_run=dry_run, as_json=as_json)
