"""What every command needs: the framework started, who acts, what time it is, how it ends."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from dauys.core.findings import Fault, Refused
from dauys.core.rights import OPERATOR, Actor
from dauys.press.holding import Held, holding

DONE, REFUSED, WRONG_USE = 0, 1, 2
FAULTS_SHOWN = 20
TRIES = 15  # seconds that a first start waits for another's tables
SLACK = dt.timedelta(minutes=10)  # by which clocks of several machines may differ; a setting of ours
YEARS = range(1900, 2201)  # beyond them a date is a slip of the hand; a setting of ours


@dataclass(slots=True)
class _Answer:
    """How the command that runs answers, and what it told meanwhile."""

    as_json: bool = False
    notes: list[str] = field(default_factory=list)


_answer = _Answer()  # a process runs one command
AsJson = Annotated[str, typer.Option("--format", help="table or json.", metavar="table|json")]


def start(*, with_tables: bool = True) -> None:
    """Start Django; with tables, make the home and bring the database to this version."""
    import django  # noqa: PLC0415 -- `--help` should not pay for it
    from django.conf import settings  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dauys.config.settings")
    try:
        engine = settings.DATABASES["default"]["ENGINE"]  # read from the environment here, for the first time
    except ValueError as error:
        wrong_use(f"{error}. Write DATABASE_URL like postgres://user@127.0.0.1:5432/dauys, or unset it.")
    if engine.endswith("postgresql") and find_spec("psycopg") is None:
        wrong_use(
            "PostgreSQL needs psycopg, which is not installed here: "
            ".venv/bin/python -m pip install 'psycopg[binary]'"
        )
    django.setup()
    _tell_of_waiting()
    if with_tables:
        settings.HOME.mkdir(parents=True, exist_ok=True)
        _bring_tables_up_to_date(settings.HOME)


def _tell_of_waiting() -> None:
    """Whoever waits for another who writes learns so, where the database can tell: our backend of SQLite."""
    from django.db import connection  # noqa: PLC0415

    if connection.vendor == "sqlite":
        connection.tell = _tell_at_once  # type: ignore[attr-defined]


def _tell_at_once(words: str) -> None:
    if not json_asked():
        typer.echo(words, err=True)


def _bring_tables_up_to_date(home: Path) -> None:
    for _ in range(TRIES):  # of several first starts one makes the tables, the others wait for them
        if not _tables_are_old():
            return
        with suppress(Held), holding(home, patience=1):
            if _tables_are_old():
                with refusals(as_json=json_asked()):
                    _make_tables()
    if _tables_are_old():  # whoever holds the home does more than make tables: a demo is built in it, say
        remedy = "Wait until it has ended, or name another DAUYS_HOME."
        fault = Fault("U-11", f"Another command is at work in {home}.", remedy)
        refuse([fault], as_json=json_asked())


def _make_tables() -> None:
    from django.core.management.sql import emit_post_migrate_signal  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from dauys.ops.steps import Steps  # noqa: PLC0415

    steps = Steps(connection)
    steps.migrate(steps.loader.graph.leaf_nodes())
    emit_post_migrate_signal(0, interactive=False, db=connection.alias)


def _tables_are_old() -> bool:
    """Whether this version has steps to add; refuses a database with steps that it does not know."""
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.exceptions import InconsistentMigrationHistory  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    loader = executor.loader
    strange = [".".join(step) for step in loader.applied_migrations if step not in loader.disk_migrations]
    try:
        loader.check_consistent_history(connection)
    except InconsistentMigrationHistory as error:
        strange.append(str(error).rstrip("."))
    if strange:
        remedy = "Use the version that made it, or another DAUYS_HOME or DATABASE_URL."
        fault = Fault("U-06", f"The database was made by another version of Dauys: {strange[0]}.", remedy)
        refuse([fault], as_json=json_asked())
    return bool(executor.migration_plan(loader.graph.leaf_nodes()))


def moment() -> dt.datetime:
    """The moment shown: DAUYS_AT where it is set (without an offset it is capital time), else now.

    On the clock of the capital, as on the screens: its day is the one by which offices and lists are asked.
    """
    zone, written = _zone_of_the_capital(), os.environ.get("DAUYS_AT", "")
    if not written:
        return dt.datetime.now(zone)
    try:
        at = dt.datetime.fromisoformat(written)
    except ValueError:
        wrong_use(f"DAUYS_AT is not a moment: {written}. Write it like 2021-07-25T20:30.")
    if at.year not in YEARS:
        wrong_use(f"DAUYS_AT lies outside the years {YEARS[0]} to {YEARS[-1]}: {written}.")
    return at.astimezone(zone) if at.tzinfo else at.replace(tzinfo=zone)


def _zone_of_the_capital() -> ZoneInfo:
    from django.conf import settings  # noqa: PLC0415 -- after start()

    try:
        return ZoneInfo(settings.CAPITAL_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        wrong_use(f"DAUYS_ZONE is not a name of the tz database: {settings.CAPITAL_ZONE}.")


def operator() -> Actor:
    """Whoever holds the console of this installation; Refused while its clock stands before the journal.

    A machine whose clock was set back would judge by states that are over, and enter facts out of order.
    """
    from dauys.apps.journal.queries import entries  # noqa: PLC0415 -- after start()

    last = entries().last()
    if last and not os.environ.get("DAUYS_AT"):
        _refuse_clock_set_back(dt.datetime.now(dt.UTC), last.at)
    return Actor(person="console", office=OPERATOR)


def moment_shown() -> dt.datetime:
    """The moment that pages show: DAUYS_AT where it is set, else now, not before the journal's last entry.

    Refused while the clock stands before that by more than clocks differ: decisions that were made would not
    be shown, as if they were still to come.
    """
    from dauys.apps.journal.queries import entries  # noqa: PLC0415 -- after start()

    at, last = moment(), entries().last()
    if last is None or os.environ.get("DAUYS_AT"):
        return at
    _refuse_clock_set_back(at, last.at)
    return max(at, last.at.astimezone(at.tzinfo))


def _refuse_clock_set_back(now: dt.datetime, last: dt.datetime) -> None:
    if last > now + SLACK:
        shown, written = (f"{one.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC" for one in (now, last))
        said = f"The clock shows {shown}, but the last entry of the journal is of {written}."
        remedy = "Set the clock of this machine; see dauys doctor."
        raise Refused([Fault("U-08", said, remedy)])


def wrong_use(message: str) -> NoReturn:
    """End with exit code 2."""
    typer.echo(message, err=True)
    raise typer.Exit(WRONG_USE)


def show(record: Any) -> None:
    """Print a record as JSON."""
    typer.echo(json.dumps(record, ensure_ascii=False, indent=2))


def is_json(form: str) -> bool:
    """Whether `--format` asks for JSON; wrong use when it asks for something unknown."""
    if form not in ("table", "json"):
        wrong_use(f"--format is table or json, not {form}.")
    _answer.as_json = form == "json"  # for what refuses without knowing which command asks
    return form == "json"


def begin_answer() -> None:
    """A command begins: nothing was asked or told yet."""
    _answer.as_json = False
    _answer.notes.clear()


def json_asked() -> bool:
    """Whether the command that runs was asked for JSON: then standard error holds one object, or nothing."""
    return _answer.as_json


def tell(note: str) -> None:
    """Say on standard error what nobody asked for, and should know; JSON takes it into its object."""
    if json_asked():
        _answer.notes.append(note)
    else:
        typer.echo(note, err=True)


def notes() -> dict[str, list[str]]:
    """What was told and has to go into the JSON of an answer; nothing where nothing was."""
    return {"notes": list(_answer.notes)} if _answer.notes else {}


def refuse(faults: Sequence[Fault], *, as_json: bool) -> NoReturn:
    """Say on standard error what is wrong and what to do, and end with exit code 1."""
    if as_json:
        record = {"faults": [fault.as_dict() for fault in faults]} | notes()
        typer.echo(json.dumps(record, ensure_ascii=False), err=True)
    else:
        for fault in faults[:FAULTS_SHOWN]:
            typer.echo(str(fault), err=True)
        if len(faults) > FAULTS_SHOWN:
            typer.echo(f"… and {len(faults) - FAULTS_SHOWN} more (--format json lists all).", err=True)
        typer.echo("Refused; nothing was written.", err=True)
    raise typer.Exit(REFUSED)


@contextmanager
def refusals(*, as_json: bool = False) -> Iterator[None]:
    """Turn what the rooms refuse into messages and exit code 1."""
    from dauys.core.lifecycle import NotAllowed  # noqa: PLC0415
    from dauys.core.rights import Forbidden  # noqa: PLC0415

    try:
        yield
    except Refused as refused:
        refuse(refused.faults, as_json=as_json)
    except (NotAllowed, Forbidden) as answer:
        refuse([Fault("U-01", str(answer))], as_json=as_json)


def is_terminal() -> bool:
    """Whether a person watches: progress bars are drawn for nobody else."""
    return sys.stderr.isatty()
