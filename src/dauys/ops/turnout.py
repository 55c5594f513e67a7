"""`dauys import turnout`: how many had voted in each precinct by an hour, taken whole or refused whole."""

from __future__ import annotations

from typing import Annotated

import typer

from dauys.ops.running import AsJson, moment, operator, refusals
from dauys.ops.taking import (
    Answer,
    DryRun,
    Example,
    File,
    OfElection,
    begun,
    election_told,
    read,
    rows_of,
)
from dauys.ops.voice import Language
from dauys.ops.waiting import working


def import_turnout(
    file: File = None,
    election: OfElection = "",
    reason: Annotated[str, typer.Option("--reason", help="Why readings differ from those that stand.")] = "",
    example: Example = False,
    dry_run: DryRun = False,
    language: Language = "en",
    form: AsJson = "table",
) -> None:
    """Import turnout by the hour: CSV, XLSX, JSON Lines or Parquet."""
    answer = Answer("turnout", form, language, dry_run=dry_run)
    path = begun("turnout", file, example=example)
    from dauys.apps.results.actions import TurnoutRow, import_turnout  # noqa: PLC0415 -- after start()

    with refusals(as_json=answer.as_json), working(answer.doing("reading")) as shown:
        told = rows_of(read(path), TurnoutRow, shown)
        contest = next((row.contest for row in told.rows if row.contest), "")
        chosen = election_told(election, contest, path.name)
        shown.now(answer.doing("storing"))
        taken = import_turnout(
            chosen,
            told.rows,
            lines=told.lines,
            place=path.name,
            reason=reason,
            by=operator(),
            at=moment(),
            dry_run=dry_run,
        )
    answer.give({"new": taken.new, "corrected": taken.corrected, "unchanged": taken.unchanged})
