"""`dauys results`: the figures of an election at any unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from dauys.core.findings import Fault, Refused
from dauys.ops.running import AsJson, is_json, moment, refusals, show, start, wrong_use
from dauys.ops.screen import screen

if TYPE_CHECKING:
    from dauys.apps.results.queries import Book, Result


def show_results(
    election: Annotated[str, typer.Option("--election", help="Like kz-akim-2021-07-25.")] = "",
    unit: Annotated[str, typer.Option("--unit", help="Code of a unit; default the country.")] = "",
    contest: Annotated[str, typer.Option("--contest", help="Id of a contest.")] = "",
    every: Annotated[bool, typer.Option("--list", help="List the elections that are here.")] = False,
    form: AsJson = "table",
) -> None:
    """Print the result of one contest or the sums of a unit: coverage, turnout, votes, outcome, alarm."""
    as_json = is_json(form)
    if not every and not election:
        wrong_use("Name --election ID, or see which are here with --list.")
    start()
    if every:
        _list(as_json=as_json)
        return
    from dauys.apps.results.queries import open_book  # noqa: PLC0415

    with refusals(as_json=as_json):
        book = open_book(election, at=moment())
        result = _chosen(book, unit, contest)
    if as_json:
        show(result.as_dict())
    else:
        _print(book, result)


def _list(*, as_json: bool) -> None:
    from dauys.apps.results.queries import elections_here  # noqa: PLC0415

    rows = elections_here(moment())
    if as_json:
        show(rows)
        return
    if not rows:
        typer.echo("No election is here yet. Start with: dauys import election --example")
        return
    table = Table("Election", "Law", "Day", "Status")
    for row in rows:
        table.add_row(row["id"], row["law"], row["election_day"], row["status"])
    screen().print(table)


def _chosen(book: Book, unit: str, contest: str) -> Result:
    """The result asked for; Refused with what there is when there is no such one."""
    if contest and contest not in book.contests:
        raise Refused(
            [Fault("E-13", f"No contest {contest} in {book.election.id}.", "See the election's file.")]
        )
    unit = unit or (book.contests[contest].unit if contest else book.root)
    if unit not in book.units:
        raise Refused(
            [Fault("E-14", f"{book.election.id} is not held in {unit}.", "Correct the code of the unit.")]
        )
    try:
        return book.result(unit, contest or book.contest_of(unit))
    except KeyError:
        raise Refused(
            [
                Fault(
                    "E-15",
                    f"The unit {unit} does not lie in the contest {contest}.",
                    "Leave one of the two out.",
                )
            ]
        ) from None


def _print(book: Book, result: Result) -> None:
    console = screen()
    names = book.units[result.unit].names
    console.print(f"{names.en} ({result.unit}), {result.contest or 'sum over contests'}", style="bold")
    sample = "  SAMPLE DATA" if book.election.sample else ""
    console.print(f"{result.status}, as of {result.as_of.isoformat()}, under {book.pack.id}{sample}")
    console.print(f"Protocols: {result.received} of {result.expected}, {result.kept_out} kept out for errors")
    base = "–" if result.registered is None else result.registered
    count = "–" if result.turnout_count is None else result.turnout_count
    console.print(f"Turnout: {count} of {base}" + (f", {result.turnout} %" if result.turnout else ""))
    if result.votes is not None:
        table = Table("Candidate", "Name", "Party", "Votes", "Share, %")
        for row in result.votes:
            votes = "–" if row.votes is None else str(row.votes)
            table.add_row(row.candidate.rpartition("#")[2], row.name, row.party, votes, row.share or "–")
        console.print(table)
        if book.contests[result.contest or ""].unit != result.unit:
            console.print("Of the whole contest, not of this unit alone:")
        reason = f" ({result.outcome_reason})" if result.outcome_reason else ""
        console.print(f"Outcome: {result.outcome_kind}{reason} {', '.join(result.outcome_candidates)}")
    for kind, name, contests in result.winners or ():
        console.print(f"Won by {kind} {name or '–'}: {contests}")
    if result.alarm:
        out = "an unknown number of" if result.outstanding is None else result.outstanding
        console.print(f"Alarm: {out} votes are still out, the margin is {result.margin}.")
