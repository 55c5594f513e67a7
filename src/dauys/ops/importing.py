"""`dauys import`: a file is taken whole or refused whole; what it brings is shown first."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dauys.ops.running import REFUSED, AsJson, is_json, moment, operator, refusals, start, wrong_use
from dauys.ops.taking import DryRun, Example, File, OfElection, election_told, needed, read, say
from dauys.ops.waiting import waiting

if TYPE_CHECKING:
    from dauys.apps.results.actions import Report
    from dauys.core.tables import Mapping, Table

app = typer.Typer(
    help="Import territory, commissions, their members, an election, turnout or protocols. "
    "A file is taken whole or refused whole.",
    no_args_is_help=True,
)


@app.command("territory")
def import_territory(
    file: File = None,
    country: Annotated[
        str,
        typer.Option("--country", help="Instead of a file: the table of a country that comes along (kz)."),
    ] = "",
    valid_from: Annotated[
        str, typer.Option("--from", help="Day on which units begin that a classifier brings (2024-01-31).")
    ] = "",
    example: Example = False,
    dry_run: DryRun = False,
    form: AsJson = "table",
) -> None:
    """Import units of the country, down to the precincts: CSV, XLSX, JSON Lines or Parquet.

    The state classifier of Kazakhstan (columns te, ab, cd, ef, hij and others) is known by its header; it
    brings the units that are not here yet.
    """
    as_json = is_json(form)
    if example:
        from dauys.ops.examples import territory_example  # noqa: PLC0415

        typer.echo(territory_example(), nl=False)
        return
    if country and file:
        wrong_use("Name a FILE or a --country, not both.")
    path = None if country else needed(file)
    begin = _day(valid_from) if valid_from else None
    start()
    from dauys.apps.elections.queries import days_of_votes  # noqa: PLC0415 -- after start()
    from dauys.apps.territory.actions import country_table, enter_territory, read_units  # noqa: PLC0415

    with refusals(as_json=as_json), waiting("Reading territory"):
        table = read(path) if path else country_table(country)
        units = read_units(table, valid_from=begin)
        entered = enter_territory(
            units.rows,
            by=operator(),
            at=moment(),
            lines=units.lines,
            place=table.name,
            sha256=table.sha256,
            dry_run=dry_run,
            votes=days_of_votes,
        )
    unchanged = entered.unchanged + units.standing
    report = {"new": entered.new, "corrected": entered.corrected, "unchanged": unchanged}
    words = f"{entered.new} new units, {entered.corrected} corrected, {unchanged} as they stand."
    if units.settlements:
        report["settlements"] = units.settlements
        words += f" {units.settlements} settlements were left out: they are no units of an election."
    say(report, words, dry_run=dry_run, as_json=as_json)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        wrong_use(f"{text} is no day: write it as 2024-01-31.")


@app.command("election")
def import_election(
    file: File = None,
    example: Example = False,
    dry_run: DryRun = False,
    sample: Annotated[
        bool, typer.Option("--sample", help="Invented people or figures: every page will say so.")
    ] = False,
    form: AsJson = "table",
) -> None:
    """Import the call of an election, its contests and candidates: a JSON file.

    Two optional keys say in three languages what pages call things: `note` is a sentence for every page, and
    `parties` are the names of the parties. All keys are told in docs/election-file.md.
    """
    as_json = is_json(form)
    if example:
        from dauys.ops.examples import election_example  # noqa: PLC0415

        typer.echo(election_example(), nl=False)
        return
    path = needed(file)
    start()
    from dauys.apps.candidates.actions import ElectionEntry, enter_candidates  # noqa: PLC0415
    from dauys.core.tables.documents import read_document  # noqa: PLC0415

    with refusals(as_json=as_json):
        document = read_document(path, ElectionEntry)
        for key in document.unknown:
            typer.echo(f"{path.name}: warning: the key {key} is not known and was not read.", err=True)
        entered = enter_candidates(
            document.content,
            by=operator(),
            at=moment(),
            place=path.name,
            sha256=document.sha256,
            sample=sample,
            dry_run=dry_run,
        )
    report = {
        "election": entered.election,
        "contests": entered.contests,
        "new_contests": entered.new_contests,
        "candidates": entered.candidates,
        "new_candidates": entered.new_candidates,
        "changed_candidates": entered.changed_candidates,
    }
    words = (
        f"{entered.election}: {entered.new_contests} new contests of {entered.contests}, "
        f"{entered.new_candidates} new candidates of {entered.candidates}, "
        f"{entered.changed_candidates} changed."
    )
    say(report, words, dry_run=dry_run, as_json=as_json)


@app.command("protocols")
def import_protocols(
    file: File = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", help="TOML file that says which column is which.")
    ] = None,
    election: OfElection = "",
    reason: Annotated[str, typer.Option("--reason", help="Why protocols differ from those that stand.")] = "",
    accept: Annotated[
        bool,
        typer.Option("--accept-with-findings", help="Count protocols that break a relation all the same."),
    ] = False,
    example: Example = False,
    dry_run: DryRun = False,
    form: AsJson = "table",
) -> None:
    """Import precinct protocols: CSV, XLSX, JSON Lines or Parquet, by our names or by a mapping.

    Protocols that break a relation are stored and kept out of the totals; then the exit code is 1.
    """
    as_json = is_json(form)
    if example:
        from dauys.ops.examples import protocols_example  # noqa: PLC0415

        typer.echo(protocols_example(), nl=False)
        return
    path = needed(file)
    start()
    from dauys.apps.results.actions import Terms, gather_batches  # noqa: PLC0415
    from dauys.apps.results.actions import import_protocols as take  # noqa: PLC0415
    from dauys.apps.results.queries import missing_protocols  # noqa: PLC0415
    from dauys.core.tables import read_mapping  # noqa: PLC0415

    with refusals(as_json=as_json), waiting("Reading protocols") as now:
        columns = read_mapping(mapping) if mapping else None
        table = read(path, file=columns.file if columns else None)
        chosen = election_told(election, "" if election else _first_contest(table, columns), table.name)
        terms = Terms(
            reason=reason, with_findings=accept, place=path.name, sha256=table.sha256, dry_run=dry_run
        )
        now("Checking protocols")
        gathered = gather_batches(chosen, table, columns)
        del table  # the text of a large file is several times as large as its figures
        for line in gathered.unmapped:
            typer.echo(
                f"warning: the mapping has no column for {line}; rules over it go unchecked.", err=True
            )
        now("Storing protocols")
        report = take(chosen, gathered.batches, terms, by=operator(), at=moment(), ground=gathered.ground)
        missing = missing_protocols(chosen, gathered.ground, report.arriving if dry_run else None)
    _tell(chosen.code, report, missing, dry_run=dry_run, as_json=as_json)


def _first_contest(table: Table, mapping: Mapping | None) -> str:
    """The contest of the first row that names one; "" where none does."""
    if mapping is None:
        return next((text for text in table.text("contest").drop_nulls().head(1).to_list()), "")
    template = mapping.templates()["contest"]
    cells = {name: table.text(name)[0] or "" for name in template.names if table.has(name)}
    return template.fill(cells) if len(cells) == len(template.names) else ""


def _tell(election: str, report: Report, missing: int, *, dry_run: bool, as_json: bool) -> None:
    """Say what the file brought; exit code 1 when a protocol is kept out."""
    record = {
        "election": election,
        "new": report.new,
        "corrected": report.corrected,
        "unchanged": report.unchanged,
        "released": report.released,
        "kept_out": report.kept_out,
        "missing": missing,
        "with_errors": report.with_errors,
        "with_warnings": report.with_warnings,
        "broken": dict(sorted(report.broken.items())),
    }
    words = (
        f"{report.new} new protocols, {report.corrected} corrected, {report.unchanged} as they stand, "
        f"{report.released} released; {missing} expected ones are missing."
    )
    say(record, words, dry_run=dry_run, as_json=as_json)
    if not as_json:
        for code, count in sorted(report.broken.items()):
            typer.echo(f"  {code} does not hold in {count} protocols")
    if report.kept_out:
        message = (
            f"{report.kept_out} protocols break an error relation and are kept out of the totals. "
            "Correct them, release them one by one (dauys protocol release), "
            "or import again with --accept-with-findings."
        )
        typer.echo(
            json.dumps({"kept_out": report.kept_out, "message": message}) if as_json else message, err=True
        )
        raise typer.Exit(REFUSED)
