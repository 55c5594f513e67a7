"""`dauys calendar`: the plan of an election, marking a duty done, setting a term where a choice is left."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from rich.table import Table

from dauys.apps.publication.pages.catalogue import words
from dauys.core.norms import load_pack
from dauys.core.timetable import Drawn, Term, days_outside, plan
from dauys.ops.asking import OrLatest, election_asked, unit_asked
from dauys.ops.running import YEARS, moment, operator, refusals, show, start, wrong_use
from dauys.ops.screen import screen
from dauys.ops.voice import Language, columns, language_named, said
from dauys.press import wording

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
LOCAL = "like 2021-07-07T18:00; without an offset on the unit's clock"
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
    language: Language = "en",
    form: Annotated[str, typer.Option("--format", help="table, json or csv.")] = "table",
) -> None:
    """Print the calendar plan, of an election that is here or of any call under a law."""
    if form not in ("table", "json", "csv"):
        wrong_use("--format is table, json or csv.")
    language = language_named(language)
    if bool(election) == bool(law):
        wrong_use("Name --election ID, or --law ID with --called-on and --election-day.")
    states: dict[str, str] = {}
    with refusals(as_json=form == "json"):
        if election:
            name, drawn = election, _drawn_of_election(election, unit)
            states = _states(election, unit) if form == "table" else {}
        else:
            if called_on is None or election_day is None:
                wrong_use("--law needs --called-on YYYY-MM-DD and --election-day YYYY-MM-DD.")
            name = f"{law} {election_day.date()}"
            drawn = _drawn_of_law(law, called_on.date(), election_day.date(), zone)
    _print(name, drawn.terms, language, form, states)
    _warn(drawn)


def _drawn_of_law(law: str, called_on: dt.date, election_day: dt.date, zone: str) -> Drawn:
    pack = load_pack(law)
    if called_on >= election_day:
        wrong_use("An election is called before its day: --called-on is earlier than --election-day.")
    if called_on.year not in YEARS or election_day.year not in YEARS:
        wrong_use(f"--called-on and --election-day lie in the years {YEARS[0]} to {YEARS[-1]}.")
    days = {"CALL": called_on, "E": election_day}
    try:
        terms = plan(pack, days, zone or pack.act.default_zone)
    except (ZoneInfoNotFoundError, ValueError):
        wrong_use(f"--zone {zone} is not a name of the tz database. Write it like Asia/Almaty.")
    return Drawn(pack, terms, days_outside(pack, days, terms))


def _drawn_of_election(code: str, unit: str) -> Drawn:
    start()
    from dauys.apps.calendar.queries import drawn_plan  # noqa: PLC0415 -- after start()

    return drawn_plan(code, unit)


def _states(code: str, unit: str) -> dict[str, str]:
    """By code of a term, how it stands with the commission of the unit, or with those beneath it."""
    from dauys.apps.results.queries.plans import plan_of_unit  # noqa: PLC0415 -- after start()

    election = election_asked(code)
    named = unit_asked(election.country.code, unit or election.country.code)
    return {row.term.code: row.state for row in plan_of_unit(election, named, moment())}


def _warn(drawn: Drawn) -> None:
    """Say on standard error that the edition is not in force on days of the plan; the plan itself stands."""
    if not drawn.outside:
        return
    act, days = drawn.pack.act, drawn.outside
    span = f"{days[0]}" if len(days) == 1 else f"{len(days)} days from {days[0]} to {days[-1]}"
    typer.echo(
        f"Warning: {drawn.pack.id} is in force from {act.valid_from} up to, not including, "
        f"{act.valid_to or '…'}; this plan has {span} outside. Check the law that is in force then.",
        err=True,
    )


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
        "note": " ".join(_notes(term, language)),
    }


def _notes(term: Term, language: str) -> list[str]:
    """The note of the record, and the day itself where only the term for it is not known."""
    notes = [term.note.in_language(language)] if term.note else []
    if term.held_on is not None:
        day = wording.day(term.held_on, language).replace(wording.NO_BREAK, " ")
        notes.append(str(words(language)["calendar"]["held"]).format(when=day))
    return notes


def _print(
    name: str,
    terms: Sequence[Term],
    language: str,
    form: str,
    states: Mapping[str, str] = MappingProxyType({}),
) -> None:
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
        screen().print(_table(name, terms, language, states))


def _table(name: str, terms: Sequence[Term], language: str, states: Mapping[str, str]) -> Table:
    """The plan for people; how each term stands where an election is meant."""
    table = Table(title=name, show_edge=False)
    heads = ("due", "since", "activity", "responsible", "article", "grade", *(("state",) if states else ()))
    for key, heading in zip(heads, columns(language, *heads), strict=True):
        table.add_column(heading, min_width=12 if key == "due" else None, overflow="fold")
    if any(term.held_on is not None for term in terms):
        table.caption = said(language, "plan", "held")
    for term in terms:
        grade = f"{term.grade} ({said(language, 'plan', 'default')})" if term.is_default else str(term.grade)
        table.add_row(
            f"({term.held_on:%d.%m.%Y})" if term.held_on is not None else _short(term.due_at),
            _short(term.starts_at),
            term.activity.in_language(language),
            term.responsible.in_language(language),
            term.article,
            grade,
            *([words(language)["term"][states[term.code]]] if states else ()),
        )
    return table


def _short(at: dt.datetime | None) -> str:
    return f"{at:%d.%m.%Y %H:%M}" if at else "–"


@app.command("done")
def mark_duty_done(
    election: Annotated[str, typer.Option("--election")],
    unit: Annotated[str, typer.Option("--unit", help="Whose commission did it.")],
    deadline: Annotated[str, typer.Argument(help="Code of the duty, like msg_day.")],
    evidence: Annotated[str, typer.Option("--evidence", help="The act, file or address that shows it.")],
    done_at: Annotated[
        str, typer.Option("--at", help=f"When it was done, {LOCAL}; default now.", metavar="TIME")
    ] = "",
) -> None:
    """Mark a duty of a commission done, on evidence; the results follow from the contests."""
    start()
    from dauys.apps.calendar.actions import mark_done  # noqa: PLC0415

    now = moment()
    with refusals():
        at = _local(election, unit, done_at) if done_at else now
        marks = mark_done(election, [unit], deadline, evidence=evidence, by=operator(), at=now, done_at=at)
    typer.echo(f"{deadline} of {unit} is marked done at {marks[0].done_at.isoformat()}.")


@app.command("adopt")
def adopt(
    unit: Annotated[str, typer.Option("--unit", help="Whose commission sets it: for its units and beneath.")],
    term: Annotated[str, typer.Option("--term", help="Code of the term, like nom_end or vote.")],
    due_at: Annotated[str, typer.Option("--at", help=f"When it ends, {LOCAL}.", metavar="TIME")],
    evidence: Annotated[str, typer.Option("--evidence", help="The decision that sets it.")],
    starts_at: Annotated[
        str, typer.Option("--from", help="Of hours: when they begin, likewise.", metavar="TIME")
    ] = "",
    election: OrLatest = "",
) -> None:
    """Set a term, or hours, where the law leaves the choice to a commission; what counts from it moves."""
    start()
    from dauys.apps.calendar.actions import adopt_term  # noqa: PLC0415

    with refusals():
        code = election_asked(election).code
        due, since = _local(code, unit, due_at), _local(code, unit, starts_at) if starts_at else None
        [set_] = adopt_term(
            code, [unit], term, due_at=due, starts_at=since, evidence=evidence, by=operator(), at=moment()
        )
    since_told = f"from {since.isoformat()} " if since else ""
    typer.echo(f"{term} of {unit} is set {since_told}to {due.isoformat()}: {set_.evidence}.")


def _local(election: str, unit: str, written: str) -> dt.datetime:
    """A moment as it was written; without an offset it is on the unit's own clock."""
    from dauys.apps.elections.queries import law_of  # noqa: PLC0415 -- after start()
    from dauys.apps.territory.queries import zone_of  # noqa: PLC0415

    try:
        at = dt.datetime.fromisoformat(written)
    except ValueError:
        wrong_use(f"{written} is not a moment. Write it like 2021-07-07T18:00.")
    if at.year not in YEARS:
        wrong_use(f"{written} lies outside the years {YEARS[0]} to {YEARS[-1]}.")
    if at.tzinfo is not None:
        return at
    found = election_asked(election)
    zone = zone_of(unit_asked(found.country.code, unit), law_of(found).act.default_zone)
    return at.replace(tzinfo=ZoneInfo(zone))
