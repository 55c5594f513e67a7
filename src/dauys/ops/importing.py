"""`dauys import`: a file is taken whole or refused whole; what it brings is shown first."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dauys.ops.running import (
    FAULTS_SHOWN,
    REFUSED,
    AsJson,
    moment,
    operator,
    refusals,
    start,
    tell,
    wrong_use,
)
from dauys.ops.taking import (
    Answer,
    DryRun,
    Example,
    File,
    OfElection,
    begun,
    election_told,
    needed,
    print_sample,
    read,
)
from dauys.ops.voice import Language, said
from dauys.ops.waiting import working
from dauys.press.wording import SIGNS

if TYPE_CHECKING:
    from dauys.apps.elections.models import Election
    from dauys.apps.results.actions import Report

PRESENT = "present"  # the sign of a relation that only asks that a figure is there

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
    language: Language = "en",
    form: AsJson = "table",
) -> None:
    """Import units of the country, down to the precincts: CSV, XLSX, JSON Lines or Parquet.

    The state classifier of Kazakhstan (columns te, ab, cd, ef, hij and others) is known by its header; it
    brings the units that are not here yet.
    """
    answer = Answer("territory", form, language, dry_run=dry_run)
    if example:
        print_sample("territory")
    if country and file:
        wrong_use("Name a FILE or a --country, not both.")
    path = None if country else needed(file)
    begin = _day(valid_from) if valid_from else None
    start()
    from dauys.apps.elections.queries import days_of_votes  # noqa: PLC0415 -- after start()
    from dauys.apps.territory.actions import country_table, enter_territory, read_units  # noqa: PLC0415

    with refusals(as_json=answer.as_json), working(answer.doing("reading")) as shown:
        table = read(path) if path else country_table(country)
        units = read_units(table, valid_from=begin, told=lambda done: shown.count(done, table.rows))
        shown.now(answer.doing("storing"))
        entered = enter_territory(
            units.rows,
            by=operator(),
            at=moment(),
            lines=units.lines,
            place=table.name,
            sha256=table.sha256,
            dry_run=dry_run,
            votes=days_of_votes,
            told=shown.count,
        )
    unchanged = entered.unchanged + units.standing
    report = {"new": entered.new, "corrected": entered.corrected, "unchanged": unchanged}
    more = ""
    if units.settlements:
        report["settlements"] = units.settlements
        more = " " + answer.said("settlements", n=units.settlements)
    answer.give(report, more)


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
    language: Language = "en",
    form: AsJson = "table",
) -> None:
    """Import the call of an election, its contests and candidates: a JSON file.

    Two optional keys say in three languages what pages call things: `note` is a sentence for every page, and
    `parties` are the names of the parties. All keys are told in docs/election-file.md.
    """
    answer = Answer("election", form, language, dry_run=dry_run)
    path = begun("election", file, example=example)
    from dauys.apps.candidates.actions import ElectionEntry, enter_candidates  # noqa: PLC0415
    from dauys.core.tables.documents import read_document  # noqa: PLC0415

    with refusals(as_json=answer.as_json), working(answer.doing("reading")):
        document = read_document(path, ElectionEntry)
        for key in document.unknown:
            tell(answer.said("unknown", file=path.name, name=key))
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
        "described": entered.described,
    }
    answer.give(report)


@app.command("protocols")
def import_protocols(
    file: File = None,
    *,
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
    language: Language = "en",
    form: AsJson = "table",
) -> None:
    """Import precinct protocols: CSV, XLSX, JSON Lines or Parquet, by our names or by a mapping.

    Protocols that break a relation are stored and kept out of the totals; then the exit code is 1.
    """
    answer = Answer("protocols", form, language, dry_run=dry_run)
    path = begun("protocols", file, example=example)
    from dauys.apps.elections.queries import elections, lines_of_laws  # noqa: PLC0415
    from dauys.apps.results.actions import Terms, gather_batches  # noqa: PLC0415
    from dauys.apps.results.actions import import_protocols as take  # noqa: PLC0415
    from dauys.apps.results.queries import missing_protocols  # noqa: PLC0415
    from dauys.core.tables import first_contest, read_mapping  # noqa: PLC0415

    with refusals(as_json=answer.as_json), working(answer.doing("reading")) as shown:
        columns = read_mapping(mapping) if mapping else None
        table = read(path, file=columns.file if columns else None)
        lines, required = lines_of_laws([] if election else elections())
        contest = "" if election else first_contest(table, columns, lines=lines, required=required)
        chosen = election_told(election, contest, table.name)
        terms = Terms(
            reason=reason, with_findings=accept, place=path.name, sha256=table.sha256, dry_run=dry_run
        )
        shown.now(answer.doing("checking"))
        gathered = gather_batches(chosen, table, columns)
        del table  # the text of a large file is several times as large as its figures
        for line in gathered.unmapped:
            tell(answer.said("unmapped", line=line))
        shown.now(answer.doing("storing"))
        report = take(chosen, gathered.batches, terms, by=operator(), at=moment(), ground=gathered.ground)
        missing = missing_protocols(chosen, gathered.ground, report.arriving if dry_run else None)
    _tell(chosen, path.name, report, missing, answer)


def _tell(election: Election, place: str, report: Report, missing: int, answer: Answer) -> None:
    """Say what the file brought, and what does not hold in it; exit code 1 when a protocol is kept out."""
    record = {
        "election": election.code,
        "new": report.new,
        "corrected": report.corrected,
        "unchanged": report.unchanged,
        "released": report.released,
        "kept_out": report.kept_out,
        "missing": missing,
        "with_errors": report.with_errors,
        "with_warnings": report.with_warnings,
        "broken": dict(sorted(report.broken.items())),
        "breaches": [asdict(one) for one in report.breaches],
    }
    answer.give(record)
    if not answer.as_json:
        for code, count in sorted(report.broken.items()):
            typer.echo("  " + answer.said("broken", code=code, n=count))
        _tell_breaches(election, place, report, answer)
    if report.kept_out:
        message = answer.said("kept_out", n=report.kept_out)
        record = {"kept_out": report.kept_out, "message": message}
        typer.echo(json.dumps(record, ensure_ascii=False) if answer.as_json else message, err=True)
        raise typer.Exit(REFUSED)


def _tell_breaches(election: Election, place: str, report: Report, answer: Answer) -> None:
    """Say of each relation that does not hold where, with both sides, and what to look for on the paper."""
    from dauys.apps.elections.queries import law_of  # noqa: PLC0415 -- after start()

    known = {one.code: one for one in law_of(election).protocol.relation}
    for one in report.breaches[:FAULTS_SHOWN]:
        relation = known[one.code]
        left, right = ("—" if side is None else side for side in (one.left, one.right))
        sides = answer.said("sides", left=left, op=SIGNS.get(one.op, one.op), right=right)
        words = answer.said(
            "breach",
            place=f"{place}:{one.line} [{one.precinct}]",
            code=one.code,
            weight=said(answer.language, "severity", one.severity),
            sides=answer.said("absent") if one.op == PRESENT else sides,
            sentence=relation.sentence.in_language(answer.language),
            paper=relation.paper.in_language(answer.language),
        )
        typer.echo("  " + words)
    rest = len(report.breaches) - FAULTS_SHOWN
    if rest > 0:
        typer.echo("  " + answer.said("more_breaches", n=rest))
