"""Files as they go out: a sheet becomes CSV, JSON Lines, Parquet or XLSX, part by part.

The same rows give the same bytes, and what is written here `read_table` reads as it was. Text is written as
it is: a cell that begins with = stays that text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import Full, Queue
from typing import BinaryIO

import polars as pl
from polars.io.plugins import register_io_source

from dauys.core.tables.sheet import Sheet
from dauys.core.tables.xlsx_writer import write_xlsx

Told = Callable[[int], None]
"""Takes the number of rows that each part brought."""

GROUP = 262_144  # rows of one group of a Parquet file, whatever the parts are


def write_table(sheet: Sheet, file: BinaryIO, form: str, *, told: Told = lambda _: None) -> int:
    """Write the sheet into an open file, form being one of FORMS; returns the number of rows.

    Raises Refused where the format cannot hold the table (X-01, X-02), OSError where the file cannot.
    """
    count = 0

    def counted(part: pl.DataFrame) -> None:
        nonlocal count
        count += part.height
        told(part.height)

    WRITERS[form](sheet, file, counted)
    return count


Counted = Callable[[pl.DataFrame], None]


def _csv(sheet: Sheet, file: BinaryIO, counted: Counted) -> None:
    """UTF-8 without a byte order mark, commas, Unix line ends, quotation marks only where they are needed."""

    def writing(parts: Iterator[pl.DataFrame]) -> None:
        pl.DataFrame(schema=dict(sheet.columns)).write_csv(file)
        for part in parts:
            part.write_csv(file, include_header=False)

    _aside(sheet, writing, counted)


def _json_lines(sheet: Sheet, file: BinaryIO, counted: Counted) -> None:
    """One object a line; a column that a row cannot fill is left out, one that it leaves blank is null."""
    for part in sheet.parts(True):
        part.write_ndjson(file)
        counted(part)


def _parquet(sheet: Sheet, file: BinaryIO, counted: Counted) -> None:
    def writing(parts: Iterator[pl.DataFrame]) -> None:
        frames = register_io_source(lambda *_: parts, schema=dict(sheet.columns))
        frames.sink_parquet(file, row_group_size=GROUP, maintain_order=True)

    _aside(sheet, writing, counted)


def _aside(sheet: Sheet, write: Callable[[Iterator[pl.DataFrame]], None], counted: Counted) -> None:
    """Write on a thread of its own while the next rows are made, on this one, whose database it is."""
    waiting: Queue[pl.DataFrame | None] = Queue(maxsize=2)

    def source() -> Iterator[pl.DataFrame]:
        while (part := waiting.get()) is not None:
            yield part

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write, source())
        try:
            for part in sheet.parts(False):
                _hand_over(part, waiting, writing)
                counted(part)
        finally:
            _hand_over(None, waiting, writing)
        _ended(writing)


def _hand_over(part: pl.DataFrame | None, waiting: Queue[pl.DataFrame | None], writing: Future[None]) -> None:
    """Wait until there is room, but not for a writer that has failed: its error comes with the result."""
    while not writing.done():
        with suppress(Full):
            waiting.put(part, timeout=1)
            return
    if part is not None:
        _ended(writing)


def _ended(writing: Future[None]) -> None:
    """Wait for the writer; what the disk refused it says as the other writers do."""
    try:
        writing.result()
    except pl.exceptions.ComputeError as error:
        raise OSError(str(error)) from error


def _xlsx(sheet: Sheet, file: BinaryIO, counted: Counted) -> None:
    def parts() -> Iterator[pl.DataFrame]:
        for part in sheet.parts(False):
            counted(part)
            yield part

    write_xlsx(tuple(sheet.columns), parts(), file)


WRITERS: dict[str, Callable[[Sheet, BinaryIO, Counted], None]] = {
    "csv": _csv,
    "jsonl": _json_lines,
    "parquet": _parquet,
    "xlsx": _xlsx,
}
FORMS = tuple(WRITERS)
"""Names of the formats; also the endings of their files."""
