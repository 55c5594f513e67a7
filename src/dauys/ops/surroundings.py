"""When the machine refuses: a full disk, a folder without rights, a database that does not answer."""

from __future__ import annotations

import sys
from typing import Any

import typer
from typer.core import TyperGroup

REMEDY = "Check the name, the right to it, and the room on the disk; the home is DAUYS_HOME."
DATABASE_REMEDY = "Check DATABASE_URL or the folder DAUYS_HOME, the right to it, and the room on the disk."


class Commands(TyperGroup):
    """The commands, with one sentence and exit code 1 where the machine refuses; all is rolled back then."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            words = refusal_of(error)
            if words is None:
                raise
            typer.echo(words, err=True)
            raise typer.Exit(1) from error


def refusal_of(error: Exception) -> str | None:
    """What the machine refused, and what to look at; None for any other error."""
    if isinstance(error, BrokenPipeError):
        return None
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}V-02 The system says: {error.strerror or error}. {REMEDY}"
    if isinstance(error, UnicodeEncodeError):
        if "\ud800" <= error.object[error.start] <= "\udfff":  # a byte of a name as Python keeps it
            return (
                "V-04 A name or an argument is not written in UTF-8. Rename the file, or write it in UTF-8."
            )
        return (
            f"V-05 The console takes {error.encoding} only. Set it to UTF-8, for example with LC_ALL=C.UTF-8."
        )
    database = sys.modules.get("django.db")
    # Only what comes from outside; a value or a statement that the database does not take is a fault of ours.
    if database and type(error) in (database.DatabaseError, database.OperationalError):
        said = " ".join(str(error).split())
        return f"V-03 The database says: {said}. {DATABASE_REMEDY}"
    return None
