"""`dauys journal`: is the chain of entries whole, are the facts what it says; its export; guards of facts."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Annotated

import typer

from dauys.ops.running import REFUSED, refusals, start
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


@app.command("export")
def export_journal(
    file: Annotated[Path, typer.Argument(help="The file to write: .jsonl, or .csv.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it stands already.")] = False,
) -> None:
    """Write every entry into a file, with its digest: `python -m dauys_verify FILE` proves it."""
    start()
    from dauys.apps.journal.queries import COLUMNS, entries, told  # noqa: PLC0415
    from dauys.ops.backups.placing import finished  # noqa: PLC0415

    count = 0
    as_table = file.suffix.lower() == ".csv"
    with (
        refusals(as_json=False), finished(file, force=force) as neighbour, snapshot(),
        neighbour.open("w", encoding="utf-8", newline="") as written,
    ):  # fmt: skip
        pen = csv.DictWriter(written, COLUMNS)
        if as_table:
            pen.writeheader()
        for entry in entries().iterator(chunk_size=2_000):
            line = told(entry)
            if as_table:
                pen.writerow(line | {"done": json.dumps(line["done"], ensure_ascii=False)})
            else:
                written.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
        written.flush()
        os.fsync(written.fileno())
    typer.echo(f"{file}: {count:,} entries.")


@app.command("guard")
def guard_facts() -> None:
    """Have the database refuse again to change or delete facts, where its guards were taken down."""
    start()
    from django.db import connection, transaction  # noqa: PLC0415

    from dauys.apps.journal.models import put_up  # noqa: PLC0415
    from dauys.apps.journal.models.guards import facts, never_changing, unguarded  # noqa: PLC0415

    missing = unguarded(connection)
    with transaction.atomic():
        for model in facts():
            if model._meta.db_table in missing:
                put_up(connection, model._meta.db_table, never_changing(model))
    typer.echo(f"Guards were put up: {', '.join(missing)}." if missing else "Every guard stands.")
