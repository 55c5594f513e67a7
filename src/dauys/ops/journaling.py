"""`dauys journal`: is the chain of entries whole."""

from __future__ import annotations

import typer

from dauys.ops.running import REFUSED, start

app = typer.Typer(help="The journal of everything that was done.", no_args_is_help=True)


@app.callback()
def journal() -> None:
    """The journal of everything that was done."""


@app.command("verify")
def verify_journal() -> None:
    """Recompute every entry's hash and the chain between them."""
    start()
    from dauys.apps.journal.queries import breaks_in_chain, entries  # noqa: PLC0415

    breaks = breaks_in_chain()
    for words in breaks:
        typer.echo(words, err=True)
    if breaks:
        raise typer.Exit(REFUSED)
    typer.echo(f"The journal is whole: {entries().count()} entries.")
