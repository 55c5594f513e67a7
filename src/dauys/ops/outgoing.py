"""Files that leave: in which format, to which place, whole or not at all, never over another by mistake."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from dauys.ops.backups.placing import finished
from dauys.ops.running import wrong_use
from dauys.ops.voice import language_named, said
from dauys.ops.waiting import counting

if TYPE_CHECKING:
    from dauys.core.tables import Sheet

FORMS = {".csv": "csv", ".xlsx": "xlsx", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
STREAMED = ("csv", "jsonl", "json")  # a person can read them, and they need no way back in the file
STDOUT = "-"
BROKEN_PIPE = f"(os error {errno.EPIPE})"  # as the writer of tables says it, who gives no number

Out = Annotated[str, typer.Option("--out", help="The file; - for standard output.", metavar="FILE|-")]
Form = Annotated[
    str,
    typer.Option(
        "--format",
        help="By default what the ending of FILE says, else csv.",
        metavar="csv|xlsx|jsonl|parquet",
        show_default=False,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Write over a file that is there.")]


def form_of(form: str, out: str, known: dict[str, str] = FORMS) -> str:
    """The format asked for, or the one that the name of the file promises; wrong use where they differ."""
    promised = known.get(Path(out).suffix.lower(), "")
    default = next(iter(known.values()))
    if form and form not in known.values():
        wrong_use(f"--format is one of {', '.join(dict.fromkeys(known.values()))}, not {form}.")
    if form and promised and form != promised:
        wrong_use(
            f"--format is {form}, but the name {out} promises {promised}. Give it the ending that fits."
        )
    chosen = form or promised or default
    if out == STDOUT and chosen not in STREAMED and sys.stdout and sys.stdout.isatty():
        wrong_use(f"{chosen} is not for the screen: name a file with --out.")
    return chosen


@dataclass(frozen=True, slots=True)
class Target:
    """Where an export goes, in which format, whether over what stands, and in which language it says so."""

    out: str
    form: str
    force: bool
    language: str

    def put_sheet(self, sheet: Sheet, kind: str) -> None:
        """Write a sheet to its place and say so on standard error; raises Refused."""
        what = said(self.language, "file", kind)
        with _place(self.out, self.form, force=self.force) as file:
            rows = fill(sheet, file, self.form, said(self.language, "putting", "writing", what=what))
        self._tell("rows", rows=f"{rows:,}", what=what)

    def put_bytes(self, content: bytes, kind: str) -> None:
        """The same for what stands in memory."""
        with _place(self.out, self.form, force=self.force) as file:
            file.write(content)
        self._tell("whole", what=said(self.language, "file", kind))

    def _tell(self, key: str, **places: str) -> None:
        if self.out != STDOUT:
            typer.echo(said(self.language, "putting", key, file=self.out, **places), err=True)


def target_of(form: str, out: str, language: str, *, force: bool, known: dict[str, str] = FORMS) -> Target:
    """The target that the options name; wrong use where they contradict each other."""
    return Target(out, form_of(form, out, known), force, language_named(language))


def fill(sheet: Sheet, file: BinaryIO, form: str, words: str) -> int:
    """Write a sheet into an open file while a bar shows how far it is; returns the number of rows."""
    from dauys.core.tables import write_table  # noqa: PLC0415 -- polars takes a while; --help needs none of it

    done = 0
    with counting(words) as shown:

        def told(rows: int) -> None:
            nonlocal done
            done += rows
            shown(done, max(done, sheet.rows) if sheet.rows else 0)

        return write_table(sheet, file, form, told=told)


@contextmanager
def _place(out: str, form: str, *, force: bool) -> Iterator[BinaryIO]:
    """Standard output, or a new file that takes the place of `out` once all of it is written."""
    if out != STDOUT:
        with finished(Path(out), force=force) as draft, draft.open("wb") as file:
            yield file
    elif form in STREAMED:
        with _pipe() as file:
            yield file
    else:
        with tempfile.TemporaryFile() as file:
            yield file
            file.seek(0)
            with _pipe() as pipe:
                shutil.copyfileobj(file, pipe)


@contextmanager
def _pipe() -> Iterator[BinaryIO]:
    """Standard output; who stops reading ends the command without a word, as with any other program."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF), "standard output")
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except OSError as error:
        if error.errno == errno.EPIPE or BROKEN_PIPE in str(error):
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)) from error
        raise


def sha256_of(path: Path) -> str:
    """The digest of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
