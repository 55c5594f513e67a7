"""The demo from nothing to served; what is already built for the same moment is served as it is."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

import dauys
from dauys.ops.demo.sample import ELECTION
from dauys.ops.demo.serving import demo_application, site_application
from dauys.ops.running import REFUSED, is_terminal, moment, start, wrong_use
from dauys.ops.serving import Server, bound, serve_until_ended
from dauys.ops.working.command import at_work
from dauys.press.holding import Held, holding

LOGINS = "logins.txt"
NIGHT = "2021-07-25T21:30"  # when there is something to do in every office


def run_demo(
    port: Annotated[int, typer.Option("--port", help="Port on 127.0.0.1.")] = 8000,
    serve: Annotated[bool, typer.Option(help="Serve the site after building it.")] = True,
) -> None:
    """Build a sample election, publish it and serve it on 127.0.0.1; a second start only serves."""
    if os.environ.get("DATABASE_URL"):
        wrong_use("The demo keeps a database of its own: unset DATABASE_URL.")
    os.environ["DAUYS_DEMO"] = (
        "1"  # read by the settings: no second factor, and every page of the workplace says so
    )
    start(with_tables=False)
    from django.conf import settings  # noqa: PLC0415 -- after start()

    home: Path = settings.HOME
    site = site_application(home / "site")
    server = bound(site, port, remedy="Choose another: make demo PORT=8001") if serve else None
    home.mkdir(parents=True, exist_ok=True)
    try:
        with holding(home):
            _run(home, server)
    except Held:
        typer.echo(
            f"Another demo is at work in {home}: end it (Ctrl+C), or set DAUYS_HOME to another folder: "
            "DAUYS_HOME=FOLDER .venv/bin/dauys demo --port 8001",
            err=True,
        )
        raise typer.Exit(REFUSED) from None


def _run(home: Path, server: Server | None) -> None:
    """Build where something else stands, or nothing; then serve until somebody ends it."""
    wanted = {"made_by": _own_digest(), "at": os.environ.get("DAUYS_AT", ""), "state": "built"}
    if _marker(home) != wanted:
        _build(home, wanted)
    if server is None:
        return
    from django.conf import settings  # noqa: PLC0415 -- after start()

    settings.SITE_FOLDER = os.environ["DAUYS_SITE"] = str(
        home / "site"
    )  # for the screens, and for the worker
    server.set_app(demo_application(home / "site", _moment_shown().isoformat()))
    with at_work():
        _tell_logins(home, server.server_port)
        typer.echo(f"On the console: {_told(home)} .venv/bin/dauys results --election {ELECTION}")
        typer.echo(f"The sample election is at http://127.0.0.1:{server.server_port}/  (Ctrl+C ends)")
        serve_until_ended(server)


def _told(home: Path) -> str:
    """What the console has to be told to be in this home, at the moment that the demo shows."""
    at = os.environ.get("DAUYS_AT", "")
    return f"DAUYS_HOME={home}" + (f" DAUYS_AT={at}" if at else "")


def _tell_logins(home: Path, port: int) -> None:
    """One login per office and where to use it, as they were noted when the demo was built."""
    lines = (home / LOGINS).read_text(encoding="utf-8") if (home / LOGINS).exists() else ""
    typer.echo(f"The workplace is at http://127.0.0.1:{port}/kk/desk/\n{lines}".rstrip())
    if not os.environ.get("DAUYS_AT"):
        typer.echo(f"To work in it on election night: make demo AT={NIGHT}")


def _note_logins(home: Path) -> None:
    from dauys.ops.demo.country import PASSWORD, logins  # noqa: PLC0415 -- only for who builds

    lines = [f"  {one.email:<34} {one.office:<16} {one.commission.names.en}" for one in logins()]
    text = "\n".join([f"  the password of everybody here is {PASSWORD}", *lines]) + "\n"
    (home / LOGINS).write_text(text, encoding="utf-8")


def _own_digest() -> str:
    """What the demo is made by: SHA-256 over the program and the laws, so that a change is built anew."""
    root = Path(dauys.__file__).parent
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    found = hashlib.sha256()
    for path in files:
        found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def _marker(home: Path) -> dict[str, str]:
    """What the home says of itself; empty for a home that is no demo's."""
    try:
        found = json.loads((home / "demo.json").read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _build(home: Path, wanted: dict[str, str]) -> None:
    """Make the home anew: replay the events up to the moment shown, publish, then say that it is built."""
    if home.exists() and any(home.iterdir()) and not _marker(home):
        typer.echo(
            f"{home} is not a demo's home; the demo leaves it alone. Set DAUYS_HOME to another folder.",
            err=True,
        )
        raise typer.Exit(REFUSED)
    at = _moment_shown()  # a wrong one ends the command before anything that stands is taken away
    if _marker(home):
        typer.echo("Another moment or version: the demo is built anew, and what was done in it is gone.")
    # Said first: whoever is broken off from here on is built anew by the next start.
    (home / "demo.json").write_text(json.dumps(wanted | {"state": "building"}))
    for name in ("dauys.sqlite3", "dauys.sqlite3-wal", "dauys.sqlite3-shm"):
        (home / name).unlink(missing_ok=True)
    if (home / "site").exists():
        shutil.rmtree(home / "site")
    start()
    _replay(at)
    _note_logins(home)
    _publish(home / "site", at)
    (home / "demo.json").write_text(json.dumps(wanted))


def _moment_shown() -> dt.datetime:
    """The moment asked for, or the end of the sample; wrong use before the sample begins."""
    from dauys.ops.demo.replay import BEGIN, END  # noqa: PLC0415

    at = moment() if os.environ.get("DAUYS_AT") else END
    if at < BEGIN:
        wrong_use(f"The sample begins on {BEGIN.isoformat()}: choose that moment or a later one.")
    return at


def _replay(at: dt.datetime) -> None:
    """Carry out every event up to the moment."""
    from dauys.ops.demo.replay import events  # noqa: PLC0415

    happened = [event for event in events() if event.at <= at]
    for number, event in enumerate(happened, start=1):
        event.do()
        _progress("Replaying", number, len(happened))
    typer.echo(f"Replayed {len(happened)} events up to {at.isoformat()}.")


def _publish(site: Path, at: dt.datetime) -> None:
    from dauys.ops.publishing import publish_elections  # noqa: PLC0415

    publish_elections(site, at=at, progress=partial(_progress, "Publishing"))


def _progress(what: str, done: int, total: int) -> None:
    """One line that counts up, for a person who watches."""
    if is_terminal():
        typer.echo(f"\r{what} {done} of {total}" + ("\n" if done == total else ""), nl=False, err=True)
