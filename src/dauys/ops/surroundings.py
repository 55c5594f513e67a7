"""When the machine refuses: a full disk, a folder without rights, a database that does not answer."""

from __future__ import annotations

import sys
from typing import Any

import typer
from typer.core import TyperGroup

from dauys.core.findings import Fault
from dauys.ops.cli import CANCELLED
from dauys.ops.running import begin_answer, json_asked, refuse

REMEDY = "Check the name, the right to it, and the room on the disk; the home is DAUYS_HOME."
DATABASE_REMEDY = "Check DATABASE_URL or the folder DAUYS_HOME, the right to it, and the room on the disk."
BUSY = ("database is locked", "lock timeout")  # what SQLite and PostgreSQL say
BUSY_REMEDY = "Nothing was written. Wait until the other command has ended, or end it, and try again."


class Commands(TyperGroup):
    """The commands, with one sentence and exit code 1 where the machine refuses; all is rolled back then."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named."""
        begin_answer()
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            typer.echo(CANCELLED, err=True)
            raise typer.Exit(1) from None
        except Exception as error:
            fault = fault_of(error)
            if fault is None:
                raise
            if json_asked():
                refuse([fault], as_json=True)
            typer.echo(str(fault), err=True)
            raise typer.Exit(1) from error


def refusal_of(error: Exception) -> str | None:
    """What the machine refused, and what to look at; None for any other error."""
    fault = fault_of(error)
    return None if fault is None else str(fault)


def fault_of(error: Exception) -> Fault | None:
    """The same as a fault."""
    if isinstance(error, BrokenPipeError):
        return None
    if isinstance(error, OSError):
        said, where = f"The system says: {error.strerror or error}.", str(error.filename or "")
        return Fault("U-02", said, REMEDY, where)
    if isinstance(error, UnicodeEncodeError):
        if "\ud800" <= error.object[error.start] <= "\udfff":  # a byte of a name as Python keeps it
            said = "A name or an argument is not written in UTF-8."
            return Fault("U-04", said, "Rename the file, or write it in UTF-8.")
        remedy = "Set it to UTF-8, for example with LC_ALL=C.UTF-8."
        return Fault("U-05", f"The console takes {error.encoding} only.", remedy)
    database = sys.modules.get("django.db")
    # Only what comes from outside; a value or a statement that the database does not take is a fault of ours.
    if database and type(error) in (database.DatabaseError, database.OperationalError):
        said = " ".join(str(error).split())
        if any(words in said for words in BUSY):
            return Fault("U-07", f"Another command is writing; the database says: {said}.", BUSY_REMEDY)
        return Fault("U-03", f"The database says: {said}.", DATABASE_REMEDY)
    return None
