"""`dauys publish`: the static site of every election that is here."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dauys.core.rights import OPERATOR, Actor
from dauys.ops.asking import no_election
from dauys.ops.following import LOOK, SUMS, Pace, follow
from dauys.ops.running import moment_shown, refusals, refuse, start, wrong_use
from dauys.ops.snapshots import snapshot
from dauys.ops.voice import Language, language_named, said

if TYPE_CHECKING:
    from dauys.apps.elections.models import Election
    from dauys.apps.publication.actions import Published

CONSOLE = Actor(person="console", office=OPERATOR)
GZIP = "From now on a packed .gz beside each file, for servers with gzip_static; or none any more."
FOLLOW = "Stay open, and press what changes as protocols come, until Ctrl+C or SIGTERM."
LOOK_HELP = "Seconds between two looks at the journal, with --follow."
SUMS_HELP = "Seconds in which a unit above the precincts is pressed once at most, with --follow."
WHOLE = (
    "Read every file that stands, and write again what is not as it should be: after a hand was in the site."
)
PRECINCTS = (
    "A page for each precinct, or a row on the pages of the unit right above; without it as published "
    "before, the first time by size: docs/publishing.md."
)


def publish_site(
    folder: Annotated[Path, typer.Argument(help="Folder of the site.", metavar="DIR")],
    *,
    election: Annotated[str, typer.Option("--election", help="One election; all when none is named.")] = "",
    precincts: Annotated[str, typer.Option("--precincts", help=PRECINCTS, metavar="pages|rows")] = "",
    packs: Annotated[bool | None, typer.Option("--gzip/--no-gzip", help=GZIP)] = None,
    compares: Annotated[bool, typer.Option("--whole", help=WHOLE)] = False,
    follows: Annotated[bool, typer.Option("--follow", help=FOLLOW)] = False,
    look: Annotated[float, typer.Option("--look", min=0.01, max=60, help=LOOK_HELP)] = LOOK,
    sums: Annotated[float, typer.Option("--sums", min=0, max=3600, help=SUMS_HELP)] = SUMS,
    language: Language = "en",
) -> None:
    """Write the public pages: only what changed is written, each page whole or not at all."""
    language_named(language)
    start()
    from dauys.apps.publication.actions import WAYS  # noqa: PLC0415
    from dauys.ops.waiting import counting  # noqa: PLC0415

    if precincts not in ("", *WAYS):
        wrong_use(f"--precincts is {' or '.join(WAYS)}, not {precincts}.")
    if follows and compares:
        wrong_use("--whole goes before --follow: publish once with it, then follow.")
    with refusals():
        chosen_here(election)
        if follows:
            follow(folder, election, precincts, packs, Pace(look, sums), language)
            return
        with counting("Publishing") as progress, _cut_short(language):
            publish_elections(
                folder, election, precincts=precincts, packs=packs, progress=progress, compares=compares
            )


def publish_elections(
    folder: Path,
    election: str = "",
    *,
    at: dt.datetime | None = None,
    precincts: str = "",
    packs: bool | None = None,
    progress: Callable[[int, int], None] | None = None,
    compares: bool = False,
) -> None:
    """Publish one election, or all that are here, at the moment `at`, else now.

    Precincts as `pages`, or as `rows`; `packs` says from now on whether files have packed twins. Where it
    `compares`, it reads every file that stands.
    """
    for one in chosen_here(election):
        done = publish_election(
            folder, one, at=at, precincts=precincts, packs=packs, progress=progress, compares=compares
        )
        told = f"{done.pages} pages, {done.written} files written, {done.unchanged} unchanged"
        typer.echo(f"{one.code}: {told}.")


def publish_election(
    folder: Path,
    one: Election,
    *,
    at: dt.datetime | None = None,
    precincts: str = "",
    packs: bool | None = None,
    progress: Callable[[int, int], None] | None = None,
    compares: bool = False,
    by: Actor = CONSOLE,
) -> Published:
    """Publish one election as it stands, and keep when that was, from which entry of the journal, by whom."""
    from django.conf import settings  # noqa: PLC0415

    from dauys.apps.journal.queries import last_number  # noqa: PLC0415
    from dauys.apps.publication.actions import ROWS, keep_writing, publish, way_of  # noqa: PLC0415
    from dauys.apps.publication.queries import Writing  # noqa: PLC0415
    from dauys.apps.results.queries import open_book  # noqa: PLC0415

    with snapshot():  # protocols that come meanwhile are for the next run
        number = last_number()
        way = way_of(folder, one, precincts, settings.PRECINCTS_WITH_PAGES)
        book = open_book(one.code, at=at or moment_shown(), as_rows=way == ROWS)
    workers = os.cpu_count() or 1
    done = publish(
        book, folder, at=book.at, progress=progress, workers=workers, packs=packs, compares=compares
    )
    counts = done.pages, done.written, done.unchanged
    keep_writing(folder, Writing(one.code, number, book.at.isoformat(), by.person, by.office, *counts))
    return done


@contextmanager
def _cut_short(language: str) -> Iterator[None]:
    """Say of a run that is cancelled what stands now: unlike other commands it has put some pages already."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(said(language, "publishing", "cut_short"), err=True)
        raise typer.Exit(1) from None


def chosen_here(election: str) -> list[Election]:
    """The elections that are published: the one named, or all; refused where there is none."""
    from dauys.apps.elections.queries import elections  # noqa: PLC0415

    chosen = [one for one in elections() if election in ("", one.code)]
    if election and not chosen:
        refuse([no_election(election)], as_json=False)
    if not chosen:
        wrong_use("No election is here yet: dauys import election.")
    return chosen
