"""The commands `dauys backup` and `dauys restore`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dauys.core.findings import Fault, Refused
from dauys.ops.running import REFUSED, AsJson, is_json, moment, refusals, show, start
from dauys.ops.waiting import counting, waiting

if TYPE_CHECKING:
    from dauys.ops.backups.shape import Manifest

RESTORE = "from dauys.ops.cli import main; main()"


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it holds personal data.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it stands already.")] = False,
    verify: Annotated[
        bool, typer.Option(help="Prove the backup by restoring it beside, before it takes its name.")
    ] = True,
    form: AsJson = "table",
) -> None:
    """Write everything that is here into one file, as it stands at one moment; others may go on working.

    The file is readable by its owner only and not encrypted. It is read back, and restored into a temporary
    database, before it takes its name. The published site is not in it: it can be published again.
    """
    as_json = is_json(form)
    start()
    from dauys.ops.backups.placing import finished  # noqa: PLC0415 -- after start()
    from dauys.ops.backups.writing import write_backup  # noqa: PLC0415

    differences: list[str] = []
    with refusals(as_json=as_json), finished(file, force=force) as neighbour:
        with counting("Writing the backup") as progress:
            manifest = write_backup(neighbour, at=moment(), progress=progress)
        if verify:
            with waiting("Restoring it beside, to prove it"):
                differences = _restored_beside(neighbour)
    size = file.stat().st_size
    _leave_mark(file, manifest.made_at, verified=verify and not differences)
    if as_json:
        proved = {"verified": verify, "differences": differences}
        show({"file": str(file), "size": size, **_summary(manifest), **proved})
    else:
        state = "restored beside and found equal" if verify else "read back, not restored"
        state = f"{len(differences)} differences stand in it as they stand here" if differences else state
        typer.echo(
            f"{file}: {manifest.rows:,} rows of {len(manifest.tables)} tables, {size:,} bytes; {state}."
        )
        for words in differences:
            typer.echo(words, err=True)
    if differences:
        raise typer.Exit(REFUSED)


def _leave_mark(file: Path, made_at: str, *, verified: bool) -> None:
    """Leave in the home when the last backup was made, for who asks for the state of the system."""
    from django.conf import settings  # noqa: PLC0415 -- after start()

    from dauys.press.marks import leave_mark  # noqa: PLC0415

    with suppress(OSError):  # the backup is there all the same
        leave_mark(
            settings.HOME / "last-backup.json", {"at": made_at, "file": file.name, "verified": verified}
        )


def _restored_beside(file: Path) -> list[str]:
    """What does not hold in the backup once a command of its own has restored it; Refused if none can."""
    from django.conf import settings  # noqa: PLC0415 -- after start()

    from dauys.ops.backups.proving import proof_home  # noqa: PLC0415

    with proof_home(settings.HOME) as home:
        kept = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
        path = os.pathsep.join(part for part in sys.path if part)
        ended = subprocess.run(  # noqa: S603 -- our own command on our own file
            [sys.executable, "-c", RESTORE, "restore", str(file), "--with-differences", "--format", "json"],
            env=kept | {"DAUYS_HOME": str(home), "PYTHONPATH": path},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    try:
        return list(json.loads(ended.stdout)["differences"])
    except (ValueError, KeyError):
        said = " ".join(ended.stderr.split())[-500:]
        remedy = "Nothing was kept of it. Look at the disk, then try again."
        raise Refused(
            [Fault("U-17", f"The backup could not be restored: {said}", remedy, str(file))]
        ) from None


def restore(
    file: Annotated[Path, typer.Argument(help="A file that dauys backup made.")],
    with_differences: Annotated[
        bool,
        typer.Option("--with-differences", help="Keep it even where sums or the journal do not hold."),
    ] = False,
    form: AsJson = "table",
) -> None:
    """Take a backup into an empty home or database, SQLite or PostgreSQL: whole, or nothing.

    Rows, the chain of the journal and every sum are proved before anything is kept.
    """
    as_json = is_json(form)
    start(with_tables=False)
    from django.conf import settings  # noqa: PLC0415 -- after start()

    from dauys.ops.backups.placing import alone_in  # noqa: PLC0415
    from dauys.ops.backups.proving import clear_proofs  # noqa: PLC0415
    from dauys.ops.backups.restoring import restore_backup  # noqa: PLC0415

    settings.HOME.mkdir(parents=True, exist_ok=True)
    with refusals(as_json=as_json), alone_in(settings.HOME), counting("Restoring") as progress:
        clear_proofs(settings.HOME)
        found = restore_backup(file, with_differences=with_differences, progress=progress)
    if as_json:
        show(_summary(found.manifest) | {"differences": list(found.differences)})
    else:
        state = (
            f"{len(found.differences)} differences stand in it" if found.differences else "every sum is equal"
        )
        said = f"{found.manifest.rows:,} rows of {len(found.manifest.tables)} tables restored; {state}."
        typer.echo(f"{said} Publish the site again: dauys publish DIR.")
    for words in found.differences if not as_json else ():
        typer.echo(words, err=True)
    if found.differences:
        raise typer.Exit(REFUSED)


def _summary(manifest: Manifest) -> dict[str, object]:
    """What is said of a backup for machines."""
    return {
        "made_at": manifest.made_at,
        "made_by": manifest.made_by,
        "tables": {member.table: member.rows for member in manifest.tables},
        "rows": manifest.rows,
        "journal": manifest.journal,
    }
