"""`dauys publish`: the static site of every election that is here."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from dauys.ops.asking import no_election
from dauys.ops.running import moment, refusals, refuse, start, wrong_use
from dauys.ops.snapshots import snapshot


def publish_site(
    folder: Annotated[Path, typer.Argument(help="Folder of the site.", metavar="DIR")],
    election: Annotated[str, typer.Option("--election", help="One election; all when none is named.")] = "",
) -> None:
    """Write the public pages: only what changed is written, each page whole or not at all."""
    start()
    from dauys.ops.waiting import counting  # noqa: PLC0415

    with refusals(), counting("Publishing") as progress:
        publish_elections(folder, election, at=moment(), progress=progress)


def publish_elections(
    folder: Path, election: str = "", *, at: dt.datetime, progress: Callable[[int, int], None] | None = None
) -> None:
    """Publish one election, or all that are here, at the moment `at`."""
    from dauys.apps.elections.queries import elections  # noqa: PLC0415
    from dauys.apps.publication.actions import publish  # noqa: PLC0415
    from dauys.apps.results.queries import open_book  # noqa: PLC0415

    chosen = [one.code for one in elections() if election in ("", one.code)]
    if election and not chosen:
        refuse([no_election(election)], as_json=False)
    if not chosen:
        wrong_use("No election is here yet: dauys import election.")
    for code in chosen:
        with snapshot():  # protocols that come meanwhile are for the next run
            book = open_book(code, at=at)
        done = publish(book, folder, at=at, progress=progress, workers=os.cpu_count() or 1)
        typer.echo(f"{code}: {done.pages} pages, {done.written} files written, {done.unchanged} unchanged.")
