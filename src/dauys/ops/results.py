"""`dauys results`: the figures of an election at any unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from dauys.core.findings import Fault, Refused
from dauys.ops.asking import contest_fault, election_asked, unit_fault
from dauys.ops.running import AsJson, is_json, moment, refusals, show, start, wrong_use
from dauys.ops.saying import print_result, status_of
from dauys.ops.screen import screen
from dauys.ops.voice import Language, columns, language_named

if TYPE_CHECKING:
    from dauys.apps.results.queries import Book, Result


def show_results(
    election: Annotated[
        str, typer.Option("--election", help="Like kz-akim-2021-07-25; default the only one under way.")
    ] = "",
    unit: Annotated[str, typer.Option("--unit", help="Code of a unit; default the country.")] = "",
    contest: Annotated[str, typer.Option("--contest", help="Id of a contest.")] = "",
    every: Annotated[bool, typer.Option("--list", help="List the elections that are here.")] = False,
    language: Language = "en",
    form: AsJson = "table",
) -> None:
    """Print the result of one contest or the sums of a unit: coverage, turnout, votes, outcome, alarm."""
    as_json, language = is_json(form), language_named(language)
    start()
    if every:
        _list(language, as_json=as_json)
        return
    from dauys.apps.results.queries import open_book  # noqa: PLC0415

    election = election or contest.rpartition("/")[0] or _under_way(language, as_json=as_json)
    with refusals(as_json=as_json):
        book = open_book(election_asked(election).code, at=moment())
        result = _chosen(book, unit, contest)
    if as_json:
        show(result.as_dict())
    else:
        print_result(book, result, language)


def _under_way(language: str, *, as_json: bool) -> str:
    """The only election here, else the only one under way; of several it is said how to choose."""
    from dauys.apps.results.queries import elections_here  # noqa: PLC0415

    rows = elections_here(moment())
    open_ones = [row for row in rows if row["status"] != "final"] if len(rows) > 1 else rows
    if rows and len(open_ones) != 1:
        if not as_json:
            _list(language, as_json=False)
        here = ", ".join(row["id"] for row in rows)
        wrong_use(f"Several elections are here: choose one with --election ID. Here: {here}.")
    return str(open_ones[0]["id"]) if open_ones else ""


def _list(language: str, *, as_json: bool) -> None:
    from dauys.apps.results.queries import elections_here  # noqa: PLC0415

    rows = elections_here(moment())
    if as_json:
        show(rows)
        return
    if not rows:
        typer.echo("No election is here yet. Start with: dauys import election --example")
        return
    table = Table(*columns(language, "election", "law", "day", "status"))
    for row in rows:
        table.add_row(row["id"], row["law"], row["election_day"], status_of(row["status"], language))
    screen().print(table)


def _chosen(book: Book, unit: str, contest: str) -> Result:
    """The result asked for; Refused with what there is when there is no such one."""
    if contest and contest not in book.contests:
        raise Refused([contest_fault(contest, list(book.contests))])
    unit = unit or (book.contests[contest].unit if contest else book.root)
    if unit not in book.units:
        raise Refused([unit_fault(unit, list(book.units))])
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
