"""The demo from nothing to served; what is already built for the same moment is served as it is."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Annotated

import typer

import dauys
from dauys.ops.demo.sample import ELECTION
from dauys.ops.demo.serving import SiteHandler
from dauys.ops.running import REFUSED, is_terminal, moment, start, wrong_use
from dauys.press.holding import Held, holding


def run_demo(
    port: Annotated[int, typer.Option("--port", help="Port on 127.0.0.1.")] = 8000,
    serve: Annotated[bool, typer.Option(help="Serve the site after building it.")] = True,
) -> None:
    """Build a sample election, publish it and serve it on 127.0.0.1; a second start only serves."""
    if os.environ.get("DATABASE_URL"):
        wrong_use("The demo keeps a database of its own: unset DATABASE_URL.")
    start(with_tables=False)
    from django.conf import settings  # noqa: PLC0415 -- after start()

    home: Path = settings.HOME
    server = _bind(port, home / "site") if serve else None
    home.mkdir(parents=True, exist_ok=True)
    try:
        with holding(home):
            _run(home, server)
    except Held:
        typer.echo(
            f"Another demo is at work in {home}: end it (Ctrl+C), or set DAUYS_HOME to another folder.",
            err=True,
        )
        raise typer.Exit(REFUSED) from None


def _run(home: Path, server: ThreadingHTTPServer | None) -> None:
    """Build where something else stands, or nothing; then serve until somebody ends it."""
    wanted = {"made_by": _own_digest(), "at": os.environ.get("DAUYS_AT", ""), "state": "built"}
    if _marker(home) != wanted:
        _build(home, wanted)
    if server is None:
        return
    try:
        typer.echo(f"On the console: DAUYS_HOME={home} .venv/bin/dauys results --election {ELECTION}")
        typer.echo(f"The sample election is at http://127.0.0.1:{server.server_port}/  (Ctrl+C ends)")
        server.serve_forever()
    except KeyboardInterrupt:
        typer.echo("")
    finally:
        server.server_close()


class _Server(ThreadingHTTPServer):
    """Serves until Ctrl+C; one that `make` started ends with that `make`, however it ended."""

    started_by = os.getppid() if "MAKELEVEL" in os.environ else None

    def service_actions(self) -> None:
        """Asked twice a second."""
        if self.started_by not in (None, os.getppid()):
            raise KeyboardInterrupt


def _bind(port: int, site: Path) -> ThreadingHTTPServer:
    """Take the port before any work is done; a taken port ends the command with what to do."""
    try:
        return _Server(("127.0.0.1", port), partial(SiteHandler, directory=str(site)))
    except (OSError, OverflowError) as error:
        typer.echo(
            f"Port {port} on 127.0.0.1 can't be used ({error}). Choose another: make demo PORT=8001", err=True
        )
        raise typer.Exit(REFUSED) from None


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
    for name in ("dauys.sqlite3", "dauys.sqlite3-wal", "dauys.sqlite3-shm"):
        (home / name).unlink(missing_ok=True)
    if (home / "site").exists():
        shutil.rmtree(home / "site")
    (home / "demo.json").write_text(json.dumps(wanted | {"state": "building"}))
    start()
    _replay(at)
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
