"""`dauys territory list`, `contest list`, `protocol list`, `commissions list`: what is here, row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from dauys.core.bodies import LEVELS
from dauys.core.findings import Fault, Refused
from dauys.core.lifecycle import CONTEST, PROTOCOL
from dauys.ops.asking import (
    Kind,
    Limit,
    Offset,
    OrLatest,
    State,
    Unit_,
    contest_asked,
    election_asked,
    one_of,
    unit_asked,
)
from dauys.ops.running import AsJson, is_json, moment, refusals, show, start, wrong_use
from dauys.ops.screen import screen
from dauys.ops.voice import Language, columns, language_named, said

if TYPE_CHECKING:
    from dauys.apps.results.queries import Book
    from dauys.apps.territory.models import Unit

KINDS = ("country", "region", "city", "district", "rural_unit", "precinct")
STATES = ("exists", "ended", "all")
WORDED = ("kind", "level")  # columns whose values are words, said in the language on the screen
SHOWN = 50

territory = typer.Typer(help="Units of the country, down to the precincts.", no_args_is_help=True)

Row = dict[str, Any]


@territory.callback()
def _territory() -> None:
    """Units of the country, down to the precincts."""


@territory.command("list")
def list_units(
    *,
    country: Annotated[
        str, typer.Option("--country", help="Code of the country; default the only one.")
    ] = "",
    unit: Unit_ = "",
    kind: Kind = "",
    state: Annotated[
        str,
        typer.Option("--state", help="exists or ended, on the day; all. Default exists with --on, else all."),
    ] = "",
    on: Annotated[
        dt.datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="The day; default today.")
    ] = None,
    limit: Limit = SHOWN,
    offset: Offset = 0,
    language: Language = "en",
    form: AsJson = "table",
) -> None:
    """List the units beneath a unit in tree order: code, kind, name, unit above, from and to."""
    as_json, language = is_json(form), language_named(language)
    kind, state = one_of("--kind", kind, KINDS), one_of("--state", state, STATES)
    start()
    from dauys.apps.territory.queries import subtree, valid_on  # noqa: PLC0415 -- after start()

    with refusals(as_json=as_json):
        day = on.date() if on else moment().date()
        root = _country(country)
        found = subtree(unit_asked(root.country, unit) if unit else root)
        if kind:
            found = found.filter(kind=kind)
        state = state or ("exists" if on else "all")
        if state != "all":
            there = valid_on(found, day)
            found = there if state == "exists" else found.exclude(pk__in=there.order_by().values("pk"))
            if state == "ended":
                found = found.filter(valid_to__lte=day)
        above = dict(subtree(root).values_list("path", "code"))
        rows = (_unit_row(one, above, language) for one in found.iterator())
        _print(rows, found.count(), offset, limit, language=language, as_json=as_json)


def _country(code: str) -> Unit:
    """The root named, or the only one."""
    from dauys.apps.territory.queries import countries  # noqa: PLC0415 -- after start()

    roots = {root.code: root for root in countries()}
    if not roots:
        wrong_use("No territory is here yet: dauys import territory.")
    here = ", ".join(roots)
    if not code and len(roots) > 1:
        wrong_use(f"Name a country with --country: {here}.")
    if code and code not in roots:
        raise Refused([Fault("E-14", f"No country {code} is known.", f"Here: {here}.", value=code)])
    return roots[code or here]


def _unit_row(unit: Unit, above: dict[str, str], language: str) -> Row:
    return {
        "code": unit.code,
        "kind": unit.kind,
        "name": _named(unit, language),
        "above": above.get(unit.path[: -unit.steplen], ""),
        "valid_from": unit.valid_from.isoformat() if unit.valid_from else None,
        "valid_to": unit.valid_to.isoformat() if unit.valid_to else None,
    }


def _named(row: Any, language: str) -> str:
    """The name in the language, else in one that there is."""
    names = [getattr(row, f"name_{one}") for one in (language, "kk", "ru", "en")]
    return next(filter(None, names), "")


def list_contests(
    election: OrLatest = "",
    unit: Unit_ = "",
    state: State = "",
    limit: Limit = SHOWN,
    offset: Offset = 0,
    language: Language = "en",
    form: AsJson = "table",
) -> None:
    """List the contests of an election beneath a unit: id, unit, state, protocols received and expected."""
    as_json, language = is_json(form), language_named(language)
    state = one_of("--state", state, CONTEST.states)
    start()
    with refusals(as_json=as_json):
        book, within = _opened(election, unit)
        rows = [
            {
                "contest": code,
                "unit": contest.unit,
                "name": book.units[contest.unit].names.in_language(language),
                "state": contest.state,
                "candidates": len(contest.candidates),
                "received": book.result(contest.unit, code).received,
                "expected": book.result(contest.unit, code).expected,
            }
            for code, contest in book.contests.items()
            if contest.unit in within and state in ("", contest.state)
        ]
        _print(rows, len(rows), offset, limit, language=language, as_json=as_json)


def list_protocols(
    election: OrLatest = "",
    contest: Annotated[str, typer.Option("--contest", help="Id of a contest; default all.")] = "",
    unit: Unit_ = "",
    state: Annotated[str, typer.Option("--state", help="expected, accepted, kept_out or released.")] = "",
    limit: Limit = SHOWN,
    offset: Offset = 0,
    language: Language = "en",
    form: AsJson = "table",
) -> None:
    """List the protocols expected beneath a unit: state, version, the relations that do not hold."""
    as_json, language = is_json(form), language_named(language)
    state = one_of("--state", state, tuple(one for one in PROTOCOL.states if one != "superseded"))
    start()
    with refusals(as_json=as_json):
        own = contest_asked(contest) if contest else None
        book, within = _opened(own.election.code if own else election, unit)
        rows = [row for row in _protocols(book, contest, within, language) if state in ("", row["state"])]
        _print(rows, len(rows), offset, limit, language=language, as_json=as_json)


def _protocols(book: Book, contest: str, within: set[str], language: str) -> Iterator[Row]:
    """One row for every protocol that is expected, in tree order of the precincts."""
    for code, unit in book.units.items():
        own = book.contest_of(code)
        if unit.kind != "precinct" or code not in within or own is None or contest not in ("", own):
            continue
        sheet = book.sheet(own, code)
        if sheet is None and not book.result(code, own).expected:
            continue
        broken = [one.code for one in sheet.findings if one.holds is False] if sheet else []
        yield {
            "contest": own,
            "precinct": code,
            "name": unit.names.in_language(language),
            "state": sheet.state if sheet else PROTOCOL.first,
            "version": sheet.number if sheet else None,
            "broken": broken,
        }


def list_commissions(
    country: Annotated[
        str, typer.Option("--country", help="Code of the country; default the only one.")
    ] = "",
    unit: Unit_ = "",
    level: Annotated[str, typer.Option("--level", help="central, regional, district or precinct.")] = "",
    limit: Limit = SHOWN,
    offset: Offset = 0,
    language: Language = "en",
    form: AsJson = "table",
) -> None:
    """List the commissions of a unit and of those beneath it, with their contacts."""
    as_json, language = is_json(form), language_named(language)
    level = one_of("--level", level, LEVELS)
    start()
    from dauys.apps.commissions.queries import commissions_under  # noqa: PLC0415 -- after start()

    with refusals(as_json=as_json):
        root = _country(country)
        found = commissions_under(unit_asked(root.country, unit) if unit else root, level)
        rows = (
            {
                "code": one.code,
                "unit": one.unit.code,
                "level": one.level,
                "name": _named(one, language),
                "phone": one.phone,
                "email": one.email,
            }
            for one in found.iterator(chunk_size=2_000)
        )
        _print(rows, found.count(), offset, limit, language=language, as_json=as_json)


def _opened(election: str, unit: str) -> tuple[Book, set[str]]:
    """The book of an election, and the codes of its units at and beneath a unit."""
    from dauys.apps.results.queries import open_book  # noqa: PLC0415 -- after start()

    chosen = election_asked(election)
    top = unit_asked(chosen.country.code, unit).code if unit else chosen.country.code
    book = open_book(chosen.code, at=moment())
    within = {top}
    for code, node in book.units.items():  # parents stand before their children
        if node.parent in within:
            within.add(code)
    return book, within


def _print(rows: Iterable[Row], total: int, offset: int, limit: int, *, language: str, as_json: bool) -> None:
    """The page of rows asked for, and where it lies among all of them."""
    page = list(islice(rows, offset, offset + limit if limit else None))
    if as_json:
        show({"total": total, "offset": offset, "rows": page})
        return
    if page:
        table = Table(*columns(language, *page[0]))
        for row in page:
            table.add_row(*(_cell(_in_words(name, value, language)) for name, value in row.items()))
        screen().print(table)
    words = {"first": offset + 1 if page else 0, "last": offset + len(page), "total": total}
    typer.echo(said(language, "listing", "rows", **words))
    if offset + len(page) < total and page:
        typer.echo(said(language, "listing", "more", offset=offset + len(page)))


def _in_words(name: str, value: object, language: str) -> object:
    return said(language, name, str(value)) if name in WORDED else value


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return "–" if value in (None, "") else str(value)
