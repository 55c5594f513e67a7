"""The command `dauys doctor`."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from dauys.ops.doctor.answers import Answer, State
from dauys.ops.running import REFUSED, AsJson, is_json, show, start

SIGNS = {State.FINE: "fine", State.WARNING: "LOOK", State.ERROR: "WRONG"}


def doctor(
    site: Annotated[
        Path | None,
        typer.Option("--site", help="Folder of the published site; else DAUYS_SITE, or site in the home."),
    ] = None,
    form: AsJson = "table",
) -> None:
    """Say what is wrong with this installation and what to do: machine, database, journal, laws, site.

    Nothing is written. An error ends with exit code 1; warnings alone do not. Sums are counted again by
    dauys recount.
    """
    as_json = is_json(form)
    start(with_tables=False)
    from dauys.ops.waiting import waiting  # noqa: PLC0415

    with waiting("Looking") as say:
        answers = []
        for answer in answers_of(site):
            answers.append(answer)
            say(f"Looking: {answer.check}")
    if as_json:
        show({"answers": [answer.as_dict() for answer in answers]})
    else:
        _print(answers)
    if any(answer.state is State.ERROR for answer in answers):
        raise typer.Exit(REFUSED)


def answers_of(site: Path | None) -> Iterator[Answer]:
    """Every answer, one after the other."""
    from django.conf import settings  # noqa: PLC0415 -- after start()

    from dauys.ops.doctor import base, machine, pages  # noqa: PLC0415

    now, home = dt.datetime.now(dt.UTC), settings.HOME
    yield machine.versions()
    yield from machine.settings(os.environ)
    yield from machine.disk(home, sum(path.stat().st_size for path in home.glob("dauys.sqlite3*")))
    yield from machine.left(home)
    yield machine.clock(now)
    if not os.environ.get("DATABASE_URL") and not (home / "dauys.sqlite3").exists():
        yield Answer("database", State.FINE, f"none yet in {home}: nothing was entered here")
    else:
        yield from base.database(now)
    folder = Path(settings.SITE_FOLDER) if settings.SITE_FOLDER else home / "site"
    if site is not None or (folder / "manifest").is_dir():
        yield from pages.site(site or folder)


def _print(answers: list[Answer]) -> None:
    """A line for each answer, and one beneath it for what to do: as plain on a terminal as in a log."""
    for answer in answers:
        typer.echo(f"{SIGNS[answer.state]:<6} {answer.check:<10}  {answer.found}")
        if answer.remedy:
            typer.echo(f"{'':<19}→ {answer.remedy}")
    counts = {state: sum(answer.state is state for answer in answers) for state in State}
    typer.echo(f"{counts[State.ERROR]} wrong, {counts[State.WARNING]} to look at.")
