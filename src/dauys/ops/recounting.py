"""`dauys recount`: everything counted again from the stored protocols."""

from __future__ import annotations

from typing import Annotated

import typer

from dauys.ops.asking import no_election
from dauys.ops.running import REFUSED, AsJson, is_json, refusals, refuse, show, start
from dauys.ops.snapshots import snapshot
from dauys.ops.waiting import counting


def recount_election(
    election: Annotated[str, typer.Option("--election", help="One election; all when none is named.")] = "",
    form: AsJson = "table",
) -> None:
    """Count findings and sums again from the stored protocols and name any difference."""
    as_json = is_json(form)
    start()
    from dauys.apps.elections.queries import elections  # noqa: PLC0415
    from dauys.apps.results.actions import recount  # noqa: PLC0415
    from dauys.apps.results.queries.witness import unfounded  # noqa: PLC0415

    chosen = [one for one in elections() if election in ("", one.code)]
    if election and not chosen:
        refuse([no_election(election)], as_json=as_json)
    # One moment for sums and protocols: what others take in meanwhile is no difference.
    with refusals(as_json=as_json), snapshot(), counting("Counting again") as progress:
        general = unfounded()
        counted = {one.code: recount(one, progress=progress) for one in chosen}
    if as_json:
        show([
            {"election": code, "protocols": found.protocols, "tallies": found.tallies,
             "differences": list(found.differences)}
            for code, found in counted.items()
        ])  # fmt: skip
    for code, found in counted.items():
        if not as_json:
            state = "equal" if not found.differences else f"{len(found.differences)} differences"
            typer.echo(f"{code}: {found.protocols} protocols, {found.tallies} sums counted again: {state}.")
        for words in found.differences:
            typer.echo(words, err=True)
    for words in general:
        typer.echo(words, err=True)
    if general or any(found.differences for found in counted.values()):
        raise typer.Exit(REFUSED)
