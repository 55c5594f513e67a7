"""`dauys calendar`: the plan of an election, and marking a duty done."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Annotated
from zoneinfo import ZoneInfoNotFoundError

import typer
from rich.table import Table

from dauys.core.norms import load_pack
from dauys.core.timetable import Term, plan
from dauys.ops.running import YEARS, moment, operator, refusals, show, start, wrong_use
from dauys.ops.screen import screen

app = typer.Typer(help="Calendar plans: what is due, when, under which article.", no_args_is_help=True)

COLUMNS = (
    "code",
    "activity",
    "article",
    "grade",
    "responsible",
    "rule",
    "anchor",
    "starts_at",
    "due_at",
    "note",
)
Day = Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"])]


@app.command("plan")
def show_plan(
    election: Annotated[str, typer.Option("--election", help="An election that is here.")] = "",
    unit: Annotated[
        str, typer.Option("--unit", help="Its unit, for the local time; default the country.")
    ] = "",
    law: Annotated[str, typer.Option("--law", help="Or: a law, with --called-on and --election-day.")] = "",
    called_on: Day = None,
    election_day: Day = None,
    zone: Annotated[str, typer.Option("--zone", help="tz name for --law; default that of the act.")] = "",
    language: Annotated[str, typer.Option("--language", help="kk, ru or en.")] = "en",
    form: Annotated[str, typer.Option("--format", help="table, json or csv.")] = "table",
) -> None:
    """Print the calendar plan, of an election that is here or of any call under a law."""
    if form not in ("table", "json", "csv"):
        wrong_use("--format is table, json or csv.")
    if language not in ("kk", "ru", "en"):
        wrong_use("--language is kk, ru or en.")
    if bool(election) == bool(law):
        wrong_use("Name --election ID, or --law ID with --called-on and --election-day.")
    with refusals(as_json=form == "json"):
        if election:
            name, terms = election, _terms_of_election(election, unit)
        else:
            if called_on is None or election_day is None:
                wrong_use("--law needs --called-on YYYY-MM-DD and --election-day YYYY-MM-DD.")
            name = f"{law} {election_day.date()}"
            terms = _terms_of_law(law, called_on.date(), election_day.date(), zone)
    _print(name, terms, language, form)


def _terms_of_law(law: str, called_on: dt.date, election_day: dt.date, zone: str) -> list[Term]:
    pack = load_pack(law)
    if called_on >= election_day:
        wrong_use("An election is called before its day: --called-on is earlier than --election-day.")
    if called_on.year not in YEARS or election_day.year not in YEARS:
        wrong_use(f"--called-on and --election-day lie in the years {YEARS[0]} to {YEARS[-1]}.")
    try:
        return plan(pack, {"CALL": called_on, "E": election_day}, zone or pack.act.default_zone)
    except (ZoneInfoNotFoundError, ValueError):
        wrong_use(f"--zone {zone} is not a name of the tz database. Write it like Asia/Almaty.")


def _terms_of_election(code: str, unit: str) -> list[Term]:
    start()
    from dauys.apps.calendar.queries import terms_of  # noqa: PLC0415 -- after start()

    return terms_of(code, unit)


def row_of(term: Term, language: str) -> dict[str, str | None]:
    """One term as the interface fixes it; times with their offset, null where the anchor is unknown."""
    return {
        "code": term.code,
        "activity": term.activity.in_language(language),
        "article": term.article,
        "grade": str(term.grade),
        "responsible": term.responsible.in_language(language),
        "rule": term.rule_words.in_language(language),
        "anchor": term.anchor,
        "starts_at": term.starts_at.isoformat() if term.starts_at else None,
        "due_at": term.due_at.isoformat() if term.due_at else None,
        "note": term.note.in_language(language) if term.note else "",
    }


def _print(name: str, terms: list[Term], language: str, form: str) -> None:
    rows = [row_of(term, language) for term in terms]
    if form == "json":
        show(rows)
    elif form == "csv":
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        typer.echo(text.getvalue(), nl=False)
    else:
        table = Table("Due", "From", "What", "Who", "Article", "Grade", title=name)
        for row, term in zip(rows, terms, strict=True):
            grade = f"{row['grade']} (default)" if term.is_default else row["grade"]
            table.add_row(
                _short(term.due_at),
                _short(term.starts_at),
                row["activity"],
                row["responsible"],
                row["article"],
                grade,
            )
        screen().print(table)


def _short(at: dt.datetime | None) -> str:
    return f"{at:%d.%m.%Y %H:%M}" if at else "–"


@app.command("done")
def mark_duty_done(
    election: Annotated[str, typer.Option("--election")],
    unit: Annotated[str, typer.Option("--unit", help="Whose commission did it.")],
    deadline: Annotated[str, typer.Argument(help="Code of the duty, like msg_day.")],
    evidence: Annotated[str, typer.Option("--evidence", help="The act, file or address that shows it.")],
) -> None:
    """Mark a duty of a commission done, on written evidence."""
    start()
    from dauys.apps.calendar.actions import mark_done  # noqa: PLC0415

    with refusals():
        marks = mark_done(election, [unit], deadline, evidence=evidence, by=operator(), at=moment())
    typer.echo(f"{deadline} of {unit} is marked done at {marks[0].done_at.isoformat()}.")
