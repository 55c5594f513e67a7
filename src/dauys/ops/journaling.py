"""`dauys journal`: is the chain of entries whole, and are the facts what it says of them."""

from __future__ import annotations

import typer

from dauys.ops.running import REFUSED, start
from dauys.ops.snapshots import snapshot

app = typer.Typer(help="The journal of everything that was done.", no_args_is_help=True)


@app.callback()
def journal() -> None:
    """The journal of everything that was done."""


@app.command("verify")
def verify_journal() -> None:
    """Recompute every entry's hash and the chain between them; hold each stored fact beside its entry."""
    start()
    from dauys.apps.elections.queries import elections  # noqa: PLC0415
    from dauys.apps.journal.queries import breaks_in_chain, entries  # noqa: PLC0415
    from dauys.apps.results.queries.sealing import unprovable  # noqa: PLC0415
    from dauys.apps.results.queries.witness import unfounded, unwitnessed  # noqa: PLC0415

    with snapshot():
        breaks = breaks_in_chain() + unfounded()
        breaks += [words for election in elections() for words in unwitnessed(election)]
        notes = [words for election in elections() for words in unprovable(election)]
        count, last = entries().count(), entries().last()
    for words in breaks:
        typer.echo(words, err=True)
    if breaks:
        raise typer.Exit(REFUSED)
    typer.echo(f"The journal is whole: {count} entries.")
    for words in notes:
        typer.echo(words)
    if last:
        typer.echo(f"Note down, away from this machine: entry {last.number} has the digest {last.digest}.")
